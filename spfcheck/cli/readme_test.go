package cli

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	urfave "github.com/urfave/cli/v2"
	"github.com/yuin/goldmark/ast"
)

// TestReadme holds the README to its size, and to its first two commands: the main
// job on a real message, offline, and the tests, which CI takes from there.
func TestReadme(t *testing.T) {
	if size := len(readTop(t, "README.md")); size > 12<<10 {
		t.Errorf("it has %d bytes: the rest belongs into docs", size)
	}
	var blocks []string
	for _, f := range fences(t, "") {
		if f.name == "README.md" {
			blocks = append(blocks, f.text)
		}
	}
	if first := blocks[0]; !strings.HasPrefix(first, "$ go run ./cmd/spfcheck check ") || !strings.Contains(first, "--offline") {
		t.Errorf("the first command is %s", first)
	}
	if second := blocks[1]; second != "go test ./...\n" {
		t.Errorf("the second command is %s", second)
	}
}

// TestDocumentLinks follows each link within the repository. The READMEs lead to
// every document in docs.
func TestDocumentLinks(t *testing.T) {
	all := documents(t)
	anchors, linked := map[string]bool{}, map[string]bool{}
	for _, d := range all {
		d.walk(t, func(node ast.Node) {
			if h, ok := node.(*ast.Heading); ok {
				anchors[d.name+"#"+anchor(string(h.Lines().Value(d.source)))] = true
			}
		})
	}
	for _, d := range all {
		d.walk(t, func(node ast.Node) {
			link, ok := node.(*ast.Link)
			if !ok || strings.Contains(string(link.Destination), "://") {
				return
			}
			file, fragment, within := strings.Cut(string(link.Destination), "#")
			target := d.name
			if file != "" {
				target = path.Join(path.Dir(d.name), file)
			}
			if _, err := os.Stat(filepath.Join(top, target)); err != nil {
				t.Errorf("%s: %v", d.name, err)
			}
			if within && !anchors[target+"#"+fragment] {
				t.Errorf("%s: %s has no heading #%s", d.name, target, fragment)
			}
			if strings.HasPrefix(d.name, "README") {
				linked[target] = true
			}
		})
	}
	for _, d := range all {
		if strings.HasPrefix(d.name, "docs/") && !linked[d.name] {
			t.Errorf("no README leads to %s", d.name)
		}
	}
}

// TestDocumentTests wants the tests that the documents name to exist.
func TestDocumentTests(t *testing.T) {
	declared := map[string]bool{}
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, pattern := range []string{"*/*_test.go", "*/*/*_test.go", "*/*/*/*_test.go"} {
		files, err := filepath.Glob(filepath.Join(top, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range declaration.FindAllSubmatch(data, -1) {
				declared[string(name[1])] = true
			}
		}
	}
	named := regexp.MustCompile("`(Test[A-Z]\\w+)`")
	found := 0
	for _, d := range documents(t) {
		for _, name := range named.FindAllStringSubmatch(string(d.source), -1) {
			found++
			if !declared[name[1]] {
				t.Errorf("%s: there is no test %s", d.name, name[1])
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d are named", found)
	}
}

// notOurWords are those that other words stand for, in the prose of the documents.
var notOurWords = regexp.MustCompile(`(?i)\b(?:blanks?|mends?|mended|told by|parted by|so many bytes|there is none)\b|\bflags?\b` +
	`|送信サービス|配信事業者|フラグ|ディレクトリ|合格|空白|[ぁ-んァ-ヶ一-龠] ?\(|\) ?[ぁ-んァ-ヶ一-龠]`)

// TestDocumentWords holds the prose of the documents to one word for one thing.
func TestDocumentWords(t *testing.T) {
	for _, d := range documents(t) {
		if d.name == "docs/rules.md" {
			continue // made from the rules' texts
		}
		d.walk(t, func(node ast.Node) {
			text, ok := node.(*ast.Text)
			if _, code := node.Parent().(*ast.CodeSpan); !ok || code {
				return
			}
			if word := notOurWords.Find(text.Segment.Value(d.source)); word != nil {
				t.Errorf("%s: %q in %s", d.name, word, text.Segment.Value(d.source))
			}
		})
	}
}

// walk calls f for every node of the document.
func (d document) walk(t *testing.T, f func(ast.Node)) {
	t.Helper()
	err := ast.Walk(d.root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			f(node)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// notInAnchors is what GitHub leaves out of the anchor of a heading.
var notInAnchors = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)

func anchor(heading string) string {
	return strings.ReplaceAll(notInAnchors.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
}

// TestDocumentOptions wants the options of every command in the documents to exist,
// and so those that are named alone.
func TestDocumentOptions(t *testing.T) {
	inCommand := regexp.MustCompile("spfcheck ([a-z]+)((?:\\\\\n|[^\"`<>|\n])*)")
	alone, option := regexp.MustCompile("`(--[a-z-]+)"), regexp.MustCompile(`(?:^|\s)(--[a-z-]+)`)
	commands := (&program{}).commands("")
	found := 0
	for _, d := range documents(t) {
		for _, typed := range inCommand.FindAllStringSubmatch(string(d.source), -1) {
			for _, command := range commands {
				if command.Name != typed[1] {
					continue
				}
				for _, o := range option.FindAllStringSubmatch(typed[2], -1) {
					found++
					if findFlag(command, o[1]) == nil {
						t.Errorf("%s: %s has no option %s", d.name, command.Name, o[1])
					}
				}
			}
		}
		for _, o := range alone.FindAllStringSubmatch(string(d.source), -1) {
			found++
			if o[1] != "--help" && !slices.ContainsFunc(commands, func(c *urfave.Command) bool { return findFlag(c, o[1]) != nil }) {
				t.Errorf("%s: no command has the option %s", d.name, o[1])
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d options were found", found)
	}
}

// TestModulePath does in a copy what the README says about a copy with a module path
// of its own: every import is found, and nothing has the old path.
func TestModulePath(t *testing.T) {
	var script string
	for _, f := range fences(t, "sh") {
		if f.note == "run by TestModulePath" {
			script = f.text
		}
	}
	dir := dockerContext(t)
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", script+"go list -deps ./... >deps\ngo build ./carriers\ngo list -m\n! grep -r github.com/spfcheck .")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "git.example.jp/mail/spfcheck\n" {
		t.Errorf("%v\n%s", err, out)
	}
}
