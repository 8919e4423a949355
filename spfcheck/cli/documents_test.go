package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// document is a Markdown file of the repository, as it is parsed.
type document struct {
	name   string // from the top of the repository
	source []byte
	root   ast.Node
}

// fence is a fenced block of code.
type fence struct {
	document
	info        string // "console"
	note        string // the comment above it, without its marks: "not run: it asks DNS"
	text        string
	line        int // of its first line, from 1
	start, stop int // where the text stands in the document
}

// documents are all documents but the change log, which tells of what was, with
// the code and the headings of each.
func documents(t *testing.T) []document {
	t.Helper()
	files := []string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md"} {
		found, err := filepath.Glob(filepath.Join(top, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	var all []document
	for _, file := range files {
		name, err := filepath.Rel(top, file)
		if err != nil {
			t.Fatal(err)
		}
		if name == "CHANGELOG.md" {
			continue
		}
		source := []byte(readTop(t, name))
		markdown := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
		all = append(all, document{filepath.ToSlash(name), source, markdown.Parser().Parse(text.NewReader(source))})
	}
	if len(all) < 3 {
		t.Fatalf("only %d documents were found", len(all))
	}
	return all
}

// fences gives the blocks of code with that info string, of all documents; all of
// them for "".
func fences(t *testing.T, info string) []fence {
	t.Helper()
	var all []fence
	for _, d := range documents(t) {
		for node := d.root.FirstChild(); node != nil; node = node.NextSibling() {
			block, ok := node.(*ast.FencedCodeBlock)
			if !ok || info != "" && string(block.Language(d.source)) != info {
				continue
			}
			f := fence{document: d, info: string(block.Language(d.source)), text: string(block.Lines().Value(d.source))}
			if comment, ok := node.PreviousSibling().(*ast.HTMLBlock); ok {
				f.note = strings.Trim(string(comment.Lines().Value(d.source)), "<>!- \n")
			}
			if lines := block.Lines(); lines.Len() > 0 {
				f.start, f.stop = lines.At(0).Start, lines.At(lines.Len()-1).Stop
			}
			f.line = strings.Count(string(d.source[:f.start]), "\n") + 1
			all = append(all, f)
		}
	}
	if len(all) == 0 {
		t.Fatalf("no block of %s was found", info)
	}
	return all
}

// String says where the block stands.
func (f fence) String() string { return fmt.Sprintf("%s:%d", f.name, f.line) }

// rewrite holds each block against what is right for it; with -update that is
// written into the documents.
func rewrite(t *testing.T, blocks []fence, right func(fence) string) {
	t.Helper()
	written := map[string][]byte{} // backwards, so that places before a block stay right
	for _, f := range slices.Backward(blocks) {
		want := right(f)
		if diff := cmp.Diff(f.text, want); diff != "" && !*update {
			t.Errorf("%s: go test ./spfcheck/cli -run Document -update rewrites it (-document +right)\n%s", f, diff)
		}
		if written[f.name] == nil {
			written[f.name] = slices.Clone(f.source)
		}
		written[f.name] = slices.Replace(written[f.name], f.start, f.stop, []byte(want)...)
	}
	for name, source := range written {
		if *update {
			if err := os.WriteFile(filepath.Join(top, name), source, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// commandPattern is a command of a console block, with the lines that it goes on in.
var commandPattern = regexp.MustCompile(`(?m)^\$ (?:.*\\\n)*(.*)\n`)

// TestDocumentExamples runs the commands of each console block, from the top of the
// repository, and compares what they print.
func TestDocumentExamples(t *testing.T) {
	t.Chdir(top)
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	rewrite(t, fences(t, "console"), func(f fence) string {
		var got bytes.Buffer
		code := 0
		for _, command := range commandPattern.FindAllString(f.text, -1) {
			got.WriteString(command)
			words := strings.Fields(strings.TrimPrefix(strings.ReplaceAll(command[2:], "\\\n", ""), "go run ./cmd/"))
			switch {
			case words[0] == "spfcheck":
				code = Run(t.Context(), words, strings.NewReader(""), &got, &got)
			case words[0] == "cat" && len(words) == 2:
				got.WriteString(readTop(t, words[1]))
			case slices.Equal(words, []string{"echo", "$?"}):
				fmt.Fprintln(&got, code)
			default:
				t.Errorf("%s: a console block that can't be run: %s", f, command)
			}
		}
		return got.String()
	})
}

// notRun is how many blocks of commands are left to the reader. Each needs a
// reason; one that can be run is a console block.
const notRun = 24

// TestDocumentBlocks wants every block of code to be one that a test looks at.
func TestDocumentBlocks(t *testing.T) {
	// By TestDocumentExamples, TestDocumentWorkflows, TestDocumentOptions, and of the
	// rules' own examples by TestRulesPage.
	tested := []string{"console", "yaml", "python", "zone"}
	skipped := 0
	for _, f := range fences(t, "") {
		reason, skip := strings.CutPrefix(f.note, "not run: ")
		_, quoted := strings.CutPrefix(f.note, "from ")
		test, run := strings.CutPrefix(f.note, "run by ")
		switch {
		case skip && reason != "" && f.info == "sh":
			skipped++
		case run && strings.HasPrefix(test, "Test") || quoted || slices.Contains(tested, f.info):
		default:
			t.Errorf("%s: no test looks at this block, and no comment above it says why", f)
		}
	}
	if skipped != notRun {
		t.Errorf("%d blocks aren't run, want %d", skipped, notRun)
	}
}
