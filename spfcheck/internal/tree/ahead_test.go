package tree_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// helps are the ways to ask ahead of an evaluation of a.test: beside it from its
// beginning, and from when its record is known.
var helps = map[string]func(context.Context, resolve.Lookup, *eval.Evaluator, netip.Addr) *sync.WaitGroup{
	"Ahead": func(ctx context.Context, lookup resolve.Lookup, _ *eval.Evaluator, client netip.Addr) *sync.WaitGroup {
		var beside sync.WaitGroup
		beside.Go(func() { tree.Ahead(ctx, lookup, "a.test", tree.Message{Sender: "x@a.test"}, client) })
		return &beside
	},
	"AheadOf": func(_ context.Context, lookup resolve.Lookup, evaluator *eval.Evaluator, client netip.Addr) *sync.WaitGroup {
		evaluator.Ahead = func(ctx context.Context, req eval.Request, rec record.Record) {
			tree.AheadOf(ctx, lookup, req.Domain(), rec, tree.Message{Sender: req.Sender}, client)
		}
		return &sync.WaitGroup{}
	},
}

// TestAheadIsEval evaluates with and without questions that are asked ahead: the
// evaluation is the same to the last counter, and so is what a recording sees.
func TestAheadIsEval(t *testing.T) {
	for name, help := range helps {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { testAheadIsEval(t, help) })
		})
	}
}

func testAheadIsEval(t *testing.T, help func(context.Context, resolve.Lookup, *eval.Evaluator, netip.Addr) *sync.WaitGroup) {
	for seed := range uint64(150) {
		z := dnstest.SPF{Rand: rand.New(rand.NewPCG(seed, 6)), Domains: 6, Forest: seed%3 != 0, Trouble: seed%2 == 0}
		zone := z.Zone()
		for _, client := range clients(z, loadZone(t, zone))[:8] {
			var alone, helped bytes.Buffer
			request := eval.Request{Client: client, Sender: "x@a.test"}
			evaluator := eval.Evaluator{Exchanger: resolve.Chain(newSource(t, zone), resolve.Record(&alone))}
			want := evaluator.Evaluate(t.Context(), request)
			source := newSource(t, zone)
			source.delay = time.Second
			ctx, done := context.WithCancel(t.Context())
			below := resolve.Chain(source, resolve.Once(ctx))
			evaluator.Exchanger = resolve.Chain(below, resolve.Record(&helped))
			beside := help(ctx, resolve.Lookup{Exchanger: below}, &evaluator, client)
			got := evaluator.Evaluate(ctx, request)
			beside.Wait()
			done()
			if !reflect.DeepEqual(want, got) {
				t.Fatalf("%s: the evaluation is %+v instead of %+v in\n%s", client, got, want, zone)
			}
			brief := eval.Evaluator{Exchanger: newSource(t, zone), Brief: true, Records: new(eval.Records)}.
				Evaluate(t.Context(), request)
			if outcome(brief) != outcome(want) {
				t.Fatalf("%s: in brief it is %s instead of %s in\n%s", client, outcome(brief), outcome(want), zone)
			}
			if alone.String() != helped.String() {
				t.Fatalf("%s: the recording is\n%sinstead of\n%sin\n%s", client, helped.String(), alone.String(), zone)
			}
			// The record, and ten terms of which an mx has two hosts here.
			if n := source.total(); n > 1+record.MaxLookups*3 || n > len(source.asked) {
				t.Fatalf("%s: %d questions: %v in\n%s", client, n, source.asked, zone)
			}
		}
	}
}

// outcome tells an evaluation without the steps that didn't decide.
func outcome(ev eval.Evaluation) string {
	text := fmt.Sprintf("%s %d %d %t %s %q:", ev.Result, ev.Lookups(), ev.Voids(), ev.Reliable, ev.Problem.EN, ev.Explanation)
	chain, term := ev.Decided()
	for _, n := range chain {
		text += " " + n.Domain
	}
	if term != nil {
		text += " " + term.Text
	}
	return text
}

