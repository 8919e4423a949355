package spfcheck_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

const rangesZone = `
$ORIGIN example.jp.
@        SOA ns hostmaster 1 3600 600 86400 60
mail     TXT "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 -all"
shop     TXT "v=spf1 -ip4:198.51.100.4/30 include:half.example.jp a:host.example.jp ip4:198.51.100.200 ~all"
shop     MX  10 host
half     TXT "v=spf1 ip4:198.51.100.0/25 -all"
host     A   198.51.100.130
macro    TXT "v=spf1 exists:%{i}.ok.example.jp -all"
macro    MX  10 host
1.100.51.198.ok A 127.0.0.2
198.51.100.1.ok A 127.0.0.2
nobody   TXT "v=spf1 -all"
amazonses.com. SOA ns hostmaster 1 3600 600 86400 60
amazonses.com. TXT "v=spf1 ip4:198.51.100.0/26 -all"
`

const tenIncludes = `
$ORIGIN example.jp.
@    SOA ns hostmaster 1 3600 600 86400 60
wide TXT "v=spf1 include:i0.example.jp include:i1.example.jp include:i2.example.jp include:i3.example.jp include:i4.example.jp include:i5.example.jp include:i6.example.jp include:i7.example.jp include:i8.example.jp include:amazonses.com -all"
wide MX  10 mail
i0   TXT "v=spf1 ip4:192.0.2.0/32 -all"
i1   TXT "v=spf1 ip4:192.0.2.1/32 -all"
i2   TXT "v=spf1 ip4:192.0.2.2/32 -all"
i3   TXT "v=spf1 ip4:192.0.2.3/32 -all"
i4   TXT "v=spf1 ip4:192.0.2.4/32 -all"
i5   TXT "v=spf1 ip4:192.0.2.5/32 -all"
i6   TXT "v=spf1 ip4:192.0.2.6/32 -all"
i7   TXT "v=spf1 ip4:192.0.2.7/32 -all"
i8   TXT "v=spf1 ip4:192.0.2.8/32 -all"
`

// judge checks mail from a domain, with an envelope that authorises 198.51.100.0/24.
func judge(t *testing.T, e resolve.Exchanger, req spfcheck.Request) (*spfcheck.Report, error) {
	t.Helper()
	z := dnstest.Zone(t, rangesZone)
	if e == nil {
		e = resolve.Offline(z)
	}
	req.On = "2026-11-21"
	return (&spfcheck.Checker{Exchanger: e}).Check(context.Background(), req)
}

func rangesOf(ranges ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, r := range ranges {
		out = append(out, netip.MustParsePrefix(r))
	}
	return out
}

func shop() identity.Source {
	return identity.Source{MailFrom: new("bounce@mail.example.jp"), From: "shop.example.jp"}
}

// TestRangesAreExact names every address of the range that fails.
func TestRangesAreExact(t *testing.T) {
	rep, err := judge(t, nil, spfcheck.Request{Source: shop(), Ranges: rangesOf("198.51.100.0/24")})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rep.Identities[1].Results {
		var list []string
		for _, p := range r.Ranges {
			list = append(list, p.String())
		}
		got[string(r.Result)] = r.Count + ": " + strings.Join(list, " ")
	}
	want := map[string]string{
		"fail": "4: 198.51.100.4/30",
		"pass": "126: 198.51.100.0/30 198.51.100.8/29 198.51.100.16/28 198.51.100.32/27 198.51.100.64/26 198.51.100.130/32 198.51.100.200/32",
	}
	for result, w := range want {
		if got[result] != w {
			t.Errorf("%s: got %s, want %s", result, got[result], w)
		}
	}
	v := verdict(t, rep, "docomo", "reject-all")
	if v.Outcome != carriers.Junk || v.Count != "130" || rep.Count != "256" {
		t.Errorf("docomo: %s for %s of %s", v.Outcome, v.Count, rep.Count)
	}
}

// TestRangesAgreeWithSingles judges addresses one by one, and in their range.
func TestRangesAgreeWithSingles(t *testing.T) {
	whole, err := judge(t, nil, spfcheck.Request{Source: shop(), Ranges: rangesOf("198.51.100.0/24")})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		a := netip.AddrFrom4([4]byte{198, 51, 100, byte(random.IntN(256))})
		one, err := judge(t, nil, spfcheck.Request{Source: shop(), Clients: []netip.Addr{a}})
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range whole.Identities {
			at := slices.IndexFunc(e.Results, func(r spfcheck.Result) bool {
				return slices.ContainsFunc(r.Ranges, func(p netip.Prefix) bool { return p.Contains(a) })
			})
			if at < 0 || e.Results[at].Result != one.Identities[i].Result {
				t.Errorf("%s, %s: %s alone, in the range %+v", a, e.Kind, one.Identities[i].Result, e.Results)
			}
		}
	}
}

