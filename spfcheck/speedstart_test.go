package spfcheck_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// startCommands are programs that check one flat record, each a process of its own.
var startCommands = []struct {
	name  string
	build string // as docs/performance.md builds ours; GOSPF stands for the directory of go/spf
	env   string
	args  string // SERVER stands for the name server
}{
	{
		"spfcheck", "-tags urfave_cli_no_docs github.com/spfcheck/spfcheck/cmd/spfcheck", "CGO_ENABLED=0",
		"check --server SERVER --ip 192.0.2.1 --mail-from a@flat.example flat.example",
	},
	{"go-spf", "GOSPF/cmd/spf-check/spf-check.go", "", "-dns_addr SERVER 192.0.2.1 a@flat.example"},
	{"go-spf-without-cgo", "GOSPF/cmd/spf-check/spf-check.go", "CGO_ENABLED=0", "-dns_addr SERVER 192.0.2.1 a@flat.example"},
}

// BenchmarkStart is the time of whole processes.
func BenchmarkStart(b *testing.B) {
	goSPF, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "blitiri.com.ar/go/spf").Output()
	if err != nil {
		b.Fatal(err)
	}
	s := startServer(b, shapesText(b), delay)
	given := strings.NewReplacer("GOSPF", strings.TrimSpace(string(goSPF)), "SERVER", s.addr)
	for _, c := range startCommands {
		b.Run(c.name, func(b *testing.B) {
			program := b.TempDir() + "/program"
			build := exec.Command("go", strings.Fields("build -o "+program+" "+given.Replace(c.build))...)
			build.Env = append(os.Environ(), c.env)
			if out, err := build.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
			args := strings.Fields(given.Replace(c.args))
			var times []time.Duration
			for b.Loop() {
				began := time.Now()
				// The code says what carriers do: of an envelope alone not all is known.
				out, _ := exec.Command(program, args...).CombinedOutput()
				times = append(times, time.Since(began))
				if !strings.Contains(string(out), "pass") {
					b.Fatalf("%s", out)
				}
			}
			b.ReportMetric(float64(median(times).Microseconds())/1000, "ms/op")
			b.ReportMetric(0, "ns/op")
		})
	}
}
