package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"

	miekg "github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// dnsServers are an NSD, which is authoritative for the zones of a test, and an
// Unbound, which resolves and validates by asking that NSD alone.
type dnsServers struct {
	nsd     listener
	unbound listener
	// zones are the files that NSD serves, as --zone takes them.
	zones []string
	// certificate is the file of Unbound's certificate, its own authority.
	certificate string
}

// listener is where a server listens on loopback. A port of 0 is not served.
type listener struct {
	Port, TLSPort, HTTPSPort int
	IPv6                     bool
}

func (l listener) addr() string  { return fmt.Sprintf("127.0.0.1:%d", l.Port) }
func (l listener) addr6() string { return fmt.Sprintf("[::1]:%d", l.Port) }

// startServers runs both servers, with the shop's zone as it is in the given
// files, until the test ends. All but the first file are patches.
func startServers(t *testing.T, shop ...string) *dnsServers {
	t.Helper()
	nsd, unbound := installed(t, "nsd"), installed(t, "unbound")
	dir := t.TempDir()
	served := writeZones(t, dir, shop)
	s := &dnsServers{zones: offlineZones(served, shop), certificate: writeCertificate(t, dir)}
	s.nsd = start(t, nsd, func() (any, listener) {
		l := freeListener(t)
		return struct {
			listener
			Dir   string
			Zones []servedZone
		}{l, dir, served}, l
	})
	https := speaksHTTPS(t, unbound)
	s.unbound = start(t, unbound, func() (any, listener) {
		l := freeListener(t)
		l.TLSPort = freePort(t)
		if https {
			l.HTTPSPort = freePort(t)
		}
		return struct {
			listener
			Dir       string
			Authority int
			Zones     []servedZone
		}{l, dir, s.nsd.Port, served}, l
	})
	return s
}

// installed finds a program that may be where only root's PATH leads.
func installed(t *testing.T, name string) string {
	t.Helper()
	for _, file := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
		if path, err := exec.LookPath(file); err == nil {
			return path
		}
	}
	unavailable(t, "%s is not installed: nothing was tested against the real one", name)
	return ""
}

// unavailable skips the test for something that the machine lacks, or fails it
// where SPFCHECK_INTEGRATION=required says that the machine has it.
func unavailable(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("SPFCHECK_INTEGRATION") == "required" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// speaksHTTPS reports whether this Unbound was built with DNS over HTTPS.
func speaksHTTPS(t *testing.T, unbound string) bool {
	t.Helper()
	about, err := exec.CommandContext(t.Context(), unbound, "-V").CombinedOutput()
	return err == nil && strings.Contains(string(about), "nghttp2")
}

// start runs the server until the test ends. Between the moment that a port is
// found to be free and its use, another program may take it: then configure is
// asked for another.
func start(t *testing.T, program string, configure func() (data any, l listener)) listener {
	t.Helper()
	const tries = 3
	var err error
	for range tries {
		data, l := configure()
		if err = launch(t, program, data, l); err == nil {
			return l
		}
	}
	unavailable(t, "%s does not run here: %v", program, err)
	return listener{}
}

// launch starts the server in the foreground and waits until it answers.
func launch(t *testing.T, program string, data any, l listener) error {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Base(program)
	logFile, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer logFile.Close()
	config := fillTemplate(t, filepath.Join(integrationData, name+".conf"), filepath.Join(dir, name+".conf"), data)

	// The process outlives t.Context, which ends before the cleanups run.
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "-d", "-c", config)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, logFile, logFile
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
	if err := untilAnswer(t, l.addr(), exited); err != nil {
		end()
		text, _ := os.ReadFile(logFile.Name())
		return fmt.Errorf("%w; its log:\n%s", err, text)
	}
	t.Cleanup(end)
	return nil
}

// untilAnswer asks the server until it answers, or has exited.
func untilAnswer(t *testing.T, addr string, exited <-chan struct{}) error {
	t.Helper()
	server, err := resolve.Server(addr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	question := miekg.Question{Name: "cases.example.", Qtype: miekg.TypeSOA, Qclass: miekg.ClassINET}
	for {
		try, cancel := context.WithTimeout(ctx, time.Second)
		m, err := server.Exchange(try, question)
		cancel()
		if err == nil && m.Rcode == miekg.RcodeSuccess {
			return nil
		}
		select {
		case <-exited:
			return errors.New("it exited at once")
		case <-ctx.Done():
			return fmt.Errorf("no answer within 10 seconds: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func fillTemplate(t *testing.T, from, to string, data any) string {
	t.Helper()
	var text strings.Builder
	if err := template.Must(template.ParseFiles(from)).Execute(&text, data); err != nil {
		t.Fatal(err)
	}
	writeTestFile(t, to, text.String())
	return to
}

func writeTestFile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// freeListener has a port that is free on every transport and loopback address.
func freeListener(t *testing.T) listener {
	t.Helper()
	return listener{Port: freePort(t), IPv6: hasIPv6()}
}

func hasIPv6() bool {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	l.Close()
	return true
}

func freePort(t *testing.T) int {
	t.Helper()
	var err error
	for range 20 {
		var port int
		if port, err = tryPort(); err == nil {
			return port
		}
	}
	t.Fatalf("finding a free port: %v", err)
	return 0
}

// tryPort has the kernel choose a port for TCP, and sees whether UDP has it too.
func tryPort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	addr := l.Addr().(*net.TCPAddr)
	packets, err := net.ListenUDP("udp", &net.UDPAddr{IP: addr.IP, Port: addr.Port})
	if err != nil {
		return 0, err
	}
	return addr.Port, packets.Close()
}
