package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/folder"
	"github.com/spfcheck/spfcheck/spfcheck/internal/redact"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// flagError says what is wrong with the value of a flag.
func flagError(flag string, problem, hint i18n.Text) error {
	return &input.Error{Input: asFlag(flag), Problem: problem, Hint: hint}
}

// asFlag names a flag that isn't an input of the library.
func asFlag(flag string) input.Name { return input.Name("--" + flag) }

// ofArgument makes the problems of an input those of the argument that gave it.
func ofArgument(arg string, name input.Name, err error) error {
	wrong, ok := errors.AsType[*input.Errors](err)
	if !ok {
		return err
	}
	for i, p := range wrong.Problems {
		if p.Input == name {
			problem := i18n.Text{EN: "the argument %q: %s", JA: "引数 %q: %s"}.Format(arg, p.Problem)
			wrong.Problems[i] = &input.Error{Problem: problem, Hint: p.Hint}
		}
	}
	return err
}

// fileError says what kept a file from being read.
func fileError(file string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &input.Error{
			Problem: i18n.Text{EN: "the file %q does not exist", JA: "ファイル %q がありません"}.Format(file),
			Hint: i18n.Text{
				EN: "check the name; - reads standard input",
				JA: "ファイル名を確かめてください。- は標準入力です",
			},
		}
	case errors.Is(err, fs.ErrPermission):
		return &input.Error{
			Problem: i18n.Text{EN: "the file %q may not be read", JA: "ファイル %q を読む権限がありません"}.Format(file),
			Hint:    i18n.Text{EN: "change its permissions", JA: "アクセス権を変えてください"},
		}
	default:
		return contentError(file, asText(folder.Cause(err).Error()), i18n.Text{})
	}
}

// contentError says what is wrong with what a file holds.
func contentError(file string, problem, hint i18n.Text) error {
	return &input.Error{Problem: i18n.Text{EN: "%s: %s", JA: "%s: %s"}.Format(nameOf(file), problem), Hint: hint}
}

// nameOf is what a file is called in errors.
func nameOf(file string) i18n.Text {
	if file == "-" {
		return i18n.Text{EN: "standard input", JA: "標準入力"}
	}
	return asText(file)
}

// asText is for words that aren't ours and have no translation.
func asText(s string) i18n.Text { return i18n.Text{EN: s, JA: s} }

// fail shows err and gives its exit code. What DNS and carriers say is in the
// report, unless DNS kept a check from being made at all.
func (p *program) fail(err error) int {
	code := exitDelivered
	for _, one := range eachOf(err) {
		problem, hint, its := wordsOf(one)
		p.complain(p.say(problem), p.say(hint))
		code = cmp.Or(code, its)
	}
	return code
}

// eachOf gives the errors that an error was made of, or the error itself.
func eachOf(err error) []error {
	several, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, one := range several.Unwrap() {
		all = append(all, eachOf(one)...)
	}
	return all
}

// What stands before a line of standard error.
var (
	errorMark   = i18n.Text{EN: "error", JA: "エラー"}
	warningMark = i18n.Text{EN: "warning", JA: "警告"}
	hintMark    = i18n.Text{EN: "hint", JA: "ヒント"}
)

// complain writes what is wrong, and what to do if that is known.
func (p *program) complain(problem, hint string) {
	if p.redact {
		problem, hint = redact.Text(problem), redact.Text(hint)
	}
	writeError(p.stderr, p.say(errorMark), problem)
	if hint != "" {
		writeError(p.stderr, p.say(hintMark), hint)
	}
}

// wordsOf gives what is said about err, and its exit code.
func wordsOf(err error) (problem, hint i18n.Text, code int) {
	problem, code = asText(err.Error()), exitUsage
	var bad *input.Error
	var noRange *spfcheck.RangeError
	var fault *resolve.Fault
	var over lateError
	switch {
	case errors.As(err, &bad):
		problem, hint = bad.In(words)
	case errors.As(err, &fault):
		problem, hint, code = fault.Text(), faultHint(fault), exitUnknown
		if errors.As(err, new(resumable)) {
			hint = i18n.Text{EN: "%s; %s", JA: "%s。%s"}.Format(hint, goesOn)
		}
	case errors.As(err, &over):
		problem, hint, code = late.Format(over.deadline), moreTime, exitUnknown
	case errors.As(err, &noRange):
		problem, hint = noRange.Problem, noRange.Hint
		if noRange.DNSFailed {
			code = exitUnknown
		}
	}
	return problem, hint, code
}

// resumable is an error after which the same command goes on.
type resumable struct{ error }

func (e resumable) Unwrap() error { return e.error }

// faultHint says what to do where no DNS server can be asked.
func faultHint(fault *resolve.Fault) i18n.Text {
	if fault.OutOfFiles() {
		return i18n.Text{
			EN: "allow more open files (ulimit -n)",
			JA: "開けるファイルの数の上限（ulimit -n）を上げてください",
		}
	}
	if fault.Refused() {
		return i18n.Text{
			EN: "name a recursive server that may be asked from here with --server, or the zone's own",
			JA: "ここから問い合わせられる再帰サーバー、またはそのゾーンの権威サーバーを --server で指定してください",
		}
	}
	return i18n.Text{
		EN: "check that it runs and can be reached from here, name another with --server, or give it more time with --timeout and --deadline",
		JA: "サーバーが動いていて、ここから到達できるか確かめてください。別のサーバーは --server で、待ち時間は --timeout と --deadline で指定できます",
	}
}

// writeError writes a line each; what came from outside can't reach a terminal raw.
func writeError(w io.Writer, kind, text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(w, "spfcheck: %s: %s\n", kind, printable(strings.TrimRight(line, "\n")))
	}
}

func printable(s string) string {
	q := strconv.Quote(s)
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(q[1 : len(q)-1])
}
