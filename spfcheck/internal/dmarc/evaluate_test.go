package dmarc_test

import (
	"slices"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
)

// found is a discovery for from of a record at its organizational domain.
func found(from, record string) dmarc.Discovery {
	organizational, _ := dmarc.OrganizationalDomain(from)
	return dmarc.Discovery{
		From: from, Organizational: organizational, Status: dmarc.Found,
		Domain: organizational, Record: dmarc.Parse(record),
	}
}

func mailFrom(domain string, result spf.Result) []dmarc.SPFIdentity {
	return []dmarc.SPFIdentity{{Kind: identity.MailFrom, Domain: domain, Result: result}}
}

// from is the From domain of evaluations.
const from = "shop.example.jp"

// evaluations are what comes of a record at example.jp.
var evaluations = []struct {
	record     string
	identities []dmarc.SPFIdentity
	signatures []dmarc.Signature
	result     dmarc.Result
	policy     dmarc.Policy
	reason     string
}{
	{
		"p=reject", mailFrom("bounce.example.jp", spf.Pass), nil, dmarc.Pass, "reject",
		"SPF passes for bounce.example.jp, which is aligned with shop.example.jp",
	},
	{
		"p=reject", mailFrom("amazonses.com", spf.Pass), nil, dmarc.Fail, "reject",
		"SPF passes for amazonses.com, which isn't aligned with shop.example.jp; there is no DKIM signature",
	},
	{
		"p=reject; aspf=s", mailFrom("example.jp", spf.Pass), nil, dmarc.Fail, "reject",
		"SPF passes for example.jp, which isn't aligned with shop.example.jp (aspf=s demands the same domain); there is no DKIM signature",
	},
	{
		"p=none; aspf=s", mailFrom(from, spf.Pass), nil, dmarc.Pass, "none",
		"SPF passes for shop.example.jp, which is aligned with shop.example.jp",
	},
	{
		"p=quarantine", mailFrom(from, spf.SoftFail), nil, dmarc.Fail, "quarantine",
		"SPF gives softfail for shop.example.jp, which would be aligned with shop.example.jp; there is no DKIM signature",
	},
	{
		"p=quarantine", mailFrom("amazonses.com", spf.Fail),
		[]dmarc.Signature{{Domain: "example.jp", Result: dkim.Pass}},
		dmarc.Pass, "quarantine",
		"the DKIM signature of example.jp passes and is aligned with shop.example.jp",
	},
	{
		"p=quarantine; adkim=s", nil,
		[]dmarc.Signature{{Domain: "example.jp", Result: dkim.Pass}},
		dmarc.Fail, "quarantine",
		"no envelope domain has an SPF result; the DKIM signature of example.jp passes, but isn't aligned with shop.example.jp (adkim=s demands the same domain)",
	},
	{
		"p=quarantine", nil,
		[]dmarc.Signature{{Domain: "amazonses.com", Result: dkim.Pass}, {Domain: "example.jp", Result: dkim.Fail}},
		dmarc.Fail, "quarantine",
		"no envelope domain has an SPF result; the DKIM signature of example.jp, which would be aligned with shop.example.jp, gives fail (other signatures that don't help either: 1)",
	},
	{
		"p=reject", nil,
		[]dmarc.Signature{{Domain: "example.jp", Result: dkim.Pass, Assumed: true}},
		dmarc.Pass, "reject",
		"the DKIM signature of example.jp, which is assumed to pass, is aligned with shop.example.jp",
	},
	{
		"p=reject", nil,
		[]dmarc.Signature{{Domain: "example.com", Result: dkim.Pass, Assumed: true}},
		dmarc.Fail, "reject",
		"no envelope domain has an SPF result; the DKIM signature of example.com, which is assumed to pass, isn't aligned with shop.example.jp",
	},
	{
		"p=reject",
		[]dmarc.SPFIdentity{{Kind: identity.Helo, Domain: from, Result: spf.Pass}, {Kind: identity.From, Domain: from, Result: spf.Pass}},
		nil, dmarc.Fail, "reject", "no envelope domain has an SPF result; there is no DKIM signature",
	},
	{
		"p=reject", mailFrom(from, spf.TempError), nil, dmarc.TempError, "",
		"SPF gives temperror for shop.example.jp, which would be aligned with shop.example.jp",
	},
	{
		"p=reject", mailFrom("example.com", spf.TempError), nil, dmarc.Fail, "reject",
		"SPF gives temperror for example.com, which isn't aligned with shop.example.jp either; there is no DKIM signature",
	},
	{
		"p=reject", mailFrom(from, spf.TempError),
		[]dmarc.Signature{{Domain: from, Result: dkim.Pass}},
		dmarc.Pass, "reject",
		"the DKIM signature of shop.example.jp passes and is aligned with shop.example.jp",
	},
	{
		"p=reject", mailFrom(from, eval.Unknown), nil, dmarc.Unknown, "reject",
		"SPF for shop.example.jp, which would be aligned with shop.example.jp, is unknown; there is no DKIM signature",
	},
	{
		"p=reject", mailFrom("example.com", eval.Unknown), nil, dmarc.Fail, "reject",
		"SPF gives unknown for example.com, which isn't aligned with shop.example.jp either; there is no DKIM signature",
	},
	{
		"p=reject", mailFrom("", eval.Unknown), nil, dmarc.Unknown, "reject",
		"the envelope From, for which SPF may pass, is not given; there is no DKIM signature",
	},
	{
		"p=reject", mailFrom("", eval.Unknown),
		[]dmarc.Signature{{Domain: from, Result: dkim.Pass}},
		dmarc.Pass, "reject",
		"the DKIM signature of shop.example.jp passes and is aligned with shop.example.jp",
	},
	{
		"p=reject", nil,
		[]dmarc.Signature{{Domain: from, Result: dkim.TempError}},
		dmarc.TempError, "",
		"the DKIM signature of shop.example.jp, which would be aligned with shop.example.jp, gives temperror",
	},
	{
		"p=reject; sp=none", nil, nil, dmarc.Fail, "none",
		"no envelope domain has an SPF result; there is no DKIM signature",
	},
	{
		"p=reject; t=y", nil,
		[]dmarc.Signature{{Domain: "evil\n\x1b[31m.example", Result: dkim.PermError}},
		dmarc.Fail, "quarantine",
		`no envelope domain has an SPF result; the DKIM signature of "evil\n\x1b[31m.example" gives permerror, and isn't aligned with shop.example.jp either`,
	},
	{
		"p=none", nil,
		[]dmarc.Signature{{Domain: "first.example", Result: dkim.Fail}, {Domain: "second.example", Result: dkim.Fail}},
		dmarc.Fail, "none",
		"no envelope domain has an SPF result; the DKIM signature of first.example gives fail, and isn't aligned with shop.example.jp either (other signatures that don't help either: 1)",
	},
	{
		"p=quarantine; t=y", nil, nil, dmarc.Fail, "none",
		"no envelope domain has an SPF result; there is no DKIM signature",
	},
}

