package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
)

// completions are lines typed up to the tabulator, and what the word there
// becomes: the same in every shell.
var completions = []struct {
	typed string
	want  []string
}{
	{"spfcheck identi", []string{"identities"}},
	{"spfcheck check --forma", []string{"--format"}},
	{"spfcheck check --format te", []string{"terraform", "text"}},
	{"spfcheck check --format=js", []string{"--format=json"}},
	{"spfcheck check --setting au:m", []string{"au:medium"}},
	{"spfcheck check --setting=au:m", []string{"--setting=au:medium"}},
	{"spfcheck completion ", []string{"bash", "fish", "zsh"}},
	{"spfcheck check --mail sign", []string{"signup.eml"}},
	{"spfcheck check --mail=sign", []string{"--mail=signup.eml"}},
	{"spfcheck check --from sign", nil},
	{"spfcheck report sign", []string{"signup.eml"}},
	{"spfcheck check --fail-on ", []string{"junk", "warn"}},
	{"spfcheck lint --selector selector", []string{"selector1", "selector2"}},
	{"spfcheck explain au/high/pra-n", []string{"au/high/pra-none"}},
	{"spfcheck --ip 192.0.2.1 --carr", []string{"--carrier"}},
}

// TestBashDescriptions wants beside each word of a list what it means, as much of it as
// there is room for, and nothing beside a word that is put in.
func TestBashDescriptions(t *testing.T) {
	bash := dnstest.Installed(t, "bash")
	for _, c := range []struct{ name, typed, more, want string }{
		{"list", "spfcheck lint --fail-on ", "COLUMNS=80", "error    (what breaks the mail)\nwarning  (and what may break it)\ninfo     (and what is worth knowing)\n"},
		{"narrow", "spfcheck lint --fail-on ", "COLUMNS=30", "error    (what breaks the m…)\nwarning  (and what may brea…)\ninfo     (and what is worth…)\n"},
		{"no room", "spfcheck lint --fail-on ", "COLUMNS=18", "error\nwarning\ninfo\n"},
		{"Japanese", "spfcheck lint --lang ja --color ", "COLUMNS=28", "auto    (端末に出力する…)\nalways  (常に)\nnever   (使わない)\n"},
		{"one", "spfcheck lint --fail-on w", "COLUMNS=80", "warning\n"},
		{"put in", "spfcheck lint --fail-on ", "COMP_TYPE=37", "error\nwarning\ninfo\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			script := `source <(spfcheck completion bash); compopt() { :; }; ` + c.more + `; COMP_LINE=$1 COMP_POINT=${#1}; _spfcheck spfcheck; printf '%s\n' "${COMPREPLY[@]}"`
			cmd := exec.CommandContext(t.Context(), bash, "-c", script, "bash", c.typed)
			home := t.TempDir()
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=C.UTF-8", "GOCOVERDIR=" + home}
			out, err := cmd.CombinedOutput()
			if diff := cmp.Diff(c.want, string(out)); diff != "" || err != nil {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
		})
	}
}

// shellTests make a real shell complete lines. A script gets them as its arguments, and
// prints for each a candidate a line, and then a full stop.
var shellTests = []struct{ shell, script string }{
	{"bash", bashTest},
	{"zsh", zshTest},
	{"fish", `
spfcheck completion fish | source
for line in $argv[2..] # the first is what others have as $0
	complete -C $line | string replace -r '\t.*' ''
	echo .
end
`},
}

// Readline completes files by itself where the function has left that on; it
// puts the candidates in the place of what is behind the last = or :. What stands
// beside a word in a list isn't put in.
const bashTest = `
source <(spfcheck completion bash)
compopt() { [[ "$*" = "+o default" ]] && files=no; }
for line in "$@"; do
	files=yes COMP_LINE=$line COMP_POINT=${#line} word=${line##* }
	_spfcheck spfcheck
	before=${word%"${word##*[=:]}"}
	if [[ $files = yes ]]; then mapfile -t COMPREPLY < <(compgen -f -- "${word#"$before"}"); fi
	for candidate in "${COMPREPLY[@]}"; do printf '%s\n' "$before${candidate%%  (*}"; done
	echo .
done
`

