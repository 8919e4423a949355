package git_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/git"
)

// runGit runs git as nobody has configured it.
func runGit(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), dnstest.Installed(t, "git"), append([]string{"-c", "user.name=t", "-c", "user.email=t@example.jp"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// names are those of files, some of which a shell or a list in lines would break.
var names = []string{"a.zone", "zones/with space", "zones/line\nbreak", "zones/tab\there", "zones/deep/b.zone", "zones/é", "[x]/c.zone"}

// repository makes one with the names above and some links, and a submodule, and works
// in it.
func repository(t *testing.T) *git.Repository {
	t.Helper()
	t.Chdir(t.TempDir())
	runGit(t, "init", "-q", "-b", "main", ".")
	for _, name := range names {
		write(t, filepath.FromSlash(name), name)
	}
	for name, target := range map[string]string{
		"link": "zones/deep", "links/up": "../a.zone", "out": "../outside", "top": "/tmp", "loop": "loop",
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.Symlink(target, name)); err != nil {
			t.Fatal(err)
		}
	}
	runGit(t, "add", ".")
	runGit(t, "update-index", "--add", "--cacheinfo", "160000,1234567890123456789012345678901234567890,module")
	runGit(t, "commit", "-q", "-m", "first")
	r, err := git.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func content(t *testing.T, tree *git.Tree, name string) string {
	t.Helper()
	f, err := tree.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text := make([]byte, 1000)
	n, _ := f.Read(text) // of an empty file it is the end
	return string(text[:n])
}

// TestTreeIsAnFS has the standard library's test of file systems look at a revision and
// at what is staged.
func TestTreeIsAnFS(t *testing.T) {
	r := repository(t)
	revision, err := r.Revision(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	defer revision.Close()
	staged, err := r.Staged(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer staged.Close()
	for _, tree := range []*git.Tree{revision, staged} {
		err := tree.Within("zones", func(zones fs.FS) error {
			return fstest.TestFS(zones, "with space", "line\nbreak", "tab\there", "é", "deep/b.zone")
		})
		if err != nil {
			t.Error(err)
		}
		for _, name := range names {
			if got := content(t, tree, filepath.FromSlash(name)); got != name {
				t.Errorf("%q has %q", name, got)
			}
		}
	}
}

// TestNames reads by names from a folder of the work tree.
func TestNames(t *testing.T) {
	repository(t)
	top, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("zones")
	r, err := git.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := r.Revision(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	for _, tt := range []struct{ name, want string }{
		{"deep/b.zone", "zones/deep/b.zone"},
		{"../a.zone", "a.zone"},
		{filepath.Join(top, "a.zone"), "a.zone"},
		{"../link/b.zone", "zones/deep/b.zone"},
	} {
		if got := content(t, tree, filepath.FromSlash(tt.name)); got != tt.want {
			t.Errorf("%s has %q", tt.name, got)
		}
	}
	for _, tt := range []struct{ name, want string }{
		{"none", "file does not exist"},
		{"deep/b.zone/c", "file does not exist"},
		{"../../outside", "outside the repository"},
		{filepath.Dir(top), "outside the repository"},
		{"../out", "leads out"},
		{"../top/file", "leads out"},
		{"../loop", "leads out"},
		{"../module/a.zone", "in a submodule"},
		{"../module", "in a submodule"},
	} {
		_, err := tree.Stat(filepath.FromSlash(tt.name))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	for pattern, want := range map[string][]string{
		"*.zone":      nil,
		"../*.zone":   {"../a.zone"},
		"*/*.zone":    {"deep/b.zone"},
		"with*":       {"with space"},
		"../[[]x]/c*": {"../[x]/c.zone"},
		"none/*":      nil,
	} {
		got, err := tree.Glob(filepath.FromSlash(pattern))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", pattern, got, err, want)
		}
	}
	if _, err := tree.Glob("["); err == nil {
		t.Error("a wrong pattern")
	}
}

// TestLinksStayInside: of a folder nothing leads out, as on the disk.
func TestLinksStayInside(t *testing.T) {
	tree, err := repository(t).Revision(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	for folder, want := range map[string]string{"links": "leads out", ".": ""} {
		err := tree.Within(folder, func(in fs.FS) error {
			name := "links/up"
			if folder == "links" {
				name = "up"
			}
			_, err := fs.Stat(in, name)
			return err
		})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", folder, err, want)
		}
	}
}

// TestNothingRuns: hooks, filters and monitors of a repository are left alone, and what
// isn't there isn't fetched.
func TestNothingRuns(t *testing.T) {
	r := repository(t)
	top, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	ran := filepath.Join(top, "ran")
	write(t, ".gitattributes", "* filter=trap diff=trap\n")
	runGit(t, "add", ".gitattributes")
	for key, value := range map[string]string{
		"filter.trap.smudge": "touch " + ran, "filter.trap.process": "touch " + ran, "diff.trap.textconv": "touch " + ran,
		"core.fsmonitor": "touch " + ran, "core.pager": "touch " + ran, "core.untrackedCache": "true",
		"extensions.partialClone": "far", "remote.far.url": "ext::touch " + ran, "protocol.ext.allow": "always", "remote.far.promisor": "true",
	} {
		runGit(t, "config", key, value)
	}
	tree, err := r.Staged(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if got := content(t, tree, "a.zone"); got != "a.zone" {
		t.Errorf("%q", got)
	}
	if err := os.RemoveAll(".git/objects"); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(".git/objects", 0o755); err != nil {
		t.Fatal(err)
	}
	_, err = tree.Open("link/b.zone")
	var problem *input.Error
	if !errors.As(err, &problem) || !problem.Hint.Complete() {
		t.Errorf("a missing object: %v", err)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("something was run")
	}
}

// TestLargeFile: a file that is too large is an error, and the next one is read.
func TestLargeFile(t *testing.T) {
	r := repository(t)
	write(t, "large", strings.Repeat("x", 16<<20+1))
	runGit(t, "add", "large")
	tree, err := r.Staged(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if _, err := tree.Open("large"); err == nil || !strings.Contains(err.Error(), "more than 16 MiB") {
		t.Error(err)
	}
	if got := content(t, tree, "a.zone"); got != "a.zone" {
		t.Errorf("%q", got)
	}
}

// TestConflict: what is staged with a conflict is no state.
func TestConflict(t *testing.T) {
	r := repository(t)
	runGit(t, "switch", "-q", "-c", "other")
	write(t, "a.zone", "other")
	runGit(t, "commit", "-q", "-a", "-m", "other")
	runGit(t, "switch", "-q", "main")
	write(t, "a.zone", "main")
	runGit(t, "commit", "-q", "-a", "-m", "main")
	merge := exec.CommandContext(t.Context(), "git", "merge", "-q", "other")
	if merge.Run() == nil {
		t.Fatal("no conflict")
	}
	if _, err := r.Staged(t.Context()); err == nil || !strings.Contains(err.Error(), "a.zone has a merge conflict") {
		t.Error(err)
	}
}