func TestEvaluate(t *testing.T) {
	for _, c := range evaluations {
		e := dmarc.Evaluate(found(from, "v=DMARC1; "+c.record), c.identities, c.signatures)
		if e.Result != c.result || e.Policy != c.policy || e.Reason.EN != c.reason {
			t.Errorf("%q %v %v:\ngot  %s %s %q\nwant %s %s %q", c.record, c.identities, c.signatures,
				e.Result, e.Policy, e.Reason.EN, c.result, c.policy, c.reason)
		}
		checkEvaluation(t, e)
	}
}

// checkEvaluation holds what is true of every evaluation.
func checkEvaluation(t *testing.T, e dmarc.Evaluation) {
	t.Helper()
	if !e.Reason.Complete() || strings.Contains(e.Reason.EN+e.Reason.JA, "%!") {
		t.Errorf("reason %+v", e.Reason)
	}
	if (e.Passing >= 0) != (e.Result == dmarc.Pass) {
		t.Errorf("%s by %d", e.Result, e.Passing)
	}
	if (e.Policy == "") == slices.Contains([]dmarc.Result{dmarc.Pass, dmarc.Fail, dmarc.Unknown}, e.Result) {
		t.Errorf("%s with policy %q", e.Result, e.Policy)
	}
	for _, id := range e.Identifiers {
		if !id.Why.Complete() || strings.Contains(id.Why.EN+id.Why.JA, "%!") || id.Mode == "" {
			t.Errorf("%+v", id)
		}
	}
}

