package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestExampleRepositories runs what the README of each repository in testdata/examples
// tells to run, with what the real tools wrote of such changes (.ci/real-formats) in the
// place of the tools: a change that does no harm passes, and others don't.
func TestExampleRepositories(t *testing.T) {
	for _, tt := range []struct {
		name, tool, source string
		captures           string
	}{
		{"terraform", "terraform", "main.tf", "terraform-cloudflare"},
		{"dnscontrol", "dnscontrol", "dnsconfig.js", "dnscontrol"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder := filepath.Join(top, "testdata", "examples", tt.name)
			block := regexp.MustCompile("(?s)```sh\n(.*?)```").FindStringSubmatch(readTop(t, filepath.Join("testdata", "examples", tt.name, "README.md")))
			if block == nil || !strings.Contains(block[1], "spfcheck gate ") {
				t.Fatalf("the README doesn't run the gate: %q", block)
			}
			workflowIsRight(t, filepath.Join("testdata", "examples", tt.name, ".github", "workflows", "dns.yml"))
			for change, code := range map[string]int{
				"ttl-only": exitDelivered, "reformat": exitDelivered,
				"drop-include": exitNotDelivered, "two-records": exitNotDelivered, "key-removed": exitNotDelivered,
				"eleventh-lookup": exitUnknown,
			} {
				dir := t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
					t.Fatal(err)
				}
				capture, err := filepath.Abs(filepath.Join(top, "testdata", "formats", tt.captures, change+".json"))
				if err != nil {
					t.Fatal(err)
				}
				cmd := exec.CommandContext(t.Context(), "sh", "-ec", block[1])
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "PATH="+standIn(t, tt.tool)+string(os.PathListSeparator)+os.Getenv("PATH"), "CAPTURE="+capture)
				out, err := cmd.CombinedOutput()
				if cmd.ProcessState == nil {
					t.Fatal(err)
				}
				if got := cmd.ProcessState.ExitCode(); got != code {
					t.Errorf("%s: exit code %d, want %d\n%s", change, got, code, out)
				}
			}
			sourceHas(t, readTop(t, filepath.Join("testdata", "examples", tt.name, tt.source)))
		})
	}
}

// standIn makes a folder with a program that prints the file that CAPTURE names where
// the tool would print what changes, and nothing else.
func standIn(t *testing.T, tool string) string {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\ncase $1 in show|print-ir) cat \"$CAPTURE\" ;; esac\n"
	if err := os.WriteFile(filepath.Join(dir, tool), []byte(script), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	return dir
}

// sourceHas wants the records that the captures are changes of in the repository's own
// file.
func sourceHas(t *testing.T, source string) {
	t.Helper()
	_, zone, _ := strings.Cut(readTop(t, filepath.Join("testdata", "formats", "changes.txtar")), "-- base.zone --\n")
	zone, _, _ = strings.Cut(zone, "\n-- ")
	texts := regexp.MustCompile(`TXT ("[^"]*")`).FindAllStringSubmatch(zone, -1)
	if len(texts) < 5 {
		t.Fatalf("only %d texts in\n%s", len(texts), zone)
	}
	for _, text := range texts {
		if !strings.Contains(source, text[1]) {
			t.Errorf("%s isn't in the source", text[1])
		}
	}
}

// workflowIsRight wants inputs that the action has, and permissions.
func workflowIsRight(t *testing.T, file string) {
	t.Helper()
	var w workflow
	if err := yaml.Unmarshal([]byte(readTop(t, file)), &w); err != nil {
		t.Fatal(err)
	}
	inputs, uses := readAction(t).Inputs, 0
	for _, job := range w.Jobs {
		for _, step := range job.Steps {
			if !strings.HasPrefix(step.Uses, "spfcheck/spfcheck@") {
				continue
			}
			uses++
			for name := range step.With {
				if _, ok := inputs[name]; !ok {
					t.Errorf("%s: the action has no input %s", file, name)
				}
			}
		}
	}
	if uses != 1 || w.Permissions["contents"] != "read" || len(w.Permissions) != 1 {
		t.Errorf("%s: the action is used %d times, permissions %v", file, uses, w.Permissions)
	}
}
