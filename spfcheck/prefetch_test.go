package spfcheck_test

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"blitiri.com.ar/go/spf"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// roundTrip is how long each answer takes. Within synctest the clock is false, so
// that a time is a number of rounds.
const roundTrip = time.Second

// slow is DNS that takes its time, and counts.
type slow struct {
	resolve.Exchanger
	mu     sync.Mutex
	asked  map[string]int
	broken func(dns.Question) error // why no answer comes; nil: all do
}

func (s *slow) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	s.mu.Lock()
	s.asked[q.Name+" "+dns.Type(q.Qtype).String()]++
	s.mu.Unlock()
	select {
	case <-time.After(roundTrip):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if s.broken != nil {
		if err := s.broken(q); err != nil {
			return nil, err
		}
	}
	return s.Exchanger.Exchange(ctx, q)
}

// total is how many questions came, and twice those that came again.
func (s *slow) total() (total int, twice []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for q, n := range s.asked {
		total += n
		if n > 1 {
			twice = append(twice, q)
		}
	}
	return total, twice
}

// rounds checks, and says how many round trips that took.
func rounds(t *testing.T, c *spfcheck.Checker, req spfcheck.Request) (*spfcheck.Report, int) {
	t.Helper()
	began := time.Now()
	rep, err := c.Check(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	took := int(time.Since(began) / roundTrip)
	synctest.Wait() // for what was asked ahead in vain
	return rep, took
}

// shapeClient is the client that matches at the end of each shape.
var shapeClient = netip.MustParseAddr("192.0.2.1")

// envelope is a request in which only the envelope From is known.
func envelope(domain string) spfcheck.Request {
	return spfcheck.Request{
		Source:  identity.Source{MailFrom: new("a@" + domain)},
		Clients: []netip.Addr{shapeClient}, On: "2026-11-21",
	}
}

// allFour is a request in which all identities are known, at the shop.
func allFour() spfcheck.Request {
	return spfcheck.Request{
		Source: identity.Source{
			MailFrom: new("bounce@shop.example"), Helo: "shop.example", From: "info@shop.example",
		},
		Clients: []netip.Addr{shapeClient}, On: "2026-11-21",
	}
}

// cost is what a check takes: rounds that depend on each other, and questions.
type cost struct{ rounds, questions int }

// shapeTests say what each shape may cost, by how much is asked ahead. One thing
// after the other is as few questions as the evaluator needs.
var shapeTests = []struct {
	name    string
	request spfcheck.Request
	result  spf.Result
	cost    map[spfcheck.Prefetch]cost
}{
	{"flat", envelope("flat.example"), spf.Pass, costs(cost{1, 1}, cost{1, 1}, cost{1, 1})},
	{"shop", envelope("shop.example"), spf.Pass, costs(cost{3, 9}, cost{4, 9}, cost{9, 9})},
	{"wide", envelope("wide.example"), spf.Pass, costs(cost{2, 10}, cost{3, 10}, cost{10, 10})},
	{"deep", envelope("deep.example"), spf.Pass, costs(cost{9, 9}, cost{9, 9}, cost{9, 9})},
	{"mx", envelope("mx.example"), spf.Pass, costs(cost{3, 14}, cost{3, 14}, cost{14, 14})},
	{"over", envelope("over.example"), spf.PermError, costs(cost{3, 14}, cost{4, 14}, cost{11, 11})},
	{"early", envelope("early.example"), spf.Pass, costs(cost{2, 5}, cost{2, 5}, cost{2, 2})},
	{"identities", allFour(), spf.Pass, costs(cost{3, 11}, // the PTR is prefetched, in case that mail arrives at Gmail alone
		cost{6, 11}, cost{11, 11})},
}

func costs(everything, sparingly, nothing cost) map[spfcheck.Prefetch]cost {
	return map[spfcheck.Prefetch]cost{
		spfcheck.PrefetchAll: everything, spfcheck.PrefetchSome: sparingly, spfcheck.PrefetchNone: nothing,
	}
}

// TestPrefetch counts rounds and questions of the verdicts of each shape.
func TestPrefetch(t *testing.T) {
	for _, tt := range shapeTests {
		for ahead, want := range tt.cost {
			t.Run(fmt.Sprintf("%s/%d", tt.name, ahead), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					source := shapes(t)
					checker := &spfcheck.Checker{Exchanger: source, Tuning: spfcheck.Tuning{Prefetch: ahead, VerdictsOnly: true}}
					if ahead != spfcheck.PrefetchAll {
						checker.Exchanger = resolve.Chain(source, resolve.Cache())
					}
					rep, took := rounds(t, checker, tt.request)
					total, twice := source.total()
					if got := rep.Identities[0].Result; got != tt.result {
						t.Errorf("the result is %s", got)
					}
					if got := (cost{took, total}); got != want || len(twice) > 0 {
						t.Errorf("%+v instead of %+v, twice %q: %v", got, want, twice, source.asked)
					}
				})
			})
		}
	}
}

