package cli

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestAction runs the steps of action.yml as GitHub does, in a repository with a
// branch that changes DNS.
func TestAction(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(gateCases, "*.txtar"))
	if err != nil || len(files) < 6 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	job := newJob(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			c := readGateCase(t, file)
			server := serve(t, resolve.Offline(c.zones(t)...))
			got := job.run(t, c.repository(t), map[string]string{
				"change": c.want("change"), "base": c.want("base"), "args": "--server=" + server.addr + "\n--on=2026-11-21",
			})
			c.check(t, got)
			asked := slices.Sorted(slices.Values(server.questions()))
			if once := slices.Compact(slices.Clone(asked)); len(once) < len(asked) {
				t.Errorf("asked more than once: %v", asked)
			}
			if want := c.want("asked"); want != "" && want != strings.Join(asked, ", ") {
				t.Errorf("asked: %v, want %s", asked, want)
			}
		})
	}
}

// TestActionInputs wants inputs to be words, whatever stands in them, and a wrong
// one to be exit code 2.
func TestActionInputs(t *testing.T) {
	job := newJob(t)
	zone := filepath.Join(job.path, "testdata", "zones", "shop.zone")
	if got := job.run(t, t.TempDir(), map[string]string{"change": zone, "args": "--offline\n--zone=" + zone}); got.code != 0 {
		t.Errorf("without a wrong input: %+v", got)
	}
	for _, hostile := range []string{"$(touch ran)", "`touch ran`", "a; touch ran", `a" ; touch ran; "`, "--output=json=ran", "a b", "*"} {
		for _, input := range []string{"change", "base", "config", "format"} {
			inputs := map[string]string{"change": zone, "args": "--offline\n--zone=" + zone, input: hostile}
			work := t.TempDir()
			got := job.run(t, work, inputs)
			if got.code != 2 || got.outputs["exit-code"] != "2" || got.outputs["worst"] != "" || got.summary != "" {
				t.Errorf("%s %q: %+v", input, hostile, got)
			}
			if left, _ := os.ReadDir(work); len(left) > 0 {
				t.Errorf("%s %q was run: %v", input, hostile, left)
			}
		}
	}
}

// TestActionIsSafe wants no expression in a script, where it would be run.
func TestActionIsSafe(t *testing.T) {
	for _, s := range readAction(t).Runs.Steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s: an expression stands in the script", s.Name)
		}
		if s.Run != "" && s.Shell != "bash" {
			t.Errorf("%s: the shell is %q, and must be given", s.Name, s.Shell)
		}
	}
}

// action is what of action.yml matters here.
type action struct {
	Inputs map[string]struct {
		Required bool
		Default  string
	}
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Using string
		Steps []struct {
			Name, ID, If, Uses, Shell, Run string
			With, Env                      map[string]string
		}
	}
}

func readAction(t *testing.T) action {
	t.Helper()
	var a action
	if err := yaml.UnmarshalWithOptions([]byte(readTop(t, "action.yml")), &a, yaml.AllowDuplicateMapKey()); err != nil {
		t.Fatal(err)
	}
	if a.Runs.Using != "composite" || len(a.Runs.Steps) < 2 {
		t.Fatalf("no composite action with steps: %+v", a)
	}
	return a
}

// job is a job of GitHub Actions that uses the action.
type job struct {
	action action
	path   string // of the action
	temp   string
	event  string // the file with the event
	bin    string // a folder with programs of the runner's
	ref    string // at which the action is used, as OWNER/spfcheck@REF; "" for a folder
	system string // as RUNNER_OS; "" is Linux
	server string // where GitHub's repositories are
}

// newJob gives a job whose runner has the folders that GitHub gives it.
func newJob(t *testing.T) *job {
	t.Helper()
	dnstest.Installed(t, "jq") // the runners of GitHub have it
	path, err := filepath.Abs(top)
	if err != nil {
		t.Fatal(err)
	}
	return &job{action: readAction(t), path: path, temp: t.TempDir(), bin: t.TempDir()}
}

// used is what a use of the action leaves.
type used struct {
	code         int
	log, summary string // of the scripts, and of the job
	outputs      map[string]string
}