// TestAheadAsks says what is asked ahead, and what isn't.
func TestAheadAsks(t *testing.T) {
	tests := []struct {
		name, zone string
		client     string
		want       []string // but for a.test TXT
	}{
		{"macros that are known", `a.test. TXT "v=spf1 include:%{l}.%{o}.%{d2}.test exists:%{ir}.%{v}.%{h}.test a:%{p}.test -all"`, v4, []string{
			"1.2.0.192.in-addr.h.test.test. A", "x.a.test.a.test.test. TXT",
		}},
		{"the client's family", "a.test. TXT \"v=spf1 a mx exists:e.test -all\"\na.test. MX 1 m.test.", v6, []string{
			"a.test. AAAA", "a.test. MX", "e.test. A", "m.test. AAAA",
		}},
		{"nothing after a match", `a.test. TXT "v=spf1 include:b.test ip4:192.0.2.0/24 include:c.test redirect=d.test"`, v4, []string{"b.test. TXT"}},
		{"nothing after all", `a.test. TXT "v=spf1 a:b.test ~all include:c.test redirect=d.test"`, v4, []string{"b.test. A"}},
		{"redirect", `a.test. TXT "v=spf1 ip4:198.51.100.1 redirect=d.test"`, v4, []string{"d.test. TXT"}},
		{"nothing of a broken record", `a.test. TXT "v=spf1 include:b.test ip4:1 -all"`, v4, nil},
		{"nothing of two records", "a.test. TXT \"v=spf1 include:b.test -all\"\na.test. TXT \"v=spf1 -all\"", v4, nil},
		{"no explanation, no ptr", `a.test. TXT "v=spf1 ptr exp=e.test -all"`, v4, nil},
		{"no hosts of too many", "a.test. TXT \"v=spf1 mx -all\"\n" + numbered(11, "a.test. MX %d m%[1]d.test.\n"), v4, []string{"a.test. MX"}},
		{"an include that fails", `a.test. TXT "v=spf1 -include:b.test include:c.test -all"
b.test. TXT "v=spf1 ip4:192.0.2.0/24 -all"
c.test. TXT "v=spf1 include:d.test -all"`, v4, []string{"b.test. TXT", "c.test. TXT"}},
		{"an include that does not match", `a.test. TXT "v=spf1 include:b.test include:c.test -all"
b.test. TXT "v=spf1 -ip4:192.0.2.0/24 include:e.test -all"
c.test. TXT "v=spf1 include:d.test -all"`, v4, []string{"b.test. TXT", "c.test. TXT", "d.test. TXT"}},
		{"nothing after an error", `a.test. TXT "v=spf1 a:x.servfail.test include:b.test -all"
b.test. TXT "v=spf1 include:c.test -all"`, v4, []string{"b.test. TXT", "x.servfail.test. A"}},
		{"on after what may not match", `a.test. TXT "v=spf1 include:b.test include:c.test -all"
b.test. TXT "v=spf1 -exists:%{p}.x.test ip4:192.0.2.0/24 -all"
c.test. TXT "v=spf1 include:d.test -all"`, v4, []string{"b.test. TXT", "c.test. TXT", "d.test. TXT"}},
		{"itself", `a.test. TXT "v=spf1 include:a.test a:b.test -all"`, v4, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			message, client := tree.Message{Sender: "x@a.test", Helo: "h.test"}, netip.MustParseAddr(tt.client)
			source := newSource(t, tt.zone)
			tree.Ahead(t.Context(), resolve.Lookup{Exchanger: source}, "a.test", message, client)
			asksFor(t, source, tt.want)

			source = newSource(t, tt.zone)
			texts, err := resolve.Lookup{Exchanger: source.zone}.LookupTXT(t.Context(), "a.test")
			if err != nil {
				t.Fatal(err)
			}
			if len(texts) == 1 {
				tree.AheadOf(t.Context(), resolve.Lookup{Exchanger: source}, "a.test", record.Parse(texts[0]), message, client)
				asksFor(t, source, tt.want)
			}
		})
	}
}

// asksFor compares what was asked with what should be, but for the record of
// a.test.
func asksFor(t *testing.T, source *source, want []string) {
	t.Helper()
	var got []string
	for q, n := range source.asked {
		if n > 1 {
			t.Errorf("%s was asked %d times", q, n)
		}
		if q != "a.test. TXT" {
			got = append(got, q)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("asked %q instead of %q", got, want)
	}
}

// TestAheadHostile lets a server make up records for every name: no more is asked
// than an evaluation may ask.
func TestAheadHostile(t *testing.T) {
	for name, format := range map[string]string{
		"includes":    "v=spf1 include:%d.a.test include:x%[1]d.a.test include:y%[1]d.a.test -all",
		"mx":          "v=spf1 mx:%d.test mx:x%[1]d.test include:%[1]d.a.test include:y%[1]d.a.test -all",
		"many":        "v=spf1 " + numbered(500, "a:%[1]d.%%[1]d.a.test ") + "-all",
		"redirects":   "v=spf1 redirect=%d.a.test",
		"many hosts":  "v=spf1 " + numbered(300, "mx:%[1]d.%%[1]d.a.test ") + "-all",
		"just itself": "v=spf1 " + numbered(300, "include:a.test ") + "mx:%d.test -all",
	} {
		t.Run(name, func(t *testing.T) {
			server := dnstest.Start(t, endless(format))
			source, err := resolve.Server(server.Addr)
			if err != nil {
				t.Fatal(err)
			}
			tree.Ahead(t.Context(), resolve.Lookup{Exchanger: source}, "a.test", tree.Message{Sender: "x@a.test"}, netip.MustParseAddr(v4))
			// The root comes over TCP, too, where it is large.
			if n := server.Total(); n > 2+record.MaxLookups*(1+10) {
				t.Errorf("%d questions", n)
			}
		})
	}
}

const v4, v6 = "192.0.2.1", "2001:db8::1"
