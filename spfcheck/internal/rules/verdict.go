package rules

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// explaining are the rules on SPF that can be why mail comes to another result than was
// meant. That a domain has no record at all, its result says.
var explaining = []*Analyzer{
	spfSeveral,
	spfSyntax,
	spfSuspect,
	spfAlmost,
	spfAlmostBeside,
	spfRedirectIgnored,
	spfAfterAll,
	spfGlued,
	spfIntruder,
	spfReceiversDiffer,
	treeLookupsOver,
	treeVoidsOver,
	treeVoidsUsedUp,
	treeVoidsMayBeUsedUp,
	treeNothing,
	treeNoTarget,
	treeLoop,
	treeMXHosts,
	treeUndocumented,
	treeReceiversDiffer,
	treeAuthorisesNobody,
}

// differing are those by which a receiver may see something else than a pass.
var differing = []*Analyzer{spfAlmostBeside, spfReceiversDiffer, treeReceiversDiffer}

// OnVerdict finds what touches the SPF result of mail from a domain: what may be why it
// isn't a pass, or where it passes, why it may not do so everywhere. The tree is that of
// the domain.
func OnVerdict(t *tree.Tree, passes bool) []Finding {
	if passes {
		return run(&Subject{SPF: t}, differing)
	}
	return run(&Subject{SPF: t}, explaining)
}

// serious are the rules on SPF whose findings are errors and warnings.
var serious = slices.DeleteFunc(slices.Concat(recordRules, treeRules), func(a *Analyzer) bool { return a.Severity == Info })

// FindNew finds the errors and warnings that a change of a domain's record brings, in
// its text and by what it reaches, of those that are looked for: those that the tree
// had before aren't among them.
func FindNew(before, after *tree.Tree, domain string, wanted func(Finding) bool) []Finding {
	found := slices.DeleteFunc(run(&Subject{SPF: after, only: domain}, serious), func(f Finding) bool {
		return f.Domain != domain || !wanted(f)
	})
	if len(found) == 0 {
		return nil
	}
	had := run(&Subject{SPF: before, only: domain}, serious)
	return slices.DeleteFunc(found, func(f Finding) bool {
		return slices.ContainsFunc(had, func(h Finding) bool { return h.Code == f.Code && h.Domain == domain && h.term() == f.term() })
	})
}
