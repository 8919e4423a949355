package spfcheck_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestFindingsTouchTheVerdict holds which findings on SPF a check shows: those that can
// be why a result that is looked at isn't a pass, and where one is near the limits, why
// it may not be everywhere.
func TestFindingsTouchTheVerdict(t *testing.T) {
	zone := dnstest.Zone(t, `
. SOA . . 1 1 1 1 1
good.example.jp. TXT "v=spf1 ip4:203.0.114.7 ip4:203.0.114.7 -all"
fails.example.jp. TXT "v=spf1 ip4:203.0.114.8 ip4:203.0.114.8 -all"
broken.example.jp. TXT "v=spf1 ip4:203.0.114.256 -all"
none.example.jp. A 203.0.114.7
two.example.jp. TXT "v=spf1 ip4:203.0.114.7 -all"
two.example.jp. TXT "v=spf1 mx -all"
almost.example.jp. TXT "v=spf1;ip4:203.0.114.7 -all"
ten.example.jp. TXT "v=spf1 `+strings.Repeat("include:no.example.jp ", 9)+`include:good.example.jp -all"
no.example.jp. TXT "v=spf1 -all"
a.shop.example.jp. TXT "v=spf1 include:broken.example.jp -all"
b.shop.example.jp. TXT "v=spf1 include:broken.example.jp mx -all"
foreign.test. TXT "v=spf1 foo -all"
`)
	for _, tt := range []struct{ name, from, mailFrom, want string }{
		{"passes", "good.example.jp", "good.example.jp", ""},
		{"fails as it says", "fails.example.jp", "fails.example.jp", ""},
		{"a syntax error", "broken.example.jp", "broken.example.jp", "SPF003 broken.example.jp"},
		{"no record, which the result says", "none.example.jp", "none.example.jp", ""},
		{"two records", "two.example.jp", "good.example.jp", "SPF002 two.example.jp"},
		{"the envelope From's", "good.example.jp", "broken.example.jp", "SPF003 broken.example.jp"},
		{"no record in form", "almost.example.jp", "good.example.jp", "SPF005 almost.example.jp"},
		{"a pass at the tenth lookup", "ten.example.jp", "good.example.jp", "SPF052 ten.example.jp"},
		{"what both include, once", "a.shop.example.jp", "b.shop.example.jp", "SPF003 broken.example.jp, SPF044 b.shop.example.jp"},
		{"a record of somebody else", "good.example.jp", "foreign.test", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			mailFrom := "b@" + tt.mailFrom
			rep, err := (&spfcheck.Checker{Exchanger: resolve.Offline(zone)}).Check(t.Context(), spfcheck.Request{
				Source: identity.Source{From: "a@" + tt.from, MailFrom: &mailFrom}, Clients: []netip.Addr{netip.MustParseAddr("203.0.114.7")}, On: "2026-11-21",
			})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range rep.Findings {
				if strings.HasPrefix(f.Code, "SPF") {
					got = append(got, f.Code+" "+f.Domain)
				}
			}
			if all := strings.Join(got, ", "); all != tt.want {
				t.Errorf("%q instead of %q", all, tt.want)
			}
		})
	}
}
