package render

import (
	"fmt"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// evaluationTrees are the trees of a report's identities, those that it has.
func (o Options) evaluationTrees(rep *spfcheck.Report) (trees []*html.Node) {
	t := textRenderer{newPage(nil, o)}
	t.eachAddress(rep, func(names string, e spfcheck.Evaluated) {
		for _, r := range e.Results {
			if r.Tree == nil {
				continue
			}
			n := o.evaluationTree(r.Tree, spfcheck.Step{}, tone(resultColors[r.Tree.Result]))
			n.Caption = o.say(inBrackets.Format(treeTitle.Format(names, addresses(r.Addresses), string(r.Result)),
				spent.Format(r.Lookups, record.MaxLookups, r.Voids, record.MaxVoids)))
			trees = append(trees, n.Bounded(o.Language))
		}
	})
	return trees
}

// evaluationTree is the evaluation of a record and of those that it led to. Terms in a
// row that asked nothing and didn't match are one. before has what was counted before.
func (o Options) evaluationTree(n *spfcheck.Tree, before spfcheck.Step, meant html.Tone) *html.Node {
	out := &html.Node{Domain: show(n.Domain), Result: strings.TrimSpace(string(n.Result) + "  " + o.say(n.Problem)), Tone: meant}
	for steps := n.Steps; len(steps) > 0; {
		if run := idle(steps, before.Lookups); run > mostListed+1 {
			var terms []string
			for _, s := range steps[:run] {
				terms = append(terms, s.Term)
			}
			out.Rows = append(out.Rows, html.Row{Term: someTerms(terms), Marks: []string{o.say(stepWords[spf.Neutral])}, Tone: html.Muted})
			before, steps = steps[run-1], steps[run:]
			continue
		}
		out.Rows = append(out.Rows, o.step(steps[0], before, out.Tone))
		before, steps = steps[0], steps[1:]
	}
	return out
}

// idle is how many steps at the beginning asked nothing and didn't match.
func idle(steps []spfcheck.Step, lookups int) int {
	n := slices.IndexFunc(steps, func(s spfcheck.Step) bool {
		return s.Lookups != lookups || s.Result != spf.Neutral || s.Child != nil
	})
	if n < 0 {
		return len(steps)
	}
	return n
}

// someTerms names the first of a run of terms.
func someTerms(terms []string) string {
	var words []string
	for _, t := range terms[:mostListed] {
		words = append(words, escape(t))
	}
	return strings.Join(append(words, fmt.Sprintf("+%d", len(terms)-mostListed)), " ")
}

// step is the row of a term. One that matches is as good as what the record comes to.
func (o Options) step(s, before spfcheck.Step, result html.Tone) html.Row {
	r := html.Row{Term: escape(s.Term), Marks: []string{o.say(stepWords[s.Result])}, Tone: tone(resultColors[s.Result])}
	switch s.Result {
	case spf.Pass:
		r.Tone = result
	case spf.Neutral:
		r.Tone = html.Muted
	}
	if s.Lookups > before.Lookups {
		r.Count = fmt.Sprintf("%d/%d", s.Lookups, record.MaxLookups)
	}
	if s.Child != nil {
		meant := tone(resultColors[s.Child.Result])
		if s.Result == spf.Neutral { // whatever it comes to: it doesn't match, and that is all
			meant = html.Muted
		}
		r.Child = o.evaluationTree(s.Child, spfcheck.Step{Lookups: before.Lookups + 1, Voids: before.Voids}, meant)
		if len(s.Child.Steps) > 0 {
			return r // what is beyond a limit is within
		}
	}
	if voids := s.Voids - before.Voids; voids > 0 {
		r.Marks = append(r.Marks, o.say(voidSoFar.Format(s.Voids, record.MaxVoids)))
	}
	switch {
	case s.Lookups > record.MaxLookups:
		r.Limit = o.say(lookupLimit.Format(record.MaxLookups))
	case s.Voids > record.MaxVoids:
		r.Limit = o.say(voidLimit.Format(record.MaxVoids))
	}
	return r
}

// recordTrees are the trees of all records that domains reach.
func (o Options) recordTrees(reports []*lint.Report) (trees []*html.Node) {
	p := lintPage{newPage(nil, o)}
	for _, rep := range reports {
		n := p.recordTree(rep.Tree, rep.Lookups.Limit)
		n.Caption = show(rep.Domain)
		trees = append(trees, n.Bounded(o.Language))
	}
	return trees
}

// recordTree is a record with those that it leads to.
func (p lintPage) recordTree(n *lint.Node, limit int) *html.Node {
	out := &html.Node{Domain: show(n.Domain), Result: p.say(n.ProblemText)}
	if out.Result != "" {
		out.Tone = html.Bad
	}
	for terms := n.Terms; len(terms) > 0; {
		t, run := terms[0], terms[:rangesIn(terms)]
		if len(run) > mostListed+1 {
			var all []string
			for _, r := range run {
				all = append(all, r.Term)
			}
			out.Rows = append(out.Rows, html.Row{Term: someTerms(all)})
			terms = terms[len(run):]
			continue
		}
		r := html.Row{Term: escape(t.Term), Marks: p.marks(t)}
		if t.Own > 0 {
			r.Count = fmt.Sprintf("%d/%d", t.Total, limit)
		}
		if t.Problem.Complete() || len(t.Voids) > 0 {
			r.Tone = html.Bad
		}
		if t.Child != nil {
			r.Child = p.recordTree(t.Child, limit)
		}
		if before := t.Total - t.Subtree; before <= limit && t.Total > limit && (t.Child == nil || before+t.Own > limit) {
			r.Limit = p.say(lookupLimit.Format(limit))
		}
		out.Rows = append(out.Rows, r)
		terms = terms[1:]
	}
	return out
}

var (
	lookupLimit = i18n.Text{EN: "limit: %d DNS lookups", JA: "上限: DNS を引く項 %d 個"}
	voidLimit   = i18n.Text{EN: "limit: %d void lookups", JA: "上限: 見つからない検索 %d 回"}
	voidSoFar   = i18n.Text{EN: "void lookups %d/%d", JA: "見つからない検索 %d/%d"}
)
