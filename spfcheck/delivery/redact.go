package delivery

import (
	"reflect"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/redact"
)

// Redacted gives d with the local part of every address masked, wherever it
// stands: in replies, notes, advice, Message-IDs and the check.
func (d *Report) Redacted() *Report {
	out := redact.Value(d, reflect.TypeFor[carriers.Source]())
	for i := range out.Recipients {
		redactReply(&out.Recipients[i], d.Recipients[i])
	}
	if d.Check != nil {
		for i, e := range d.Check.Identities {
			redactResults(&out.Check.Identities[i], redact.Local(*e.Address))
		}
	}
	return out
}

// redactReply masks the local part where a server names it without the domain:
// in its reply, and so in the advice, which cites that.
func redactReply(r *dsn.Recipient, named dsn.Recipient) {
	local, final := redact.Local(named.Recipient), redact.Local(named.Final)
	reply := redact.Text(r.Reply, local, final)
	if reply == r.Reply {
		return
	}
	r.Reply = reply
	r.Advice.EN = redact.Text(r.Advice.EN, local, final)
	r.Advice.JA = redact.Text(r.Advice.JA, local, final)
}

// redactResults masks the local part where a macro of the record put it into a
// name, also of a node of the tree, or an explanation (RFC 7208 §7).
func redactResults(e *spfcheck.Evaluated, local string) {
	for i := range e.Results {
		r := &e.Results[i]
		r.Explanation = redact.Text(r.Explanation, local)
		redactTree(r.Tree, e.Domain, local)
		expanded := false
		for j, name := range r.Path {
			if name != e.Domain { // which everybody knows
				r.Path[j] = redact.Text(name, local)
				expanded = expanded || r.Path[j] != name
			}
		}
		if !expanded {
			continue
		}
		r.Domain = r.Path[len(r.Path)-1]
		r.Problem = redact.Text(r.Problem, local)
		r.ProblemText.EN, r.ProblemText.JA = redact.Text(r.ProblemText.EN, local), redact.Text(r.ProblemText.JA, local)
	}
}

// redactTree masks the local part in the nodes of a tree, but in the domain that the
// evaluation begins at, which everybody knows, and in what is published. It reports
// whether the name of n had it.
func redactTree(n *spfcheck.Tree, domain, local string) bool {
	if n == nil {
		return false
	}
	name := n.Domain
	if name != domain {
		n.Domain = redact.Text(name, local)
	}
	named := n.Domain != name // by n's own problem, or one of a child
	for _, s := range n.Steps {
		named = redactTree(s.Child, domain, local) || named
	}
	if named {
		n.Problem.EN, n.Problem.JA = redact.Text(n.Problem.EN, local), redact.Text(n.Problem.JA, local)
	}
	return named
}
