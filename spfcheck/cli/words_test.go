package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestOnlyTheCommandLineNamesIt: no text of a package below names a flag or a command
// of the program. Comments and the tags of fields aren't texts.
func TestOnlyTheCommandLineNamesIt(t *testing.T) {
	named := theProgram(t)
	for _, top := range []string{"..", filepath.Join("..", "..", "carriers")} {
		err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && path == filepath.Join("..", "cli"):
				return fs.SkipDir
			case entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			for place, text := range textsOf(t, path) {
				if found := named.FindString(text); found != "" {
					t.Errorf("%s: %q in %q", place, found, text)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// theProgram matches what is typed: a flag of some command, or the program's name with
// a command.
func theProgram(t *testing.T) *regexp.Regexp {
	var flags, commands []string
	for _, c := range (&program{}).commands("") {
		commands = append(commands, regexp.QuoteMeta(c.Name))
		for _, f := range c.Flags {
			for _, name := range f.Names() {
				if !slices.Contains(flags, name) {
					flags = append(flags, regexp.QuoteMeta(name))
				}
			}
		}
	}
	if len(flags) < 30 || len(commands) < 10 {
		t.Fatalf("flags %q, commands %q", flags, commands)
	}
	return regexp.MustCompile(`--(` + strings.Join(flags, "|") + `)(?:[^\w-]|$)|\bspfcheck (` + strings.Join(commands, "|") + `)\b`)
}

// textsOf gives the strings of a source file that aren't tags, by their places.
func textsOf(t *testing.T, path string) map[string]string {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			n.Tag = nil
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				text, err := strconv.Unquote(n.Value)
				if err != nil {
					t.Fatal(err)
				}
				texts[files.Position(n.Pos()).String()] = text
			}
		}
		return true
	})
	return texts
}

// TestWordsAreFlags: a word for an input is a flag that some command has.
func TestWordsAreFlags(t *testing.T) {
	flags := map[string]bool{}
	for _, c := range (&program{}).commands("") {
		for _, f := range c.Flags {
			for _, name := range f.Names() {
				flags["--"+name] = true
			}
		}
	}
	for name, word := range words {
		if flag, _, _ := strings.Cut(word, " "); strings.HasPrefix(word, "--") && !flags[flag] {
			t.Errorf("%s: %s is no flag", name, word)
		}
	}
}
