package cli

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestPreCommit runs the entry of the pre-commit hook as pre-commit does, with
// args of the user and then the changed files, in a repository with a change.
func TestPreCommit(t *testing.T) {
	var hooks []struct {
		ID, Name, Description, Entry, Language, Files string
		RequireSerial                                 bool `yaml:"require_serial"`
	}
	if err := yaml.UnmarshalWithOptions([]byte(readTop(t, ".pre-commit-hooks.yaml")), &hooks, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if len(hooks) != 1 || hooks[0].Language != "golang" || !hooks[0].RequireSerial {
		t.Fatalf("not one hook that builds, and sees all files at once: %+v", hooks)
	}
	files := regexp.MustCompile(hooks[0].Files)
	for _, test := range []struct {
		file string
		code int
	}{{"zone.txtar", exitNotDelivered}, {"harmless.txtar", exitDelivered}} {
		c := readGateCase(t, filepath.Join(gateCases, test.file))
		dir := c.repository(t)
		server := serve(t, resolve.Offline(c.zones(t)...))
		args := append(strings.Fields(hooks[0].Entry), "--server="+server.addr, "--on=2026-11-21")
		changed := 0
		for _, file := range strings.Fields(runGit(t, dir, "diff", "--name-only", "main")) {
			if files.MatchString(file) {
				args, changed = append(args, file), changed+1
			}
		}
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != test.code || changed != 1 {
			t.Errorf("%s: %v, %d files, want %d\n%s", test.file, err, changed, test.code, out)
		}
	}
}
