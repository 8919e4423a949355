package eval

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// TestWalkIsGoSPF compares the walk through made-up records with go/spf's: the
// result, the records that they come to, each with the counters by then, and the
// kind of term that decides. To walk costs no question.
func TestWalkIsGoSPF(t *testing.T) {
	compared, results := 0, map[spf.Result]int{}
	for seed := range uint64(400) {
		z := dnstest.SPF{
			Rand: rand.New(rand.NewPCG(seed, 9)), Domains: 1 + int(seed%7),
			Forest: seed%3 != 0, Trouble: seed%2 == 0, Macros: seed%5 != 0,
		}
		zone := z.Zone()
		source := dnstest.NewSource(t, zone)
		for range 8 {
			client := z.IPv4()
			if z.IntN(3) == 0 {
				client = z.IPv6()
			}
			r := newResolver(Evaluator{Exchanger: source}, Request{
				Client: netip.MustParseAddr(client), Sender: fmt.Sprintf("%d@a.test", z.IntN(z.Domains+1)), Helo: "h2.test",
			})
			var want trace
			result, err := r.check(t.Context(), spf.WithTraceFunc(want.add))
			asked := source.Total()
			w := walk{resolver: r}
			tree := w.node(t.Context(), "a.test")
			if more := source.Total() - asked; more != 0 {
				t.Errorf("the walk asked %d questions", more)
			}
			var got trace
			got.addNode(tree, 0, 0)
			if tree.Result != result || decided(tree) != kindOf(err) || !slices.Equal(got, want) {
				t.Fatalf("%s, %s: the walk comes to %s by %q through %v, go/spf to %s (%v) through %v in\n%s",
					client, r.req.Sender, tree.Result, decided(tree), got, result, err, want, zone)
			}
			compared++
			results[result]++
		}
	}
	t.Logf("%d evaluations compared: %v", compared, results)
	if len(results) != 6 { // all but none: a.test has a record
		t.Errorf("only %v came up", results)
	}
}

// trace has a line for each record that an evaluation comes to: the domain, and
// the lookups and void lookups by then.
type trace []string

// add is a spf.TraceFunc.
func (tr *trace) add(format string, args ...any) {
	if strings.HasPrefix(format, "check ") {
		*tr = append(*tr, fmt.Sprintf(strings.TrimPrefix(format, "check "), args...))
	}
}

// addNode adds a node that was entered with the counters given.
func (tr *trace) addNode(n *Node, lookups, voids int) {
	*tr = append(*tr, fmt.Sprintf("%q %d %d", n.Domain, lookups, voids))
	for _, s := range n.Steps {
		if s.Child != nil {
			tr.addNode(s.Child, lookups+1, voids)
		}
		lookups, voids = s.Lookups, s.Voids
	}
}

// decided is the name of the term that decided: "ip" for both families, the limit
// for terms beyond one, and "" where no term did.
func decided(n *Node) string {
	last := n.last()
	_, term := Evaluation{Tree: n}.Decided()
	switch {
	case last.Lookups > record.MaxLookups:
		return "lookups"
	case last.Voids > record.MaxVoids:
		return "voids"
	case term == nil || n.Result == spf.TempError:
		return ""
	case term.Prefix.IsValid():
		return "ip"
	default:
		return term.Name
	}
}

// kindOf is what decided says, by go/spf's error.
func kindOf(err error) string {
	for kind, e := range map[string]error{
		"all": spf.ErrMatchedAll, "a": spf.ErrMatchedA, "ip": spf.ErrMatchedIP, "mx": spf.ErrMatchedMX,
		"ptr": spf.ErrMatchedPTR, "exists": spf.ErrMatchedExists,
		"lookups": spf.ErrLookupLimitReached, "voids": spf.ErrVoidLookupLimitReached,
	} {
		if errors.Is(err, e) || kind == "mx" && errors.Is(err, spf.ErrTooManyMXRecords) {
			return kind
		}
	}
	return ""
}
