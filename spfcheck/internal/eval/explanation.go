package eval

import (
	"context"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// explanation fetches and expands the sender's explanation of a fail (RFC 7208
// §6.2). It is "" on any error, and where the Request lacks what it
// hangs on: an explanation never changes a result.
func (r *resolver) explanation(ctx context.Context, tree *Node, e Evaluator) string {
	n := explaining(tree)
	exp, ok := n.record.Modifier("exp")
	if !ok {
		return ""
	}
	r.noteLocal(exp.Domain)
	if r.req.lacking(exp.Domain) != (Missing{}) {
		return ""
	}
	values := r.values(ctx, n.Domain)
	values.Receiver, values.Now = e.Receiver, e.Now
	texts, err := r.lookup.LookupTXT(ctx, exp.Domain.ExpandDomain(values))
	if err != nil || len(texts) != 1 {
		return ""
	}
	text, err := record.ParseExplanation(texts[0])
	if err != nil {
		return ""
	}
	r.noteLocal(text)
	if r.req.lacking(text) != (Missing{}) {
		return ""
	}
	return text.ExpandText(values)
}

// explaining gives the node whose exp counts: that of the record which a
// redirect ends at, and never that of an include (RFC 7208 §6.2).
func explaining(n *Node) *Node {
	for last := n.last(); last.Child != nil && last.term.Name == "redirect"; last = n.last() {
		n = last.Child
	}
	return n
}
