package tree_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// zones makes up records that include each other.
type zones struct {
	*rand.Rand
	names   int  // of domains, 0.test and so on; a.test is the root
	forest  bool // domains name only later ones, so that nothing loops
	trouble bool // with names that don't exist, or don't answer
}

// zone makes up a whole zone.
func (z zones) zone() string {
	var b strings.Builder
	fmt.Fprintf(&b, "a.test. TXT %s\n", dnstest.TXT(z.record(0)))
	for i := range z.names {
		fmt.Fprintf(&b, "%d.test. TXT %s\n", i, dnstest.TXT(z.record(i+1)))
	}
	for i := range 4 {
		fmt.Fprintf(&b, "h%d.test. A %s\nm%d.test. MX 1 h%[1]d.test.\nm%[1]d.test. MX 2 both.test.\n", i, z.v4(), i)
	}
	fmt.Fprintf(&b, "six.test. AAAA %s\nboth.test. A %s\nboth.test. AAAA %s\n", z.v6(), z.v4(), z.v6())
	b.WriteString("badmx.test. MX 1 x.servfail.test.\n")
	return b.String()
}

// record makes up the record of the domain with the number, -1 less.
func (z zones) record(from int) string {
	terms := []string{"v=spf1"}
	for range z.IntN(5) {
		terms = append(terms, z.pick("", "", "", "-", "~", "?")+z.mechanism(from))
	}
	if domain, ok := z.domain(from); ok && z.IntN(4) == 0 {
		return strings.Join(append(terms, "redirect="+domain), " ")
	}
	return strings.Join(append(terms, z.pick("-all", "-all", "~all", "", "+all")), " ")
}

func (z zones) mechanism(from int) string {
	switch z.IntN(8) {
	case 0, 1:
		return fmt.Sprintf("ip4:%s/%d", z.v4(), 20+z.IntN(13))
	case 2:
		return fmt.Sprintf("ip6:%s/%d", z.v6(), 110+z.IntN(19))
	case 3:
		return "a:" + z.pick("h0", "h1", "six", "both") + ".test" + z.pick("", "/28", "//124", "/30//126")
	case 4:
		return "mx:" + z.pick("m0", "m1", "m2", "m3") + ".test" + z.pick("", "/28", "//124")
	case 5:
		if z.trouble {
			return z.pick("a:none.test", "exists:none.test", "exists:h1.test", "mx:badmx.test", "a:y.servfail.test", "include:none.test")
		}
	}
	if domain, ok := z.domain(from); ok {
		return "include:" + domain
	}
	return "ip4:" + z.v4()
}

// domain picks a domain for the one with the number to include.
func (z zones) domain(from int) (string, bool) {
	if !z.forest {
		from = 0
	}
	if from == z.names {
		return "", false
	}
	return fmt.Sprintf("%d.test", from+z.IntN(z.names-from)), true
}

func (z zones) pick(texts ...string) string { return texts[z.IntN(len(texts))] }

// v4 and v6 make up addresses that are close to each other.
func (z zones) v4() string { return fmt.Sprintf("192.0.%d.%d", z.IntN(2), z.IntN(256)) }
func (z zones) v6() string { return fmt.Sprintf("2001:db8::%x", z.IntN(1<<16)) }

// clients are the addresses at and beside the borders of all ranges, some at
// random, and one of each family that is in none.
func (z zones) clients(tr *tree.Tree) []netip.Addr {
	all := []netip.Addr{stranger(tree.IPv4), stranger(tree.IPv6)}
	for _, p := range tr.Prefixes() {
		r := netipx.RangeOfPrefix(p)
		all = append(all, r.From().Prev(), r.From(), r.To(), r.To().Next())
	}
	for range 5 {
		all = append(all, netip.MustParseAddr(z.v4()), netip.MustParseAddr(z.v6()))
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
	return ev.Lookups() <= eval.MaxLookups && ev.Voids() <= eval.MaxVoids
}

// TestAuthorisedIsEval compares the sets with the evaluator, address by address.
func TestAuthorisedIsEval(t *testing.T) {
	compared := 0
	for seed := range uint64(100) {
		z := zones{Rand: rand.New(rand.NewPCG(seed, 4)), names: 5, forest: seed%3 != 0, trouble: seed%2 == 0}
		zone := z.zone()
		exchanger := resolve.Chain(newSource(t, zone), resolve.Cache())
		tr := load(t, exchanger, tree.Message{})
		sets := map[tree.Family]tree.Authorised{}
		for _, f := range tree.Families {
			sets[f] = tr.Authorised(f)
		}
		for _, client := range z.clients(tr) {
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
		z := zones{Rand: rand.New(rand.NewPCG(seed, 5)), names: 6, forest: seed%4 != 0}
		zone := z.zone()
		exchanger := resolve.Chain(newSource(t, zone), resolve.Cache())
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
			case ev.Voids() > eval.MaxVoids:
				if !cost.OverVoids(f) && !cost.Endless {
					t.Fatalf("%s: %d voids instead of %d in\n%s", f, cost.Voids(f), ev.Voids(), zone)
				}
			case ev.Lookups() > eval.MaxLookups:
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
	z := zones{Rand: rand.New(rand.NewPCG(7, 7)), names: 150}
	zone := z.zone()
	want := outline(loadZone(t, zone))
	for range 5 {
		if got := outline(loadZone(t, zone)); got != want {
			t.Fatalf("got\n%s\ninstead of\n%s", got, want)
		}
	}
}
