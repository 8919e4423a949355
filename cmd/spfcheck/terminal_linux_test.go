package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// atTerminal are the commands that wait for somebody who sits at the terminal: for the
// input that is typed, for answers, or for the pager. All others read nothing.
var atTerminal = [][]string{
	{"check", "--mail", "-", "--ip", "192.0.2.1", "--offline", "--zone", "any.zone"},
	{"check", "--ip", "192.0.2.1", "--offline", "--zone", "-", "example.jp"},
	{"bulk", "--offline", "--zone", "any.zone"},
	{"bulk", "--offline", "--zone", "any.zone", "--resume", "out"},
	{"lint", "--offline", "--zone", "-", "example.jp"},
	{"gate", "--offline", "--zone", "any.zone", "--from", "a@example.jp", "--ip", "192.0.2.1", "--change", "-"},
	{"lock", "--offline", "--zone", "-", "--from", "a@example.jp", "--ip", "192.0.2.1"},
	{"identities", "-"},
	{"carriers"},
	{"report", "-"},
	{"report", "--each", "-"},
	{"senders", "--domain", "example.jp", "--mail", "-", "--offline", "--zone", "any.zone"},
	{"explain", "SPF001"},
	{"init"},
	{"config", "--config", "-"},
}

// TestTerminal types Ctrl-C: the command says that it was interrupted, and ends with
// the signal's exit code, and with it the pager.
func TestTerminal(t *testing.T) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP) // else under nohup what the pager starts outlives its terminal
	t.Cleanup(func() { signal.Reset(syscall.SIGHUP) })
	for _, args := range atTerminal {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			code, said := -1, []byte(nil)
			for begun := range beginnings {
				if code, said = interrupted(t, args, begun); code >= 0 {
					break
				}
			}
			if code != 130 {
				t.Errorf("exit code %d", code)
			}
			if !bytes.Contains(said, []byte("spfcheck: error: interrupted")) {
				t.Errorf("it says %q", said)
			}
		})
	}
}

// interrupted types Ctrl-C once a command has begun, and gives what it came to and what it
// said.
func interrupted(t *testing.T, args []string, begun time.Duration) (code int, said []byte) {
	t.Helper()
	master, slave := terminal(t)
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Args[0] = "spfcheck"
	cmd.Dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(cmd.Dir, "any.zone"), []byte("example.jp. TXT \"v=spf1 -all\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// A pager that, as less does, obeys no Ctrl-C.
	cmd.Env = append(os.Environ(), "TERM=xterm", `PAGER=trap "" INT; sleep 600 & wait`)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	text := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(master) // it ends with an error where nobody has the other side any more
		text <- all
	}()
	time.Sleep(begun)
	if _, err := master.Write([]byte{3}); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("it ended with %v", err)
	}
	return exit.ExitCode(), <-text
}

// terminal gives both sides of a new one.
func terminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close() })
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err = errors.Join(err, unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)); err != nil {
		t.Fatal(err)
	}
	slave, err = os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return master, slave
}
