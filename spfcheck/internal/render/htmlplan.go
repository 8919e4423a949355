package render

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
)

// steps are what to do, with the records to be copied.
func (h *htmlPage) steps(p *spfcheck.Plan) (blocks []html.Block) {
	if p == nil {
		return nil
	}
	var steps []html.Step
	for _, s := range p.Steps {
		steps = append(steps, html.Step{Text: h.say(s.Text), Blocks: h.planStep(s)})
	}
	if len(steps) > 0 {
		blocks = append(blocks, html.Block{Steps: steps})
	}
	for _, open := range p.Open {
		blocks = append(blocks, html.Block{Lines: html.Lines{{Text: h.say(noteMark) + " " + h.say(open), Tone: html.Doubt}}})
	}
	for _, a := range p.Alternatives {
		blocks = append(blocks,
			html.Block{Lines: h.texts(instead.Format(a.Text))},
			html.Block{Records: h.records(a.Publish)},
			html.Block{Lines: html.Plain(h.say(arrow) + " " + h.everyoneDoes(a.After))})
	}
	return blocks
}

func (h *htmlPage) planStep(s spfcheck.PlanStep) []html.Block {
	blocks := []html.Block{{Records: h.records(s.Publish)}, {Lines: h.texts(fixTexts(s.Fix)...)}}
	for _, w := range s.Warnings {
		blocks = append(blocks, html.Block{Lines: html.Lines{{Text: h.say(noteMark) + " " + h.say(w), Tone: html.Doubt}}})
	}
	if len(s.After) > 0 {
		head := arrow
		if s.Assumed() {
			head = assumed
		}
		blocks = append(blocks, html.Block{Lines: html.Plain(h.say(head) + " " + h.everyoneDoes(s.After))})
	}
	return blocks
}

// records are lines of a zone file: those that are new or changed can be copied; in
// whose place they stand is said.
func (h *htmlPage) records(sets []spfcheck.RRset) (records []html.Record) {
	for _, set := range sets {
		was := spfcheck.RRset{Name: set.Name, Type: set.Type, Values: set.Was}.Lines()
		for _, line := range set.Lines() {
			if !slices.Contains(was, line) {
				records = append(records, html.Record{Line: escape(line), Name: escape(set.Name + " " + set.Type)})
			}
		}
		for _, line := range was {
			if !slices.Contains(set.Lines(), line) {
				records = append(records, html.Record{Label: h.say(inPlace), Line: escape(line)})
			}
		}
	}
	return records
}

// sources are the rules that the verdicts rest on, each once, with where it is known
// from.
func (h *htmlPage) sources(verdicts []spfcheck.Verdict) []html.Block {
	var list []html.Lines
	var told []string
	for _, v := range verdicts {
		if v.Rule == "" || comparedWith(v) || slices.Contains(told, v.Rule) {
			continue
		}
		told = append(told, v.Rule)
		rule := ruleLine.Format(v.Rule, basisWords[v.Basis])
		lines := html.Lines{{Text: h.say(rule), Strong: true}}
		if v.Since != "" {
			lines[0].Text += h.say(sinceDay.Format(string(v.Since)))
		}
		for _, s := range v.Sources {
			date := s.Date
			if s.Later {
				date = h.say(orLater.Format(date))
			}
			lines = append(lines, link(strings.TrimSpace(h.say(s.Title)+" "+date), s.URL), html.Text{Text: h.say(s.Fact), Tone: html.Muted})
		}
		list = append(list, lines)
	}
	return listed(list)
}
