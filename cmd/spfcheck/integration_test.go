package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	miekg "github.com/miekg/dns"
)

// TestServers runs the program against a real NSD (authoritative) and a real
// Unbound (resolving, validating), both on loopback. It is skipped where they
// aren't installed; with SPFCHECK_INTEGRATION=required it fails there.
func TestServers(t *testing.T) {
	servers := startServers(t, "shop.zone")
	t.Run("main job", func(t *testing.T) {
		testMainJob(t, servers, 1, "docomo junk, au drop, softbank drop")
	})
	t.Run("proposal", func(t *testing.T) { testProposal(t, servers) })
	t.Run("cases", func(t *testing.T) { testCases(t, servers) })
	t.Run("one server", func(t *testing.T) { testOneServer(t, servers) })
	t.Run("transports", func(t *testing.T) { testTransports(t, servers) })
	t.Run("encrypted", func(t *testing.T) { testEncrypted(t, servers) })
	t.Run("record and replay", func(t *testing.T) { testRecordReplay(t, servers) })
	t.Run("the servers themselves", func(t *testing.T) { testPreconditions(t, servers) })
}

// TestServersFixed publishes the shop's SPF record, and asks again.
func TestServersFixed(t *testing.T) {
	testMainJob(t, startServers(t, "shop-fixed.zone"), 0, "docomo deliver, au deliver, softbank deliver")
}

// signup is the mail that the main job judges.
var signup = []string{"--mail", "../../testdata/messages/ses-signup.eml"}

// testMainJob wants the same report from the live servers as from the zone files.
func testMainJob(t *testing.T, servers *dnsServers, code int, verdicts string) {
	t.Helper()
	offline := check(t, slices.Concat(signup, servers.offline())...)
	if got := offline.verdicts(); offline.Code != code || got != verdicts {
		t.Errorf("exit %d, %s; want %d, %s", offline.Code, got, code, verdicts)
	}
	servers.testSame(t, offline, signup)
}

// testSame wants the report that came offline from the live servers as well.
func (s *dnsServers) testSame(t *testing.T, offline checked, args []string) {
	t.Helper()
	for name, addr := range map[string]string{"NSD": s.nsd.addr(), "Unbound": s.unbound.addr()} {
		live := check(t, slices.Concat(args, []string{"--server", addr})...)
		if diff := cmp.Diff(offline, live); diff != "" {
			t.Errorf("offline and through %s (-offline +live):\n%s", name, diff)
		}
	}
}

// testProposal lays the mended zone over what is published.
func testProposal(t *testing.T, servers *dnsServers) {
	proposal := filepath.Join(zoneData, "shop-fixed.zone")
	got := check(t, slices.Concat(signup, []string{"--server", servers.unbound.addr(), "--zone", proposal})...)
	if want := "docomo deliver, au deliver, softbank deliver"; got.Code != 0 || got.verdicts() != want {
		t.Errorf("exit %d, %s; want 0, %s", got.Code, got.verdicts(), want)
	}
}

// testCases asks for domains for which NSD, Unbound and the zone files have the
// same answer.
func testCases(t *testing.T, servers *dnsServers) {
	tests := []struct{ from, want, says string }{
		{"long.example", "0 pass", ""},
		{"nodata.cases.example", "1 none", "no SPF record"},
		{"nothing.cases.example", "1 none", "exist"},
		{"alias.cases.example", "0 pass", ""},
		{"service.cases.example", "0 pass", ""},
		{"dangling.cases.example", "1 none", "exist"},
		{"mx.cases.example", "0 pass", ""},
		{"exists.cases.example", "0 pass", ""},
		{"redirect.cases.example", "0 pass", ""},
		{"include.cases.example", "0 pass", ""},
		{"v6.cases.example", "1 fail", ""},
		{"signed.example", "0 pass", ""},
		{"nospf.signed.example", "1 none", "no SPF record"},
		{"nothing.signed.example", "1 none", "exist"},
	}
	for _, tt := range tests {
		t.Run(tt.from, func(t *testing.T) {
			offline := check(t, slices.Concat(sentBy(tt.from), servers.offline())...)
			offline.wants(t, tt.want, tt.says)
			servers.testSame(t, offline, sentBy(tt.from))
		})
	}
}

// testOneServer has the domains that the two servers answer differently.
func testOneServer(t *testing.T, servers *dnsServers) {
	nsd, unbound := servers.nsd.addr(), servers.unbound.addr()
	tests := []struct{ what, server, from, want, says string }{
		{"broken signature not validated", nsd, "broken.example", "0 pass", ""},
		{"broken signature validated", unbound, "broken.example", "3 temperror", "SERVFAIL"},
		{"intact record beside a broken one", unbound, "nospf.broken.example", "1 none", "no SPF record"},
		{"foreign name, authoritative server", nsd, "elsewhere.example", "3 temperror", "REFUSED"},
		{"foreign name, resolver that finds none", unbound, "elsewhere.example", "3 temperror", "SERVFAIL"},
		{"delegated name, authoritative server", nsd, "delegated.cases.example", "3 temperror", "ask a recursive server"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			check(t, append(sentBy(tt.from), "--server", tt.server)...).wants(t, tt.want, tt.says)
		})
	}
}

