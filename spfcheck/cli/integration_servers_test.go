package cli

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
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
	nsd, unbound := dnstest.Installed(t, "nsd"), dnstest.Installed(t, "unbound")
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
		l.TLSPort = dnstest.FreePort(t)
		if https {
			l.HTTPSPort = dnstest.FreePort(t)
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

// speaksHTTPS reports whether this Unbound was built with DNS over HTTPS.
func speaksHTTPS(t *testing.T, unbound string) bool {
	t.Helper()
	about, err := exec.CommandContext(t.Context(), unbound, "-V").CombinedOutput()
	return err == nil && strings.Contains(string(about), "nghttp2")
}

// start runs a server, whose configuration is a template, until the test ends.
func start(t *testing.T, program string, configure func() (data any, l listener)) listener {
	t.Helper()
	var l listener
	dnstest.Run(t, func() dnstest.Real {
		var data any
		data, l = configure()
		name := filepath.Base(program) + ".conf"
		config := fillTemplate(t, filepath.Join(integrationData, name), filepath.Join(t.TempDir(), name), data)
		return dnstest.Real{Program: program, Args: []string{"-d", "-c", config}, Addr: l.addr(), Zone: "cases.example."}
	})
	return l
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
	return listener{Port: dnstest.FreePort(t), IPv6: hasIPv6()}
}

func hasIPv6() bool {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	l.Close()
	return true
}
