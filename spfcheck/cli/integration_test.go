package cli

import (
	"path/filepath"
	"regexp"
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
	servers := startServers(t, filepath.Join(zoneData, "shop.zone"))
	t.Run("main job", func(t *testing.T) {
		testMail(t, servers, "ses-signup.eml", "1 docomo junk, au drop, softbank drop")
	})
	t.Run("proposal", func(t *testing.T) { testProposal(t, servers) })
	t.Run("cases", func(t *testing.T) { testCases(t, servers) })
	t.Run("one server", func(t *testing.T) { testOneServer(t, servers) })
	t.Run("DMARC", func(t *testing.T) { testDMARC(t, servers) })
	t.Run("validated", func(t *testing.T) { testValidated(t, servers) })
	t.Run("transports", func(t *testing.T) { testTransports(t, servers) })
	t.Run("encrypted", func(t *testing.T) { testEncrypted(t, servers) })
	t.Run("record and replay", func(t *testing.T) { testRecordReplay(t, servers) })
	t.Run("the servers themselves", func(t *testing.T) { testPreconditions(t, servers) })
}

// TestServersFixed publishes the shop's SPF record, and asks again.
func TestServersFixed(t *testing.T) {
	servers := startServers(t, filepath.Join(zoneData, "shop-fixed.zone"))
	testMail(t, servers, "ses-signup.eml", "0 docomo warn, au deliver, softbank deliver")
}

// mailFlag gives the flag for a message of testdata.
func mailFlag(file string) []string { return []string{"--mail", filepath.Join(messageData, file)} }

// testMail wants the same report from the live servers as from the zone files.
func testMail(t *testing.T, servers *dnsServers, file, want string) {
	t.Helper()
	offline := check(t, slices.Concat(mailFlag(file), servers.offline())...)
	if got := offline.verdicts(); got != want {
		t.Errorf("%s; want %s", got, want)
	}
	servers.testSame(t, offline, mailFlag(file))
}

// places are those of records in files, which no server knows.
var places = regexp.MustCompile(`,\n *"place": \{[^}]*\}`)

// testSame wants the report that came offline from the live servers as well.
func (s *dnsServers) testSame(t *testing.T, offline checked, args []string) {
	t.Helper()
	offline.Report = places.ReplaceAllString(offline.Report, "")
	for name, addr := range map[string]string{"NSD": s.nsd.addr(), "Unbound": s.unbound.addr()} {
		live := check(t, slices.Concat(args, []string{"--server", addr})...)
		if diff := cmp.Diff(offline, live); diff != "" {
			t.Errorf("offline and through %s (-offline +live):\n%s", name, diff)
		}
	}
}

// testProposal lays the corrected zone over what is published.
func testProposal(t *testing.T, servers *dnsServers) {
	proposal := filepath.Join(zoneData, "shop-fixed.zone")
	args := append(mailFlag("ses-signup.eml"), "--server", servers.unbound.addr(), "--zone", proposal)
	got, want := check(t, args...).verdicts(), "0 docomo warn, au deliver, softbank deliver"
	if got != want {
		t.Errorf("%s; want %s", got, want)
	}
	wildcard := filepath.Join(integrationData, "wildcard.zone")
	for _, server := range []string{servers.nsd.addr(), servers.unbound.addr()} {
		for domain, want := range map[string]string{"one.shops.cases.example": "1 none", "two.shops.cases.example": "0 pass"} {
			check(t, append(sentBy(domain), "--server", server)...).wants(t, "0 pass", "")
			check(t, append(sentBy(domain), "--server", server, "--zone", wildcard)...).wants(t, want, "")
		}
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
		{"outside.cases.example", "0 pass", ""},
		{"service.cases.example", "3 pass", ""}, // neither A nor MX
		{"dangling.cases.example", "1 none", "exist"},
		{"mx.cases.example", "0 pass", ""},
		{"exists.cases.example", "0 pass", ""},
		{"redirect.cases.example", "0 pass", ""},
		{"include.cases.example", "0 pass", ""},
		{"v6.cases.example", "1 fail", ""},
		{"signed.example", "0 pass", ""},
		{"mail.signed.example", "0 pass", ""},
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
		{"broken signature validated", unbound, "broken.example", "3 temperror", "SERVFAIL: the domain's DNSSEC signatures are not valid (DNSSEC Bogus)"},
		{"intact record beside a broken one", unbound, "nospf.broken.example", "1 none", "no SPF record"},
		{"foreign name, authoritative server", nsd, "elsewhere.example", fault, "REFUSED"},
		{"foreign name, resolver that finds none", unbound, "elsewhere.example", "3 temperror", "SERVFAIL"},
		{"delegated name, authoritative server", nsd, "delegated.cases.example", "3 temperror", "ask a recursive server"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			check(t, append(sentBy(tt.from), "--server", tt.server)...).wants(t, tt.want, tt.says)
		})
	}
}

// testValidated has a resolver that validates, and one that can't.
func testValidated(t *testing.T, servers *dnsServers) {
	for server, want := range map[string]bool{servers.unbound.addr(): true, servers.nsd.addr(): false} {
		got := check(t, append(sentBy("signed.example"), "--explain", "--server", server)...)
		if says := strings.Contains(got.Report, "validated with DNSSEC (AD) the TXT records of signed.example"); says != want {
			t.Errorf("%s: it says so %v, want %v", server, says, want)
		}
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
	for _, from := range []string{"shop.example.jp", "long.example", "redirect.cases.example", "broken.example", "mail.broken.example"} {
		t.Run(from, func(t *testing.T) { servers.testReplayed(t, sentBy(from)) })
	}
}

func (s *dnsServers) testReplayed(t *testing.T, args []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "answers")
	live := check(t, slices.Concat(args, []string{"--server", s.unbound.addr(), "--record", file})...)
	replayed := check(t, slices.Concat(args, []string{"--replay", file})...)
	if diff := cmp.Diff(live, replayed); diff != "" {
		t.Errorf("live and replayed (-live +replayed):\n%s", diff)
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
