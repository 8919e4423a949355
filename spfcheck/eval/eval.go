// Package eval evaluates SPF for one identity and explains the result term by
// term. The result is always go/spf's own.
package eval

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"blitiri.com.ar/go/spf"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/record"
	"spfcheck/spfcheck/resolve"
)

// The limits of RFC 7208 §4.6.4.
const (
	MaxLookups = 10 // terms that cause DNS queries
	MaxVoids   = 2  // void lookups
)

// Request is one question to SPF: may Client send mail for the domain of Sender?
type Request struct {
	Client netip.Addr
	Sender string // <sender>: local-part@domain, the domain in A-labels
	Helo   string // for the macro %{h}; "" when not known
}

// Domain is the domain that the evaluation begins at.
func (r Request) Domain() string {
	return r.Sender[strings.LastIndexByte(r.Sender, '@')+1:]
}

// Evaluation is the answer to a Request.
type Evaluation struct {
	Result  spf.Result
	Tree    *Node     // how the result came about
	Problem i18n.Text // why Result is none, permerror or temperror; empty otherwise
	// Reliable says that Tree ends in Result. When it doesn't, Result stands
	// and Tree only shows how far the explanation came.
	Reliable bool
	// Explanation is the sender's own text for a fail (RFC 7208 §6.2): hostile,
	// and to be shown as somebody else's words. "" when there is none.
	Explanation string
}

// Node is the evaluation of one domain's record.
type Node struct {
	Domain  string
	Record  record.Record // zero: no single record was found
	Steps   []Step        // the terms evaluated, in order; the last one decided
	Result  spf.Result
	Problem i18n.Text // why Result is none, permerror or temperror; empty otherwise
}

// Step is the evaluation of one term.
type Step struct {
	Term    int        // index into Record.Terms
	Result  spf.Result // pass: it matched; neutral: it did not
	Lookups int        // DNS terms so far, this one included; the limit is MaxLookups
	Voids   int        // void lookups so far, this one's included; the limit is MaxVoids
	Child   *Node      // of include and redirect; nil for other terms
}

// Evaluator evaluates requests. Only Exchanger must be set.
type Evaluator struct {
	Exchanger resolve.Exchanger
	Receiver  string    // for the macro %{r} of explanations; "" becomes "unknown"
	Now       time.Time // for the macro %{t} of explanations
}

// Evaluate answers req. It asks DNS until ctx ends; a failure of DNS is the
// result temperror, never an error.
func (e Evaluator) Evaluate(ctx context.Context, req Request) Evaluation {
	domain := req.Domain()
	if problem, ok := unevaluable(domain); ok {
		return Evaluation{
			Result: spf.None, Problem: problem, Reliable: true,
			Tree: &Node{Domain: domain, Result: spf.None, Problem: problem},
		}
	}
	r := newResolver(resolve.Lookup{Exchanger: e.Exchanger, Client: req.Client}, req)
	// Macros are expanded before go/spf sees them, so it needs nothing of the
	// sender but the domain: a local part with an "@" can't mislead it.
	result, err := spf.CheckHostWithSender(req.Client.Unmap().AsSlice(), req.Helo, "postmaster@"+domain,
		spf.WithContext(ctx), spf.WithResolver(r))

	w := walker{ctx: ctx, resolver: r, client: req.Client.Unmap()}
	tree := w.node(domain)
	ev := Evaluation{Result: result, Tree: tree, Reliable: tree.Result == result}
	if ev.Reliable {
		ev.Problem = tree.Problem
	} else if err != nil && (result == spf.PermError || result == spf.TempError) {
		ev.Problem = i18n.Text{EN: err.Error(), JA: err.Error()}
	}
	if result == spf.Fail && ev.Reliable {
		ev.Explanation = r.explanation(ctx, tree, e)
	}
	return ev
}

// unevaluable says why a domain can't be evaluated at all: RFC 7208 §4.3 gives
// none for what is no name of several labels. Names that DNS can't hold are
// left to resolve, which knows their form.
func unevaluable(domain string) (i18n.Text, bool) {
	name := strings.TrimSuffix(domain, ".")
	if strings.Contains(name, ".") && !strings.HasPrefix(name, "[") {
		return i18n.Text{}, false
	}
	return i18n.Text{
		EN: "not a domain name of several labels",
		JA: "2 つ以上のラベルからなるドメイン名ではありません",
	}, true
}

// Lookups is the number of DNS terms that the evaluation came to.
func (ev Evaluation) Lookups() int {
	lookups, _ := ev.Tree.spent()
	return lookups
}

// Voids is the number of void lookups that the evaluation came to.
func (ev Evaluation) Voids() int {
	_, voids := ev.Tree.spent()
	return voids
}

// spent gives the counters after the last term that was evaluated below n.
func (n *Node) spent() (lookups, voids int) {
	if len(n.Steps) == 0 {
		return 0, 0
	}
	last := n.Steps[len(n.Steps)-1]
	lookups, voids = last.Lookups, last.Voids
	if last.Child != nil {
		l, v := last.Child.spent()
		lookups, voids = max(lookups, l), max(voids, v)
	}
	return lookups, voids
}

// Decided follows the tree to the term that decided: the chain of nodes from
// the root to the one that holds it, and the term. The term is nil where no
// term decided, as with a record that matches nothing.
func (ev Evaluation) Decided() ([]*Node, *record.Term) {
	var chain []*Node
	n := ev.Tree
	for {
		chain = append(chain, n)
		if len(n.Steps) == 0 {
			return chain, nil
		}
		last := n.Steps[len(n.Steps)-1]
		term := &n.Record.Terms[last.Term]
		descends := last.Child != nil && last.Result != spf.Neutral
		switch {
		case !descends && last.Result == spf.Neutral:
			return chain, nil
		case !descends:
			return chain, term
		}
		n = last.Child
	}
}
