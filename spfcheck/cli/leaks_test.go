package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// everyCommand has a run or more of each command, with its exit code, in an order in
// which one finds what another has written. DIR is the folder of inFolder.
var everyCommand = []struct {
	code int
	args string
}{
	{0, "--help"},
	{3, "check --server SERVER --ip 192.0.2.1 --mail DIR/mail.eml --record DIR/recording"},
	{2, "check --server SERVER --ip 192.0.2.1 --mail DIR/missing.eml"},
	{3, "bulk --server SERVER --resume DIR/out --summary DIR/summary DIR/lines.csv"},
	{3, "bulk --server SERVER --unordered DIR/lines.csv"},
	{0, "lint --server SERVER n1.good.example.jp"},
	{0, "lock --server SERVER --config DIR/spfcheck.yaml --file DIR/lock"},
	{0, "lock --server SERVER --config DIR/spfcheck.yaml --file DIR/lock --check"},
	{1, "gate --server SERVER --config DIR/spfcheck.yaml --change DIR/change.zone --output json=DIR/report --output junit=DIR/report.xml"},
	{1, "gate --locked --file DIR/lock --config DIR/spfcheck.yaml --change DIR/change.zone"},
	{0, "identities DIR/mail.eml"},
	{0, "carriers"},
	{2, "report --no-check DIR/mail.eml"},
	{2, "report --server SERVER --each DIR/mail.eml"},
	{0, "senders"},
	{0, "senders --server SERVER --domain n1.good.example.jp"},
	{0, "explain SPF001"},
	{0, "init --file DIR/other.yaml --force --ip 192.0.2.1 a@example.jp"},
	{0, "config --config DIR/spfcheck.yaml"},
	{0, "completion bash"},
	{0, "man"},
}

// inFolder makes a folder with what the commands read, and gives a function that runs
// one of them.
func inFolder(t *testing.T, server string) func(code int, args string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"spfcheck.yaml": "version: 1\nflows:\n  - {name: a, from: a@n1.good.example.jp, mail-from: a@n1.good.example.jp, ip: [192.0.2.1]}\n",
		"change.zone":   "n1.good.example.jp. TXT \"v=spf1 -all\"\n",
		"mail.eml":      "Return-Path: <a@n1.good.example.jp>\nFrom: a@n1.good.example.jp\n\n",
		"lines.csv":     "from,ip\n" + strings.Repeat("n1.good.example.jp,192.0.2.1\n", 300),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(want int, args string) {
		t.Helper()
		var out, errs bytes.Buffer
		words := strings.Fields("spfcheck " + strings.NewReplacer("SERVER", server, "DIR", dir).Replace(args))
		if code := Run(t.Context(), words, strings.NewReader(""), &out, &errs); code != want {
			t.Errorf("%s: exit code %d: %s", args, code, errs.String())
		}
	}
}

// TestLeaks runs every command in this process, as a program that imports cli may do
// many times: when Run has returned, no goroutine and no open file is left of it, but
// for a moment.
func TestLeaks(t *testing.T) {
	run := inFolder(t, zoneServer(t, func(string) {}))
	for _, tt := range everyCommand {
		run(tt.code, tt.args) // what the first run leaves for all later ones, such as compiled expressions, is no leak
	}
	time.Sleep(3 * time.Second) // more than sockets live
	goroutines, files := inUse()
	for _, tt := range everyCommand {
		run(tt.code, tt.args)
		g, f := inUse()
		for range 1000 {
			if g <= goroutines && f <= files {
				break
			}
			time.Sleep(10 * time.Millisecond)
			g, f = inUse()
		}
		if g > goroutines || f > files {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%s: goroutines: %d and then %d; open files: %d and then %d\n%s",
				tt.args, goroutines, g, files, f, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// inUse counts goroutines and, on Linux, open files.
func inUse() (goroutines, files int) {
	open, _ := os.ReadDir("/proc/self/fd")
	return runtime.NumGoroutine(), len(open)
}

// TestAtOnce runs every command several times at once in one process, for the race
// detector: runs share nothing that changes.
func TestAtOnce(t *testing.T) {
	server := zoneServer(t, func(string) {})
	var runs sync.WaitGroup
	for range 3 {
		run := inFolder(t, server)
		runs.Go(func() {
			for _, tt := range everyCommand {
				run(tt.code, tt.args)
			}
		})
	}
	runs.Wait()
}
