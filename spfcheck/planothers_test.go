package spfcheck_test

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

const othersZone = `
. 300 IN SOA . . 1 1 1 1 300
first.example. MX 10 mx.first.example.
broken.example. TXT "v=spf1 ip4:203.0.113.1 ipv4:203.0.113.2 ?all"
valid.example. TXT "v=spf1 ip4:203.0.113.1 ~all"
sendgrid.net. TXT "v=spf1 ip4:198.51.100.0/24 -all"
amazonses.com. TXT "v=spf1 a:a.example a:b.example a:c.example a:d.example a:e.example a:f.example a:g.example a:h.example a:i.example ip4:198.51.100.0/24 a:j.example -all"
*.example. A 203.0.113.99
`

// other is another sender at a domain, with its addresses.
func other(domain string, own bool, addresses ...string) spfcheck.Sender {
	s := spfcheck.Sender{Name: i18n.Text{EN: "the office", JA: "本社"}, Domains: []string{domain}, Messages: 1_200, Own: own}
	for _, a := range addresses {
		s.Addresses = append(s.Addresses, netip.MustParseAddr(a))
	}
	return s
}

// TestOthers changes a record where others send in the same name.
func TestOthers(t *testing.T) {
	sendgrid := other("first.example", true, "198.51.100.7")
	use, err := senders.Parse("sendgrid")
	if err != nil {
		t.Fatal(err)
	}
	sendgrid.Via = &use
	lookups := other("first.example", true, "198.51.100.7")
	ses, err := senders.Parse("ses")
	if err != nil {
		t.Fatal(err)
	}
	lookups.Via = &ses
	account := sendgrid
	account.Via = &senders.Use{Preset: use.Preset} // with what isn't known
	many := other("first.example", true, "203.0.113.1")
	many.Count = 11
	for name, tt := range map[string]struct {
		domain string
		other  spfcheck.Sender
		record string // what is published
		says   string // "": nothing of others
	}{
		"first record, own":         {"first.example", other("first.example", true, "203.0.113.1", "2001:db8::1"), "v=spf1 ip4:192.0.2.9 ip4:203.0.113.1 ip6:2001:db8::1 ~all", "mail of first.example comes from the office, too (messages: 1,200): the record authorises that as well"},
		"first record, a service":   {"first.example", sendgrid, "v=spf1 ip4:192.0.2.9 include:sendgrid.net ~all", "the record authorises that as well"},
		"a service's account":       {"first.example", account, "v=spf1 ip4:192.0.2.9 ~all", "and fails SPF with this record."},
		"too many lookups":          {"first.example", lookups, "v=spf1 ip4:192.0.2.9 ~all", "and fails SPF with this record. What authorises it: include:amazonses.com"},
		"first record, not known":   {"first.example", other("first.example", false, "203.0.113.1"), "v=spf1 ip4:192.0.2.9 ~all", "if that is yours, it fails SPF with this record. What authorises it: ip4:203.0.113.1"},
		"too many addresses":        {"first.example", many, "v=spf1 ip4:192.0.2.9 ~all", "and fails SPF with this record."},
		"private addresses":         {"first.example", other("first.example", true, "10.0.0.1"), "v=spf1 ip4:192.0.2.9 ~all", "and fails SPF with this record."},
		"the mail's own address":    {"first.example", other("first.example", true, "192.0.2.9"), "v=spf1 ip4:192.0.2.9 ~all", ""},
		"another domain's":          {"first.example", other("second.example", true, "203.0.113.1"), "v=spf1 ip4:192.0.2.9 ~all", ""},
		"repaired, and in it":       {"broken.example", other("broken.example", true, "203.0.113.1"), "v=spf1 ip4:203.0.113.1 ip4:203.0.113.2 ip4:192.0.2.9 ?all", ""},
		"repaired, and not in it":   {"broken.example", other("broken.example", true, "203.0.113.7"), "v=spf1 ip4:203.0.113.1 ip4:203.0.113.2 ip4:192.0.2.9 ip4:203.0.113.7 ?all", "the record authorises that as well"},
		"nothing changes for it":    {"valid.example", other("valid.example", true, "203.0.113.7"), "v=spf1 ip4:203.0.113.1 ip4:192.0.2.9 ~all", ""},
		"no address of it is known": {"first.example", other("first.example", true), "v=spf1 ip4:192.0.2.9 ~all", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := spfcheck.Checker{Exchanger: resolve.Offline(dnstest.Zone(t, othersZone))}
			rep, err := c.Check(t.Context(), spfcheck.Request{
				Source:  identity.Source{From: tt.domain, MailFrom: new("bounce@" + tt.domain)},
				Clients: []netip.Addr{netip.MustParseAddr("192.0.2.9")}, On: "2026-11-28", Others: []spfcheck.Sender{tt.other},
			})
			if err != nil || len(rep.Plan.Steps) == 0 {
				t.Fatal(err, rep)
			}
			step := rep.Plan.Steps[0]
			if got := step.Publish[0].Values; !slices.Equal(got, []string{tt.record}) {
				t.Errorf("published: %q, want %q", got, tt.record)
			}
			said := slices.ContainsFunc(step.Warnings, func(w i18n.Text) bool { return strings.Contains(w.EN, cmp.Or(tt.says, "the office")) })
			if said != (tt.says != "") {
				t.Errorf("said: %q", step.Warnings)
			}
		})
	}
}

// TestVeryManyOthers tries those of the domain, whichever come before them, and says where
// there are more.
func TestVeryManyOthers(t *testing.T) {
	var all []spfcheck.Sender
	for range 100 {
		all = append(all, other("second.example", true, "203.0.113.1"))
	}
	for range 51 {
		all = append(all, other("first.example", false, "203.0.113.1"))
	}
	c := spfcheck.Checker{Exchanger: resolve.Offline(dnstest.Zone(t, othersZone))}
	rep, err := c.Check(t.Context(), spfcheck.Request{
		Source:  identity.Source{From: "first.example", MailFrom: new("bounce@first.example")},
		Clients: []netip.Addr{netip.MustParseAddr("192.0.2.9")}, On: "2026-11-28", Others: all,
	})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, w := range rep.Plan.Steps[0].Warnings {
		said = append(said, w.EN)
	}
	text := strings.Join(said, "\n")
	for _, want := range []string{"comes from the office, too", "and 45 more", "more senders of first.example, for which this record wasn't tried: 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
