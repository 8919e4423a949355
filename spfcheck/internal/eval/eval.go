// Package eval evaluates SPF for one identity from one client and explains the
// result term by term.
//
// The result is go/spf's, which is asked once. What it gets to see is ours: records
// that were parsed strictly, since it stops reading at the match and RFC 7208 §4.6
// makes an error anywhere a permerror; their macros expanded (§7), which it does in
// part; and A alone for exists (§5.7). See resolver.
//
// What the Request lacks, go/spf can't know of: a record is handed over up to the
// term that can't be expanded, and where the walk comes to that term the result is
// Unknown.
//
// The explanation is ours: a walk through the same records with the answers that
// go/spf has caused, in the order and within the limits that package record states.
// It costs no question. Where it doesn't come to go/spf's result, the result stands
// and Evaluation.Reliable is false. Tests hold the two together: no case of that is
// known.
//
// The same walk prefetches: there it goes as far as the answers that have come.
// What follows from the records for all clients is for package tree.
package eval

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Request is one question to SPF: may Client send mail for the domain of Sender?
type Request struct {
	Client netip.Addr // must be valid
	Sender string     // <sender>: local-part@domain, the domain in A-labels
	Helo   string     // for the macro %{h}; "" when not known
	// AnyLocal says that the local part of Sender stands for any: what hangs on it is
	// Unknown.
	AnyLocal bool
}

// Domain is the domain that the evaluation begins at.
func (r Request) Domain() string {
	return r.Sender[strings.LastIndexByte(r.Sender, '@')+1:]
}

// Evaluation is the answer to a Request.
type Evaluation struct {
	Result  spf.Result // also Unknown
	Missing Missing    // where Result is Unknown, for want of what
	Tree    *Node      // how the result came about
	Problem i18n.Text  // why the result is none, permerror or temperror; left out otherwise
	// PerLocal says that it may be another for another local part of Sender.
	PerLocal bool
	// Reliable says that Tree ends in Result. When it doesn't, Result stands
	// and Tree only shows how far the explanation came.
	Reliable bool
	// Explanation is the sender's own text for a fail (RFC 7208 §6.2): hostile,
	// and to be shown as somebody else's words. "" when there is none.
	Explanation string
}

// Node is the evaluation of one domain's record.
type Node struct {
	Domain  string     `json:"domain"`           // the domain, in A-labels
	Record  string     `json:"record"`           // its SPF record as published; empty where there is no single one
	Result  spf.Result `json:"result"`           // the SPF result of the record
	Problem i18n.Text  `json:"problem,omitzero"` // why the result is none, permerror or temperror; left out otherwise
	Steps   []Step     `json:"steps"`            // the terms evaluated, in order; the last one decided

	record record.Record // zero: there is no single one
}

// Step is the evaluation of one term.
type Step struct {
	Term    string     `json:"term"`            // the term as published
	Result  spf.Result `json:"result"`          // pass: the term matched; neutral: it did not
	Lookups int        `json:"lookups"`         // terms that caused DNS lookups so far, this one and those of child included; the limit is 10
	Voids   int        `json:"voids"`           // void lookups so far, those of this term and of child included; the limit is 2
	Child   *Node      `json:"child,omitempty"` // the evaluation that an include or redirect led to; left out for other terms

	term *record.Term // of the Node's record
}

// Evaluator evaluates requests. Only Exchanger must be set.
type Evaluator struct {
	Exchanger resolve.Exchanger
	Receiver  string    // for the macro %{r} of explanations; "" becomes "unknown"
	Now       time.Time // for the macro %{t} of explanations
	Records   *Records  // those that were parsed before; nil: each is parsed
	Brief     bool      // of each Node only the last Step is kept, the one that decided
	// Prefetch is asked all that is left at once, beside the evaluation, when the
	// record of the request's domain took a while to come and names addresses in
	// several terms, or when a record that another one includes took a while. Both
	// exchangers have to ask through the same cache. nil: each is asked in its turn.
	Prefetch resolve.Exchanger
}

// Evaluate answers req. It asks DNS until ctx ends; a failure of DNS is the
// result temperror, never an error.
func (e Evaluator) Evaluate(ctx context.Context, req Request) Evaluation {
	domain := req.Domain()
	if !evaluable(domain) {
		return None(domain, malformedDomain)
	}
	r := newResolver(e, req)
	defer r.end()
	result, err := r.check(ctx)

	w := walk{resolver: r, briefly: e.Brief}
	tree := w.node(ctx, domain)
	if tree.Result == Unknown {
		return Evaluation{Result: Unknown, Missing: w.missing, Tree: tree, PerLocal: true, Reliable: true}
	}
	if w.open {
		result = tree.Result
	}
	ev := Evaluation{Result: result, Tree: tree, Problem: tree.Problem, Reliable: tree.Result == result}
	if !ev.Reliable {
		ev.Problem = unusable(result, err)
	}
	if result == spf.Fail && ev.Reliable {
		ev.Explanation = r.explanation(ctx, tree, e)
	}
	ev.PerLocal = r.perLocal
	return ev
}

// None is the Evaluation of a domain that there is nothing to ask DNS for (RFC 7208
// §4.3), with the reason.
func None(domain string, why i18n.Text) Evaluation {
	tree := &Node{Domain: domain, Result: spf.None, Problem: why, Steps: []Step{}}
	return Evaluation{Result: tree.Result, Tree: tree, Problem: why, Reliable: true}
}

// Result is the result that Evaluate comes to, without the explanation, which
// takes time of its own.
func (e Evaluator) Result(ctx context.Context, req Request) spf.Result {
	domain := req.Domain()
	if !evaluable(domain) {
		return spf.None
	}
	r := newResolver(e, req)
	defer r.end()
	result, _ := r.check(ctx)
	if r.cut || r.ptr {
		w := walk{resolver: r, briefly: true}
		if tree := w.node(ctx, domain); tree.Result == Unknown || w.open {
			return tree.Result
		}
	}
	return result
}

// evaluable reports whether a domain is a name of several labels: for any other
// the result is none (RFC 7208 §4.3). What DNS can't hold, such as a label that
// is too long, is left to resolve.
func evaluable(domain string) bool {
	return strings.Contains(strings.TrimSuffix(domain, "."), ".") && strings.TrimFunc(domain, spelling.InDomain) == ""
}

// Lookups is the number of DNS terms that the evaluation came to.
func (ev Evaluation) Lookups() int { return ev.Tree.last().Lookups }

// Voids is the number of void lookups that the evaluation came to.
func (ev Evaluation) Voids() int { return ev.Tree.last().Voids }

// last is the step that n ended with, whose counters include all below it; the
// zero Step where n has none.
func (n *Node) last() Step {
	if len(n.Steps) == 0 {
		return Step{}
	}
	return n.Steps[len(n.Steps)-1]
}

// Decided follows the tree to the term that decided: the chain of nodes from
// the root to the one that holds it, and the term. Of a match below an include
// it is the term that matched there; what that means is said by the include's
// qualifier. The term is nil where none decided, as with a record that matches
// nothing or can't be used.
func (ev Evaluation) Decided() ([]*Node, *record.Term) {
	var chain []*Node
	for n := ev.Tree; ; {
		chain = append(chain, n)
		if len(n.Steps) == 0 {
			return chain, nil
		}
		last := n.last()
		switch {
		case last.term.Name == "redirect" && last.Child != nil: // neutral too is the child's
		case last.Result == spf.Neutral:
			return chain, nil
		case last.Child == nil:
			return chain, last.term
		}
		n = last.Child
	}
}
