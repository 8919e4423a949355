package delivery_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/delivery"
)

// The address is that of the best evidence, which is named.
func TestEvidence(t *testing.T) {
	with := func(change func(*bounce)) string {
		b := accepted("good.example.jp")
		change(&b)
		return b.String()
	}
	for name, c := range map[string]struct {
		report  string
		given   string
		source  string
		address string
	}{
		"reporter":           {with(func(*bounce) {}), "", "Reporting-MTA", "203.0.113.25"},
		"given":              {with(func(*bounce) {}), "198.51.100.1", "ip", "198.51.100.1"},
		"reporter, IPv6":     {with(func(b *bounce) { b.reporter = "six.example.jp" }), "", "Reporting-MTA", "2001:db9::25"},
		"reporter, literal":  {with(func(b *bounce) { b.reporter = "[203.0.113.25]" }), "", "Reporting-MTA", "203.0.113.25"},
		"reporter, private":  {with(func(b *bounce) { b.reporter = "inside.example.jp" }), "", "", ""},
		"reporter, unknown":  {with(func(b *bounce) { b.reporter = "gone.example.jp" }), "", "", ""},
		"reporter, no host":  {with(func(b *bounce) { b.reporter = "localhost" }), "", "", ""},
		"reporter, no name":  {with(func(b *bounce) { b.reporter = "a..b" }), "", "", ""},
		"reporter, service":  {with(func(b *bounce) { b.reporter = "googlemail.com" }), "", "", ""},
		"Amazon SES":         {with(func(b *bounce) { b.header = "X-AWS-Outgoing: 54.240.27.1\n" }), "", "X-AWS-Outgoing", "54.240.27.1"},
		"Amazon SES, forged": {with(func(b *bounce) { b.header = "X-AWS-Outgoing: 127.0.0.1\n" }), "", "Reporting-MTA", "203.0.113.25"},
		"carrier": {with(func(b *bounce) {
			b.reporter, b.header = "ezweb.ne.jp", "Received-SPF: Neutral (x) client-ip=198.51.100.7; x\nX-AWS-Outgoing: 54.240.27.1\n"
		}), "", "Received-SPF", "198.51.100.7"},
		"carrier, silent": {with(func(b *bounce) { b.reporter = "ezweb.ne.jp" }), "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			req := delivery.Request{}
			if c.given != "" {
				req.Clients = []netip.Addr{netip.MustParseAddr(c.given)}
			}
			d := deliver(t, c.report, req)
			if d.Evidence.Source != c.source || !d.Evidence.Text.Complete() {
				t.Fatalf("by %q: %s", d.Evidence.Source, d.Evidence.Text.EN)
			}
			if got := addressesIn(d.Check.Clients); got != c.address {
				t.Errorf("from %s, want %s", got, c.address)
			}
		})
	}
}

func addressesIn(list []netip.Addr) string {
	var s []string
	for _, a := range list {
		s = append(s, a.String())
	}
	return strings.Join(s, " ")
}
