package cli

import (
	"debug/elf"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// top is the folder of the repository.
var top, _ = filepath.Abs(filepath.Join("..", ".."))

// TestDockerfile runs the build command of the Dockerfile on what .dockerignore
// leaves of the repository: no Docker is needed for that. The program must be one
// that runs in an empty image, and stand where the image says.
func TestDockerfile(t *testing.T) {
	stages := dockerStages(t)
	build, final := stages[0], stages[1]
	command := build.only(t, "RUN", "go build")
	out := regexp.MustCompile(`-o (\S+)`).FindStringSubmatch(command)[1]
	context, built := dockerContext(t), filepath.Join(t.TempDir(), "spfcheck")
	cmd := exec.CommandContext(t.Context(), "sh", "-c", strings.Replace(command, out, built, 1))
	cmd.Dir = context
	cmd.Env = append(os.Environ(), "VERSION=v1.2.3")
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, output)
	}
	version, err := exec.CommandContext(t.Context(), built, "--version").Output()
	if !strings.HasPrefix(string(version), "spfcheck version v1.2.3\n") || err != nil {
		t.Errorf("%q, %v", version, err)
	}
	wantStatic(t, built)

	if final.image != "scratch" {
		t.Errorf("the image is made from %s", final.image)
	}
	var entrypoint []string
	if err := json.Unmarshal([]byte(final.only(t, "ENTRYPOINT", "")), &entrypoint); err != nil || len(entrypoint) != 1 {
		t.Fatalf("the entry point is no program alone (without a shell): %v %v", entrypoint, err)
	}
	final.only(t, "COPY", "--from=build "+out+" "+entrypoint[0])
	final.only(t, "COPY", "/etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt")
	for _, licence := range strings.Fields(strings.TrimSuffix(final.only(t, "COPY", licencesFile), "/licenses/")) {
		if _, err := os.Stat(filepath.Join(context, licence)); err != nil {
			t.Error(err)
		}
	}
	if user := final.only(t, "USER", ""); !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(user) {
		t.Errorf("USER %s may be root, or is a name that an empty image doesn't have", user)
	}
}

// TestDockerfileGo wants the image of the Go version that go.mod builds with, pinned
// by its digest.
func TestDockerfileGo(t *testing.T) {
	version := regexp.MustCompile(`(?m)^toolchain go(\S+)$`).FindStringSubmatch(readTop(t, "go.mod"))[1]
	want := regexp.MustCompile(`^golang:` + regexp.QuoteMeta(version) + `-alpine@sha256:[0-9a-f]{64}$`)
	if image := dockerStages(t)[0].image; !want.MatchString(image) {
		t.Errorf("%s isn't that of Go %s with its digest", image, version)
	}
}

// dockerStage is what follows one FROM of a Dockerfile.
type dockerStage struct {
	image string
	lines []string
}

// only gives what stands behind an instruction, on the one line that has the part.
func (s dockerStage) only(t *testing.T, instruction, part string) string {
	t.Helper()
	var found []string
	for _, line := range s.lines {
		if rest, ok := strings.CutPrefix(line, instruction+" "); ok && strings.Contains(rest, part) {
			found = append(found, rest)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d lines %s with %q", len(found), instruction, part)
	}
	return found[0]
}

func dockerStages(t *testing.T) []dockerStage {
	t.Helper()
	var stages []dockerStage
	for line := range strings.Lines(readTop(t, "Dockerfile")) {
		line = strings.TrimSpace(line)
		image, ok := strings.CutPrefix(line, "FROM ")
		switch {
		case ok:
			stages = append(stages, dockerStage{image: strings.Fields(image)[0]})
		case line != "" && line[0] != '#':
			last := &stages[len(stages)-1]
			last.lines = append(last.lines, line)
		}
	}
	if len(stages) != 2 {
		t.Fatalf("%d stages", len(stages))
	}
	return stages
}

// dockerContext copies what Docker would send to the build.
func dockerContext(t *testing.T) string {
	t.Helper()
	patterns, err := ignorefile.ReadAll(strings.NewReader(readTop(t, ".dockerignore")))
	if err != nil {
		t.Fatal(err)
	}
	ignored, err := patternmatcher.New(patterns)
	if err != nil {
		t.Fatal(err)
	}
	context := t.TempDir()
	var sent []string
	err = fs.WalkDir(os.DirFS(top), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == ".git" {
				return fs.SkipDir
			}
			return err
		}
		if skip, err := ignored.MatchesOrParentMatches(path); skip || err != nil {
			return err
		}
		sent = append(sent, path)
		return copyFile(filepath.Join(context, path), filepath.Join(top, path))
	})
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(sent, func(path string) bool { return strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".md") }) {
		t.Errorf("what the build doesn't read is sent: %v", sent)
	}
	return context
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// wantStatic wants a program that loads nothing.
func wantStatic(t *testing.T, file string) {
	t.Helper()
	program, err := elf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	for _, p := range program.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			t.Errorf("the program isn't static: it has %s", p.Type)
		}
	}
}

func readTop(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(top, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
