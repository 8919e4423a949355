package tree_test

import (
	"fmt"
	"math/big"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// list writes a set as its prefixes.
func list(s *netipx.IPSet) string {
	var all []string
	for _, p := range s.Prefixes() {
		all = append(all, p.String())
	}
	return strings.Join(all, " ")
}

func TestAuthorised(t *testing.T) {
	const everyone = "0.0.0.0/0"
	tests := []struct {
		name, zone string
		pass, open string
		gaps       string
	}{
		{
			name: "a fail in front takes addresses away",
			zone: `a.test. TXT "v=spf1 -ip4:192.0.2.128/25 ip4:192.0.2.0/24 -ip4:192.0.2.0/30 -all"`,
			pass: "192.0.2.0/25",
		},
		{
			name: "an include passes only where the included passes",
			zone: `a.test. TXT "v=spf1 ~include:b.test include:c.test ip4:198.51.100.0/30 -all"
b.test. TXT "v=spf1 ip4:192.0.2.0/31 -all"
c.test. TXT "v=spf1 -ip4:198.51.100.0 ip4:192.0.2.0/30 ?ip4:203.0.113.1 -all"`,
			pass: "192.0.2.2/31 198.51.100.0/30",
		},
		{
			name: "who gets to an error doesn't pass",
			zone: `a.test. TXT "v=spf1 ip4:192.0.2.1 include:none.test ip4:192.0.2.2"`,
			pass: "192.0.2.1/32",
		},
		{
			name: "nor does who gets to a failure of DNS",
			zone: `a.test. TXT "v=spf1 ip4:192.0.2.1 a:x.servfail.test ip4:192.0.2.2"`,
			pass: "192.0.2.1/32", gaps: "a.test a:x.servfail.test dns-failed",
		},
		{
			name: "a record with a fault anywhere",
			zone: `a.test. TXT "v=spf1 ip4:192.0.2.1 foo"`,
		},
		{
			name: "a loop",
			zone: `a.test. TXT "v=spf1 ip4:192.0.2.1 include:b.test ip4:192.0.2.3"
b.test. TXT "v=spf1 ip4:192.0.2.2 -ip4:192.0.2.3 include:a.test +all"`,
			pass: "192.0.2.1/32 192.0.2.2/31",
		},
		{
			name: "what a loop leaves to who comes to it from elsewhere",
			zone: `a.test. TXT "v=spf1 include:b.test include:c.test -all"
b.test. TXT "v=spf1 ip4:192.0.2.1 -ip4:192.0.2.5 include:c.test"
c.test. TXT "v=spf1 include:b.test ip4:192.0.2.5 -all"`,
			pass: "192.0.2.1/32 192.0.2.5/32",
		},
		{
			name: "a modifier that nobody knows",
			zone: `a.test. TXT "v=spf1 foo=%{l}.b.test ip4:192.0.2.1 -all"`,
			pass: "192.0.2.1/32",
		},
		{
			name: "who is decided before a macro isn't open",
			zone: `a.test. TXT "v=spf1 ip4:0.0.0.0/1 -ip4:128.0.0.0/2 include:b.test -all"
b.test. TXT "v=spf1 ip4:192.0.0.0/3 exists:%{i}.b.test a:%{l}.b.test -all"`,
			pass: "0.0.0.0/1 192.0.0.0/3", open: "224.0.0.0/3",
			gaps: "b.test exists:%{i}.b.test address, b.test a:%{l}.b.test message",
		},
		{
			name: "ptr alone",
			zone: `a.test. TXT "v=spf1 ptr ip4:192.0.2.1"`,
			pass: "192.0.2.1/32", open: everyone, gaps: "a.test ptr address",
		},
		{
			name: "a redirect to what isn't known",
			zone: `a.test. TXT "v=spf1 ip4:192.0.2.1 redirect=%{l}.test"`,
			pass: "192.0.2.1/32", gaps: "a.test redirect=%{l}.test message",
			open: list(without(t, everyone, "192.0.2.1/32")),
		},
		{
			name: "mapped addresses are nobody's",
			zone: `a.test. TXT "v=spf1 ip6:::ffff:192.0.2.1 a -all"
a.test. AAAA ::ffff:192.0.2.2`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := loadZone(t, tt.zone+"\n").Authorised(tree.IPv4)
			var gaps []string
			for _, g := range a.Gaps {
				gaps = append(gaps, fmt.Sprintf("%s %s %s", g.Node.Domain, g.Node.Terms[g.Index].Text, g.Why))
			}
			pass, open := list(a.Pass), list(a.Open)
			if pass != tt.pass || open != tt.open || strings.Join(gaps, ", ") != tt.gaps {
				t.Errorf("pass %q, open %q, gaps %q", pass, open, gaps)
			}
		})
	}
}

// TestSenders counts what real services authorise, against the ranges as they
// stand in their records.
func TestSenders(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "..", "testdata", "zones", "senders.zone"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zone, err := resolve.ParseZone(f, f.Name())
	if err != nil {
		t.Fatal(err)
	}
	for _, domain := range []string{
		"amazonses.com", "ap-northeast-2.amazonses.com", "_spf.google.com", "spf.protection.outlook.com", "sendgrid.net",
	} {
		tr := tree.Load(t.Context(), resolve.Lookup{Exchanger: resolve.Offline(zone)}, domain, tree.Message{})
		for _, f := range tree.Families {
			want := new(big.Int)
			for _, p := range tr.Prefixes() { // none of them overlap
				if tree.FamilyOf(p.Addr()) == f {
					want.Add(want, new(big.Int).Lsh(big.NewInt(1), uint(p.Addr().BitLen()-p.Bits())))
				}
			}
			a := tr.Authorised(f)
			if a.Count().Cmp(want) != 0 || len(a.Gaps) != 0 {
				t.Errorf("%s: %s %s addresses instead of %s, %d gaps", domain, a.Count(), f, want, len(a.Gaps))
			}
		}
	}
	tr := tree.Load(t.Context(), resolve.Lookup{Exchanger: resolve.Offline(zone)}, "amazonses.com", tree.Message{})
	// Three /18, three /19, four /20, a /16 and two /22.
	if n, want := tr.Authorised(tree.IPv4).Count().Uint64(), uint64(3<<14+3<<13+4<<12+1<<16+2<<10); n != want {
		t.Errorf("amazonses.com authorises %d addresses instead of %d", n, want)
	}
}

func without(t *testing.T, all, less string) *netipx.IPSet {
	t.Helper()
	var b netipx.IPSetBuilder
	b.AddPrefix(netip.MustParsePrefix(all))
	b.RemovePrefix(netip.MustParsePrefix(less))
	s, err := b.IPSet()
	if err != nil {
		t.Fatal(err)
	}
	return s
}
