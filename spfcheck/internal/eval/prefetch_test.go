package eval_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// prefetches are the ways to prefetch: from before the evaluation, and beside it.
var prefetches = map[string]func(context.Context, resolve.Exchanger, *eval.Evaluator, eval.Request) *sync.WaitGroup{
	"before": func(ctx context.Context, below resolve.Exchanger, _ *eval.Evaluator, req eval.Request) *sync.WaitGroup {
		var beside sync.WaitGroup
		beside.Go(func() { eval.Prefetch(ctx, below, req) })
		return &beside
	},
	"beside": func(_ context.Context, below resolve.Exchanger, evaluator *eval.Evaluator, _ eval.Request) *sync.WaitGroup {
		evaluator.Prefetch = below
		return &sync.WaitGroup{}
	},
}

// TestPrefetchIsNotSeen evaluates with and without a prefetch: the evaluation is the
// same to the last counter, and so is what a recording sees. Few questions are asked
// that the evaluation alone doesn't ask, and none twice.
func TestPrefetchIsNotSeen(t *testing.T) {
	for name, prefetch := range prefetches {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				for seed := range uint64(150) {
					z := dnstest.SPF{
						Rand: rand.New(rand.NewPCG(seed, 6)), Domains: 6,
						Forest: seed%3 != 0, Trouble: seed%2 == 0, Macros: seed%5 == 0,
					}
					zone := z.Zone()
					for _, client := range []string{z.IPv4(), z.IPv4(), z.IPv4(), z.IPv6(), z.IPv6(), "203.0.113.99"} {
						request := eval.Request{Client: netip.MustParseAddr(client), Sender: "1@a.test", Helo: "h2.test"}
						testPrefetch(t, zone, request, prefetch)
					}
				}
			})
		})
	}
}

func testPrefetch(t *testing.T, zone string, request eval.Request, prefetch func(context.Context, resolve.Exchanger, *eval.Evaluator, eval.Request) *sync.WaitGroup) {
	t.Helper()
	var alone, helped bytes.Buffer
	evaluator := eval.Evaluator{Exchanger: resolve.Chain(dnstest.NewSource(t, zone), resolve.Record(&alone))}
	want := evaluator.Evaluate(t.Context(), request)

	source := dnstest.NewSource(t, zone)
	source.Delay = time.Second
	ctx, done := context.WithCancel(t.Context())
	defer done()
	below := resolve.Chain(source, resolve.Memoize(ctx))
	evaluator.Exchanger = resolve.Chain(below, resolve.Record(&helped))
	beside := prefetch(ctx, below, &evaluator, request)
	got := evaluator.Evaluate(ctx, request)
	beside.Wait()
	if !reflect.DeepEqual(want, got) {
		t.Fatalf("%s: the evaluation is %+v instead of %+v in\n%s", request.Client, got, want, zone)
	}
	if alone.String() != helped.String() {
		t.Fatalf("%s: the recording is\n%sinstead of\n%sin\n%s", request.Client, helped.String(), alone.String(), zone)
	}
	if n := source.Total(); n > maxQuestions || n > len(source.Asked) {
		t.Fatalf("%s: %d questions: %v in\n%s", request.Client, n, source.Asked, zone)
	}
}

// TestPrefetchAsks says what is prefetched, and what isn't.
func TestPrefetchAsks(t *testing.T) {
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
		{"no hosts of too many", "a.test. TXT \"v=spf1 mx -all\"\n" + strings.Join(numbered(11, "a.test. MX 1 m%d.test."), "\n"), v4, []string{"a.test. MX"}},
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
			source := dnstest.NewSource(t, tt.zone)
			eval.Prefetch(t.Context(), source, eval.Request{Client: netip.MustParseAddr(tt.client), Sender: "x@a.test", Helo: "h.test"})
			for q, n := range source.Asked {
				if n > 1 {
					t.Errorf("%s was asked %d times", q, n)
				}
			}
			delete(source.Asked, "a.test. TXT")
			if got := slices.Sorted(maps.Keys(source.Asked)); !slices.Equal(got, tt.want) {
				t.Errorf("asked %q instead of %q", got, tt.want)
			}
		})
	}
}

