package spfcheck_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

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
		{"no identity", spfcheck.Checker{}, spfcheck.Request{Source: identity.Source{From: "shop.example.jp"}}, "au", "high", "give it with mail-from"},
		{"weak basis", spfcheck.Checker{MinBasis: carriers.Observed}, from("silent.example.jp"), "softbank", "on", "only claimed"},
		{"silent carrier", spfcheck.Checker{Profiles: []*carriers.Profile{carriers.ByID("uq")}}, from("shop.example.jp"), "uq", "undocumented", "says nothing of SPF or DMARC"},
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

// TestGmailIsShown sends what Gmail alone would deliver: it is judged only where it
// is asked for.
func TestGmailIsShown(t *testing.T) {
	for _, profiles := range [][]*carriers.Profile{nil, {carriers.Reference}} {
		rep := check(t, spfcheck.Checker{Profiles: profiles}, from("silent.example.jp"), "203.0.113.25")
		v := verdict(t, rep, "gmail", "senders")
		if v.Outcome != carriers.Deliver || v.Judged != (profiles != nil) {
			t.Errorf("gmail: %s, judged %v, of %d chosen", v.Outcome, v.Judged, len(profiles))
		}
		among := slices.ContainsFunc(rep.Carriers, func(c spfcheck.CarrierOutcome) bool { return c.Carrier == "gmail" })
		if among != (profiles != nil) {
			t.Errorf("gmail is among the carriers: %v, of %d chosen", among, len(profiles))
		}
	}
}

// TestGmailAndDMARC sends mail that passes SPF on the envelope From alone, under
// each policy of the header From's domain.
func TestGmailAndDMARC(t *testing.T) {
	for name, want := range map[string]carriers.Outcome{
		"asks-nothing": carriers.Deliver, "quarantines": carriers.Junk, "rejects": carriers.Reject,
		"rejects-half": carriers.Unknown, "tests": carriers.Unknown, "asks-nothing-half": carriers.Deliver,
	} {
		v := verdict(t, check(t, spfcheck.Checker{}, from(name+".example.jp"), "203.0.113.25"), "gmail", "senders")
		if v.Outcome != want {
			t.Errorf("%s: %s (%s), want %s", name, v.Outcome, v.Rule, want)
		}
	}
}

