package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme runs every example of the README that is a command of ours, and
// compares what it prints with what the README says that it prints.
func TestReadme(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for _, block := range consoleBlocks(string(readme)) {
		command, want, _ := strings.Cut(strings.ReplaceAll(block, "\\\n", ""), "\n")
		_, args, ours := strings.Cut(command, "spfcheck ")
		if !ours {
			t.Errorf("a console block that can't be run: %s", command)
			continue
		}
		examples++
		t.Run(args, func(t *testing.T) {
			var out bytes.Buffer
			code := run(context.Background(), append([]string{"spfcheck"}, strings.Fields(args)...), strings.NewReader(""), &out, &out)
			if rest, status, ok := strings.Cut(want, "$ echo $?\n"); ok {
				want = rest
				if got := []string{"0\n", "1\n", "2\n", "3\n"}[code]; got != status {
					t.Errorf("exit code %s, want %s", got, status)
				}
			}
			if diff := cmp.Diff(want, out.String()); diff != "" {
				t.Errorf("(-README +spfcheck)\n%s", diff)
			}
		})
	}
	if examples < 3 {
		t.Errorf("only %d examples were found", examples)
	}
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
