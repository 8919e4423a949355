package spfcheck_test

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// saysOf is what a plan says of a domain: the record to publish, or the texts.
func saysOf(p *spfcheck.Plan, domain string) string {
	var all []string
	for _, s := range p.Steps {
		for _, set := range s.Publish {
			if set.Name == domain || set.Name == "_dmarc."+domain {
				all = append(all, set.Values[len(set.Values)-1])
			}
		}
		all = append(all, s.Text.EN)
	}
	for _, open := range p.Open {
		all = append(all, open.EN)
	}
	return strings.Join(all, "\n")
}

func TestPlan(t *testing.T) {
	tests := []struct {
		name, domain string
		addresses    []string
		want         string // the record, or a part of the text
	}{
		{"no record", "silent.example.jp", []string{"198.51.100.7", "2001:db8::7"}, "v=spf1 ip4:198.51.100.7 ip6:2001:db8::7 ~all"},
		{"another domain's record that passes isn't borrowed", "silent.example.jp", []string{"203.0.113.25"}, "v=spf1 ip4:203.0.113.25 ~all"},
		{"in front of all", "weak.example.jp", []string{"203.0.113.25"}, "v=spf1 mx ip4:203.0.113.25 ~all"},
		{"in front of redirect", "moved.example.jp", []string{"198.51.100.7"}, "v=spf1 ip4:198.51.100.7 redirect=shop.example.jp"},
		{"at the end", "open.example.jp", []string{"198.51.100.7"}, "v=spf1 a:none.shop.example.jp ip4:198.51.100.7"},
		{"two DMARC records, of which none counts", "dual.example.jp", []string{"203.0.113.25"}, "v=DMARC1; p=none"},
		{"two DMARC records", "dual.example.jp", []string{"203.0.113.25"}, "publish one DMARC record for dual.example.jp"},
		{"a carrier's own domain", "docomo.ne.jp", []string{"203.0.113.25"}, "use a From address at a domain of your own"},
		{"a CNAME", "alias.example.jp", []string{"203.0.113.25"}, "alias.example.jp is a CNAME to silent.example.jp"},
		{"outside the zone files", "elsewhere.example.net", []string{"203.0.113.25"}, "elsewhere.example.net is in none of the zone files (offline): add one that has it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep := check(t, spfcheck.Checker{}, from(tt.domain), tt.addresses...)
			if got := saysOf(rep.Plan, tt.domain); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestPlanIsTrue takes the steps one after the other, and holds that each comes to
// what was said of it, and that the last ends in delivery.
func TestPlanIsTrue(t *testing.T) {
	for _, domain := range []string{"silent.example.jp", "weak.example.jp", "gone.example.jp"} {
		req := from(domain)
		req.Clients = []netip.Addr{netip.MustParseAddr("203.0.113.25")}
		rep := check(t, spfcheck.Checker{}, req)
		exchanger := resolve.Offline(dnstest.Zone(t, zone))
		for _, s := range rep.Plan.Steps {
			for _, set := range s.Publish {
				exchanger = resolve.Chain(exchanger, resolve.Overlay(dnstest.Zone(t, strings.Join(set.Lines(), "\n"))))
			}
			if strings.HasPrefix(s.ID, "mx ") {
				exchanger = resolve.Chain(exchanger, resolve.Overlay(dnstest.Zone(t, s.Domain+". MX 10 mx."+s.Domain+".")))
			}
			if s.By == spfcheck.AtService {
				req.Signers = append(req.Signers, s.Domain)
			}
			got, err := (&spfcheck.Checker{Exchanger: exchanger}).Check(context.Background(), req)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Carriers, s.After) {
				t.Errorf("%s: after %q: %v, and it was said: %v", domain, s.Text.EN, got.Carriers, s.After)
			}
		}
		if last := rep.Plan.Steps[len(rep.Plan.Steps)-1]; !rep.Plan.Complete || !rep.Plan.Safe || worst(last.After) != carriers.Deliver {
			t.Errorf("%s: %+v", domain, rep.Plan)
		}
	}
}

func worst(list []spfcheck.CarrierOutcome) carriers.Outcome {
	w := carriers.Deliver
	for _, c := range list {
		w = carriers.Worst(w, c.Outcome)
	}
	return w
}

func TestNothingToDo(t *testing.T) {
	req := from("signed.example.jp")
	req.Signers = []string{"signed.example.jp"}
	rep := check(t, spfcheck.Checker{}, req, "203.0.113.25")
	if rep.Worst != carriers.Deliver || !rep.Plan.Complete || len(rep.Plan.Steps)+len(rep.Plan.Open) > 0 {
		t.Errorf("worst %s, plan %+v", rep.Worst, rep.Plan)
	}
}

// TestLines holds that a record of any length can be pasted into a zone file.
func TestLines(t *testing.T) {
	var terms []string
	for i := range 60 {
		terms = append(terms, "ip4:198.51.100."+strconv.Itoa(i))
	}
	long := "v=spf1 " + strings.Join(terms, " ") + ` "\` + " ~all"
	set := spfcheck.RRset{Name: "big.example.jp", Type: "TXT", Values: []string{long}}
	z := dnstest.Zone(t, strings.Join(set.Lines(), "\n"))
	texts, err := resolve.Lookup{Exchanger: resolve.Offline(z)}.TXTStrings(context.Background(), "big.example.jp")
	if err != nil || strings.Join(texts[0], "") != long {
		t.Fatalf("%v: got %q, want %q", err, texts, long)
	}
	for _, s := range texts[0] {
		if len(s) > 255 || (strings.HasSuffix(s, " ") == (s == texts[0][len(texts[0])-1])) {
			t.Errorf("a string of %d bytes, cut badly: %q", len(s), s)
		}
	}
}

// TestFixedIsNotPlanned holds that what an earlier step has fixed isn't planned
// again: with an SPF record the domain exists.
func TestFixedIsNotPlanned(t *testing.T) {
	req := spfcheck.Request{Source: identity.Source{MailFrom: new("a@gone.example.jp"), From: "gone.example.jp"}, On: "2026-11-21"}
	rep := check(t, spfcheck.Checker{}, req, "203.0.113.25")
	ids := map[string]int{}
	for _, s := range rep.Plan.Steps {
		ids[s.ID]++
	}
	if len(ids) != 3 || len(rep.Plan.Steps) != 3 || !rep.Plan.Complete {
		t.Errorf("%+v", rep.Plan.Steps)
	}
}
