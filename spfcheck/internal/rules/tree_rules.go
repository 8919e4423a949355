package rules

import (
	"iter"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// treeRules are the Analyzers that look at the tree of records and at DNS around
// it. They go by the worst path: what it doesn't reach, no evaluation gets to.
var treeRules = []*Analyzer{
	treeLookupsOver,
	treeLookupsNear,
	treeVoidsOver,
	treeVoid,
	treeNothing,
	treeNoTarget,
	treeDNSFailed,
	treeLoop,
	treeMXHosts,
	treeLimits,
	treeUndocumented,
	treeUnknownService,
	treeReceiversDiffer,
	treeAuthorisesNobody,
	treePerAddress,
	treeVoidsUsedUp,
	treeVoidsMayBeUsedUp,
	treeObsolete,
	aroundAlias,
	aroundMisplaced,
	aroundType99,
	aroundTooLarge,
	aroundServersDisagree,
	aroundServerSilent,
	aroundUnreachable,
	aroundNothing,
}

// reached gives the steps of the worst path, in the order of an evaluation.
func (p *Pass) reached() iter.Seq[tree.Step] {
	return func(yield func(tree.Step) bool) {
		if p.SPF == nil {
			return
		}
		for s := range p.SPF.Steps() {
			if s.Reached && !yield(s) {
				return
			}
		}
	}
}

// costliest gives the term of the domain's own record that costs most lookups; of
// a record that is just a redirect, the term of the record that it leads to. It
// is false where each costs as much as any.
func (p *Pass) costliest() (tree.Step, bool) {
	own := map[*tree.Node]bool{p.SPF.Root: true}
	var most tree.Step
	for s := range p.reached() {
		t := s.Term()
		switch {
		case !own[s.Node]:
		case t.Name == "redirect" && t.Child != nil:
			own[t.Child] = true
		case s.Subtree.Lookups > most.Subtree.Lookups:
			most = s
		}
	}
	return most, most.Subtree.Lookups > 1
}

// families are those that mail is meant to come from: those of which some term may
// let a client pass. Where it is none, both count.
func (p *Pass) families() []tree.Family {
	may := map[tree.Family]bool{}
	for s := range p.reached() {
		for _, f := range tree.Families {
			may[f] = may[f] || mayPass(s.Term(), f)
		}
	}
	if may[tree.IPv4] == may[tree.IPv6] {
		return tree.Families
	}
	return slices.DeleteFunc(slices.Clone(tree.Families), func(f tree.Family) bool { return !may[f] })
}

// mayPass reports whether the term lets a client of the family pass, as far as it
// is known which it matches.
func mayPass(t *tree.Term, f tree.Family) bool {
	open := t.Always || t.PerAddress || t.Unknown || t.NotLoaded
	return matches(t, f) || open && (t.Qualifier == record.Pass || t.Name == "redirect")
}

// maxNames is how many names a message lists.
const maxNames = 5

// list puts names in a row, the same in every language.
func list(names []string) string {
	if len(names) > maxNames {
		names = append(names[:maxNames:maxNames], "…")
	}
	return strings.Join(names, ", ")
}