// The line editor of an interactive zsh completes on a terminal of its own. A
// word that becomes one other is all that is seen there. To begin such a shell takes
// seconds.
const zshTest = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PROMPT=; autoload -Uz compinit; compinit -u -d "$TMPDIR/dump"; source <(spfcheck completion zsh); show() { print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N show; bindkey "^X^X" show; print -r -- RE"ADY"'
zpty -r shell out '*READY*' || exit
for line in "$@"; do
	zpty -w -n shell "$line"$'\t\x18\x18'
	zpty -r shell out '*<<*>>' || exit
	out=${${out##*<<}%%>>*}
	[[ $out = $line ]] || print -r -- ${${(z)out}[-1]}
	print .
done
`

// TestShells completes in bash, zsh and fish themselves.
func TestShells(t *testing.T) {
	work := t.TempDir()
	if err := os.WriteFile(filepath.Join(work, "signup.eml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	lines := []string{"shell"}
	for _, c := range completions {
		lines = append(lines, c.typed)
	}
	for _, s := range shellTests {
		t.Run(s.shell, func(t *testing.T) {
			shell := dnstest.Installed(t, s.shell)
			home := t.TempDir()
			cmd := exec.CommandContext(t.Context(), shell, append([]string{"-c", s.script}, lines...)...)
			cmd.Dir = work
			// With go test -cover the program complains where GOCOVERDIR isn't set.
			cmd.Env = []string{
				"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + home, "TERM=xterm", "LANG=C.UTF-8",
				"GOCOVERDIR=" + home,
			}
			out, err := cmd.CombinedOutput()
			answers := strings.Split("\n"+strings.ReplaceAll(string(out), ".\n", "\n.\n"), "\n.\n")
			if err != nil || len(answers) != len(completions)+1 {
				t.Fatalf("%v: %d answers:\n%s", err, len(answers), out)
			}
			for i, c := range completions {
				got := slices.Sorted(strings.FieldsSeq(answers[i]))
				want := c.want
				if s.shell == "zsh" && len(want) > 1 {
					want = nil
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%q (-want +got)\n%s", c.typed, diff)
				}
			}
		})
	}
}

// TestChoices wants for every flag whose error names the values that there are
// these to be completed, but for those that the command refuses.
func TestChoices(t *testing.T) {
	zone, err := filepath.Abs(filepath.Join(top, "testdata", "zones", "shop.zone"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // a command may write a file named like the value
	p := &program{language: i18n.English}
	checked := 0
	for _, c := range p.commands("") {
		for _, f := range c.Flags {
			flag := "--" + f.Names()[0]
			if !takesValue(c, flag) {
				continue
			}
			known := strings.Fields(refusal(c, zone, flag, "nothing"))
			if len(known) == 0 {
				continue
			}
			checked++
			// Of these more stands behind what is refused: a service until there is
			// more, sakura:HOST, a setting until its carrier is judged, a provider until
			// there is its format, a format until there is its file.
			if !slices.Contains([]string{"--via", "--setting", "--provider", "--summary-format"}, flag) {
				known = slices.DeleteFunc(known, func(v string) bool { return refusal(c, zone, flag, v) != "" })
			}
			var completed []string
			for _, choice := range p.flagChoices(c, flag) {
				completed = append(completed, choice.word)
			}
			if diff := cmp.Diff(known, completed); diff != "" {
				t.Errorf("%s %s (-hint +completed)\n%s", c.Name, flag, diff)
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d flags were checked", checked)
	}
}

// refusal runs a command with a value of a flag. Where that is refused, it gives
// the hint: the values that it names, with a space between.
func refusal(c *cli.Command, zone, flag, value string) string {
	args := []string{"spfcheck", c.Name, flag, value}
	if findFlag(c, "zone") != nil && flag != "--zone" {
		args = append(args, "--offline", "--zone", zone)
	}
	var errs bytes.Buffer
	Run(context.Background(), append(args, "example.jp"), strings.NewReader(""), io.Discard, &errs)
	problem, hint, _ := strings.Cut(errs.String(), "spfcheck: hint: ")
	if !strings.HasPrefix(problem, "spfcheck: error: "+flag+":") {
		return ""
	}
	list, ok := strings.CutPrefix(hint, "there are ")
	if !ok {
		list, ok = strings.CutPrefix(hint, "one of: ")
	}
	if !ok && value == "nothing" {
		return ""
	}
	list, _, _ = strings.Cut(list, ";")
	list, _, _ = strings.Cut(list, ", the strongest")
	return strings.NewReplacer(", ", " ", " and ", " ").Replace(list)
}

// TestFiles wants every flag for a file to complete names of files, and no other.
func TestFiles(t *testing.T) {
	for _, c := range (&program{language: i18n.English}).commands("") {
		for _, f := range c.Flags {
			usage := f.(cli.DocGenerationFlag).GetUsage()
			if want := strings.Contains(usage, "`FILE"); takesFile(f) != want {
				t.Errorf("%s --%s: TakesFile isn't %t: %s", c.Name, f.Names()[0], want, usage)
			}
		}
	}
}
