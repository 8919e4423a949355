package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// costs is the table of the terms.
func (p lintPage) costs(rep *lint.Report) {
	const treeWidth = 52 // what the other columns leave, however wide they are
	branches := p.branches(rep.Tree, 1)
	items := []item{{0, show(rep.Tree.Domain)}}
	for _, b := range branches {
		items = append(items, b.item)
	}
	if p.width() < narrow { // there is no room for columns
		for i, b := range branches {
			if b.term.Own > 0 {
				items[i+1].text += "  " + p.costOf(b.term, rep.Lookups.Limit)[2]
			}
		}
		p.tree(items)
		return
	}
	var rows [][]string
	for i, lines := range draw(items, treeWidth) {
		cells := []string{"", "", ""}
		if i > 0 && branches[i-1].term.Own > 0 {
			cells = p.costOf(branches[i-1].term, rep.Lookups.Limit)
		}
		for _, line := range lines {
			rows = append(rows, append(cells, line))
			cells = []string{"", "", ""}
		}
	}
	p.table([]i18n.Text{colOwn, colSubtree, colTotal, colTerm}, rows, 8, 8, 10)
}

func (p lintPage) costOf(t lint.Term, limit int) []string {
	total := fmt.Sprintf("%d/%d", t.Total, limit)
	if t.Total > limit {
		total = p.paint(text.FgRed, total)
	}
	return []string{fmt.Sprint(t.Own), fmt.Sprint(t.Subtree), total}
}

// branch is a line of the tree and the term that it is about.
type branch struct {
	item
	term lint.Term
}

// branches are the terms of a node and of those below. Ranges in a row, of which
// some records have many, are one branch.
func (p lintPage) branches(n *lint.Node, depth int) []branch {
	var all []branch
	for terms := n.Terms; len(terms) > 0; {
		t, run := terms[0], terms[:rangesIn(terms)]
		if len(run) > mostListed+1 {
			var words []string
			for _, r := range run[:mostListed] {
				words = append(words, escape(r.Term))
			}
			words = append(words, fmt.Sprintf("+%d", len(run)-mostListed))
			all = append(all, branch{item{depth, strings.Join(words, " ")}, t})
			terms = terms[len(run):]
			continue
		}
		all = append(all, branch{item{depth, strings.Join(append([]string{escape(t.Term)}, p.marks(t)...), "  ")}, t})
		if t.Child != nil {
			all = append(all, p.branches(t.Child, depth+1)...)
		}
		terms = terms[1:]
	}
	return all
}

// rangesIn is how many terms at the beginning are ip4 and ip6 and nothing else is
// to be said of them.
func rangesIn(terms []lint.Term) int {
	n := slices.IndexFunc(terms, func(t lint.Term) bool {
		return t.Name != "ip4" && t.Name != "ip6" || !t.Reached || t.Problem.Complete()
	})
	if n < 0 {
		return len(terms)
	}
	return n
}

// marks say what is to be known of a term.
func (p lintPage) marks(t lint.Term) []string {
	var marks []string
	add := func(ok bool, text i18n.Text) {
		if ok {
			marks = append(marks, p.say(text))
		}
	}
	add(strings.Contains(t.Term, "%") && t.Target != "", markTarget.Format(t.Target))
	add(t.Service.Complete(), markService.Format(t.Service))
	add(t.Skipped, markSkipped)
	add(!t.Skipped && !t.Reached, markUnreached)
	add(t.Loop, markLoop)
	add(t.Seen, markSeen)
	add(t.Gap == tree.PerMessage || t.Gap == tree.PerAddress || t.Gap == tree.Limited, gapWords[t.Gap])
	add(len(t.Voids) > 0, markVoid.Format(strings.Join(t.Voids, ", ")))
	if t.Problem.Complete() {
		add(true, t.Problem)
	}
	if t.Child != nil && t.Child.ProblemText.Complete() {
		add(true, t.Child.ProblemText)
	}
	return marks
}
