package eval

import (
	"context"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// walker goes through the records in the evaluator's order and keeps its
// counters, to say which term did what. Whether a, mx, ptr and exists match is
// put to go/spf, each term on its own.
type walker struct {
	resolver *resolver
	lookups  int
	voids    int
	askedPTR bool // the client's names are asked for once in an evaluation
	brief    bool // only the last step of each node is kept
}

// note adds a step to those of a node.
func (w *walker) note(n *Node, s Step) {
	if w.brief {
		n.Steps = n.Steps[:0]
	}
	n.Steps = append(n.Steps, s)
}

// node explains the evaluation of one domain.
func (w *walker) node(ctx context.Context, domain string) *Node {
	n := &Node{Domain: domain}
	p, err := w.resolver.published(ctx, domain)
	switch {
	case err != nil:
		n.Result, n.Problem = failedLookup(err)
		return n
	case len(p.records) == 0:
		n.Result, n.Problem = spf.None, tree.NoRecord.Text()
		return n
	case len(p.records) > 1: // RFC 7208 §4.5
		n.Result, n.Problem = spf.PermError, severalRecords.Format(len(p.records))
		return n
	}
	n.Record = p.records[0]
	if len(n.Record.Errors) > 0 { // RFC 7208 §4.6
		n.Result, n.Problem = spf.PermError, malformedRecord(n.Record)
		return n
	}
	w.terms(ctx, n)
	return n
}

// terms evaluates the directives from left to right, then redirect, wherever
// that stands (RFC 7208 §4.6.2, §6.1).
func (w *walker) terms(ctx context.Context, n *Node) {
	if !w.brief {
		n.Steps = make([]Step, 0, len(n.Record.Terms))
	}
	redirect := -1
	for i := range n.Record.Terms {
		t := &n.Record.Terms[i]
		if t.Modifier {
			if t.Name == "redirect" {
				redirect = i
			}
			continue
		}
		if w.decides(ctx, n, i) {
			return
		}
	}
	if redirect >= 0 {
		w.redirect(ctx, n, redirect)
		return
	}
	n.Result = spf.Neutral // RFC 7208 §4.7
}

// decides evaluates one directive, notes the step, and reports whether the
// evaluation of n ends with it.
func (w *walker) decides(ctx context.Context, n *Node, i int) bool {
	t := &n.Record.Terms[i]
	if !t.Prefix.IsValid() && !w.count(n, i) {
		return true
	}
	step := Step{Term: i}
	var problem i18n.Text
	switch t.Name {
	case "all":
		step.Result = spf.Pass
	case "ip4", "ip6":
		step.Result = matches(w.resolver.in(t.Prefix))
	case "include":
		step.Child = w.node(ctx, w.resolver.target(ctx, n.Domain, t))
		step.Result, problem = included(step.Child)
	default:
		step.Result, problem = w.ask(ctx, n, t)
	}
	step.Lookups, step.Voids = w.lookups, w.voids
	w.note(n, step)
	switch step.Result {
	case spf.Neutral:
		return false
	case spf.Pass:
		n.Result = qualified[t.Qualifier]
	default:
		n.Result, n.Problem = step.Result, problem
	}
	return true
}

// count counts a term against the limit of RFC 7208 §4.6.4. When that is used
// up it ends the evaluation of n and returns false.
func (w *walker) count(n *Node, i int) bool {
	if !n.Record.Terms[i].CountsLookup() {
		return true
	}
	w.lookups++
	if w.lookups <= MaxLookups {
		return true
	}
	w.note(n, Step{Term: i, Result: spf.PermError, Lookups: w.lookups, Voids: w.voids})
	n.Result, n.Problem = spf.PermError, tooManyLookups.Format(MaxLookups)
	return false
}

// redirect evaluates the record that takes the place of n's (RFC 7208 §6.1).
func (w *walker) redirect(ctx context.Context, n *Node, i int) {
	if !w.count(n, i) {
		return
	}
	child := w.node(ctx, w.resolver.target(ctx, n.Domain, &n.Record.Terms[i]))
	n.Result, n.Problem = child.Result, child.Problem
	if child.Result == spf.None {
		n.Result, n.Problem = spf.PermError, noTarget.Format(child.Domain)
	}
	w.note(n, Step{Term: i, Result: n.Result, Lookups: w.lookups, Voids: w.voids, Child: child})
}

// included translates a child's result to the result of its include (RFC 7208 §5.2).
func included(child *Node) (spf.Result, i18n.Text) {
	switch child.Result {
	case spf.Pass:
		return spf.Pass, i18n.Text{}
	case spf.TempError, spf.PermError:
		return child.Result, child.Problem
	case spf.None:
		return spf.PermError, noTarget.Format(child.Domain)
	default:
		return spf.Neutral, i18n.Text{}
	}
}

// ask puts a term that needs DNS to go/spf, as the only term of n's domain.
func (w *walker) ask(ctx context.Context, n *Node, t *record.Term) (spf.Result, i18n.Text) {
	one := &oneTerm{resolver: w.resolver, text: "v=spf1 " + w.resolver.expand(ctx, n.Domain, t)}
	result, err := w.resolver.check(ctx, one, n.Domain)
	if one.void && (t.Name != "ptr" || !w.askedPTR) {
		w.voids++
	}
	w.askedPTR = w.askedPTR || t.Name == "ptr"
	if w.voids > MaxVoids {
		return spf.PermError, tooManyVoids.Format(MaxVoids)
	}
	return result, unusable(result, err)
}

// matches gives a match the result that Step has for it.
func matches(ok bool) spf.Result {
	if ok {
		return spf.Pass
	}
	return spf.Neutral
}

// qualified is the result of a match by its qualifier (RFC 7208 §4.6.2).
var qualified = map[record.Qualifier]spf.Result{
	record.Pass:     spf.Pass,
	record.Fail:     spf.Fail,
	record.SoftFail: spf.SoftFail,
	record.Neutral:  spf.Neutral,
}
