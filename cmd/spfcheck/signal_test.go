package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// blocked are commands that wait for something that nothing in the program can end:
// standard input that stays open and silent, a pipe that nobody writes to, of which FIFO
// is the name, or a reader that has stopped.
var blocked = [][]string{
	{"check", "--mail", "-", "--ip", "192.0.2.1", "--offline", "--zone", "any.zone"},
	{"check", "--mail", "FIFO", "--ip", "192.0.2.1", "--offline", "--zone", "any.zone"},
	{"check", "--ip", "192.0.2.1", "--offline", "--zone", "FIFO", "example.jp"},
	{"identities", "-"},
	{"report", "--offline", "--zone", "any.zone", "-"},
	{"report", "--each", "FIFO"},
	{"bulk", "--offline", "--zone", "any.zone", "-"},
	{"bulk", "--offline", "--zone", "any.zone", "FIFO"},
	{"lint", "--offline", "--zone", "FIFO", "example.jp"},
	{"gate", "--offline", "--from", "a@example.jp", "--ip", "192.0.2.1", "--change", "FIFO"},
	{"gate", "--offline", "--zone", "any.zone", "--config", "FIFO", "--change", "any.zone"},
	{"init"},
	{"report", "--offline", "--zone", "any.zone", "--each", "/dev/zero"},
	{"carriers", "--format", "json"}, // nobody reads standard output
}

// TestSignals ends each of them by a signal: it says so, and its exit code is the
// signal's.
func TestSignals(t *testing.T) {
	for _, args := range blocked {
		for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			t.Run(strings.Join(args, " ")+"/"+s.String(), func(t *testing.T) {
				t.Parallel()
				code, stderr := -1, ""
				for begun := range beginnings {
					if code, stderr = waiting(t, args, s, begun); code >= 0 {
						break
					}
				}
				if code != 128+int(s) || !strings.Contains(stderr, "spfcheck: error: interrupted") {
					t.Errorf("exit code %d, %q", code, stderr)
				}
			})
		}
	}
}

// TestDeadline lets the deadline of each pass that has one: it ends by itself and says
// so. That of bulk is for a line that was read.
func TestDeadline(t *testing.T) {
	several := [][]string{
		{"report", "--offline", "--zone", "any.zone", "--each", "-"},
		{"senders", "--offline", "--zone", "any.zone", "--domain", "example.jp", "--mail", "FIFO"},
		{"lock", "--from", "a@example.jp", "--ip", "192.0.2.1", "--offline", "--zone", "FIFO"},
		{"check", "--ip", "192.0.2.1", "--offline", "--zone", "any.zone", "--record", "FIFO", "example.jp"},
		{"gate", "--offline", "--zone", "any.zone", "--from", "a@example.jp", "--ip", "192.0.2.1", "--change", "any.zone", "--output", "json=FIFO"},
	}
	for _, args := range slices.Concat(blocked, several) {
		if !slices.Contains([]string{"check", "lint", "gate", "lock", "report", "senders"}, args[0]) {
			continue
		}
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			code, stderr := waiting(t, slices.Insert(slices.Clone(args), 1, "--deadline", "10ms"), nil, 0)
			if code != 3 || !strings.Contains(stderr, "spfcheck: error: not done within 10ms: ") {
				t.Errorf("exit code %d, %q", code, stderr)
			}
		})
	}
}

// beginnings are how long a process may take to begin to wait: on a busy machine a signal
// ends it before it can catch one, with no exit code. It is run again then.
func beginnings(yield func(time.Duration) bool) {
	for begun := 300 * time.Millisecond; begun < 10*time.Second && yield(begun); begun *= 3 {
	}
}

// waiting runs a command with standard input that never says anything and standard
// output that nobody reads, and sends it a signal once it has begun, unless that is nil.
func waiting(t *testing.T, args []string, s os.Signal, begun time.Duration) (code int, said string) {
	t.Helper()
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "any.zone"), []byte("example.jp. TXT \"v=spf1 -all\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args = strings.Split(strings.ReplaceAll(strings.Join(args, "\x00"), "FIFO", fifo), "\x00")
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Args[0] = "spfcheck"
	cmd.Dir, cmd.WaitDelay = dir, 100*time.Millisecond
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	unread, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer unread.Close()
	defer out.Close()
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if s != nil {
		time.Sleep(begun)
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("it ended with %v: %s", err, stderr.String())
	}
	return exit.ExitCode(), stderr.String()
}
