package rules

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const soa = "$ORIGIN example.jp.\n@ SOA ns hostmaster 1 3600 600 86400 60\n"

func TestLoadAround(t *testing.T) {
	tests := []struct {
		name, zone string
		want       Around
	}{
		{"nothing", "", Around{Address: dmarc.DoesNotExist, MX: dmarc.DoesNotExist, Exists: dmarc.DoesNotExist}},
		{"a name that others are below", "a.shop A 203.0.113.1", Around{Address: dmarc.DoesNotExist, MX: dmarc.DoesNotExist, Exists: dmarc.NotAsked}},
		{"all", `shop A 203.0.113.1
shop MX 10 mail
shop TXT "v=spf1 -all"
shop SPF "v=spf1 " "-all"
_spf.shop TXT "v=spf1 -all"`, Around{Type99: []string{"v=spf1 -all"}, Address: dmarc.Exists, MX: dmarc.Exists, Exists: dmarc.Exists}},
		{
			"IPv6 only, record elsewhere", `shop AAAA 2001:db8::1
shop TXT "hello"
_spf.shop TXT "v=spf1 -all"
www.shop TXT "v=spf1 mx -all"
mail.shop TXT "hello"`,
			Around{
				Misplaced: map[string][]string{"_spf.shop.example.jp": {"v=spf1 -all"}, "www.shop.example.jp": {"v=spf1 mx -all"}},
				Address:   dmarc.DoesNotExist, MX: dmarc.DoesNotExist, Exists: dmarc.Exists,
			},
		},
		{"an alias", "shop CNAME web\nweb A 203.0.113.1", Around{Alias: "web.example.jp", Address: dmarc.Exists, MX: dmarc.DoesNotExist, Exists: dmarc.Exists}},
		{"an alias that leads nowhere", "shop CNAME web", Around{Alias: "web.example.jp", Address: dmarc.DoesNotExist, MX: dmarc.DoesNotExist, Exists: dmarc.Exists}},
		{"an alias that leads away", "shop CNAME web.example.net.", Around{Alias: "web.example.net", Address: dmarc.ExistsUnknown, MX: dmarc.ExistsUnknown, Exists: dmarc.Exists}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Domain = "shop.example.jp"
			lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, soa+tt.zone+"\n"))}
			if diff := cmp.Diff(&tt.want, LoadAround(t.Context(), lookup, "shop.example.jp")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestLoadAroundFailed is about DNS that doesn't answer: nothing is missing.
func TestLoadAroundFailed(t *testing.T) {
	want := &Around{Domain: "shop.example.jp", Address: dmarc.ExistsUnknown, MX: dmarc.ExistsUnknown, Exists: dmarc.ExistsUnknown}
	got := LoadAround(t.Context(), resolve.Lookup{Exchanger: resolve.Offline()}, "shop.example.jp")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestTooLarge is about an answer that UDP cuts, from a server that refuses TCP.
func TestTooLarge(t *testing.T) {
	whole := dnstest.Answer(resolve.Offline(dnstest.Zone(t, soa+`shop TXT "v=spf1 -all"`+"\n")))
	for name, tt := range map[string]struct {
		server *dnstest.Server
		want   string
	}{
		"TCP is refused": {
			dnstest.StartUDP(t, dnstest.Truncate(whole)),
			"0-0 the TXT answer for \"shop.example.jp\" was cut over UDP, and TCP brought none\n",
		},
		"TCP works":      {dnstest.Start(t, dnstest.Truncate(whole)), ""},
		"nothing is cut": {dnstest.StartUDP(t, whole), ""},
		"no answer":      {dnstest.StartUDP(t, dnstest.Rcode(dns.RcodeServerFailure)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			source, err := resolve.Server(tt.server.Addr)
			if err != nil {
				t.Fatal(err)
			}
			lookup := resolve.Lookup{Exchanger: resolve.Chain(source, resolve.Cache())}
			around := LoadAround(t.Context(), lookup, "shop.example.jp")
			reached := tree.Load(t.Context(), lookup, "shop.example.jp", tree.Message{})
			for _, s := range []*Subject{{Around: around}, {SPF: reached}, {Around: around, SPF: reached}} {
				if diff := cmp.Diff(tt.want, spoken(runOn(t, aroundTooLarge, s))); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
		})
	}
}

// TestLoadServers has four servers in a zone: two that differ, one that is dead,
// one without an address.
func TestLoadServers(t *testing.T) {
	lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, soa+`
@     NS NS1
@     NS ns2
@     NS ns3
@     NS ns4
ns1   A 192.0.2.1
ns2   AAAA 2001:db8::2
ns3   A 192.0.2.3
a.b   TXT "v=spf1 a -all"
alias CNAME a.b
loop1 CNAME loop2
loop2 CNAME loop1
`))}
	zones := map[string]string{
		"192.0.2.1":   `a.b TXT "v=spf1 a -all"` + "\n" + `a.b TXT "hello"`,
		"2001:db8::2": `x TXT "v=spf1 mx -all"`,
	}
	query := func(server string) (resolve.Exchanger, error) {
		if zone, ok := zones[server]; ok {
			return resolve.Offline(dnstest.Zone(t, soa+zone+"\n")), nil
		}
		return resolve.Offline(), nil
	}
	want := []Server{
		{Name: "ns1.example.jp", Texts: []string{"hello", "v=spf1 a -all"}},
		{Name: "ns2.example.jp", Texts: []string{}},
		{Name: "ns3.example.jp", Texts: []string{}, Error: "a.b.example.jp is in none of the zone files (offline)"},
		{Name: "ns4.example.jp", Texts: []string{}, Error: "its name has no address"},
	}
	for _, domain := range []string{"a.b.example.jp", "alias.example.jp"} {
		if diff := cmp.Diff(want, LoadServers(t.Context(), lookup, domain, query)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", domain, diff)
		}
	}
	for domain, why := range map[string]string{
		"loop1.example.jp": "looking for the end of the CNAMEs at loop1.example.jp: more than 10",
		"shop.example.net": "looking for a CNAME at shop.example.net: shop.example.net is in none of the zone files (offline)",
	} {
		if diff := cmp.Diff([]Server{{Texts: []string{}, Error: why}}, LoadServers(t.Context(), lookup, domain, query)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", domain, diff)
		}
	}
}

