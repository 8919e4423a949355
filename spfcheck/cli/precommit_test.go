package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// preCommitHook is a hook of pre-commit's.
type preCommitHook struct {
	ID, Name, Description, Entry, Language string
	Args                                   []string
	PassFilenames                          *bool `yaml:"pass_filenames"`
	AlwaysRun                              bool  `yaml:"always_run"`
}

// TestPreCommit runs the entry of the pre-commit hooks as pre-commit does, in a
// repository with a staged change: without DNS, and whatever the work tree has.
func TestPreCommit(t *testing.T) {
	var hooks []preCommitHook
	if err := yaml.UnmarshalWithOptions([]byte(readTop(t, ".pre-commit-hooks.yaml")), &hooks, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if len(hooks) != 2 || hooks[0].Language != "golang" || hooks[1].Language != "system" {
		t.Fatalf("not a hook that builds, and one that doesn't: %+v", hooks)
	}
	same := hooks[0]
	same.ID, same.Description, same.Language = hooks[1].ID, hooks[1].Description, hooks[1].Language
	if diff := cmp.Diff(same, hooks[1]); diff != "" {
		t.Errorf("the hooks do other things: %s", diff)
	}
	// pre-commit gives no deleted file, and runs no hook for which no file is left.
	if h := hooks[0]; h.PassFilenames == nil || *h.PassFilenames || !h.AlwaysRun {
		t.Errorf("a zone that is deleted is passed over: %+v", h)
	}
	hook := append(strings.Fields(hooks[0].Entry), hooks[0].Args...)
	run := func(dir string, args ...string) (code int, out string) {
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir = dir
		text, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode(), string(text)
	}
	for _, test := range []struct {
		file string
		code int
	}{{"zone.txtar", exitNotDelivered}, {"harmless.txtar", exitDelivered}} {
		c := readGateCase(t, filepath.Join(gateCases, test.file))
		dir := c.repository(t)
		server := serve(t, resolve.Offline(c.zones(t)...))
		flows := readTop(t, filepath.Join("testdata", "action", "spfcheck.yaml"))
		if err := os.WriteFile(filepath.Join(dir, "spfcheck.yaml"), []byte(flows+"zones:\n  - files: zones\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		runGit(t, dir, "reset", "-q", "--soft", "main") // the change is staged
		if code, out := run(dir, "spfcheck", "lock", "--server="+server.addr, "--on=2026-11-21"); code != 0 {
			t.Fatalf("%s: %d\n%s", test.file, code, out)
		}
		asked := len(server.questions())
		if err := os.RemoveAll(filepath.Join(dir, "zones")); err != nil {
			t.Fatal(err)
		}
		if code, out := run(dir, hook...); code != test.code || len(server.questions()) != asked {
			t.Errorf("%s: exit code %d, want %d, and questions %q\n%s", test.file, code, test.code, server.questions()[asked:], out)
		}
	}
}
