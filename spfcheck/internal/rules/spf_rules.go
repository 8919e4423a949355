package rules

import (
	"iter"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// recordRules are the Analyzers that look at the text of SPF records: of the
// domain's own, and of those that it reaches by include and redirect.
var recordRules = []*Analyzer{
	spfMissing,
	spfSeveral,
	spfSyntax,
	spfSuspect,
	spfAlmost,
	spfAlmostBeside,
	spfRedirectIgnored,
	spfAfterAll,
	spfNoEnd,
	spfPassAll,
	spfTooWide,
	spfNeutralAll,
	spfPTR,
	spfDuplicate,
	spfCovered,
	spfCoveredElsewhere,
	spfSpecialRange,
	spfHostBits,
	spfSenderID,
	spfExplanation,
	spfGlued,
	spfCut,
	spfOnlyIPv6,
	spfReceiversDiffer,
	spfIntruder,
	spfLarge,
	spfHuge,
}

// records gives the domains whose records are looked at, the linted one first.
func (p *Pass) records() []*tree.Node {
	if p.SPF == nil {
		return nil
	}
	if p.only == "" {
		return p.SPF.Nodes
	}
	at := slices.IndexFunc(p.SPF.Nodes, func(n *tree.Node) bool { return n.Domain == p.only })
	if at < 0 {
		return nil
	}
	return p.SPF.Nodes[at : at+1]
}

// directives gives the directives that an evaluation can get to, of all records
// (RFC 7208 §4.6.1).
func (p *Pass) directives() iter.Seq2[*tree.Node, *tree.Term] {
	return func(yield func(*tree.Node, *tree.Term) bool) {
		for _, n := range p.records() {
			for i := range n.Terms {
				if t := &n.Terms[i]; isDirective(t) && !yield(n, t) {
					return
				}
			}
		}
	}
}

// isDirective reports whether the term is a well-formed directive that an
// evaluation can get to.
func isDirective(t *tree.Term) bool { return t.Known() && !t.Modifier && !t.Skipped }

// isAll reports whether the term is the all that ends the record.
func isAll(t *tree.Term) bool { return isDirective(t) && t.Name == "all" }

// theAll gives the all that ends the record; nil when there is none.
func theAll(n *tree.Node) *tree.Term {
	for i := range n.Terms {
		if t := &n.Terms[i]; isAll(t) {
			return t
		}
	}
	return nil
}

// theModifier gives the first modifier of that name; nil when there is none.
func theModifier(n *tree.Node, name string) *tree.Term {
	for i := range n.Terms {
		if t := &n.Terms[i]; t.Modifier && t.Name == name {
			return t
		}
	}
	return nil
}

// last gives the record that has the last word on clients for which nothing
// matches: the domain's own, or the one at the end of its redirects (RFC 7208
// §6.1). It is nil when that record isn't known or isn't well-formed.
func (p *Pass) last() *tree.Node {
	if p.SPF == nil {
		return nil
	}
	n := p.SPF.Root
	for n.Problem == "" {
		redirect := theModifier(n, "redirect")
		switch {
		case redirect == nil || redirect.Skipped:
			return n
		case redirect.Child == nil || redirect.Loop:
			return nil
		}
		n = redirect.Child
	}
	return nil
}

// termPlace is where a term stands.
func termPlace(n *tree.Node, t *tree.Term) place {
	return place{n.Records[0].Text, t.Offset, t.End()}
}

// maxPlaces is how many places in records a rule reports; a hostile record could
// have tens of thousands.
const maxPlaces = 100

// reportPlace notes a fault of a place in a record, unless there were too many.
func (p *Pass) reportPlace(domain string, at place, message i18n.Text) {
	if len(p.findings) < maxPlaces {
		p.report(domain, at, message)
	}
}

// reportTerm notes a fault of a term; the message has verbs for the term's text
// and its domain, and for what else is given.
func (p *Pass) reportTerm(n *tree.Node, t *tree.Term, message i18n.Text, more ...any) {
	p.reportPlace(n.Domain, termPlace(n, t), message.Format(append([]any{t.Text, n.Domain}, more...)...))
}
