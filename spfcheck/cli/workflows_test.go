package cli

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// workflow is what of a workflow of GitHub or GitLab matters here.
type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Steps []struct {
			Uses, Run string
			With      map[string]any
		}
	}
	DNS   struct{ Script []string } `yaml:"dns"`
	Repos []struct{ Hooks []struct{ ID string } }
}

// TestReadmeWorkflows holds the workflows of the README: the action has their
// inputs, spfcheck their flags, and they may do no more than they must.
func TestReadmeWorkflows(t *testing.T) {
	inputs := readAction(t).Inputs
	uses, scripts, hooks := 0, 0, 0
	for _, block := range strings.Split(readTop(t, "README.md"), "```yaml\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		var w workflow
		if err := yaml.Unmarshal([]byte(block), &w); err != nil {
			t.Fatalf("%v\n%s", err, block)
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
				if !strings.HasPrefix(step.Uses, "OWNER/spfcheck@") {
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
	if uses != 1 || scripts != 1 || hooks != 1 {
		t.Errorf("%d uses of the action, %d scripts, %d hooks", uses, scripts, hooks)
	}
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
