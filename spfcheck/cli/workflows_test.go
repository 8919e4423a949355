package cli

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// workflow is what of a workflow of GitHub or GitLab matters here.
type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Permissions map[string]string
		Timeout     int `yaml:"timeout-minutes"`
		Steps       []struct {
			Uses, Run string
			With      map[string]any
		}
	}
	DNS   struct{ Script []string } `yaml:"dns"`
	Repos []struct{ Hooks []struct{ ID string } }
}

// TestDocumentWorkflows holds the workflows that documents show: the action has
// their inputs, spfcheck their flags, and they may do no more than they must.
func TestDocumentWorkflows(t *testing.T) {
	inputs := readAction(t).Inputs
	uses, scripts, hooks := 0, 0, 0
	for _, block := range workflows(t) {
		var w workflow
		if err := yaml.Unmarshal([]byte(block), &w); err != nil {
			t.Fatalf("%s: %v", block, err)
		}
		for name, access := range w.Permissions {
			if name+" "+access != "contents read" && name+" "+access != "security-events write" {
				t.Errorf("permission %s: %s", name, access)
			}
		}
		for _, job := range w.Jobs {
			if w.Permissions == nil {
				t.Error("a workflow without permissions has them all")
			}
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("an expression stands in a script: %s", step.Run)
				}
				if !strings.HasPrefix(step.Uses, "spfcheck/spfcheck@") {
					continue
				}
				uses++
				for name := range step.With {
					if _, ok := inputs[name]; !ok {
						t.Errorf("the action has no input %s", name)
					}
				}
				wantFlags(t, fmt.Sprint(step.With["args"]))
			}
		}
		for _, line := range w.DNS.Script {
			if command, ok := strings.CutPrefix(line, "spfcheck gate "); ok {
				scripts++
				wantFlags(t, command)
			}
		}
		for _, repo := range w.Repos {
			for _, hook := range repo.Hooks {
				hooks++
				if !strings.Contains(readTop(t, ".pre-commit-hooks.yaml"), "id: "+hook.ID+"\n") {
					t.Errorf("there is no hook %s", hook.ID)
				}
			}
		}
	}
	if uses == 0 || scripts == 0 || hooks == 0 {
		t.Errorf("%d uses of the action, %d scripts, %d hooks", uses, scripts, hooks)
	}
}

// TestWorkflows holds the workflows of this repository: a job may do what it says, for as
// long as it says, leaves no token where what it runs finds it, and runs no text that
// comes from elsewhere.
func TestWorkflows(t *testing.T) {
	for name, text := range ownWorkflows(t) {
		var w workflow
		if err := yaml.Unmarshal([]byte(text), &w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if w.Permissions == nil || len(w.Permissions) > 0 || len(w.Jobs) == 0 {
			t.Errorf("%s: not every job needs %v", name, w.Permissions)
		}
		for id, job := range w.Jobs {
			if len(job.Permissions) == 0 || job.Timeout == 0 {
				t.Errorf("%s: %s has no permissions, or no timeout", name, id)
			}
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: an expression stands in a script: %s", name, step.Run)
				}
				if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != false {
					t.Errorf("%s: %s leaves its token in the clone", name, id)
				}
			}
		}
	}
}

// ownWorkflows are those of this repository, by their names.
func ownWorkflows(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(top, ".github", "workflows", "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d workflows, %v", len(files), err)
	}
	all := map[string]string{}
	for _, file := range files {
		all[filepath.Base(file)] = readFile(t, file)
	}
	return all
}

// workflows are those of the documents, and those that init writes.
func workflows(t *testing.T) []string {
	var texts []string
	for _, block := range fences(t, "yaml") {
		texts = append(texts, block.text)
	}
	for _, s := range ciSystems {
		texts = append(texts, strings.ReplaceAll(s.text, "PROGRAM", "spfcheck/spfcheck"))
	}
	return texts
}

// TestPins wants every action that action.yml, a workflow or a document uses to be pinned
// by its commit, with the version beside it, the same one everywhere, and this one by a
// commit that the reader puts in.
func TestPins(t *testing.T) {
	texts := append(workflows(t), readTop(t, "action.yml"))
	texts = slices.AppendSeq(texts, maps.Values(ownWorkflows(t)))
	pinned := regexp.MustCompile(`^(?:spfcheck/spfcheck@COMMIT|\./|([\w-]+/[\w-]+)[\w/-]*(@[0-9a-f]{40} # v\d+\.\d+\.\d+))$`)
	versions := map[string]string{}
	uses := regexp.MustCompile(`(?m)^[- ]*uses: (.*)$`).FindAllStringSubmatch(strings.Join(texts, "\n"), -1)
	for _, use := range uses {
		found := pinned.FindStringSubmatch(use[1])
		if found == nil {
			t.Errorf("not pinned: %s", use[1])
			continue
		}
		if other, ok := versions[found[1]]; ok && other != found[2] {
			t.Errorf("%s is pinned at %s and at %s", found[1], other, found[2])
		}
		versions[found[1]] = found[2]
	}
	if len(uses) < 20 {
		t.Errorf("%d uses of actions", len(uses))
	}
}

// TestDocumentConfig reads the configuration that the documents show, which is the same in
// each language but for the comments.
func TestDocumentConfig(t *testing.T) {
	blocks := yamlBlocks(t, "version: 1\n")
	if len(blocks) != len(languageCodes()) {
		t.Fatalf("%d documents show a configuration", len(blocks))
	}
	var first *config.Config
	for _, block := range blocks {
		c, err := config.Read(strings.NewReader(block.text), "config.md", "2026-11-21")
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Flows) == 0 || len(c.Ignores) == 0 {
			t.Errorf("%s shows %d flows, %d findings to ignore", block, len(c.Flows), len(c.Ignores))
		}
		if first == nil {
			first = c
		}
		if !reflect.DeepEqual(first, c) {
			t.Errorf("%s shows another configuration", block)
		}
	}
}

// yamlBlocks gives the blocks of YAML that begin with a line.
func yamlBlocks(t *testing.T, first string) (found []fence) {
	t.Helper()
	for _, f := range fences(t, "yaml") {
		if strings.HasPrefix(f.text, first) {
			found = append(found, f)
		}
	}
	return found
}

// yamlBlock gives the one block of YAML that begins with a line.
func yamlBlock(t *testing.T, first string) string {
	t.Helper()
	found := yamlBlocks(t, first)
	if len(found) != 1 {
		t.Fatalf("%d blocks of YAML begin with %q", len(found), first)
	}
	return found[0].text
}

// wantFlags wants gate to have the flags of a text, and the formats of --output.
func wantFlags(t *testing.T, text string) {
	t.Helper()
	gate := (&program{}).gateCommand()
	for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(text, -1) {
		if findFlag(gate, flag) == nil {
			t.Errorf("gate has no flag %s: %s", flag, text)
		}
	}
	for _, output := range regexp.MustCompile(`--output[= ](\w+)=`).FindAllStringSubmatch(text, -1) {
		if f, ok := render.FindFormat(output[1]); !ok || f.Gate == nil {
			t.Errorf("gate has no format %s: %s", output[1], text)
		}
	}
}
