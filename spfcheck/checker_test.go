package spfcheck_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"spfcheck/carriers"
	"spfcheck/spfcheck"
	"spfcheck/spfcheck/identity"
	"spfcheck/spfcheck/resolve"
)

const zone = `
$ORIGIN example.jp.
mail      TXT "v=spf1 ip4:203.0.113.25 -all"
shop      TXT "v=spf1 ip4:203.0.113.25 -all"
shop      A   203.0.113.10
weak      TXT "v=spf1 mx ~all"
weak      MX  10 mail
mail      A   203.0.113.99
moved     TXT "v=spf1 redirect=shop.example.jp"
open      TXT "v=spf1 a:none.shop.example.jp"
silent    MX  10 mail
broken    TXT "v=spf1 ipv4:203.0.113.25 -all"
twice     TXT "v=spf1 -all"
twice     TXT "v=spf1 +all"
`

func check(t *testing.T, c spfcheck.Checker, req spfcheck.Request, addresses ...string) *spfcheck.Report {
	t.Helper()
	z, err := resolve.ParseZone(strings.NewReader(zone), "test.zone")
	if err != nil {
		t.Fatal(err)
	}
	c.Exchanger = resolve.Offline(z)
	for _, a := range addresses {
		req.Clients = append(req.Clients, netip.MustParseAddr(a))
	}
	rep, err := c.Check(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func from(domain string) spfcheck.Request {
	return spfcheck.Request{Source: identity.Source{MailFrom: new("bounce@mail.example.jp"), From: domain}, On: "2026-11-21"}
}

// verdict finds the verdict of a setting.
func verdict(t *testing.T, rep *spfcheck.Report, carrier, setting string) spfcheck.Verdict {
	t.Helper()
	i := slices.IndexFunc(rep.Verdicts, func(v spfcheck.Verdict) bool { return v.Carrier == carrier && v.Setting == setting })
	if i < 0 {
		t.Fatalf("no verdict of %s:%s", carrier, setting)
	}
	return rep.Verdicts[i]
}

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
		before, err := resolve.ParseZone(strings.NewReader(zone), "test.zone")
		if err != nil {
			t.Fatal(err)
		}
		after, err := resolve.ParseZone(strings.NewReader(proposal), "proposal.zone")
		if err != nil {
			t.Fatal(err)
		}
		req := from(domain)
		req.Clients = []netip.Addr{netip.MustParseAddr("203.0.113.25")}
		c := spfcheck.Checker{Exchanger: resolve.Chain(resolve.Offline(before), resolve.Overlay(after))}
		rep, err = c.Check(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		if rep.Worst != carriers.Deliver || len(rep.Advice) > 0 {
			t.Errorf("%s: with %s: worst %s, advice %v", domain, proposal, rep.Worst, rep.Advice)
		}
	}
}

// TestAddressesDiffer sends from an address that passes and from one that fails.
func TestAddressesDiffer(t *testing.T) {
	rep := check(t, spfcheck.Checker{}, from("shop.example.jp"), "203.0.113.25", "198.51.100.7", "198.51.100.8")
	header := rep.Identities[1]
	if header.Kind != identity.From || header.Result != spfcheck.Mixed || len(header.Results) != 2 {
		t.Errorf("header From: %+v", header)
	}
	v := verdict(t, rep, "docomo", "reject-all")
	want := []netip.Addr{netip.MustParseAddr("198.51.100.7"), netip.MustParseAddr("198.51.100.8")}
	if v.Outcome != carriers.Junk || !slices.Equal(v.Addresses, want) {
		t.Errorf("docomo: %s for %v, want junk for %v", v.Outcome, v.Addresses, want)
	}
}

// TestWhyUnknown holds that unknown always says why.
func TestWhyUnknown(t *testing.T) {
	tests := []struct {
		name    string
		checker spfcheck.Checker
		request spfcheck.Request
		carrier string
		setting string
		want    string
	}{
		{"DNS failed", spfcheck.Checker{}, from("elsewhere.example.net"), "docomo", "reject-all", "DNS failed"},
		{"no rule for the result", spfcheck.Checker{}, from("weak.example.jp"), "softbank", "on", "no source says what happens on softfail"},
		{"no identity", spfcheck.Checker{}, spfcheck.Request{Source: identity.Source{From: "shop.example.jp"}}, "au", "high", "--mail-from"},
		{"weak basis", spfcheck.Checker{MinBasis: carriers.Observed}, from("silent.example.jp"), "softbank", "on", "only claimed"},
		{"silent carrier", spfcheck.Checker{Profiles: []*carriers.Profile{carriers.ByID("uq")}}, from("shop.example.jp"), "uq", "undocumented", "no source says"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := verdict(t, check(t, tt.checker, tt.request, "203.0.113.25"), tt.carrier, tt.setting)
			if v.Outcome != carriers.Unknown || !strings.Contains(v.Why.EN, tt.want) || !v.Why.Complete() {
				t.Errorf("%s because %q, want unknown because %q", v.Outcome, v.Why.EN, tt.want)
			}
		})
	}
}

// TestReferenceIsNeverJudged sends what only the reference would deliver.
func TestReferenceIsNeverJudged(t *testing.T) {
	rep := check(t, spfcheck.Checker{}, from("silent.example.jp"), "203.0.113.25")
	v := verdict(t, rep, "reference", "spf")
	if v.Outcome != carriers.Deliver || v.Judged {
		t.Errorf("reference: %s, judged %v", v.Outcome, v.Judged)
	}
	for _, c := range rep.Carriers {
		if c.Carrier == "reference" {
			t.Error("the reference is among the carriers")
		}
	}
}

func TestSettingsChangeWhatIsJudged(t *testing.T) {
	medium := []carriers.SettingID{{Carrier: "au", Setting: "medium"}}
	rep := check(t, spfcheck.Checker{Settings: medium}, from("silent.example.jp"), "203.0.113.25")
	if v := verdict(t, rep, "au", "medium"); !v.Judged || v.Outcome != carriers.Deliver {
		t.Errorf("au:medium: judged %v, %s", v.Judged, v.Outcome)
	}
	if v := verdict(t, rep, "au", "high"); v.Judged {
		t.Error("au:high is judged as well")
	}
}

func TestNoClient(t *testing.T) {
	_, err := (&spfcheck.Checker{}).Check(context.Background(), from("shop.example.jp"))
	if !errors.Is(err, spfcheck.ErrNoClient) {
		t.Errorf("got %v", err)
	}
}
