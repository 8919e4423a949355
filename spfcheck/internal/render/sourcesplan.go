package render

import (
	"fmt"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

// sourcesPlan says what to do for each source, and gives the records of all at once.
func (p *page) sourcesPlan(d sources.Domain) {
	if d.Plan == nil || len(d.Plan.Sources)+len(d.Plan.Publish)+len(d.Plan.Open) == 0 {
		return // there is nothing to say below the heading
	}
	p.heading(planOfSources.Format(d.Domain))
	whole := *p
	whole.opts.Detail = Verbose
	t := textRenderer{&whole}
	number := 0
	for _, s := range d.Plan.Sources {
		var so planSteps
		p.paragraph("", p.say(planFor.Format(s.Source)))
		for _, step := range s.Plan.Steps {
			number++
			if p.opts.more(Verbose) || step.Assumed() {
				t.step(number, step, &so)
				continue
			}
			p.paragraph(fmt.Sprintf("%d. ", number), capital(p.say(step.Text)))
			t.fix(step.Fix)
			for _, warning := range step.Warnings {
				p.paragraph("   "+p.say(noteMark)+" ", p.say(warning))
			}
		}
		for _, open := range s.Plan.Open {
			p.paragraph("   "+p.say(noteMark)+" ", p.say(open))
		}
	}
	if len(d.Plan.Publish) > 0 {
		p.paragraph("", p.say(publishTogether))
		t.publish(d.Plan.Publish)
		p.paragraph("   ", p.say(arrow)+" "+p.say(lostAfter(d)))
	}
	for _, open := range d.Plan.Open {
		p.paragraph(p.say(noteMark)+" ", p.say(open))
	}
}

// lostAfter says what each carrier doesn't deliver once the records are published.
func lostAfter(d sources.Domain) i18n.Text {
	var parts []i18n.Text
	for _, c := range d.Plan.After {
		lost := percent(c.Of(func(o carriers.Outcome) bool { return !o.Delivered() }), d.Yours)
		parts = append(parts, stillLost.Format(c.Name, lost))
	}
	return join(parts)
}

var (
	planOfSources   = i18n.Text{EN: "What to do for %s, in this order", JA: "%s の対処（この順序で）"}
	planFor         = i18n.Text{EN: "For %s:", JA: "%s のために:"}
	publishTogether = i18n.Text{EN: "The records with all steps that can be taken in DNS now, tried with all sources:", JA: "いま DNS で行える手順をすべて合わせたレコード（すべての送信元で確認済み）:"}
	stillLost       = i18n.Text{EN: "%s: %s lost or unknown", JA: "%s: 届かない・不明 %s"}
)
