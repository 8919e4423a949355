package dnstest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Installed finds a program that may be where only root's PATH leads. Without it
// the test is [Unavailable].
func Installed(t testing.TB, name string) string {
	t.Helper()
	for _, file := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
		if path, err := exec.LookPath(file); err == nil {
			return path
		}
	}
	Unavailable(t, "%s is not installed: nothing was tested against the real one", name)
	return ""
}

// Unavailable skips the test for something that the machine lacks, or fails it
// where SPFCHECK_INTEGRATION=required says that the machine has it.
func Unavailable(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("SPFCHECK_INTEGRATION") == "required" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// Real is a real DNS server: NSD, BIND's named, Unbound.
type Real struct {
	Program string   // as Installed finds it
	Args    []string // that keep it in the foreground and name its configuration
	Addr    string   // where it listens on loopback
	Zone    string   // which it answers for once it is ready
}

// Run runs a real server until the test ends. Between the moment that a port is
// found to be free and its use, another program may take it: then configure is
// asked for another. It gives the server that runs.
func Run(t testing.TB, configure func() Real) Real {
	t.Helper()
	var err error
	var s Real
	for range 3 {
		s = configure()
		if err = s.launch(t); err == nil {
			return s
		}
	}
	Unavailable(t, "%s does not run here: %v", s.Program, err)
	return s
}

// launch starts the server in the foreground and waits until it answers.
func (s Real) launch(t testing.TB) error {
	t.Helper()
	logFile, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer logFile.Close()
	// The process outlives the test's context, which ends before the cleanups run.
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, s.Program, s.Args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = filepath.Dir(logFile.Name()), logFile, logFile
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		stop()
		return err
	}
	exited := make(chan struct{})
	go func() {
		cmd.Wait()
		close(exited)
	}()
	end := func() {
		stop()
		<-exited
	}
	if err := s.untilAnswer(t, exited); err != nil {
		end()
		text, _ := os.ReadFile(logFile.Name())
		return fmt.Errorf("%w; its log:\n%s", err, text)
	}
	t.Cleanup(end)
	return nil
}

// untilAnswer asks the server until it answers, or has exited.
func (s Real) untilAnswer(t testing.TB, exited <-chan struct{}) error {
	t.Helper()
	server, err := resolve.Server(s.Addr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	question := dns.Question{Name: s.Zone, Qtype: dns.TypeSOA, Qclass: dns.ClassINET}
	for {
		try, cancel := context.WithTimeout(ctx, time.Second)
		m, err := server.Exchange(try, question)
		cancel()
		if err == nil && m.Rcode == dns.RcodeSuccess {
			return nil
		}
		select {
		case <-exited:
			return errors.New("it exited at once")
		case <-ctx.Done():
			return fmt.Errorf("no answer within 20 seconds: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// FreePort has the kernel choose a port of loopback that is free for UDP and TCP.
func FreePort(t testing.TB) int {
	t.Helper()
	packets, listener, err := listen(true)
	for i := 1; err != nil && i < tries; i++ {
		packets, listener, err = listen(true)
	}
	if err != nil {
		t.Fatalf("finding a free port: %v", err)
	}
	defer packets.Close()
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
