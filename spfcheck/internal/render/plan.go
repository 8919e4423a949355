package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// plan shows what to do, step by step.
func (t textRenderer) plan(p *spfcheck.Plan) {
	if p == nil || len(p.Steps)+len(p.Open) == 0 {
		return
	}
	t.heading(whatToDo)
	for i, s := range p.Steps {
		t.step(i+1, s)
	}
	for _, open := range p.Open {
		t.paragraph(t.say(noteMark)+" ", t.say(open))
	}
	for _, a := range p.Alternatives {
		t.paragraph("", t.say(instead.Format(a.Text)))
		t.publish(a.Publish)
		t.paragraph("   ", t.say(arrow)+" "+t.outcomes(a.After, t.plainOutcome))
	}
}

func (t textRenderer) step(number int, s spfcheck.PlanStep) {
	t.paragraph(fmt.Sprintf("%d. ", number), t.say(s.Text))
	t.publish(s.Publish)
	t.fix(s.Fix)
	for _, w := range s.Warnings {
		t.paragraph("   "+t.say(noteMark)+" ", t.say(w))
	}
	switch {
	case len(s.After) == 0:
	case s.Assumed():
		t.paragraph("   ", t.say(assumedArrow)+" "+t.outcomes(s.After, t.plainOutcome))
	default:
		t.paragraph("   ", t.say(arrow)+" "+t.outcomes(s.After, t.plainOutcome))
	}
}

// publish shows records as lines of a zone file: those that are new or changed, and
// those in whose place they stand.
func (t textRenderer) publish(sets []spfcheck.RRset) {
	for _, set := range sets {
		was := spfcheck.RRset{Name: set.Name, Type: set.Type, Values: set.Was}.Lines()
		for _, line := range set.Lines() {
			if !slices.Contains(was, line) {
				t.words("   ", escape(line))
			}
		}
		for _, line := range was {
			if !slices.Contains(set.Lines(), line) {
				t.words("   ", t.say(inPlace), escape(line))
			}
		}
	}
}

// fix shows fixTexts.
func (t textRenderer) fix(f *spfcheck.Fix) {
	for _, text := range fixTexts(f) {
		t.paragraph("   ", t.say(text))
	}
}

// fixTexts say what a change to an SPF record means beside the verdicts.
func fixTexts(f *spfcheck.Fix) []i18n.Text {
	if f == nil {
		return nil
	}
	text := newlyAuthorised
	args := []any{i18n.Thousands(f.IPv4), i18n.Thousands(f.IPv6), f.Lookups, record.MaxLookups}
	if len(f.AtLeast) > 0 {
		text, args = newlyAtLeast, append(args, strings.Join(f.AtLeast, " "))
	}
	return append([]i18n.Text{text.Format(args...)}, f.Notes...)
}

var (
	whatToDo     = i18n.Text{EN: "What to do, in this order", JA: "対処（この順序で）"}
	inPlace      = i18n.Text{EN: "in place of", JA: "次に代えて"}
	arrow        = i18n.Text{EN: "→", JA: "→"}
	assumedArrow = i18n.Text{EN: "→ (assumed)", JA: "→（仮定）"}
	instead      = i18n.Text{EN: "Or: %s", JA: "または: %s"}

	newlyAuthorised = i18n.Text{
		EN: "newly authorises %s IPv4 and %s IPv6 addresses; %d of %d DNS lookups on the worst path",
		JA: "新たに許可するアドレス: IPv4 %s、IPv6 %s。DNS を引く項は最大 %d / %d",
	}
	newlyAtLeast = i18n.Text{
		EN: "newly authorises at least %s IPv4 and %s IPv6 addresses, and those of %[5]s, which can't be counted; %[3]d of %[4]d DNS lookups on the worst path",
		JA: "新たに許可するアドレス: 少なくとも IPv4 %s、IPv6 %s と、%[5]s の数えられないアドレス。DNS を引く項は最大 %[3]d / %[4]d",
	}
)
