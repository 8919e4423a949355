package resolve_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func TestLookupSPF99(t *testing.T) {
	lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, `
$ORIGIN example.jp.
@     SOA ns hostmaster 1 3600 600 86400 60
shop  SPF "v=spf1 " "\"mx\" -all"
alias CNAME shop
plain TXT "v=spf1 -all"
`))}
	for name, want := range map[string]string{
		"shop.example.jp":  `v=spf1 "mx" -all ok`,
		"alias.example.jp": `v=spf1 "mx" -all ok`,
		"plain.example.jp": " ok",
		"none.example.jp":  " notfound",
		"shop.example.net": " temporary",
	} {
		texts, err := lookup.LookupSPF99(t.Context(), name)
		if got := strings.Join(texts, "|") + " " + kind(err); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// TestLookupNS is about zone cuts: the servers of another zone, which a CNAME
// leads to, aren't those of the name.
func TestLookupNS(t *testing.T) {
	lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, `
$ORIGIN example.jp.
@     SOA ns1 hostmaster 1 3600 600 86400 60
@     NS ns1
@     NS ns2.example.net.
shop  A 192.0.2.1
alias CNAME example.jp.
`))}
	for name, want := range map[string][]string{
		"Example.JP":       {"ns1.example.jp.", "ns2.example.net."},
		"shop.example.jp":  nil,
		"alias.example.jp": nil,
	} {
		got, err := lookup.LookupNS(t.Context(), name)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", name, err, diff)
		}
	}
	if _, err := lookup.LookupNS(t.Context(), "none.example.jp"); !resolve.NotFound(err) {
		t.Errorf("a name that isn't there: %v", err)
	}
}
