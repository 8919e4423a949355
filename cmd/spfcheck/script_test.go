package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"spfcheck": main})
}

// TestScripts runs the program as a user does: a script for each topic, with the
// zones and messages of testdata beside it. The commands below are added to
// those of testscript.
func TestScripts(t *testing.T) {
	testdata, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                filepath.Join(testdata, "script"),
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Setup:              func(env *testscript.Env) error { return setUp(env, testdata) },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"width":    widthAtMost,
			"harmless": harmless,
			"unescape": unescape,
			"repeat":   repeat,
			"rehearse": rehearse,
		},
	})
}

// setUp copies the zones and messages, clears what the output depends on, and
// gives names to characters that a script can't show.
func setUp(env *testscript.Env, testdata string) error {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"} {
		env.Setenv(name, "")
	}
	env.Setenv("TERM", "xterm-256color")
	env.Setenv("TESTDATA", testdata)
	for name, char := range map[string]string{
		"ESC": "\x1b", "BEL": "\a", "DEL": "\x7f", "LF": "\n", "CSI": "\u009b",
		"RLO": "\u202e", "ZWSP": "\u200b", "BOM": "\ufeff", "LATIN1": "\xe9",
	} {
		env.Setenv(name, char)
	}
	for _, dir := range []string{"messages", "zones"} {
		if err := os.CopyFS(filepath.Join(env.WorkDir, dir), os.DirFS(filepath.Join(testdata, dir))); err != nil {
			return err
		}
	}
	return nil
}

// exits CODE COMMAND ARG… runs the command and wants just that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// width COLUMNS FILE… wants no line to be wider on a terminal, where most
// characters of Japanese are two columns wide. A record alone on its line, to be copied,
// may be.
func widthAtMost(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: width COLUMNS FILE…")
	}
	limit, err := strconv.Atoi(args[0])
	ts.Check(err)
	for _, file := range args[1:] {
		for line := range strings.Lines(ts.ReadFile(file)) {
			record := strings.HasPrefix(strings.TrimSpace(line), `"v=spf1 `) && strings.HasSuffix(line, "\"\n")
			if w := uniseg.StringWidth(strings.TrimSuffix(line, "\n")); w > limit && !record {
				ts.Fatalf("%d columns: %s", w, line)
			}
		}
	}
}

// harmless wants nothing in standard output and standard error that a terminal
// obeys or hides: control characters, marks of direction, zero-width characters,
// bytes that are no UTF-8.
func harmless(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: harmless")
	}
	for _, stream := range []string{"stdout", "stderr"} {
		text := ts.ReadFile(stream)
		if !utf8.ValidString(text) {
			ts.Fatalf("%s is not UTF-8", stream)
		}
		for i, r := range text {
			if r != '\n' && unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) {
				ts.Fatalf("%U in %s, after %q", r, stream, text[max(0, i-40):i])
			}
		}
	}
}

// unescape FILE… puts the characters in the place of \x1b, \u202e, \r and so on.
func unescape(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: unescape FILE…")
	}
	for _, file := range args {
		var b strings.Builder
		for rest := ts.ReadFile(file); rest != ""; {
			r, multibyte, tail, err := strconv.UnquoteChar(rest, 0)
			ts.Check(err)
			if multibyte {
				b.WriteRune(r)
			} else {
				b.WriteByte(byte(r))
			}
			rest = tail
		}
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(b.String()), 0o666))
	}
}

// repeat N TEXT FILE appends N lines of the text to the file.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat N TEXT FILE")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[2]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	ts.Check(err)
	_, err = f.WriteString(strings.Repeat(args[1]+"\n", n))
	ts.Check(errors.Join(err, f.Close()))
}
