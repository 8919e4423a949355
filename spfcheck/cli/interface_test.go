package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
)

// TestCommandLine compares what scripts rely on with a golden, so that a change of it is
// seen where the change is looked at: commands, flags with their letters and
// defaults, words that a value can be, columns, variables, keys, exit codes.
func TestCommandLine(t *testing.T) {
	const golden = "testdata/api/commands.txt"
	got := commandLine(&program{})
	if *update {
		if err := os.WriteFile(filepath.Join(top, golden), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(readTop(t, golden), got); diff != "" {
		t.Errorf("the command line changed (-want +got; rewrite with go test ./spfcheck/cli -run TestCommandLine -update):\n%s", diff)
	}
}

func commandLine(p *program) string {
	var b strings.Builder
	for _, c := range p.commands("") {
		fmt.Fprintln(&b, c.Name)
		for _, f := range c.Flags {
			fmt.Fprintln(&b, "  "+p.flagLine(c, f))
		}
		if columns, ok := shortColumns[c.Name]; ok {
			fmt.Fprintln(&b, "  columns of --short:", columns.EN)
		}
	}
	for _, key := range config.UserKeys() {
		fmt.Fprintln(&b, variable(key), "and the key", key)
	}
	for code, means := range exitCodes {
		fmt.Fprintf(&b, "exit code %d: %s\n", code, means.EN)
	}
	return b.String()
}

// flagLine is a flag with its letters, what kind of value it has, its default, and the
// words of a set that nothing else can stand for.
func (p *program) flagLine(c *cli.Command, f cli.Flag) string {
	line := "--" + strings.Join(f.Names(), " -")
	if doc := f.(cli.DocGenerationFlag); doc.TakesValue() {
		line += " " + strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%T", plainFlag(f)), "*cli."), "Flag"))
		if given := strings.Trim(doc.GetDefaultText(), `"`); given != "" {
			line += " = " + given
		}
	}
	if set := p.setOf(c, f.Names()[0]); set != nil && (!set.open || f.Names()[0] == "format") {
		line += "\n    " + strings.Join(choiceWords(set.choices(p)), "\n    ")
	}
	return line
}

// TestBreaking has .ci/breaking look at changes of what others rely on: each with and
// without a line in the change log, in clones of every kind.
func TestBreaking(t *testing.T) {
	const (
		api     = "testdata/api/x.txt"
		schema  = "spfcheck/internal/render/schema/x.schema.json"
		before  = "# Changelog\n\n## Unreleased\n\n### Added\n\n- one\n\n### Changed\n\n- two\n"
		added   = "# Changelog\n\n## Unreleased\n\n### Added\n\n- one\n- new\n\n### Changed\n\n- two\n"
		changed = "# Changelog\n\n## Unreleased\n\n### Added\n\n- one\n\n### Changed\n\n- two\n- new\n"
	)
	base := map[string]string{
		api: "func A()\nfunc B()\n", schema: "{\n  \"description\": \"old\",\n  \"type\": \"string\"\n}\n",
		"CHANGELOG.md": before, "main.go": "package main\n",
	}
	for _, tt := range []struct {
		what    string
		changes map[string]string
		code    int
		says    string
	}{
		{"nothing of it", map[string]string{"main.go": "package main // new\n"}, 0, "nothing that others rely on has changed"},
		{"more, silently", map[string]string{api: "func A()\nfunc B()\nfunc C()\n"}, 1, "add a line to CHANGELOG.md"},
		{"more, told", map[string]string{api: "func A()\nfunc B()\nfunc C()\n", "CHANGELOG.md": added}, 0, "told"},
		{"less, silently", map[string]string{api: "func A()\n"}, 1, "below Changed or Removed"},
		{"less, told as more", map[string]string{api: "func A()\n", "CHANGELOG.md": added}, 1, "below Changed or Removed"},
		{"less, told", map[string]string{api: "func A()\n", "CHANGELOG.md": changed}, 0, "told"},
		{"a file less", map[string]string{api: ""}, 1, "below Changed or Removed"},
		{"more, which moves what is there", map[string]string{api: "func  A()\nfunc  B()\nfunc CC()\n", "CHANGELOG.md": added}, 0, "told"},
		{"one more in a schema", map[string]string{schema: "{\n  \"description\": \"old\",\n  \"type\": \"string\",\n  \"title\": \"x\"\n}\n"}, 1, "add a line to CHANGELOG.md"},
		{"a new file", map[string]string{"testdata/api/y.txt": "func Y()\n"}, 1, "add a line to CHANGELOG.md"},
		{"words of a schema", map[string]string{schema: "{\n  \"description\": \"new\",\n  \"type\": \"string\"\n}\n"}, 0, "nothing that others rely on has changed"},
		{"a schema", map[string]string{schema: "{\n  \"description\": \"old\",\n  \"type\": \"number\"\n}\n"}, 1, "below Changed or Removed"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			commitFiles(t, dir, base)
			runGit(t, dir, "checkout", "-q", "-b", "change")
			commitFiles(t, dir, tt.changes)
			breaking(t, dir, tt.code, tt.says)
		})
	}
	t.Run("kinds of clones", func(t *testing.T) {
		t.Parallel()
		dir, less := t.TempDir(), map[string]string{api: "func A()\n"}
		breaking(t, dir, 0, "no git repository")
		commitFiles(t, dir, base)
		breaking(t, dir, 0, "nothing is released")
		runGit(t, dir, "tag", "v1.0.0")
		commitFiles(t, dir, less)
		breaking(t, dir, 1, "since v1.0.0")
		clone := filepath.Join(t.TempDir(), "clone")
		runGit(t, dir, "clone", "-q", "--depth=1", "--no-tags", "file://"+filepath.ToSlash(dir), clone)
		breaking(t, clone, 0, "has no history")
		runGit(t, dir, "checkout", "-q", "v1.0.0")
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(api)), []byte(less[api]), 0o600); err != nil {
			t.Fatal(err)
		}
		breaking(t, dir, 1, "since v1.0.0") // and isn't committed yet
	})
}

// commitFiles writes files, of which an empty one is deleted, and commits them; the
// first time in a new repository.
func commitFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, ".git")); err != nil {
		runGit(t, dir, "init", "-q", "-b", "main")
	}
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if content == "" {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	runGit(t, dir, "add", "-A")
	runGit(t, dir, "commit", "-q", "-m", "files")
}

// breaking runs the script in a repository.
func breaking(t *testing.T, dir string, code int, says string) {
	t.Helper()
	script, err := filepath.Abs(filepath.Join(top, ".ci", "breaking"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", script)
	cmd.Dir = dir
	cmd.Env = slices.Concat(os.Environ(), []string{"GITHUB_BASE_REF="})
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code || !strings.Contains(string(out), says) {
		t.Errorf("exit code %d, want %d, and %q in\n%s", got, code, says, out)
	}
}
