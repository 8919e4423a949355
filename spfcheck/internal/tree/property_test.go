package tree_test

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"blitiri.com.ar/go/spf"
	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// clients are the addresses at and beside the borders of all ranges, some at
// random, and one of each family that is in none.
func clients(z dnstest.SPF, tr *tree.Tree) []netip.Addr {
	all := []netip.Addr{stranger(tree.IPv4), stranger(tree.IPv6)}
	for _, p := range tr.Prefixes() {
		r := netipx.RangeOfPrefix(p)
		all = append(all, r.From().Prev(), r.From(), r.To(), r.To().Next())
	}
	for range 5 {
		all = append(all, netip.MustParseAddr(z.IPv4()), netip.MustParseAddr(z.IPv6()))
	}
	slices.SortFunc(all, netip.Addr.Compare)
	return slices.Compact(all)
}

// stranger is an address in no range that zones make up.
func stranger(f tree.Family) netip.Addr {
	if f == tree.IPv4 {
		return netip.MustParseAddr("203.0.113.99")
	}
	return netip.MustParseAddr("2001:db8:ffff::99")
}

// within reports whether an evaluation ended before the limits of RFC 7208
// §4.6.4.
func within(ev eval.Evaluation) bool {
	return ev.Lookups() <= record.MaxLookups && ev.Voids() <= record.MaxVoids
}

// TestAuthorisedIsEval compares the sets with the evaluator, address by address.
func TestAuthorisedIsEval(t *testing.T) {
	compared := 0
	for seed := range uint64(100) {
		z := dnstest.SPF{Rand: rand.New(rand.NewPCG(seed, 4)), Domains: 5, Forest: seed%3 != 0, Trouble: seed%2 == 0}
		zone := z.Zone()
		exchanger := resolve.Chain(dnstest.NewSource(t, zone), resolve.Cache())
		tr := load(t, exchanger, tree.Message{})
		sets := map[tree.Family]tree.Authorised{}
		for _, f := range tree.Families {
			sets[f] = tr.Authorised(f)
		}
		for _, client := range clients(z, tr) {
			ev := eval.Evaluator{Exchanger: exchanger}.Evaluate(t.Context(), eval.Request{Client: client, Sender: "x@a.test"})
			set := sets[tree.FamilyOf(client)]
			passes := set.Pass.Contains(client)
			if set.Open.Contains(client) {
				t.Fatalf("%s is open in\n%s", client, zone)
			}
			if !within(ev) {
				continue // a set knows no limits
			}
			compared++
			if passes != (ev.Result == spf.Pass) {
				t.Fatalf("%s: passes %t instead of %s in\n%s", client, passes, ev.Result, zone)
			}
		}
	}
	t.Logf("%d evaluations compared", compared)
}

// TestCostIsEval compares the worst path with the evaluation of an address in no
// range.
func TestCostIsEval(t *testing.T) {
	over := 0
	for seed := range uint64(200) {
		z := dnstest.SPF{Rand: rand.New(rand.NewPCG(seed, 5)), Domains: 6, Forest: seed%4 != 0}
		zone := z.Zone()
		exchanger := resolve.Chain(dnstest.NewSource(t, zone), resolve.Cache())
		tr := load(t, exchanger, tree.Message{})
		cost := tr.Cost()
		var last tree.Cost
		for s := range tr.Steps() {
			if s.Depth == 0 {
				last = s.Total
			}
		}
		if last != cost {
			t.Fatalf("the walk comes to %+v instead of %+v in\n%s", last, cost, zone)
		}
		for _, f := range tree.Families {
			ev := eval.Evaluator{Exchanger: exchanger}.Evaluate(t.Context(), eval.Request{Client: stranger(f), Sender: "x@a.test"})
			switch {
			case ev.Voids() > record.MaxVoids:
				if !cost.OverVoids(f) && !cost.Endless {
					t.Fatalf("%s: %d voids instead of %d in\n%s", f, cost.Voids(f), ev.Voids(), zone)
				}
			case ev.Lookups() > record.MaxLookups:
				over++
				if !cost.OverLookups() {
					t.Fatalf("%s: %d lookups instead of %d in\n%s", f, cost.Lookups, ev.Lookups(), zone)
				}
			case cost.Endless || ev.Lookups() != cost.Lookups || ev.Voids() != cost.Voids(f):
				t.Fatalf("%s: %+v instead of %d lookups, %d voids in\n%s", f, cost, ev.Lookups(), ev.Voids(), zone)
			}
		}
	}
	t.Logf("%d evaluations over the limit", over)
}

// TestDeterministic loads the same tree many times: it never depends on which
// answer comes first.
func TestDeterministic(t *testing.T) {
	z := dnstest.SPF{Rand: rand.New(rand.NewPCG(7, 7)), Domains: 150}
	zone := z.Zone()
	want := outline(loadZone(t, zone))
	for range 5 {
		if got := outline(loadZone(t, zone)); got != want {
			t.Fatalf("got\n%s\ninstead of\n%s", got, want)
		}
	}
}
