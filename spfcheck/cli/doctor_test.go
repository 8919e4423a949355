package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	miekg "github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
)

// TestDoctor has servers that answer, which the scripts don't have, and one that gives
// no answer beside one that does.
func TestDoctor(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	root := dnstest.Records(". 60 IN NS a.root-servers.example.")
	for _, tt := range []struct {
		what    string
		handler dnstest.Handler
		code    int
		first   string
		lines   []string
	}{
		{"a resolver", root, exitDelivered, "Nothing is wrong: DNS is answered, and the configuration can be read.", []string{"knows the root ("}},
		{
			"without TCP", dnstest.ByTransport(root, dnstest.Drop), exitDelivered, "It works. To look at: 1",
			[]string{"gives no answer over TCP", "let TCP to its port pass"},
		},
		{
			"with failures alone", dnstest.Rcode(miekg.RcodeServerFailure), exitUnknown, "Something is wrong: the DNS server ",
			[]string{"the server answered SERVFAIL", "it may know some names only", "does not know the root"},
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			var out, errs bytes.Buffer
			args := []string{"spfcheck", "doctor", "--lang=en", "--server", dnstest.Start(t, tt.handler).Addr}
			code := Run(t.Context(), args, strings.NewReader(""), &out, &errs)
			text := strings.Join(strings.Fields(out.String()), " ")
			if code != tt.code || !strings.HasPrefix(text, tt.first) || errs.Len() > 0 {
				t.Errorf("exit code %d\n%s%s", code, out.String(), errs.String())
			}
			for _, line := range tt.lines {
				if !strings.Contains(text, line) {
					t.Errorf("no %q in\n%s", line, out.String())
				}
			}
		})
	}
}

// TestJudgeServers: as long as one of several knows the root, the others are to be
// looked at, and no fault.
func TestJudgeServers(t *testing.T) {
	works, silent := doctor.Server{Root: true, TCP: doctor.Yes}, doctor.Server{Fault: asText("silent")}
	for _, tt := range []struct {
		servers             []doctor.Server
		code, faults, notes int
	}{
		{[]doctor.Server{works}, exitDelivered, 0, 0},
		{[]doctor.Server{silent, works}, exitDelivered, 0, 1},
		{[]doctor.Server{silent, silent}, exitUnknown, 2, 0},
	} {
		rep := &doctor.Report{Servers: tt.servers}
		if code := judgeServers(rep); code != tt.code || len(rep.Faults) != tt.faults || len(rep.Notes) != tt.notes {
			t.Errorf("%+v: exit code %d, faults %d, notes %d", tt, code, len(rep.Faults), len(rep.Notes))
		}
	}
}

// TestAtHome leaves out who the user is, and nothing else.
func TestAtHome(t *testing.T) {
	t.Setenv("HOME", filepath.FromSlash("/home/taro"))
	for file, want := range map[string]string{
		"/home/taro/.config/spfcheck/config.yaml:3": "~/.config/spfcheck/config.yaml:3",
		"/home/taroemon/spfcheck.yaml":              "/home/taroemon/spfcheck.yaml",
		"/srv/spfcheck.yaml":                        "/srv/spfcheck.yaml",
		"SPFCHECK_SERVER":                           "SPFCHECK_SERVER",
		"":                                          "",
	} {
		if got := atHome(filepath.FromSlash(file)); got != filepath.FromSlash(want) {
			t.Errorf("%q: got %q, want %q", file, got, want)
		}
	}
}
