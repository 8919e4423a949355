package dmarc_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// zone is the whole of DNS: what isn't in it doesn't exist.
const zone = `. SOA . . 1 1 1 1 1
_dmarc.example.co.jp.      TXT "v=DMARC1; p=reject; " "sp=quarantine"
shop.example.co.jp.        A   192.0.2.1
_dmarc.own.example.co.jp.  TXT "v=DMARC1; p=none"
_dmarc.city.kawasaki.jp.   TXT "v=DMARC1; p=quarantine"
_dmarc.foo.blogspot.com.   TXT "v=DMARC1; p=reject"
_dmarc.blogspot.com.       TXT "v=DMARC1; p=none"
_dmarc.xn--wgv71a.jp.      TXT "v=DMARC1; p=reject"
_dmarc.co.jp.              TXT "v=DMARC1; p=none; psd=y"
_dmarc.np.example.         TXT "v=DMARC1; p=none; sp=quarantine; np=reject"
a.np.example.              A   192.0.2.1
*.same.example.            A   192.0.2.1
_dmarc.same.example.       TXT "v=DMARC1; p=none; np=none"
*.wild.example.            TXT "v=DMARC1; p=quarantine"
_dmarc.two.example.        TXT "v=DMARC1; p=none"
_dmarc.two.example.        TXT "v=DMARC1; p=reject"
_dmarc.sub.two.example.    TXT "v=DMARC1; p=none;"
_dmarc.sub.two.example.    TXT "v=DMARC1; p=none"
_dmarc.other.example.      TXT "v=spf1 -all"
_dmarc.other.example.      TXT "v=DMARC1; p=reject"
_dmarc.broken.example.     TXT "v=DMARC1 p=reject"
_dmarc.sub.broken.example. TXT "v=dmarc1; p=reject"
_dmarc.nop.example.        TXT "v=DMARC1; sp=reject"
_dmarc.rua.example.        TXT "v=DMARC1; p=rejct; rua=mailto:a@rua.example"
_dmarc.alias.example.      CNAME _dmarc.example.co.jp.
`

// exchanger is a resolve.Exchanger that a test writes out.
type exchanger func(ctx context.Context, q dns.Question) (*dns.Msg, error)

func (e exchanger) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) { return e(ctx, q) }

// lookupIn is DNS that knows one zone file. Names with servfail in them are as
// they say, and so is halfserved itself, but not what is below it. The questions are added to asked.
func lookupIn(t testing.TB, text string, asked *[]string) resolve.Lookup {
	t.Helper()
	z := dnstest.Zone(t, text)
	source := resolve.Offline(z)
	return resolve.Lookup{Exchanger: exchanger(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
		if asked != nil {
			*asked = append(*asked, strings.TrimSuffix(q.Name, "."))
		}
		if strings.Contains(q.Name, "servfail") || strings.HasPrefix(q.Name, "halfserved.") {
			return &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, Rcode: dns.RcodeServerFailure}}, nil
		}
		return source.Exchange(ctx, q)
	})}
}

// discoveries are From domains and what is found for them in zone.
var discoveries = []struct {
	from   string
	status dmarc.Status
	domain string
	policy string // with its tag
	exists dmarc.Existence
	asked  int
}{
	{"example.co.jp", dmarc.Found, "example.co.jp", "reject p", "", 1},
	{"Example.co.jp.", dmarc.Found, "example.co.jp", "reject p", "", 1},
	{"shop.example.co.jp", dmarc.Found, "example.co.jp", "quarantine sp", "", 2},
	{"a.b.c.example.co.jp", dmarc.Found, "example.co.jp", "quarantine sp", "", 2},
	{"own.example.co.jp", dmarc.Found, "own.example.co.jp", "none p", "", 1},
	{"sub.own.example.co.jp", dmarc.Found, "example.co.jp", "quarantine sp", "", 2}, // no tree walk
	{"unpublished.co.jp", dmarc.Missing, "", " ", "", 1},                            // nor a look at the public suffix
	{"city.kawasaki.jp", dmarc.Found, "city.kawasaki.jp", "quarantine p", "", 1},
	{"www.city.kawasaki.jp", dmarc.Found, "city.kawasaki.jp", "quarantine p", "", 2},
	{"shop.kawasaki.jp", dmarc.Missing, "", " ", "", 1},
	{"foo.blogspot.com", dmarc.Found, "foo.blogspot.com", "reject p", "", 1},
	{"bar.blogspot.com", dmarc.Missing, "", " ", "", 1},
	{"xn--wgv71a.jp", dmarc.Found, "xn--wgv71a.jp", "reject p", "", 1},
	{"co.jp", dmarc.Found, "co.jp", "none p", "", 1},
	{"jp", dmarc.Missing, "", " ", "", 1},
	{"localhost", dmarc.Missing, "", " ", "", 1},
	{"", dmarc.Missing, "", " ", "", 0},
	{strings.Repeat("a", 64) + ".jp", dmarc.Missing, "", " ", "", 0},
	{"a.np.example", dmarc.Found, "np.example", "quarantine sp", dmarc.Exists, 3},
	{"b.np.example", dmarc.Found, "np.example", "reject np", dmarc.DoesNotExist, 3},
	{"halfserved.np.example", dmarc.Found, "np.example", "quarantine sp", dmarc.ExistsUnknown, 3},
	{"np.example", dmarc.Found, "np.example", "none p", "", 1},
	{"servfail-a.np.example", dmarc.DNSFailed, "", " ", "", 1},
	{"a.same.example", dmarc.Found, "same.example", "none p", "", 2},
	{"a.wild.example", dmarc.Found, "a.wild.example", "quarantine p", "", 1},
	{"two.example", dmarc.Several, "two.example", " ", "", 1},
	{"sub.two.example", dmarc.Several, "sub.two.example", " ", "", 1},
	{"other.example", dmarc.Found, "other.example", "reject p", "", 1},
	{"sub.broken.example", dmarc.Missing, "", " ", "", 2},
	{"nop.example", dmarc.Unusable, "nop.example", " ", "", 1},
	{"rua.example", dmarc.Found, "rua.example", "none ", "", 1},
	{"alias.example", dmarc.Found, "alias.example", "reject p", "", 1},
	{"servfail.example.co.jp", dmarc.DNSFailed, "", " ", "", 1},
	{"shop.servfail.jp", dmarc.DNSFailed, "", " ", "", 1},
}

