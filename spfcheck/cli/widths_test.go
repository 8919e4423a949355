package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
	"golang.org/x/tools/txtar"
)

// The widths of terminals whose output is kept: of a phone, half a window, the usual, and
// what is as wide as text becomes.
var keptWidths = []int{40, 60, 80, 120}

// mayOverflow matches the lines that are never broken, however narrow the terminal is:
// records to publish, links, commands to copy, names and what is behind one.
var mayOverflow = regexp.MustCompile(`^[ -]*(?:\S*$|"v=|(?:\S+ +)?(?:TXT|MX) +(?:"v=|\d)|spfcheck )`)

// TestWidths runs the main case of each command on terminals of each width, in each
// language: testdata/widths/NAME.txtar has the commands, of which the last one's output is
// wanted, their files, and that output.
func TestWidths(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(top, "testdata", "widths", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{"init", "completion", "man", "serve", "doctor"} // they write files or a log, or what this machine is like
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		command, _, _ := strings.Cut(name, "-")
		shown = append(shown, command)
		t.Run(name, func(t *testing.T) { testWidths(t, file) })
	}
	for _, name := range new(program).commandNames() {
		if !slices.Contains(shown, name) {
			t.Errorf("%s has no file in testdata/widths", name)
		}
	}
}

func testWidths(t *testing.T, file string) {
	kept, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	given := slices.DeleteFunc(slices.Clone(kept.Files), func(f txtar.File) bool {
		is := strings.HasPrefix(f.Name, "en-") || strings.HasPrefix(f.Name, "ja-")
		if is {
			want[f.Name] = string(f.Data)
		}
		return is
	})
	inWidthsFolder(t, given)
	outputs := given
	for _, language := range languageCodes() {
		widest := ""
		for _, width := range append(slices.Clone(keptWidths), 200) {
			name := language + "-" + strconv.Itoa(width)
			got := runWidth(t, string(kept.Comment), language, width)
			wellShown(t, name, got, width)
			if width == 200 { // prose isn't read that wide
				if got != widest {
					t.Errorf("%s: %s", name, cmp.Diff(widest, got))
				}
				continue
			}
			widest = got
			outputs = append(outputs, txtar.File{Name: name, Data: []byte(got)})
			if !*update && got != want[name] {
				t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want[name], got))
			}
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(&txtar.Archive{Comment: kept.Comment, Files: outputs}), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// inWidthsFolder makes a folder with these files and the zones, messages and reports of
// testdata the working directory.
func inWidthsFolder(t *testing.T, files []txtar.File) {
	t.Helper()
	testdata, err := filepath.Abs(filepath.Join(top, "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("TESTDATA", testdata)
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("HOME", dir)
}

// runWidth runs the commands, a line each, and gives the output of the last.
func runWidth(t *testing.T, commands, language string, width int) string {
	t.Helper()
	t.Setenv("COLUMNS", strconv.Itoa(width))
	var out bytes.Buffer
	for line := range strings.Lines(commands) {
		words := strings.Fields(os.ExpandEnv(line))
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		wanted, err := strconv.Atoi(words[0])
		if err != nil {
			t.Fatalf("%q begins with no exit code", line)
		}
		out.Reset()
		if code := Run(t.Context(), append(words[1:], "--lang", language), strings.NewReader(""), &out, &out); code != wanted {
			t.Fatalf("%s exits with %d:\n%s", line, code, &out)
		}
	}
	return out.String()
}

// wellShown holds what is shown against what a terminal of a width needs.
func wellShown(t *testing.T, name, text string, width int) {
	t.Helper()
	fault := func(what, line string) { t.Errorf("%s: %s: %q", name, what, line) }
	if strings.HasSuffix(text, "\n\n") || strings.HasPrefix(text, "\n") || strings.Contains(text, "\n\n\n") {
		fault("empty lines at an end or in a row", fmt.Sprint(len(text)))
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case uniseg.StringWidth(line) > width && !mayOverflow.MatchString(line):
			fault(fmt.Sprint(uniseg.StringWidth(line), " columns"), line)
		case strings.TrimRight(line, " ") != line:
			fault("spaces at the end", line)
		case strings.Contains(line, "…"):
			fault("something is cut", line)
		}
	}
}