// TestLoadServersBounded has a zone with more servers than are asked.
func TestLoadServersBounded(t *testing.T) {
	var zone strings.Builder
	zone.WriteString(soa + "shop TXT \"v=spf1 -all\"\n")
	for _, c := range "abcdefghijklmnopqrst" {
		zone.WriteString("@ NS " + string(c) + "\n" + string(c) + " A 192.0.2.1\n")
	}
	lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, zone.String()))}
	var mu sync.Mutex
	asked := 0
	servers := LoadServers(t.Context(), lookup, "shop.example.jp", func(string) (resolve.Exchanger, error) {
		mu.Lock()
		defer mu.Unlock()
		asked++
		return nil, errors.New("not to be asked")
	})
	if len(servers) != maxServers || asked != maxServers || servers[0].Error != "not to be asked" {
		t.Errorf("%d servers, %d asked, the first %+v", len(servers), asked, servers[0])
	}
}

// TestLoadServersCancelled wants an end, and servers with a reason.
func TestLoadServersCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := LoadServers(ctx, resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, soa))}, "shop.example.jp", nil)
	if len(got) != 1 || got[0].Name != "" || got[0].Error == "" {
		t.Errorf("got %+v", got)
	}
}

func TestServers(t *testing.T) {
	record, other := []string{"v=spf1 a -all", "x"}, []string{"v=spf1 mx -all"}
	tests := []struct {
		name             string
		servers          []Server
		disagree, silent string
	}{
		{"agreed, other texts aside", []Server{{Name: "a", Texts: record}, {Name: "b", Texts: record[:1]}}, "", ""},
		{
			"another record",
			[]Server{{Name: "a", Texts: record}, {Name: "b", Texts: other}, {Name: "c", Texts: record}},
			"0-0 the servers of shop.example.jp disagree: \"a\" says \"v=spf1 a -all\", \"b\" says \"v=spf1 mx -all\"\n", "",
		},
		{
			"none and two",
			[]Server{{Name: "a", Texts: []string{}}, {Name: "b", Texts: append(other, other...)}},
			"0-0 the servers of shop.example.jp disagree: \"a\" says no SPF record, \"b\" says 2 SPF records, the first \"v=spf1 mx -all\"\n", "",
		},
		{
			"one is dead",
			[]Server{{Name: "a", Error: "no answer in time"}, {Name: "b", Texts: other}},
			"", "0-0 the server \"a\" of shop.example.jp gives no answer: no answer in time\n",
		},
		{
			"none was found",
			[]Server{{Error: "looking for them: SERVFAIL"}},
			"", "0-0 the authoritative servers of shop.example.jp can't be asked: looking for them: SERVFAIL\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &Subject{Around: &Around{Domain: "shop.example.jp", Servers: tt.servers}}
			if diff := cmp.Diff(tt.disagree, spoken(runOn(t, aroundServersDisagree, s))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.silent, spoken(runOn(t, aroundServerSilent, s))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
