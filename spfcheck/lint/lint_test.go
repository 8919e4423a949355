package lint_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const lintZone = `
$ORIGIN example.jp.
@         SOA ns hostmaster 1 3600 600 86400 60
@         NS  ns
ns        A   192.0.2.53
news      TXT "v=spf1 include:part.example.jp a:gone.example.jp " "redirect=end.example.jp"
news      TXT "another"
part      TXT "v=spf1 ip4:192.0.2.0/24 mx:none.example.jp exists:%{i}.example.jp include:news.example.jp -all"
end       TXT "v=spf1 ip6:2001:db8::/32 a:ns.example.jp ~all"
_dmarc.news TXT "v=DMARC1; p=none"
_dmarc.news TXT "v=DMARC1; p=reject"
s1._domainkey.news TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
xn--wgv71a TXT "v=spf1 -all"
`

func lintDomain(t *testing.T, e resolve.Exchanger, req lint.Request) *lint.Report {
	t.Helper()
	rep, err := lint.Domain(t.Context(), e, req)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func offline(t *testing.T, zone string) resolve.Exchanger {
	t.Helper()
	z := dnstest.Zone(t, zone)
	return resolve.Offline(z)
}

// TestDomain looks at everything that a report says of one domain.
func TestDomain(t *testing.T) {
	rep := lintDomain(t, offline(t, lintZone), lint.Request{Domain: "News.example.jp.", Selectors: []string{"s1", "s2"}})
	if rep.Domain != "news.example.jp" || rep.DNSFailed || len(rep.Failures) > 0 {
		t.Errorf("%q, failures %v", rep.Domain, rep.Failures)
	}
	wantTexts := []lint.Text{
		{Strings: []string{"v=spf1 include:part.example.jp a:gone.example.jp ", "redirect=end.example.jp"}, SPF: true},
		{Strings: []string{"another"}},
	}
	if diff := cmp.Diff(wantTexts, rep.Texts); diff != "" {
		t.Errorf("texts (-want +got)\n%s", diff)
	}
	wantLookups := lint.Lookups{Count: 7, Limit: 10, Over: true, Endless: true}
	if diff := cmp.Diff(wantLookups, rep.Lookups); diff != "" {
		t.Errorf("lookups (-want +got)\n%s", diff)
	}
	wantVoids := lint.Voids{Limit: 2, IPv4: 2, IPv6: 3, Maybe: 1, Lookups: []lint.Void{
		{Name: "none.example.jp", Type: "MX", Families: []string{"IPv4", "IPv6"}, Domain: "part.example.jp", Term: "mx:none.example.jp"},
		{Name: "%{i}.example.jp", Type: "A", Families: []string{"IPv4", "IPv6"}, Domain: "part.example.jp", Term: "exists:%{i}.example.jp", Maybe: true},
		{Name: "gone.example.jp", Type: "A", Families: []string{"IPv4"}, Domain: "news.example.jp", Term: "a:gone.example.jp"},
		{Name: "gone.example.jp", Type: "AAAA", Families: []string{"IPv6"}, Domain: "news.example.jp", Term: "a:gone.example.jp"},
		{Name: "ns.example.jp", Type: "AAAA", Families: []string{"IPv6"}, Domain: "end.example.jp", Term: "a:ns.example.jp"},
	}}
	if diff := cmp.Diff(wantVoids, rep.Voids); diff != "" {
		t.Errorf("voids (-want +got)\n%s", diff)
	}
	wantGaps := []lint.Gap{{Domain: "part.example.jp", Term: "exists:%{i}.example.jp", Why: tree.PerAddress}}
	if a := rep.Authorised; a.Complete || !slices.Equal(a.Gaps, wantGaps) || a.IPv4.Addresses != "256" {
		t.Errorf("authorised %+v", a)
	}
	if d := rep.DMARC; d.RecordAt != "news.example.jp" || len(d.Records) != 2 || !d.Problem.Complete() {
		t.Errorf("DMARC %+v", d)
	}
	if k := rep.DKIM; len(k) != 2 || k[0].Type != "ed25519" || k[0].Bits != 256 || k[0].Problem.Complete() || !k[1].Problem.Complete() {
		t.Errorf("DKIM %+v", k)
	}
	if rep.Worst != rules.Error || !slices.ContainsFunc(rep.Findings, func(f rules.Finding) bool { return f.Code == "DMARC003" }) {
		t.Errorf("worst %q of %+v", rep.Worst, rep.Findings)
	}
}

// TestTree holds how the terms are nested, and what is said of each.
func TestTree(t *testing.T) {
	rep := lintDomain(t, offline(t, lintZone), lint.Request{Domain: "news.example.jp"})
	var lines []string
	var walk func(n *lint.Node, indent string)
	walk = func(n *lint.Node, indent string) {
		for _, term := range n.Terms {
			if got := n.Record[term.Offset:term.End]; got != term.Term {
				t.Errorf("%q is at the place of %q", got, term.Term)
			}
			line := indent + term.Term
			if term.Loop {
				line += " loop"
			}
			lines = append(lines, line)
			if term.Child != nil {
				walk(term.Child, indent+"  ")
			}
		}
	}
	walk(rep.Tree, "")
	want := []string{
		"include:part.example.jp",
		"  ip4:192.0.2.0/24",
		"  mx:none.example.jp",
		"  exists:%{i}.example.jp",
		"  include:news.example.jp loop",
		"  -all",
		"a:gone.example.jp",
		"redirect=end.example.jp",
		"  ip6:2001:db8::/32",
		"  a:ns.example.jp",
		"  ~all",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestServices names the service where the records of one begin, and not again
// within them.
func TestServices(t *testing.T) {
	rep := lintDomain(t, offline(t, `
example.jp. SOA ns.example.jp. hostmaster.example.jp. 1 3600 600 86400 60
example.jp. TXT "v=spf1 include:sendgrid.net include:_spf.example.jp redirect=_spf.ocnk.net"
_spf.example.jp. TXT "v=spf1 include:spf.sendinblue.com ?all"
sendgrid.net. TXT "v=spf1 include:ab.sendgrid.net ?all"
`), lint.Request{Domain: "example.jp"})
	got := map[string]string{}
	var walk func(n *lint.Node)
	walk = func(n *lint.Node) {
		for _, term := range n.Terms {
			got[term.Term] = term.Service.EN
			if term.Child != nil {
				walk(term.Child)
			}
		}
	}
	walk(rep.Tree)
	want := map[string]string{
		"include:sendgrid.net": "SendGrid", "include:ab.sendgrid.net": "",
		"include:_spf.example.jp": "", "include:spf.sendinblue.com": "Brevo",
		"redirect=_spf.ocnk.net": "Ochanoko-net", "?all": "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestIgnore leaves findings out of what counts.
func TestIgnore(t *testing.T) {
	all := lintDomain(t, offline(t, lintZone), lint.Request{Domain: "news.example.jp"})
	var codes []string
	for _, f := range all.Findings {
		codes = append(codes, f.Code)
	}
	rep := lintDomain(t, offline(t, lintZone), lint.Request{Domain: "news.example.jp", Ignore: codes})
	if len(rep.Findings) > 0 || rep.Worst != "" || rep.Ignored != len(all.Findings) {
		t.Errorf("%d findings, %d ignored, worst %q", len(rep.Findings), rep.Ignored, rep.Worst)
	}
}

// TestNames takes an IDN, and refuses what is no domain.
func TestNames(t *testing.T) {
	if rep := lintDomain(t, offline(t, lintZone), lint.Request{Domain: "日本.example.jp"}); rep.Domain != "xn--wgv71a.example.jp" || rep.Tree.Problem != "" {
		t.Errorf("%q: %q", rep.Domain, rep.Tree.Problem)
	}
	_, err := lint.Domain(t.Context(), offline(t, lintZone), lint.Request{Domain: "a..b"})
	if _, ok := errors.AsType[*input.Error](err); !ok {
		t.Errorf("a..b: %v", err)
	}
}

// TestFailures makes DNS fail at each place that is looked at.
func TestFailures(t *testing.T) {
	for name, want := range map[string]string{
		"news.example.jp.":               "news.example.jp TXT, news.example.jp A, news.example.jp MX",
		"part.example.jp.":               "part.example.jp TXT",
		"gone.example.jp.":               "gone.example.jp A, gone.example.jp AAAA",
		"_dmarc.news.example.jp.":        "_dmarc.news.example.jp TXT",
		"s1._domainkey.news.example.jp.": "s1._domainkey.news.example.jp TXT",
		"elsewhere.example.":             "",
	} {
		t.Run(name, func(t *testing.T) {
			rep := lintDomain(t, dnstest.Failing(offline(t, lintZone), name), lint.Request{Domain: "news.example.jp", Selectors: []string{"s1"}})
			var got []string
			for _, f := range rep.Failures {
				got = append(got, f.Name+" "+f.Type)
				if !f.Problem.Complete() {
					t.Errorf("%s: the problem is missing in a language", f.Name)
				}
			}
			if strings.Join(got, ", ") != want || rep.DNSFailed != (want != "") {
				t.Errorf("failed %v: %q, want %q", rep.DNSFailed, strings.Join(got, ", "), want)
			}
		})
	}
}

// TestAuthoritative asks the zone's own servers only where it is wanted.
func TestAuthoritative(t *testing.T) {
	e := offline(t, lintZone)
	if rep := lintDomain(t, e, lint.Request{Domain: "news.example.jp"}); rep.Servers != nil {
		t.Errorf("unasked: %+v", rep.Servers)
	}
	var asked []string
	rep := lintDomain(t, e, lint.Request{Domain: "news.example.jp", Authoritative: func(server string) (resolve.Exchanger, error) {
		asked = append(asked, server)
		return e, nil
	}})
	if !slices.Equal(asked, []string{"192.0.2.53"}) || len(rep.Servers) != 1 || len(rep.Servers[0].Texts) != 2 {
		t.Errorf("asked %v: %+v", asked, rep.Servers)
	}
}