func TestDiscover(t *testing.T) {
	for _, c := range discoveries {
		var asked []string
		d := dmarc.Discover(t.Context(), lookupIn(t, zone, &asked), c.from)
		policy, tag := d.Record.For(d.Scope())
		got := fmt.Sprint(d.Status, "|", d.Domain, "|", policy, tag, "|", d.Existence, "|", len(asked))
		want := fmt.Sprint(c.status, "|", c.domain, "|", strings.Replace(c.policy, " ", "", 1), "|", c.exists, "|", c.asked)
		if got != want {
			t.Errorf("%q: %s, want %s; asked %v", c.from, got, want, asked)
		}
		if d.Problem.Complete() == (d.Status == dmarc.Found && tag != "") {
			t.Errorf("%q: %s, problem %q", c.from, d.Status, d.Problem)
		}
	}
}

// TestDiscoverKeeps has the records that don't count, for those who ask why.
func TestDiscoverKeeps(t *testing.T) {
	d := dmarc.Discover(t.Context(), lookupIn(t, zone, nil), "sub.broken.example")
	var got []string
	for _, r := range d.Discarded {
		got = append(got, r.Text, r.Errors[0].Likely)
	}
	want := []string{"v=dmarc1; p=reject", "v=DMARC1", "v=DMARC1 p=reject", "v=DMARC1; p=reject"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d := dmarc.Discover(t.Context(), lookupIn(t, zone, nil), "two.example"); len(d.Records) != 2 || d.Record.Text != "" {
		t.Errorf("%+v", d)
	}
	many := ". SOA . . 1 1 1 1 1\n"
	for i := range 50 {
		many += fmt.Sprintf("_dmarc.many.example. TXT \"v=DMARC1; p=none; pct=%d\"\n_dmarc.many.example. TXT \"%d\"\n", i, i)
	}
	if d := dmarc.Discover(t.Context(), lookupIn(t, many, nil), "many.example"); len(d.Records) != 10 || len(d.Discarded) != 10 {
		t.Errorf("%d records, %d discarded", len(d.Records), len(d.Discarded))
	}
}

func TestDiscoverCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	lookup := resolve.Lookup{Exchanger: exchanger(func(ctx context.Context, _ dns.Question) (*dns.Msg, error) {
		return nil, ctx.Err()
	})}
	if d := dmarc.Discover(ctx, lookup, "example.jp"); d.Status != dmarc.DNSFailed || !d.Problem.Complete() {
		t.Errorf("%+v", d)
	}
}

func TestReportAuthorization(t *testing.T) {
	var asked []string
	lookup := lookupIn(t, `. SOA . . 1 1 1 1 1
_dmarc.example.jp. TXT "v=DMARC1; p=none; rua=mailto:a@example.jp,mailto:b@sub.example.jp,mailto:c@takes.example,mailto:d@not.example,mailto:e@not.example; ruf=mailto:f@wild.example,mailto:g@servfail.example,mailto:h@text.example"
example.jp._report._dmarc.takes.example. TXT "v=DMARC1"
example.jp._report._dmarc.takes.example. TXT "something else"
*._report._dmarc.wild.example.           TXT "v=DMARC1; rua=mailto:x@wild.example"
example.jp._report._dmarc.text.example.  TXT "yes"
`, &asked)
	d := dmarc.Discover(t.Context(), lookup, "shop.example.jp")
	asked = nil
	var got []string
	for _, a := range dmarc.ReportAuthorization(t.Context(), lookup, d) {
		got = append(got, a.Report.Address+" "+string(a.Permission))
		if a.Problem.Complete() == (a.Permission == dmarc.Allowed) {
			t.Errorf("%+v", a)
		}
	}
	want := []string{
		"c@takes.example allowed", "d@not.example denied", "e@not.example denied",
		"f@wild.example allowed", "g@servfail.example unknown", "h@text.example denied",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(asked) != 5 || asked[0] != "example.jp._report._dmarc.takes.example" {
		t.Errorf("asked %v", asked)
	}
}

func TestReportAuthorizationIsBounded(t *testing.T) {
	text := "v=DMARC1; p=none; rua=mailto:a@d0.example"
	for i := range 30 {
		text += fmt.Sprintf(",mailto:a@d%d.example", i+1)
	}
	var asked []string
	d := dmarc.Discovery{From: "example.jp", Domain: "example.jp", Record: dmarc.Parse(text)}
	all := dmarc.ReportAuthorization(t.Context(), lookupIn(t, zone, &asked), d)
	if len(all) != 31 || len(asked) != 10 || all[30].Permission != dmarc.AllowedUnknown {
		t.Errorf("%d addresses, %d questions, %+v", len(all), len(asked), all[30])
	}
}