// TestPrefetchHostile lets a server make up records for every name: no more is asked
// than an evaluation may ask.
func TestPrefetchHostile(t *testing.T) {
	for name, format := range map[string]string{
		"includes":    "v=spf1 include:%d.a.test include:x%[1]d.a.test include:y%[1]d.a.test -all",
		"mx":          "v=spf1 mx:%d.test mx:x%[1]d.test include:%[1]d.a.test include:y%[1]d.a.test -all",
		"many":        "v=spf1 " + strings.Join(numbered(500, "a:%[1]d.%%[1]d.a.test"), " ") + " -all",
		"redirects":   "v=spf1 redirect=%d.a.test",
		"many hosts":  "v=spf1 " + strings.Join(numbered(300, "mx:%[1]d.%%[1]d.a.test"), " ") + " -all",
		"just itself": "v=spf1 " + strings.Repeat("include:a.test ", 300) + "mx:%d.test -all",
	} {
		t.Run(name, func(t *testing.T) {
			server := dnstest.Start(t, endless(format))
			eval.Prefetch(t.Context(), sourceOf(t, server), eval.Request{Client: netip.MustParseAddr(v4), Sender: "x@a.test"})
			// The root comes over TCP, too, where it is large.
			if n := server.Total(); n > 2+record.MaxLookups*(1+10) {
				t.Errorf("%d questions", n)
			}
		})
	}
}

// TestPrefetchBegins says for which records an evaluation prefetches, when answers
// take a second and when they come at once. x.test is only asked for by a prefetch.
func TestPrefetchBegins(t *testing.T) {
	const there = "a.test. A 192.0.2.7\nexists.test. A 192.0.2.7\n"
	tests := []struct {
		name, zone string
		want       bool
	}{
		{"two terms for addresses", `a.test. TXT "v=spf1 a a:x.test -all"`, true},
		{"exists is one of them", `a.test. TXT "v=spf1 exists:exists.test a:x.test -all"`, true},
		{"one term", `a.test. TXT "v=spf1 a include:x.test ip4:192.0.2.1 -all"`, false},
		{"a record that is included", "a.test. TXT \"v=spf1 include:b.test a include:x.test -all\"\nb.test. TXT \"v=spf1 -all\"", true},
		{"one that was there", "a.test. TXT \"v=spf1 include:cached.test -all\"\ncached.test. TXT \"v=spf1 a a:x.test -all\"", false},
		{"two records", "a.test. TXT \"v=spf1 a a:x.test -all\"\na.test. TXT \"v=spf1 a:x.test a -all\"", false},
		{"no record", `b.test. A 192.0.2.1`, false},
	}
	for _, tt := range tests {
		for _, delay := range []time.Duration{0, time.Second} {
			t.Run(fmt.Sprint(tt.name, delay), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					prefetched := dnstest.NewSource(t, there+tt.zone)
					evaluator := eval.Evaluator{Exchanger: slow(t, there+tt.zone, delay), Prefetch: prefetched}
					evaluator.Evaluate(t.Context(), eval.Request{Client: netip.MustParseAddr("192.0.2.7"), Sender: "x@a.test"})
					if got, want := prefetched.Total() > 0, tt.want && delay > 0; got != want {
						t.Errorf("prefetched %v", prefetched.Asked)
					}
				})
			})
		}
	}
}

// TestPrefetchEndsWithEvaluation has a prefetch that is answered when its context
// ends: the evaluation ends in its own time, and nothing stays behind, or synctest
// reports it.
func TestPrefetchEndsWithEvaluation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ended atomic.Bool
		evaluator := eval.Evaluator{
			Exchanger: slow(t, "a.test. TXT \"v=spf1 a mx -all\"\na.test. A 192.0.2.7", time.Second),
			Prefetch: exchanger(func(ctx context.Context, _ dns.Question) (*dns.Msg, error) {
				<-ctx.Done()
				ended.Store(true)
				return nil, ctx.Err()
			}),
		}
		began := time.Now()
		result := evaluator.Result(t.Context(), eval.Request{Client: netip.MustParseAddr("192.0.2.7"), Sender: "x@a.test"})
		if took := time.Since(began); result != "pass" || took != 2*time.Second || !ended.Load() {
			t.Errorf("%s after %s, and the prefetch has ended: %t", result, took, ended.Load())
		}
	})
}

// slow is DNS that has the zone, and takes its time for it, but not for cached.test.
func slow(t *testing.T, zone string, delay time.Duration) resolve.Exchanger {
	source := resolve.Offline(dnstest.Zone(t, soa+zone))
	return exchanger(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
		if q.Name != "cached.test." {
			time.Sleep(delay)
		}
		return source.Exchange(ctx, q)
	})
}
