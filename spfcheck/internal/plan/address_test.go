package plan_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
)

// TestRefuse: "" for what may be proposed.
func TestRefuse(t *testing.T) {
	for network, want := range map[string]string{
		"8.8.8.8/32":           "",
		"54.240.0.0/18":        "",
		"11.0.0.0/8":           "",
		"2001:4860::/32":       "",
		"2002:cb00:7100::/40":  "", // 6to4: hosts there can send
		"2001:0:4136::/48":     "", // Teredo
		"192.0.2.1/32":         "", // documentation
		"198.51.100.0/24":      "",
		"203.0.113.128/25":     "",
		"2001:db8::25/128":     "",
		"3fff:fff::/32":        "",
		"0.0.0.0/0":            "wider than a /8",
		"8.0.0.0/7":            "wider than a /8",
		"::/0":                 "wider than a /16",
		"2000::/12":            "wider than a /16",
		"0.0.0.0/32":           "is the range of this network (RFC 6890)",
		"10.1.2.3/32":          "is a private range (RFC 1918)",
		"172.31.255.0/24":      "is a private range",
		"192.168.1.5/32":       "is a private range",
		"100.127.0.1/32":       "behind carrier-grade NAT",
		"127.0.0.1/32":         "is a loopback range",
		"169.254.10.0/24":      "is a link-local range",
		"224.0.0.251/32":       "is a multicast range",
		"255.255.255.255/32":   "is a reserved range",
		"192.88.99.1/32":       "reserved for protocols",
		"192.0.0.0/16":         "has 192.0.0.0/24 in it, a range reserved for protocols",
		"192.168.0.0/15":       "has 192.168.0.0/16 in it, a private range",
		"::/128":               "is the range of this network",
		"::1/128":              "is a loopback range",
		"::ffff:8.8.8.8/128":   "IPv4-mapped",
		"::ffff:0.0.0.0/96":    "IPv4-mapped",
		"64:ff9b::808:808/128": "for translation",
		"fd00::1/128":          "is a private range",
		"fe80::1/128":          "is a link-local range",
		"fec0::1/128":          "is a site-local range",
		"ff02::1/128":          "is a multicast range",
		"100::1/128":           "routers discard",
		"198.18.0.1/32":        "for benchmarks",
		"2001:2::1/128":        "for benchmarks",
		"2001:10::1/128":       "identifiers",
		"2001:20::1/128":       "identifiers",
		"5f00::1/128":          "identifiers",
		"64:ff9b:1::1/128":     "for translation",
		"4000::/32":            "is unassigned",
		"2001::/23":            "has 2001:2::/48 in it",
	} {
		t.Run(network, func(t *testing.T) {
			got := plan.Refuse(netip.MustParsePrefix(network))
			if (got.EN == "") != (want == "") || !strings.Contains(got.EN, want) || (got.JA == "") != (want == "") {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	if got := plan.Refuse(netip.Prefix{}); !got.Complete() {
		t.Error("what is no network may be proposed")
	}
}