// TestIPv6 holds that au, whose rules are documented for IPv4, is judged by the
// IPv4 addresses where there are any, and by none where there are none.
func TestIPv6(t *testing.T) {
	const four, six = "203.0.113.25", "2001:db8::25"
	noted := func(rep *spfcheck.Report) bool {
		return slices.ContainsFunc(rep.Notes, func(n i18n.Text) bool { return strings.HasPrefix(n.EN, "au is judged by the IPv4") })
	}
	both := check(t, spfcheck.Checker{}, from("shop.example.jp"), four, six)
	if v := verdict(t, both, "au", "high"); v.Outcome != carriers.Deliver || len(v.Addresses) != 1 || !noted(both) {
		t.Errorf("both: %s for %v, noted %v", v.Outcome, v.Addresses, noted(both))
	}
	if v := verdict(t, both, "docomo", "reject-all"); v.Outcome == carriers.Deliver {
		t.Error("both: docomo looks at every address")
	}
	alone := check(t, spfcheck.Checker{}, from("shop.example.jp"), six)
	if v := verdict(t, alone, "au", "high"); v.Outcome != carriers.Unknown || !strings.Contains(v.Why.EN, "IPv6") || noted(alone) {
		t.Errorf("IPv6 alone: %s because %q, noted %v", v.Outcome, v.Why.EN, noted(alone))
	}
	if v := verdict(t, alone, "au", "omakase"); v.Outcome != carriers.Deliver {
		t.Errorf("IPv6 alone: omakase looks at DMARC, and is %s", v.Outcome)
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

// TestDMARCDecides takes the signature away: the policy is reject.
func TestDMARCDecides(t *testing.T) {
	rep := check(t, spfcheck.Checker{}, from("signed.example.jp"), "203.0.113.25")
	if v := verdict(t, rep, "docomo", "dmarc"); v.Outcome != carriers.Reject || v.DMARC != carriers.DMARCFailReject {
		t.Errorf("docomo: %s, DMARC %s", v.Outcome, v.DMARC)
	}
	if v := verdict(t, rep, "docomo", "reject-all"); v.Outcome != carriers.Deliver {
		t.Errorf("docomo's SPF filter: %s", v.Outcome)
	}
}

// TestAssumedIsSaid holds that a signature nobody verified is called assumed.
func TestAssumedIsSaid(t *testing.T) {
	req := from("signed.example.jp")
	req.Signers = []string{"signed.example.jp"}
	rep := check(t, spfcheck.Checker{}, req, "203.0.113.25")
	if len(rep.DKIM) != 1 || !rep.DKIM[0].Assumed || !rep.DMARC.Results[0].Assumed {
		t.Errorf("DKIM %+v, DMARC %+v", rep.DKIM, rep.DMARC.Results)
	}
}

// TestFactsOfTheMail holds the rules that look at more than who sends.
func TestFactsOfTheMail(t *testing.T) {
	long := strings.Repeat("x", 65) + "@shop.example.jp"
	tests := []struct {
		name    string
		request spfcheck.Request
		carrier string
		want    string // rule
	}{
		{"a long local part", from(long), "docomo", "docomo/system/sender-local"},
		{"neither A nor MX", from("moved.example.jp"), "docomo", "docomo/system/unreachable"},
		{"neither A nor MX", from("moved.example.jp"), "au", "au/system/unreachable"},
		{"too large", spfcheck.Request{Source: identity.Source{From: "shop.example.jp"}, Size: 4 << 20}, "au", "au/system/size"},
		{"no such envelope domain", spfcheck.Request{Source: identity.Source{
			MailFrom: new("bounce@gone.example.jp"), From: "shop.example.jp",
		}}, "softbank", "softbank/system/no-domain"},
		{"a long line", mail("Message-ID: <1@shop.example.jp>\nFrom: a@shop.example.jp\n\n" + strings.Repeat("x", 1200)), "docomo", "docomo/system/line"},
		{"no Message-ID", mail("From: a@shop.example.jp\n\nhello\n"), "softbank", "softbank/system/message-id"},
		{"an unqualified To", mail("From: a@shop.example.jp\nTo: root\n\nhello\n"), "au", "au/system/qualified"},
		{"a To that can't be read", mail("From: a@shop.example.jp\nTo: a b@example.jp\n\nhello\n"), "au", "au/system/malformed"},
		{"nothing", mail("Message-ID: <1@shop.example.jp>\nFrom: a@shop.example.jp\nTo: b@au.com\n\nhello\n"), "au", "au/system/deliver"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := verdict(t, check(t, spfcheck.Checker{}, tt.request, "203.0.113.25"), tt.carrier, "system")
			if v.Rule != tt.want {
				t.Errorf("got %s, want %s", v.Rule, tt.want)
			}
		})
	}
}

func mail(text string) spfcheck.Request {
	return spfcheck.Request{Source: identity.Source{MailFrom: new("bounce@mail.example.jp")}, Mail: strings.NewReader(text)}
}

// TestDNSErrorIsNoVerdict takes DNS away from everything but SPF and DMARC.
func TestDNSErrorIsNoVerdict(t *testing.T) {
	z := dnstest.Zone(t, zone)
	req := from("signed.example.jp")
	req.Signers = []string{"signed.example.jp"}
	req.Clients = []netip.Addr{netip.MustParseAddr("203.0.113.25")}
	rep, err := (&spfcheck.Checker{Exchanger: onlyTXT{resolve.Offline(z)}}).Check(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	for _, setting := range []string{"docomo:system", "au:system", "docomo:existing-only"} {
		carrier, id, _ := strings.Cut(setting, ":")
		if v := verdict(t, rep, carrier, id); v.Outcome != carriers.Unknown {
			t.Errorf("%s: %s by %s", setting, v.Outcome, v.Rule)
		}
	}
	if v := verdict(t, rep, "docomo", "reject-all"); v.Outcome != carriers.Deliver {
		t.Errorf("docomo:reject-all: %s", v.Outcome)
	}
}

// onlyTXT fails for every other type.
type onlyTXT struct{ resolve.Exchanger }

func (o onlyTXT) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	if q.Qtype != dns.TypeTXT {
		return nil, errors.New("no answer")
	}
	return o.Exchanger.Exchange(ctx, q)
}

// TestOneDomain: identities of one domain share an evaluation, but where the record
// asks for the local part.
func TestOneDomain(t *testing.T) {
	source := dnstest.NewSource(t, `
shared.test.      TXT "v=spf1 a:mail.shared.test -all"
own.test.         TXT "v=spf1 exists:%{l}.own.test -all"
bounce.own.test.  A 127.0.0.2
`)
	for domain, want := range map[string]struct{ envelope, from spf.Result }{
		"shared.test": {spf.Fail, spf.Fail},
		"own.test":    {spf.Pass, spf.Fail},
	} {
		rep, err := (&spfcheck.Checker{
			Exchanger: source, Tuning: spfcheck.Tuning{Prefetch: spfcheck.PrefetchNone, VerdictsOnly: true, LookedAtOnly: true},
		}).Check(t.Context(), spfcheck.Request{
			Source:  identity.Source{MailFrom: new("bounce@" + domain), From: "info@" + domain, Helo: "helo." + domain},
			Clients: []netip.Addr{netip.MustParseAddr("192.0.2.1")},
		})
		if err != nil {
			t.Fatal(err)
		}
		results := map[identity.Kind]spf.Result{}
		for _, id := range rep.Identities {
			results[id.Kind] = id.Result
		}
		if results[identity.MailFrom] != want.envelope || results[identity.From] != want.from || results[identity.PRA] != want.from {
			t.Errorf("%s: %v, want %v", domain, results, want)
		}
	}
	if n := source.Asked["mail.shared.test. A"]; n != 1 {
		t.Errorf("the address of the shared domain is asked for %d times: %v", n, source.Asked)
	}
	if n := source.Asked["helo.shared.test. TXT"]; n != 0 {
		t.Errorf("HELO is asked for, at which nobody looks")
	}
}

// TestLookedAtOnly leaves out verdicts that aren't judged, and changes nothing of the others.
func TestLookedAtOnly(t *testing.T) {
	source := dnstest.NewSource(t, `
pass.test.        TXT "v=spf1 ip4:192.0.2.1 -all"
fail.test.        TXT "v=spf1 -all"
none.test.        A   192.0.2.1
broken.test.      TXT "v=spf1 ip4:192.0.2.1 ~al"
_dmarc.fail.test. TXT "v=DMARC1; p=reject"
`)
	for _, domain := range []string{"pass.test", "fail.test", "none.test", "broken.test", "nowhere.test"} {
		var reports [2]*spfcheck.Report
		for i, only := range []bool{false, true} {
			checker := &spfcheck.Checker{Exchanger: source, Tuning: spfcheck.Tuning{VerdictsOnly: true, LookedAtOnly: only}}
			rep, err := checker.Check(t.Context(), spfcheck.Request{
				Source:  identity.Source{MailFrom: new("bounce@" + domain), From: "info@" + domain, Helo: "helo." + domain},
				Clients: []netip.Addr{netip.MustParseAddr("192.0.2.1")},
			})
			if err != nil {
				t.Fatal(err)
			}
			reports[i] = rep
		}
		judged := slices.DeleteFunc(reports[0].Verdicts, func(v spfcheck.Verdict) bool { return !v.Judged })
		if diff := cmp.Diff(judged, reports[1].Verdicts, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
			t.Errorf("%s (-all +looked at only):\n%s", domain, diff)
		}
		if diff := cmp.Diff(reports[0].Carriers, reports[1].Carriers); diff != "" {
			t.Errorf("%s (-all +looked at only):\n%s", domain, diff)
		}
	}
}

// TestNobodyLooksAtHelo is what Tuning.LookedAtOnly rests on.
func TestNobodyLooksAtHelo(t *testing.T) {
	for _, p := range carriers.All {
		for _, f := range p.Filters {
			for _, s := range f.Settings {
				if slices.ContainsFunc(s.Looks, func(l carriers.Look) bool { return l.Identity == identity.Helo || l.Else == identity.Helo }) {
					t.Errorf("%s looks at HELO", s.ID)
				}
			}
		}
	}
}