// TestNothingNewIsAsked holds that the thirteen ranges of a service, against a
// record with ten includes, ask what one check asks, no more.
func TestNothingNewIsAsked(t *testing.T) {
	published, err := os.ReadFile("../testdata/zones/senders.zone")
	if err != nil {
		t.Fatal(err)
	}
	file := tenIncludes + string(published)
	z := dnstest.Zone(t, file)
	count := func(req spfcheck.Request) int {
		asked := 0
		e := resolve.Chain(resolve.Offline(z), resolve.Cache(), resolve.Observe(func(q dns.Question, _ *dns.Msg, _ error) {
			if q.Qtype != dns.TypeAAAA { // a range may have both families
				asked++
			}
		}))
		req.On = "2026-11-21"
		checker := spfcheck.Checker{Exchanger: e, Tuning: spfcheck.Tuning{VerdictsOnly: true}}
		if _, err := checker.Check(t.Context(), req); err != nil {
			t.Fatal(err)
		}
		return asked
	}
	src := shop()
	src.From = "wide.example.jp"
	src.MailFrom = new("bounce@amazonses.com")
	one := count(spfcheck.Request{Source: src, Clients: []netip.Addr{netip.MustParseAddr("54.240.8.40")}})
	use, err := senders.Parse("ses")
	if err != nil {
		t.Fatal(err)
	}
	whole := count(spfcheck.Request{Source: src, Via: &use})
	if whole > one {
		t.Errorf("%d questions for a service, %d for one address", whole, one)
	}
}

func TestVia(t *testing.T) {
	use, err := senders.Parse("ses")
	if err != nil {
		t.Fatal(err)
	}
	rep, err := judge(t, nil, spfcheck.Request{Source: identity.Source{From: "shop.example.jp"}, Via: &use})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Count != "64" || rep.Identities[0].Domain != "amazonses.com" {
		t.Errorf("%s addresses, envelope %s", rep.Count, rep.Identities[0].Domain)
	}
	if !slices.ContainsFunc(rep.Notes, func(n i18n.Text) bool { return strings.Contains(n.EN, "is assumed") }) {
		t.Errorf("it isn't said that the envelope is assumed: %v", rep.Notes)
	}
}

func TestEnvelopeRanges(t *testing.T) {
	rep, err := judge(t, nil, spfcheck.Request{Source: shop()})
	if err != nil {
		t.Fatal(err)
	}
	want := rangesOf("198.51.100.0/24", "2001:db8::/32")
	if !slices.Equal(rep.Ranges, want) {
		t.Errorf("judged %v, want %v", rep.Ranges, want)
	}
}

func TestSampledIsSaid(t *testing.T) {
	src := shop()
	src.From = "macro.example.jp"
	rep, err := judge(t, nil, spfcheck.Request{Source: src, Ranges: rangesOf("198.51.100.0/24")})
	if err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, rep, "docomo", "reject-all"); !v.Sampled || v.Outcome != carriers.Junk {
		t.Errorf("docomo: %s, sampled %v", v.Outcome, v.Sampled)
	}
}

// TestSamples: an address for each sample is asked of DNS, and where an identity's
// result can't differ from one to the next, once for all of them.
func TestSamples(t *testing.T) {
	for samples, want := range map[int]int{0: 16, 1: 1, 2: 2} {
		source := dnstest.NewSource(t, `
envelope.test. TXT "v=spf1 a:%{d2} -all"
from.test.     TXT "v=spf1 exists:%{i}.list.test -all"
198.51.100.0.list.test. A 127.0.0.2
`)
		req := spfcheck.Request{
			Source: identity.Source{MailFrom: new("a@envelope.test"), From: "a@from.test"},
			Ranges: rangesOf("198.51.100.0/24"), On: "2026-11-21",
		}
		c := spfcheck.Checker{Exchanger: source, Tuning: spfcheck.Tuning{Samples: samples, Prefetch: spfcheck.PrefetchNone, VerdictsOnly: true}}
		rep, err := c.Check(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		sampled := 0
		for question := range source.Asked {
			if strings.HasSuffix(question, ".list.test. A") {
				sampled++
			}
		}
		if v := verdict(t, rep, "docomo", "reject-all"); sampled != want || !v.Sampled {
			t.Errorf("%d samples: %d addresses are asked for, sampled %t", samples, sampled, v.Sampled)
		}
		if asked := source.Asked["envelope.test. A"]; asked > 2 { // to load the record, and to evaluate it
			t.Errorf("%d samples: the envelope's record is evaluated for each: %d questions", samples, asked)
		}
		if envelope := rep.Identities[0].Results; len(envelope) != 1 || envelope[0].Count != "256" {
			t.Errorf("%d samples: the envelope comes to %+v", samples, envelope)
		}
	}
}

func TestNoRanges(t *testing.T) {
	tests := []struct {
		name   string
		source identity.Source
		failed bool
		want   string
	}{
		{"authorises nobody", identity.Source{MailFrom: new("a@nobody.example.jp")}, false, "authorises nobody"},
		{"no record", identity.Source{MailFrom: new("a@host.example.jp")}, false, "no SPF record"},
		{"DNS failed", identity.Source{MailFrom: new("a@elsewhere.example.net")}, true, "DNS failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := judge(t, nil, spfcheck.Request{Source: tt.source})
			var no *spfcheck.RangeError
			if !errors.As(err, &no) || no.DNSFailed != tt.failed || !strings.Contains(no.Error(), tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