// testTransports asks for a long record in every way without encryption.
func testTransports(t *testing.T, servers *dnsServers) {
	nsd, unbound := servers.nsd, servers.unbound
	tests := []struct {
		what, server string
		ipv6         bool
	}{
		{"NSD, UDP", "udp://" + nsd.addr(), false},
		{"NSD, TCP", "tcp://" + nsd.addr(), false},
		{"NSD, UDP, IPv6", nsd.addr6(), true},
		{"NSD, TCP, IPv6", "tcp://" + nsd.addr6(), true},
		{"Unbound, TCP", "tcp://" + unbound.addr(), false},
		{"Unbound, UDP, IPv6", unbound.addr6(), true},
		{"Unbound, TCP, IPv6", "tcp://" + unbound.addr6(), true},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if tt.ipv6 && !nsd.IPv6 {
				t.Skip("this machine has no [::1]")
			}
			check(t, append(sentBy("long.example"), "--server", tt.server)...).wants(t, "0 pass", "")
		})
	}
}

// testRecordReplay judges with a live server's answers once more, without it.
func testRecordReplay(t *testing.T, servers *dnsServers) {
	for _, from := range []string{"shop.example.jp", "long.example", "redirect.cases.example", "broken.example"} {
		t.Run(from, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "answers")
			live := check(t, append(sentBy(from), "--server", servers.unbound.addr(), "--record", file)...)
			replayed := check(t, append(sentBy(from), "--replay", file)...)
			if diff := cmp.Diff(live, replayed); diff != "" {
				t.Errorf("live and replayed (-live +replayed):\n%s", diff)
			}
		})
	}
}

// testPreconditions makes sure that the cases test what they say: that the long
// record is cut over UDP, and that Unbound validates.
func testPreconditions(t *testing.T, servers *dnsServers) {
	tests := []struct {
		what, server, name string
		ok                 func(*miekg.Msg) bool
	}{
		{"NSD cuts", servers.nsd.addr(), "long.example.", func(m *miekg.Msg) bool { return m.Truncated }},
		{"Unbound cuts", servers.unbound.addr(), "long.example.", func(m *miekg.Msg) bool { return m.Truncated }},
		{"Unbound validates", servers.unbound.addr(), "signed.example.", func(m *miekg.Msg) bool { return m.AuthenticatedData }},
		{"what isn't signed", servers.unbound.addr(), "amazonses.com.", func(m *miekg.Msg) bool { return !m.AuthenticatedData && len(m.Answer) > 0 }},
		{"nobody else is asked", servers.unbound.addr(), "example.org.", func(m *miekg.Msg) bool { return m.Rcode == miekg.RcodeServerFailure }},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			query := new(miekg.Msg).SetQuestion(tt.name, miekg.TypeTXT).SetEdns0(1232, true)
			m, err := miekg.ExchangeContext(t.Context(), query, tt.server)
			if err != nil {
				t.Fatal(err)
			}
			if !tt.ok(m) {
				t.Errorf("the answer is\n%s", m)
			}
		})
	}
}

// sentBy are the flags for a mail of which every identity is of the domain.
func sentBy(domain string) []string {
	return []string{"--from", "info@" + domain, "--mail-from", "bounce@" + domain, "--helo", domain}
}

// offline are the flags that take the zone files for DNS.
func (s *dnsServers) offline() []string {
	args := []string{"--offline"}
	for _, file := range s.zones {
		args = append(args, "--zone", file)
	}
	return args
}

// checked is what a run of check came to.
type checked struct {
	Code   int
	Report string
}

// checkArgs are the arguments of a check that prints JSON.
func checkArgs(args ...string) []string {
	return append([]string{"spfcheck", "check", "--ip", "54.240.8.40", "--on", "2026-11-21", "--format", "json"}, args...)
}

// check runs the program. It must say everything in the report.
func check(t *testing.T, args ...string) checked {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), checkArgs(args...), bytes.NewReader(nil), &stdout, &stderr)
	if stderr.Len() > 0 {
		t.Errorf("standard error: %s", &stderr)
	}
	return checked{Code: code, Report: stdout.String()}
}

// verdicts tells the outcome of each carrier.
func (c checked) verdicts() string {
	var report struct {
		Carriers []struct{ Carrier, Outcome string }
	}
	if err := json.Unmarshal([]byte(c.Report), &report); err != nil {
		return err.Error()
	}
	var parts []string
	for _, v := range report.Carriers {
		parts = append(parts, v.Carrier+" "+v.Outcome)
	}
	return strings.Join(parts, ", ")
}

// wants compares the exit code and the header From's result, as in "0 pass", and
// looks for words in what the report says about it.
func (c checked) wants(t *testing.T, want, says string) {
	t.Helper()
	var report struct {
		Identities []struct {
			Kind    string
			Results []struct{ Result, Problem string }
		}
	}
	if err := json.Unmarshal([]byte(c.Report), &report); err != nil {
		t.Fatal(err)
	}
	for _, id := range report.Identities {
		if id.Kind != "from" {
			continue
		}
		for _, r := range id.Results {
			if got := fmt.Sprintf("%d %s", c.Code, r.Result); got != want || !strings.Contains(r.Problem, says) {
				t.Errorf("%s, saying %q; want %s, saying %q", got, r.Problem, want, says)
			}
			return
		}
	}
	t.Errorf("exit %d, and no result for the header From; want %s", c.Code, want)
}
