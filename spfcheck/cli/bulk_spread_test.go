package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
)

// offlineZone writes bulkZone to a file, and gives the flags that take it for DNS.
func offlineZone(t *testing.T) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bulk.zone")
	if err := os.WriteFile(file, []byte(bulkZone), 0o666); err != nil {
		t.Fatal(err)
	}
	return []string{"--offline", "--zone", file, "--on", "2026-11-21"}
}

// bulkRun runs bulk in this process, and gives what it writes.
func runBulk(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := Run(t.Context(), append([]string{"spfcheck", "bulk"}, args...), bytes.NewReader(nil), &stdout, &stderr); code != exitDelivered {
		t.Fatalf("%v exits with %d\n%s", args, code, stderr.String())
	}
	return stdout.String()
}

// TestParallel lets GNU parallel spread the lines over two local job slots: the
// output is that of a single run.
func TestParallel(t *testing.T) {
	parallel, err := exec.LookPath("parallel")
	if err != nil {
		dnstest.Unavailable(t, "GNU parallel is not installed: nothing was spread")
	}
	if about, err := exec.Command(parallel, "--version").Output(); err != nil || !bytes.HasPrefix(about, []byte("GNU parallel")) {
		dnstest.Unavailable(t, "the program parallel is not GNU's: nothing was spread")
	}
	input := bulkLines(t, 400)
	args := append(offlineZone(t), "--exit-zero", "--output-format", "ndjson", "--fields", "id,from,worst,rules")
	want := runBulk(t, append(args, input)...)
	lines, err := os.Open(input)
	if err != nil {
		t.Fatal(err)
	}
	defer lines.Close()
	cmd := exec.Command(parallel, slices.Concat([]string{"--pipe", "--header", ":", "--keep-order", "--jobs", "2", "--block", "2k", "spfcheck", "bulk"}, args)...)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = lines, &stderr
	got, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-one run +parallel)\n%s", diff)
	}
	if jobs := strings.Count(stderr.String(), "lines: "); jobs < 4 {
		t.Errorf("only %d jobs ran:\n%s", jobs, stderr.String())
	}
}

// manifest is the part of a Kubernetes Job that says what runs.
type manifest struct {
	Kind string
	Spec struct {
		CompletionMode           string `yaml:"completionMode"`
		Completions, Parallelism int
		Template                 struct {
			Spec struct {
				Containers []struct{ Command []string }
			}
		}
	}
}

// TestKubernetesJob runs what each index of the documents' Kubernetes Job runs: together
// they come to the output of a single run.
func TestKubernetesJob(t *testing.T) {
	var j manifest
	if err := yaml.Unmarshal([]byte(yamlBlock(t, "apiVersion: batch/v1\n")), &j); err != nil {
		t.Fatal(err)
	}
	if j.Kind != "Job" || j.Spec.CompletionMode != "Indexed" || j.Spec.Completions < 2 {
		t.Fatalf("no indexed job: %+v", j)
	}
	command := j.Spec.Template.Spec.Containers[0].Command
	if !slices.Equal(command[:2], []string{"spfcheck", "bulk"}) {
		t.Fatalf("another command: %q", command)
	}
	dir := t.TempDir()
	input, err := os.ReadFile(bulkLines(t, 101))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "customers.csv"), input, 0o666); err != nil {
		t.Fatal(err)
	}
	dns := offlineZone(t)
	var got []string
	for index := range j.Spec.Completions {
		fill := strings.NewReplacer("$(JOB_COMPLETION_INDEX)", fmt.Sprint(index), "/data/", dir+string(filepath.Separator))
		args := slices.Clone(dns)
		for _, arg := range command[2:] {
			args = append(args, fill.Replace(arg))
		}
		runBulk(t, args...)
	}
	results, err := filepath.Glob(filepath.Join(dir, "results-*.ndjson"))
	if err != nil || len(results) != j.Spec.Completions {
		t.Fatalf("the files of results are %q, %v", results, err)
	}
	for _, file := range results {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.SplitAfter(string(text), "\n")...)
	}
	want := strings.SplitAfter(runBulk(t, append(dns, "--exit-zero", "--output-format", "ndjson", filepath.Join(dir, "customers.csv"))...), "\n")
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(slices.Compact(want), slices.Compact(got)); diff != "" {
		t.Errorf("(-one run +all shares)\n%s", diff)
	}
}