func TestEvaluateDiscoveries(t *testing.T) {
	for from, want := range map[string]string{
		"example.co.jp":        "fail reject p",
		"shop.example.co.jp":   "fail quarantine sp",
		"b.np.example":         "fail reject np",
		"unpublished.co.jp":    "none  ",
		"two.example":          "none  ",
		"broken.example":       "none  ",
		"nop.example":          "permerror  ",
		"rua.example":          "fail none ",
		"servfail.example.com": "temperror  ",
	} {
		d := dmarc.Discover(t.Context(), lookupIn(t, zone, nil), from)
		e := dmarc.Evaluate(d, mailFrom("amazonses.com", spf.Pass), nil)
		if got := string(e.Result) + " " + string(e.Policy) + " " + e.Tag; got != want {
			t.Errorf("%q: %q, want %q", from, got, want)
		}
		checkEvaluation(t, e)
	}
	checkEvaluation(t, dmarc.Evaluate(dmarc.Discover(t.Context(), lookupIn(t, zone, nil), ""), nil, nil))
}

func TestEvaluatePercent(t *testing.T) {
	for _, c := range []struct {
		record       string
		policy, rest dmarc.Policy
		percent      int
	}{
		{"p=reject", "reject", "quarantine", 100},
		{"p=reject; pct=20", "reject", "quarantine", 20},
		{"p=quarantine; pct=0", "quarantine", "none", 0},
		{"p=reject; pct=50; t=y", "quarantine", "none", 50},
	} {
		e := dmarc.Evaluate(found("example.jp", "v=DMARC1; "+c.record), nil, nil)
		if e.Policy != c.policy || e.Rest != c.rest || e.Percent != c.percent {
			t.Errorf("%q: %s, %s, %d", c.record, e.Policy, e.Rest, e.Percent)
		}
	}
}

func TestEvaluateExistenceUnknown(t *testing.T) {
	d := found("shop.example.jp", "v=DMARC1; p=none; np=reject")
	d.Existence = dmarc.ExistsUnknown
	if e := dmarc.Evaluate(d, nil, nil); e.Result != dmarc.TempError || e.Policy != "" {
		t.Errorf("%+v", e)
	}
	if e := dmarc.Evaluate(d, mailFrom("example.jp", spf.Pass), nil); e.Result != dmarc.Pass || e.Policy != "none" {
		t.Errorf("%+v", e)
	}
}

// TestAssumed wants a verified signature in preference to an assumed one.
func TestAssumed(t *testing.T) {
	assumed := dmarc.Signature{Domain: "example.jp", Result: dkim.Pass, Assumed: true}
	verified := dmarc.Signature{Domain: "example.jp", Result: dkim.Pass}
	d := found("example.jp", "v=DMARC1; p=reject")
	if e := dmarc.Evaluate(d, nil, []dmarc.Signature{assumed, verified}); e.Assumed() || e.Passing != 1 {
		t.Errorf("%+v", e)
	}
	for _, second := range []dmarc.Signature{assumed, verified} { // of two that are as good, the first
		if e := dmarc.Evaluate(d, nil, []dmarc.Signature{verified, second}); e.Assumed() || e.Passing != 0 {
			t.Errorf("%+v", e)
		}
	}
	if e := dmarc.Evaluate(d, nil, []dmarc.Signature{assumed}); !e.Assumed() {
		t.Errorf("%+v", e)
	}
}