// TestPlanCostsNoRound holds that findings and plan are asked for beside the verdicts,
// whether there is something to do or not.
func TestPlanCostsNoRound(t *testing.T) {
	stranger := netip.MustParseAddr("203.0.113.200")
	for _, tt := range shapeTests {
		for _, client := range []netip.Addr{shapeClient, stranger} {
			t.Run(tt.name+"/"+client.String(), func(t *testing.T) {
				req := tt.request
				if req.From == "" {
					req.From = strings.TrimPrefix(*req.MailFrom, "a@")
				}
				req.Clients = []netip.Addr{client}
				var took [2]int
				for i, only := range []bool{true, false} {
					synctest.Test(t, func(t *testing.T) {
						source := shapes(t)
						_, took[i] = rounds(t, &spfcheck.Checker{Exchanger: source, Tuning: spfcheck.Tuning{VerdictsOnly: only}}, req)
						if _, twice := source.total(); len(twice) > 0 {
							t.Errorf("asked twice: %q", twice)
						}
					})
				}
				if took[1] > took[0] {
					t.Errorf("%d rounds, and %d for the verdicts", took[1], took[0])
				}
			})
		}
	}
}

// TestPrefetchIsNotSeen compares what the layers above see, and the report.
func TestPrefetchIsNotSeen(t *testing.T) {
	for _, tt := range shapeTests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				check := func(ahead spfcheck.Prefetch) (*spfcheck.Report, string) {
					var recording bytes.Buffer
					report, _ := rounds(t, &spfcheck.Checker{
						Exchanger: resolve.Chain(shapes(t), resolve.Cache()), Tuning: spfcheck.Tuning{
							Prefetch: ahead, Layers: []resolve.Layer{resolve.Record(&recording)},
						},
					}, tt.request)
					return report, sortedLines(recording.String())
				}
				want, recorded := check(spfcheck.PrefetchNone)
				for _, ahead := range []spfcheck.Prefetch{spfcheck.PrefetchAll, spfcheck.PrefetchSome} {
					got, recording := check(ahead)
					if diff := cmp.Diff(recorded, recording); diff != "" {
						t.Errorf("with %d the recording differs:\n%s", ahead, diff)
					}
					if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
						t.Errorf("with %d the report differs:\n%s", ahead, diff)
					}
				}
			})
		})
	}
}

// sortedLines puts a recording in order: the plan asks for several things at once.
func sortedLines(s string) string {
	lines := strings.Split(s, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestDeadServer is about servers that never answer: each question is waited for
// once, all at the same time.
func TestDeadServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := shapes(t)
		source.broken = func(dns.Question) error { return context.DeadlineExceeded }
		rep, took := rounds(t, &spfcheck.Checker{Exchanger: source}, allFour())
		if _, twice := source.total(); took != 1 || len(twice) > 0 {
			t.Errorf("%d rounds, twice %q", took, twice)
		}
		for _, id := range rep.Identities {
			if id.Result != spf.TempError {
				t.Errorf("%s: %s", id.Kind, id.Result)
			}
		}
	})
}

// TestPrefetchEnds cancels a check before the first answer: nothing stays behind, or
// synctest reports it.
func TestPrefetchEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := shapes(t)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(roundTrip/2, cancel)
		checker := spfcheck.Checker{Exchanger: source}
		rep, err := checker.Check(ctx, allFour())
		if err != nil || rep.Identities[0].Result != spf.TempError {
			t.Errorf("got %v, %v", rep, err)
		}
	})
}

// TestVerdictsOnly leaves out what is for reading, and judges as ever.
func TestVerdictsOnly(t *testing.T) {
	for _, client := range []string{"192.0.2.1", "203.0.113.200"} {
		req := allFour()
		req.Clients = []netip.Addr{netip.MustParseAddr(client)}
		var reports [2]*spfcheck.Report
		for i, brief := range []bool{false, true} {
			checker := spfcheck.Checker{Exchanger: shapes(t).Exchanger, Tuning: spfcheck.Tuning{VerdictsOnly: brief}}
			var err error
			if reports[i], err = checker.Check(t.Context(), req); err != nil {
				t.Fatal(err)
			}
		}
		full, brief := reports[0], reports[1]
		if len(full.Findings) == 0 || len(full.Notes) == 0 || len(brief.Findings) > 0 || len(brief.Notes) > 0 || brief.Plan != nil {
			t.Errorf("%+v", brief)
		}
		full.Findings, full.Plan, full.Notes = brief.Findings, nil, brief.Notes
		if diff := cmp.Diff(full, brief, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
			t.Errorf("the rest differs:\n%s", diff)
		}
	}
}
