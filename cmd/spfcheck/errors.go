package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// usageError is a mistake that the user can mend.
type usageError struct {
	problem i18n.Text
	hint    i18n.Text // what to do; may be empty
}

func (e *usageError) Error() string { return e.problem.EN }

// flagError says what is wrong with the value of a flag.
func flagError(flag string, problem error, hint i18n.Text) error {
	return &usageError{problem: asText(fmt.Sprintf("--%s: %v", flag, problem)), hint: hint}
}

// fileError says what kept a file from being read.
func fileError(err error) error {
	hint := i18n.Text{}
	if errors.Is(err, fs.ErrNotExist) {
		hint = i18n.Text{
			EN: "check the name; - reads standard input",
			JA: "ファイル名を確かめてください。- は標準入力です",
		}
	}
	return &usageError{problem: asText(err.Error()), hint: hint}
}

// asText is for words that aren't ours and have no translation.
func asText(s string) i18n.Text { return i18n.Text{EN: s, JA: s} }

// fail shows err and gives its exit code. Every error that reaches it is one of
// usage: what DNS and carriers say is in the report.
func (p *program) fail(err error) int {
	problem, hint := err.Error(), ""
	var usage *usageError
	var bad *identity.Error
	switch {
	case errors.As(err, &usage):
		problem, hint = p.language.Of(usage.problem), p.language.Of(usage.hint)
	case errors.As(err, &bad):
		problem, hint = p.language.Of(bad.Problem), p.language.Of(bad.Hint)
		if bad.Field != "" {
			problem = bad.Field + ": " + problem
		}
	}
	writeError(p.stderr, "error", problem)
	if hint != "" {
		writeError(p.stderr, "hint", hint)
	}
	return exitUsage
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

// onUsageError words what urfave/cli found wrong with the flags.
func onUsageError(c *cli.Context, err error, _ bool) error {
	problem := err.Error()
	if name, ok := strings.CutPrefix(problem, "flag provided but not defined: "); ok {
		return &usageError{
			problem: i18n.Text{EN: "no flag %s", JA: "フラグ %s はありません"}.Format("-" + name),
			hint:    i18n.Text{EN: "see %s --help", JA: "%s --help を見てください"}.Format(c.Command.HelpName),
		}
	}
	return &usageError{
		problem: asText(problem),
		hint:    i18n.Text{EN: "see %s --help", JA: "%s --help を見てください"}.Format(c.Command.HelpName),
	}
}
