package render_test

import (
	"bytes"
	"net/netip"
	"testing"
	"unicode"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const lintZone = `
$ORIGIN example.jp.
@     SOA ns hostmaster 1 3600 600 86400 60
ok    TXT "v=spf1 a mx include:part.example.jp " "include:%{l}.example.jp redirect=part.example.jp"
ok    TXT "other \027[31m"
ok    MX 10 mail
mail  A 203.0.113.25
part  TXT "v=spf1 ip4:192.0.2.0 ip4:192.0.2.2 ip4:192.0.2.4 ip4:192.0.2.6 ip4:192.0.2.8 include:ok.example.jp include:elsewhere.example ~all"
two   TXT "v=spf1 -all"
two   TXT "v=spf1 +all"
s1._domainkey.ok TXT "v=DKIM1; p=AAAA"
_dmarc.ok TXT "v=DMARC1; p=none"
`

// lintReports are reports of domains that have something to show.
func lintReports(t *testing.T) map[string]*lint.Report {
	t.Helper()
	z := dnstest.Zone(t, lintZone)
	reports := map[string]*lint.Report{"hostile": hostileLint()}
	for _, domain := range []string{"ok.example.jp", "two.example.jp", "none.example.jp", "elsewhere.example"} {
		rep, err := lint.Domain(t.Context(), resolve.Offline(z), lint.Request{Domain: domain, Selectors: []string{"s1"}})
		if err != nil {
			t.Fatal(err)
		}
		reports[domain] = rep
	}
	return reports
}

// hostileLint is a report whose every string is hostile, in a deep tree.
func hostileLint() *lint.Report {
	const hostile = "a\x1b]0;title\x07b\u202ec\u200bd\u009be\ufefff\xffg\nh\ri\"%\\"
	text := i18n.Text{EN: hostile, JA: hostile}
	node := &lint.Node{Domain: hostile, Record: hostile, ProblemText: text, Terms: []lint.Term{}}
	for range 12 {
		term := lint.Term{
			Term: hostile, Target: hostile, Own: 1, Subtree: 1_000_000, Total: 1_000_000, Voids: []string{"IPv4", "IPv6"},
			Loop: true, Seen: true, Gap: "message", Problem: text, Child: node,
		}
		node = &lint.Node{Domain: hostile, Record: hostile, Terms: []lint.Term{term}}
	}
	return &lint.Report{
		Version: lint.Version, Domain: hostile, Tree: node,
		Texts:   []lint.Text{{Strings: []string{hostile, hostile}, SPF: true}, {Strings: []string{hostile}}},
		Servers: []lint.Server{{Name: hostile, Texts: []string{hostile}}, {Name: hostile, Texts: []string{}, Error: hostile}},
		Lookups: lint.Lookups{Count: 1_000_000, Limit: 10, Over: true, Partial: true},
		Voids:   lint.Voids{Lookups: []lint.Void{{Name: hostile, Type: "A", Families: []string{"IPv4"}, Domain: hostile, Term: hostile}}},
		Authorised: lint.Authorised{
			IPv4: lint.Ranges{Addresses: "0", Ranges: []netip.Prefix{}},
			IPv6: lint.Ranges{Addresses: "340282366920938463463374607431768211456", Ranges: []netip.Prefix{netip.MustParsePrefix("::/0")}},
			Gaps: []lint.Gap{{Domain: hostile, Term: hostile, Why: "message"}},
		},
		DMARC:    lint.DMARC{RecordAt: hostile, Records: []string{hostile}, Status: "unusable", Problem: text},
		DKIM:     []lint.Key{{Selector: hostile, Name: hostile, Key: dkim.Key{Text: hostile, Type: hostile}}, {Key: dkim.Key{Problem: text}}},
		Findings: []rules.Finding{{Code: "SPF001", Severity: rules.Error, Domain: hostile, Record: hostile + hostile, Offset: 30, End: len(hostile), Message: text, Effect: text, Fix: text, Source: hostile}},
		Failures: []lint.Failure{{Name: hostile, Type: "TXT", Problem: text}},
	}
}

func renderLint(t *testing.T, name string, o render.Options, reports ...*lint.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format(t, name).Lint(&b, o, reports); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestLintFits shows the reports in every language within the page, and nothing
// in them raw.
func TestLintFits(t *testing.T) {
	for name, rep := range lintReports(t) {
		for _, l := range languages {
			t.Run(name+"/"+l.Code, func(t *testing.T) {
				got := renderLint(t, "text", render.Options{Language: l}, rep)
				fitsPage(t, got)
				for _, r := range string(got) {
					if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
						t.Fatalf("%U in\n%s", r, got)
					}
				}
			})
		}
	}
}

// TestLintColor makes sure that colour is all that it adds.
func TestLintColor(t *testing.T) {
	for name, rep := range lintReports(t) {
		plain := string(renderLint(t, "text", render.Options{}, rep))
		if got := sequences.Replace(string(renderLint(t, "text", render.Options{Color: true}, rep))); got != plain {
			t.Errorf("%s: colour changes the text:\n%s", name, got)
		}
	}
}
