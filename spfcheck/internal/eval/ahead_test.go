package eval_test

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestAheadIsCalled says for which records Ahead is called, when answers take a
// second or come at once.
func TestAheadIsCalled(t *testing.T) {
	tests := []struct {
		name, zone string
		want       bool
	}{
		{"two terms for addresses", `a.test. TXT "v=spf1 a mx -all"`, true},
		{"exists is one of them", `a.test. TXT "v=spf1 exists:%{i}.x.test a:y.test -all"`, true},
		{"one term", `a.test. TXT "v=spf1 mx include:b.test ip4:192.0.2.1 -all"`, false},
		{"a record that is included", "a.test. TXT \"v=spf1 include:b.test -all\"\nb.test. TXT \"v=spf1 -all\"", true},
		{"once only", "a.test. TXT \"v=spf1 a mx include:b.test -all\"\nb.test. TXT \"v=spf1 -all\"", true},
		{"one that was there", "a.test. TXT \"v=spf1 include:cached.test -all\"\ncached.test. TXT \"v=spf1 a mx -all\"", false},
		{"two records", "a.test. TXT \"v=spf1 a mx -all\"\na.test. TXT \"v=spf1 mx a -all\"", false},
		{"no record", `a.test. A 192.0.2.1`, false},
	}
	for _, tt := range tests {
		for _, delay := range []time.Duration{0, time.Second} {
			t.Run(fmt.Sprint(tt.name, delay), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var called []string
					evaluator := eval.Evaluator{
						Exchanger: slow(t, tt.zone, delay),
						Ahead: func(_ context.Context, req eval.Request, rec record.Record) {
							called = append(called, req.Domain()+" "+rec.Text)
						},
					}
					evaluator.Evaluate(t.Context(), eval.Request{Client: netip.MustParseAddr("192.0.2.7"), Sender: "x@a.test"})
					var want []string
					if tt.want && delay > 0 {
						texts, _ := resolve.Lookup{Exchanger: evaluator.Exchanger}.LookupTXT(t.Context(), "a.test")
						want = []string{"a.test " + texts[0]}
					}
					if !slices.Equal(called, want) {
						t.Errorf("called with %q instead of %q", called, want)
					}
				})
			})
		}
	}
}

// TestAheadEndsWithEvaluation has an Ahead that returns when its context ends: the
// evaluation ends in its own time, and nothing stays behind, or synctest reports it.
func TestAheadEndsWithEvaluation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := false
		evaluator := eval.Evaluator{
			Exchanger: slow(t, "a.test. TXT \"v=spf1 a mx -all\"\na.test. A 192.0.2.7", time.Second),
			Ahead: func(ctx context.Context, _ eval.Request, _ record.Record) {
				<-ctx.Done()
				ended = true
			},
		}
		began := time.Now()
		result := evaluator.Result(t.Context(), eval.Request{Client: netip.MustParseAddr("192.0.2.7"), Sender: "x@a.test"})
		if took := time.Since(began); result != "pass" || took != 2*time.Second || !ended {
			t.Errorf("%s after %s, and Ahead has ended: %t", result, took, ended)
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
