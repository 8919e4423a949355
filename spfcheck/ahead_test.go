package spfcheck_test

import (
	"bytes"
	"context"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"blitiri.com.ar/go/spf"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"spfcheck/spfcheck"
	"spfcheck/spfcheck/identity"
	"spfcheck/spfcheck/resolve"
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

// shapeTests say what each shape may cost: the rounds that depend on each other,
// and the questions, of which one after the other asks as many as the evaluator
// needs.
var shapeTests = []struct {
	name      string
	request   spfcheck.Request
	result    spf.Result
	rounds    int
	questions int
	inTurn    int // questions of a Checker that asks nothing ahead
}{
	{"flat", envelope("flat.example"), spf.Pass, 1, 1, 1},
	{"shop", envelope("shop.example"), spf.Pass, 3, 9, 9},
	{"wide", envelope("wide.example"), spf.Pass, 2, 10, 10},
	{"deep", envelope("deep.example"), spf.Pass, 9, 9, 9},
	{"mx", envelope("mx.example"), spf.Pass, 3, 14, 14},
	{"over", envelope("over.example"), spf.PermError, 3, 14, 11},
	{"early", envelope("early.example"), spf.Pass, 2, 5, 2},
	{"identities", allFour(), spf.Pass, 3, 11, 11},
}

// TestAhead counts rounds and questions of each shape.
func TestAhead(t *testing.T) {
	for _, tt := range shapeTests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := shapes(t)
				rep, took := rounds(t, &spfcheck.Checker{Exchanger: source}, tt.request)
				total, twice := source.total()
				if got := rep.Identities[0].Result; got != tt.result {
					t.Errorf("the result is %s", got)
				}
				if took != tt.rounds || total != tt.questions || len(twice) > 0 {
					t.Errorf("%d rounds instead of %d, %d questions instead of %d, twice %q: %v",
						took, tt.rounds, total, tt.questions, twice, source.asked)
				}
			})
		})
	}
}

// TestSparing counts what is asked where nothing is asked ahead.
func TestSparing(t *testing.T) {
	for _, tt := range shapeTests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := shapes(t)
				rep, _ := rounds(t, &spfcheck.Checker{
					Exchanger: resolve.Chain(source, resolve.Cache()), Sparing: true,
				}, tt.request)
				if total, twice := source.total(); total != tt.inTurn || len(twice) > 0 || rep.Identities[0].Result != tt.result {
					t.Errorf("%s, %d questions instead of %d: %v", rep.Identities[0].Result, total, tt.inTurn, source.asked)
				}
			})
		})
	}
}

// TestAheadIsNotSeen compares what the layers above see, and the report.
func TestAheadIsNotSeen(t *testing.T) {
	for _, tt := range shapeTests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var recordings [2]bytes.Buffer
				var reports [2]*spfcheck.Report
				for i, sparing := range []bool{false, true} {
					checker := &spfcheck.Checker{
						Exchanger: resolve.Chain(shapes(t), resolve.Cache()), Sparing: sparing,
						Layers: []resolve.Layer{resolve.Record(&recordings[i])},
					}
					reports[i], _ = rounds(t, checker, tt.request)
				}
				if diff := cmp.Diff(recordings[1].String(), recordings[0].String()); diff != "" {
					t.Errorf("the recording differs:\n%s", diff)
				}
				if diff := cmp.Diff(reports[1], reports[0], cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
					t.Errorf("the report differs:\n%s", diff)
				}
			})
		})
	}
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

// TestAheadEnds cancels a check before the first answer: nothing stays behind, or
// synctest reports it.
func TestAheadEnds(t *testing.T) {
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

// TestVerdictsOnly leaves out what is advised, and judges as ever.
func TestVerdictsOnly(t *testing.T) {
	for _, client := range []string{"192.0.2.1", "203.0.113.200"} {
		req := allFour()
		req.Clients = []netip.Addr{netip.MustParseAddr(client)}
		var reports [2]*spfcheck.Report
		for i, brief := range []bool{false, true} {
			checker := spfcheck.Checker{Exchanger: shapes(t).Exchanger, VerdictsOnly: brief}
			var err error
			if reports[i], err = checker.Check(t.Context(), req); err != nil {
				t.Fatal(err)
			}
		}
		full, brief := reports[0], reports[1]
		if len(full.Findings) == 0 || len(brief.Findings)+len(brief.Advice) > 0 {
			t.Errorf("%+v", brief)
		}
		full.Findings, full.Advice = brief.Findings, brief.Advice
		if diff := cmp.Diff(full, brief, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
			t.Errorf("the rest differs:\n%s", diff)
		}
	}
}
