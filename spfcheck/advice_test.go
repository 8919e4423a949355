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

func TestAdvice(t *testing.T) {
	tests := []struct {
		name, domain string
		addresses    []string
		want         string // the record, or a part of the text
	}{
		{"no record, and the envelope's passes", "silent.example.jp", []string{"203.0.113.25"}, "v=spf1 include:mail.example.jp ~all"},
		{"no record, and nothing passes", "silent.example.jp", []string{"198.51.100.7", "2001:db8::7"}, "v=spf1 ip4:198.51.100.7 ip6:2001:db8::7 ~all"},
		{"in front of all", "weak.example.jp", []string{"203.0.113.25"}, "v=spf1 mx include:mail.example.jp ~all"},
		{"in front of redirect", "moved.example.jp", []string{"198.51.100.7"}, "v=spf1 ip4:198.51.100.7 redirect=shop.example.jp"},
		{"at the end", "open.example.jp", []string{"198.51.100.7"}, "v=spf1 a:none.shop.example.jp ip4:198.51.100.7"},
		{"a syntax error", "broken.example.jp", []string{"203.0.113.25"}, "repair the SPF record of broken.example.jp"},
		{"two records", "twice.example.jp", []string{"203.0.113.25"}, "2 SPF records"},
		{"two DMARC records", "dual.example.jp", []string{"203.0.113.25"}, "repair DMARC at dual.example.jp"},
		{"a carrier's own domain", "docomo.ne.jp", []string{"203.0.113.25"}, "use a sender address at a domain of your own"},
		{"a CNAME", "alias.example.jp", []string{"203.0.113.25"}, "alias.example.jp is a CNAME to silent.example.jp"},
		{"DNS trouble", "elsewhere.example.net", []string{"203.0.113.25"}, "check the name servers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep := check(t, spfcheck.Checker{}, from(tt.domain), tt.addresses...)
			i := slices.IndexFunc(rep.Advice, func(a spfcheck.Advice) bool { return a.Domain == tt.domain })
			if i < 0 {
				t.Fatalf("no advice for %s: %+v", tt.domain, rep.Advice)
			}
			if a := rep.Advice[i]; a.Record != tt.want && !strings.Contains(a.Text.EN, tt.want) {
				t.Errorf("got %q, %q; want %q", a.Record, a.Text.EN, tt.want)
			}
		})
	}
}

// TestAdviceIsTrue publishes what is advised and looks whether it helps.
func TestAdviceIsTrue(t *testing.T) {
	for _, domain := range []string{"silent.example.jp", "weak.example.jp"} {
		rep := check(t, spfcheck.Checker{}, from(domain), "203.0.113.25")
		proposal := domain + `. TXT "` + rep.Advice[0].Record + `"`
		before := dnstest.Zone(t, zone)
		after := dnstest.Zone(t, proposal)
		req := from(domain)
		req.Clients = []netip.Addr{netip.MustParseAddr("203.0.113.25")}
		c := spfcheck.Checker{Exchanger: resolve.Chain(resolve.Offline(before), resolve.Overlay(after))}
		rep, err := c.Check(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		if !rep.Worst.Delivered() {
			t.Errorf("%s: with %s: worst %s", domain, proposal, rep.Worst)
		}
	}
}

// TestAdviceIsTried holds that the steps end in delivery, and that each says
// what was found when it was tried.
func TestAdviceIsTried(t *testing.T) {
	rep := check(t, spfcheck.Checker{}, from("silent.example.jp"), "203.0.113.25")
	last := rep.Advice[len(rep.Advice)-1]
	if len(last.After) != 3 {
		t.Fatalf("the last step was not tried: %+v", last)
	}
	for _, c := range last.After {
		if c.Outcome != carriers.Deliver {
			t.Errorf("%s: %s after %q", c.Carrier, c.Outcome, last.Text.EN)
		}
	}
}

func TestNothingToAdvise(t *testing.T) {
	req := from("signed.example.jp")
	req.Signers = []string{"signed.example.jp"}
	rep := check(t, spfcheck.Checker{}, req, "203.0.113.25")
	if rep.Worst != carriers.Deliver || len(rep.Advice) > 0 {
		t.Errorf("worst %s, advice %+v", rep.Worst, rep.Advice)
	}
}

// TestZoneLine holds that a proposal of any length can be pasted into a zone file.
func TestZoneLine(t *testing.T) {
	var terms []string
	for i := range 60 {
		terms = append(terms, "ip4:198.51.100."+strconv.Itoa(i))
	}
	long := "v=spf1 " + strings.Join(terms, " ") + " ~all"
	file := zone + "big TXT \"" + long[:200] + "\" \"" + long[200:400] + "\" \"" + long[400:600] + "\" \"" + long[600:800] + "\" \"" + long[800:] + "\"\nbig MX 10 mail\n"
	z := dnstest.Zone(t, file)
	req := from("big.example.jp")
	req.Clients = []netip.Addr{netip.MustParseAddr("203.0.113.25")}
	rep, err := (&spfcheck.Checker{Exchanger: resolve.Offline(z)}).Check(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	proposal := dnstest.Zone(t, rep.Advice[0].Line)
	texts, err := resolve.Lookup{Exchanger: resolve.Offline(proposal)}.TXTStrings(context.Background(), "big.example.jp")
	if err != nil || strings.Join(texts[0], "") != rep.Advice[0].Record {
		t.Fatalf("%v: got %q, want %q", err, texts, rep.Advice[0].Record)
	}
	for _, s := range texts[0] {
		if len(s) > 255 || (strings.HasSuffix(s, " ") == (s == texts[0][len(texts[0])-1])) {
			t.Errorf("a string of %d bytes, cut badly: %q", len(s), s)
		}
	}
}

// TestMendedIsNotAdvised holds that what an earlier step has mended isn't advised
// again: with an SPF record the domain exists.
func TestMendedIsNotAdvised(t *testing.T) {
	req := spfcheck.Request{Source: identity.Source{MailFrom: new("a@gone.example.jp"), From: "gone.example.jp"}, On: "2026-11-21"}
	rep := check(t, spfcheck.Checker{}, req, "203.0.113.25")
	for _, a := range rep.Advice {
		if strings.Contains(a.Text.EN, "some DNS record") {
			t.Errorf("still advised: %q", a.Text.EN)
		}
	}
	if len(rep.Advice) == 0 || worst(rep.Advice[len(rep.Advice)-1].After) != carriers.Deliver {
		t.Errorf("the last step doesn't end in delivery: %+v", rep.Advice)
	}
}

func worst(list []spfcheck.CarrierOutcome) carriers.Outcome {
	w := carriers.Deliver
	for _, c := range list {
		w = carriers.Worst(w, c.Outcome)
	}
	return w
}
