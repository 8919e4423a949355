package spfcheck_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const namesZone = `
$ORIGIN example.
shop.example.   SOA ns hostmaster 1 3600 600 86400 60
shop.example.   MX  10 mail.esp.example.
esp.example.    SOA ns hostmaster 1 3600 600 86400 60
esp.example.    TXT "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"
one.esp.example.    A 192.0.2.1
other.esp.example.  A 192.0.2.99
second.esp.example. A 192.0.2.77
second.esp.example. A 192.0.2.3
six.esp.example.    AAAA 2001:db8::6
2.0.192.in-addr.arpa. SOA ns hostmaster 1 3600 600 86400 60
1.2.0.192.in-addr.arpa. PTR one.esp.example.
2.2.0.192.in-addr.arpa. PTR other.esp.example.
3.2.0.192.in-addr.arpa. PTR other.esp.example.
3.2.0.192.in-addr.arpa. PTR second.esp.example.
4.2.0.192.in-addr.arpa. PTR unreachable.example.
5.2.0.192.in-addr.arpa. PTR gone.esp.example.
8.b.d.0.1.0.0.2.ip6.arpa. SOA ns hostmaster 1 3600 600 86400 60
6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR six.esp.example.
`

// Words of the two notes on PTR records.
const (
	noPTR      = "no PTR that leads back to it"
	unverified = "was not verified"
)

// TestNames looks at what is said of the PTR of each address, where it says why mail
// arrives at Gmail, and where Gmail is judged.
func TestNames(t *testing.T) {
	for _, tt := range []struct {
		name  string
		from  []string // addresses, or one range
		want  string   // "" for nothing
		about string   // the addresses that it names
	}{
		{"leads back", []string{"192.0.2.1"}, "", ""},
		{"leads back over IPv6", []string{"2001:db8::6"}, "", ""},
		{"leads elsewhere", []string{"192.0.2.2"}, noPTR, ""},
		{"the second name leads back", []string{"192.0.2.3"}, "", ""},
		{"DNS fails for the name", []string{"192.0.2.4"}, unverified, ""},
		{"the name doesn't exist", []string{"192.0.2.5"}, noPTR, ""},
		{"no PTR", []string{"192.0.2.6"}, noPTR, ""},
		{"no PTR over IPv6", []string{"2001:db8::7"}, noPTR, ""},
		{"one of several", []string{"192.0.2.1", "192.0.2.6"}, noPTR, "(192.0.2.6)"},
		{"a range", []string{"192.0.2.0/24"}, unverified, ""},
	} {
		for judged, profiles := range map[string][]*carriers.Profile{"compared": nil, "judged": {carriers.Reference}} {
			t.Run(tt.name+"/"+judged, func(t *testing.T) {
				said := saidOfNames(t, spfcheck.Checker{Profiles: profiles}, tt.from)
				if tt.want == "" {
					if len(said) > 0 {
						t.Errorf("says %q", said)
					}
					return
				}
				if len(said) != 1 || !strings.Contains(said[0], tt.want) || !strings.Contains(said[0], tt.about) {
					t.Errorf("says %q instead of %s %s", said, tt.want, tt.about)
				}
			})
		}
	}
}

// saidOfNames is every text of a report that has to do with PTR records.
func saidOfNames(t *testing.T, c spfcheck.Checker, from []string) []string {
	t.Helper()
	c.Exchanger = resolve.Offline(dnstest.Zone(t, namesZone))
	req := spfcheck.Request{
		Source: identity.Source{MailFrom: new("b@esp.example"), From: "info@shop.example"}, On: "2026-11-21",
	}
	for _, f := range from {
		if p, err := netip.ParsePrefix(f); err == nil {
			req.Ranges = append(req.Ranges, p)
		} else {
			req.Clients = append(req.Clients, netip.MustParseAddr(f))
		}
	}
	rep, err := c.Check(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, n := range rep.Notes {
		said = append(said, n.EN)
	}
	for _, v := range rep.Verdicts {
		said = append(said, v.Why.EN)
	}
	return slices.DeleteFunc(said, func(s string) bool { return !strings.Contains(s, "PTR") })
}
