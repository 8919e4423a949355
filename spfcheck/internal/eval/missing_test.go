package eval_test

import (
	"net/netip"
	"testing"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
)

const missingZone = `
a.test.      TXT "v=spf1 ip4:192.0.2.1 exists:%{h}.x.test -all"
l.test.      TXT "v=spf1 ip4:192.0.2.1 exists:%{L}.x.test -all"
s.test.      TXT "v=spf1 a:%{s} -all"
o.test.      TXT "v=spf1 a:%{o}.x.test -all"
d.test.      TXT "v=spf1 a:%{d}.x.test -all"
deep.test.   TXT "v=spf1 include:deep1.test ~all"
deep1.test.  TXT "v=spf1 include:deep2.test ?all"
deep2.test.  TXT "v=spf1 ip4:192.0.2.1 mx:%{h1} -all"
red.test.    TXT "v=spf1 redirect=%{h}.x.test ip4:192.0.2.1"
exp.test.    TXT "v=spf1 ip4:192.0.2.1 -all exp=%{h}.x.test"
text.test.   TXT "v=spf1 ip4:192.0.2.1 -all exp=why.test"
why.test.    TXT "not from %{h}"
other.test.  TXT "v=spf1 ip4:192.0.2.1 -all modifier=%{h}"
behind.test. TXT "v=spf1 exists:%{h}.x.test ip4:192.0.2.1 -all"
both.test.   TXT "v=spf1 exists:%{l}.%{h}.x.test -all"
bad.test.    TXT "v=spf1 exists:%{h}.x.test foo:bar -all"
many.test.   TXT "v=spf1 a:1.x.test a:2.x.test a:3.x.test exists:%{h}.x.test -all"
servfail-first.test. TXT "v=spf1 include:servfail.test exists:%{h}.x.test -all"
`

// TestMissing evaluates without a HELO name, and with a domain for a sender.
func TestMissing(t *testing.T) {
	helo, local := eval.Missing{Helo: true}, eval.Missing{Local: true}
	for _, tt := range []struct {
		domain, client string
		want           spf.Result
		missing        eval.Missing
	}{
		{"a.test", "192.0.2.1", spf.Pass, eval.Missing{}}, // it matches before
		{"a.test", "192.0.2.2", eval.Unknown, helo},
		{"l.test", "192.0.2.1", spf.Pass, eval.Missing{}},
		{"l.test", "192.0.2.2", eval.Unknown, local},
		{"s.test", "192.0.2.2", eval.Unknown, local},
		{"o.test", "192.0.2.2", spf.Fail, eval.Missing{}},
		{"d.test", "192.0.2.2", spf.Fail, eval.Missing{}},
		{"deep.test", "192.0.2.1", spf.Pass, eval.Missing{}},
		{"deep.test", "192.0.2.2", eval.Unknown, helo},
		{"red.test", "192.0.2.1", spf.Pass, eval.Missing{}}, // redirect comes last
		{"red.test", "192.0.2.2", eval.Unknown, helo},
		{"exp.test", "192.0.2.2", spf.Fail, eval.Missing{}}, // exp has no part in the result
		{"text.test", "192.0.2.2", spf.Fail, eval.Missing{}},
		{"other.test", "192.0.2.2", spf.Fail, eval.Missing{}},
		{"behind.test", "192.0.2.1", eval.Unknown, helo},
		{"both.test", "192.0.2.2", eval.Unknown, eval.Missing{Helo: true, Local: true}},
		{"bad.test", "192.0.2.2", spf.PermError, eval.Missing{}},  // whatever HELO is
		{"many.test", "192.0.2.2", spf.PermError, eval.Missing{}}, // three void lookups come before
		{"servfail-first.test", "192.0.2.2", spf.TempError, eval.Missing{}},
	} {
		t.Run(tt.domain+" "+tt.client, func(t *testing.T) {
			e := eval.Evaluator{Exchanger: faulty(t, missingZone)}
			req := eval.Request{Client: netip.MustParseAddr(tt.client), Sender: "postmaster@" + tt.domain, AnyLocal: true}
			ev := e.Evaluate(t.Context(), req)
			if ev.Result != tt.want || ev.Missing != tt.missing || !ev.Reliable || ev.Explanation != "" {
				t.Errorf("%s, missing %+v, reliable %t, explanation %q; want %s, missing %+v",
					ev.Result, ev.Missing, ev.Reliable, ev.Explanation, tt.want, tt.missing)
			}
			if result := e.Result(t.Context(), req); result != ev.Result {
				t.Errorf("Result gives %s, Evaluate %s", result, ev.Result)
			}
		})
	}
}

// TestMissingIsNotAsked holds that no name is made of what isn't given.
func TestMissingIsNotAsked(t *testing.T) {
	source := dnstest.NewSource(t, missingZone)
	req := eval.Request{Client: netip.MustParseAddr("192.0.2.2"), Sender: "postmaster@deep.test"}
	eval.Prefetch(t.Context(), source, req)
	ev := eval.Evaluator{Exchanger: source}.Evaluate(t.Context(), req)
	for asked := range source.Asked {
		if asked != "deep.test. TXT" && asked != "deep1.test. TXT" && asked != "deep2.test. TXT" {
			t.Errorf("asks %s", asked)
		}
	}
	if ev.Result != eval.Unknown {
		t.Errorf("the result is %s", ev.Result)
	}
}

const perLocalZone = `
plain.test.   TXT "v=spf1 a:%{d} mx:%{o} exists:%{i}.%{h}.plain.test ?all"
local.test.   TXT "v=spf1 ip4:192.0.2.1 exists:%{l}.x.test -all"
sender.test.  TXT "v=spf1 redirect=%{s}"
deep.test.    TXT "v=spf1 include:local.test -all"
exp.test.     TXT "v=spf1 -all exp=%{l}.why.test"
text.test.    TXT "v=spf1 -all exp=why.test"
why.test.     TXT "not %{s}"
`

// TestPerLocal: what hangs on the local part is told from what doesn't.
func TestPerLocal(t *testing.T) {
	for domain, want := range map[string]bool{
		"plain.test": false, "none.test": false,
		"local.test": true, "sender.test": true, "deep.test": true, "exp.test": true, "text.test": true,
	} {
		for _, anyLocal := range []bool{false, true} {
			ev := eval.Evaluator{Exchanger: faulty(t, perLocalZone)}.Evaluate(t.Context(), eval.Request{
				Client: netip.MustParseAddr("192.0.2.2"), Sender: "a@" + domain, Helo: "helo.test", AnyLocal: anyLocal,
			})
			if ev.PerLocal != want {
				t.Errorf("%s (any local part: %t): per local part %t, want %t", domain, anyLocal, ev.PerLocal, want)
			}
		}
	}
}
