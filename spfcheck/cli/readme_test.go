package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
)

// TestReadme runs every example of the README that is a command of ours, and
// compares what it prints with what the README says that it prints; -update
// rewrites that.
func TestReadme(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(readme)
	blocks := consoleBlocks(text)
	for _, block := range blocks {
		command, want := parseExample(block)
		_, args, ours := strings.Cut(strings.ReplaceAll(command, "\\\n", ""), "spfcheck ")
		if !ours {
			t.Errorf("a console block that can't be run: %s", command)
			continue
		}
		t.Run(args, func(t *testing.T) {
			got := runExample(args, strings.Contains(want, askCode))
			if *update {
				text = strings.Replace(text, block, command+got, 1)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-README +spfcheck)\n%s", diff)
			}
		})
	}
	if len(blocks) < 3 {
		t.Errorf("only %d examples were found", len(blocks))
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// askCode asks the shell for the exit code, at the end of an example.
const askCode = "$ echo $?\n"

// parseExample parts the command, with the lines that it goes on in, from what
// it prints.
func parseExample(block string) (command, output string) {
	end := 0
	for {
		end += strings.IndexByte(block[end:], '\n') + 1
		if !strings.HasSuffix(block[:end], "\\\n") {
			return block[:end], block[end:]
		}
	}
}

// runExample gives what a command prints, and its exit code where it is asked for.
func runExample(args string, code bool) string {
	var out bytes.Buffer
	exit := Run(context.Background(), append([]string{"spfcheck"}, strings.Fields(args)...), strings.NewReader(""), &out, &out)
	if code {
		fmt.Fprintf(&out, "%s%d\n", askCode, exit)
	}
	return out.String()
}

// consoleBlocks gives the content of each ```console block.
func consoleBlocks(text string) []string {
	var blocks []string
	for _, part := range strings.Split(text, "```console\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	return blocks
}

// TestReadmeSaysHowToTest holds the test command that CI takes from the README.
func TestReadmeSaysHowToTest(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(readme, []byte("\ngo test ./...\n")) {
		t.Error("the README doesn't have the line go test ./...")
	}
}

// TestReadmeConfig reads the configuration that the README shows.
func TestReadmeConfig(t *testing.T) {
	c, err := config.Read(strings.NewReader(readmeYAML(t, "version: 1\n")), "README.md", "2026-11-21")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Flows) == 0 || len(c.Ignores) == 0 {
		t.Errorf("it shows %d flows, %d findings to ignore", len(c.Flows), len(c.Ignores))
	}
}

// readmeYAML gives the block of YAML in the README that begins with a line.
func readmeYAML(t *testing.T, first string) string {
	t.Helper()
	_, rest, found := strings.Cut(readTop(t, "README.md"), "```yaml\n"+first)
	block, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatalf("no block of YAML in the README begins with %q", first)
	}
	return first + block
}