// run makes the steps in a working directory. A step that uses another action is
// left out: there is a Go already.
func (j *job) run(t *testing.T, work string, inputs map[string]string) used {
	t.Helper()
	got := used{outputs: map[string]string{}}
	values := map[string]string{"github.action_path": j.path, "github.token": "a token", "github.action_ref": j.ref, "github.action_repository": ""}
	if j.ref != "" {
		values["github.action_repository"] = "owner/spfcheck"
	}
	for name, input := range j.action.Inputs {
		values["inputs."+name] = input.Default
		if value, ok := inputs[name]; ok {
			values["inputs."+name] = value
		} else if input.Required {
			t.Fatalf("the input %s is missing", name)
		}
	}
	summary := filepath.Join(t.TempDir(), "summary")
	for _, step := range j.action.Runs.Steps {
		if name, ok := strings.CutSuffix(step.If, " == ''"); ok && values[name] != "" {
			continue
		} else if step.If != "" && !ok {
			t.Fatalf("no condition that can be told: %s", step.If)
		}
		if step.Uses != "" {
			t.Logf("skipped: %s (%s)", step.Name, step.Uses)
			continue
		}
		if got.code != 0 {
			break
		}
		output := filepath.Join(t.TempDir(), "output")
		env := map[string]string{
			"GITHUB_OUTPUT": output, "GITHUB_STEP_SUMMARY": summary, "GITHUB_WORKSPACE": work,
			"GITHUB_REPOSITORY": "shop/dns", "GITHUB_EVENT_PATH": j.event, "PATH": j.bin + ":" + os.Getenv("PATH"),
			"GITHUB_ACTION_PATH": j.path, "GITHUB_ACTIONS": "true", "CI": "true", "RUNNER_TEMP": j.temp,
			"RUNNER_OS": cmp.Or(j.system, "Linux"), "RUNNER_ARCH": "X64", "GITHUB_SERVER_URL": j.server,
		}
		for name, value := range step.Env {
			env[name] = resolved(t, value, values)
		}
		log, code := j.script(t, work, step.Run, env)
		got.log, got.code = got.log+log, code
		for name, value := range readOutputs(t, output) {
			values["steps."+step.ID+".outputs."+name] = value
		}
	}
	for name, output := range j.action.Outputs {
		got.outputs[name] = resolved(t, output.Value, values)
	}
	text, _ := os.ReadFile(summary) // there is none before something is written
	got.summary = string(text)
	return got
}

// script runs a script as the runner does for "shell: bash".
func (j *job) script(t *testing.T, work, script string, env map[string]string) (log string, code int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.sh")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", file)
	cmd.Dir = work
	cmd.Env = os.Environ()
	for _, name := range slices.Sorted(maps.Keys(env)) {
		cmd.Env = append(cmd.Env, name+"="+env[name])
	}
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

var expression = regexp.MustCompile(`\$\{\{ *([^ }]+) *\}\}`)

// resolved puts values in the place of expressions. One that the step may not
// have, or that was never set as an output, is empty, as on GitHub.
func resolved(t *testing.T, text string, values map[string]string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		value, ok := values[name]
		if !ok && !strings.HasPrefix(name, "steps.") {
			t.Fatalf("%s isn't known", name)
		}
		return value
	})
}

// readOutputs reads NAME=VALUE lines.
func readOutputs(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		return nil // nothing was written
	}
	outputs := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok {
			t.Errorf("no output: %q", line)
		}
		outputs[name] = value
	}
	return outputs
}

// annotation is a workflow command that GitHub shows at a line of a file, or at a file
// that is no longer there.
var annotation = regexp.MustCompile(`(?m)^::(error|warning|notice) file=([^,]+)(?:,line=(\d+))?`)

// check compares what the action leaves with what the case wants.
func (c gateCase) check(t *testing.T, got used) {
	t.Helper()
	if code := fmt.Sprint(got.code); code != c.want("exit") || got.outputs["exit-code"] != code {
		t.Errorf("exit code %s, as output %q; want %s\n%s", code, got.outputs["exit-code"], c.want("exit"), got.log)
	}
	if worst := got.outputs["worst"]; worst != c.want("worst") {
		t.Errorf("worst: %q, want %q", worst, c.want("worst"))
	}
	places := map[string]bool{}
	for _, found := range annotation.FindAllStringSubmatch(got.log, -1) {
		if found[1] == "error" {
			places[found[2]+":"+found[3]] = true
		}
	}
	if want := c.want("annotation"); want == "" && strings.Contains(got.log, "::") {
		t.Errorf("it isn't silent:\n%s", got.log)
	} else if want != "" && (len(places) != 1 || !places[want]) {
		t.Errorf("errors at %v, want one line: %s\n%s", places, want, got.log)
	}
	if !strings.Contains(got.summary, "shop.example.jp") && c.want("exit") == "1" {
		t.Errorf("the job summary doesn't name the domain:\n%s", got.summary)
	}
}
