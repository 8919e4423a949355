package render

import (
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
)

// writeBulkHTML writes what came of many lines.
func writeBulkHTML(w io.Writer, o Options, s *bulk.Summary) error {
	h := newHTML(o)
	h.Title = h.say(bulkTitle.Format(number(s.Lines)))
	if !s.Complete {
		h.Warnings = append(h.Warnings, h.say(notComplete.Format(s.Line)))
	}
	if s.DNSFailed > 0 {
		h.Warnings = append(h.Warnings, h.say(dnsErrors.Format(number(s.DNSFailed))))
	}
	h.countCard(deliveredLines, s.Delivered, html.Good)
	h.countCard(failingLines, s.Failing, html.Bad)
	h.countCard(unknownLines, s.Unknown, html.Doubt)
	h.countCard(badLines, s.Bad, html.Doubt)
	h.section(bulkCarriers, h.bulkCarriers(s)...)
	h.section(causesTitle, h.bulkCauses(s)...)
	h.section(plansTitle, h.bulkPlans(s)...)
	if s.Traffic != (bulk.Traffic{}) {
		h.section(notesTitle, h.list([]i18n.Text{traffic.Format(number(s.Questions), perLine(s), number(s.CacheHits), number(s.Unanswered))})...)
	}
	return h.Write(w)
}

// bulkCarriers has a row for each outcome of each carrier, of all lines and of each group.
func (h *htmlPage) bulkCarriers(s *bulk.Summary) []html.Block {
	if len(s.Carriers) == 0 {
		return nil
	}
	table := &html.Table{
		Caption: h.say(bulkCarriers), Head: h.head(carrierWord, outcomeWord, linesWord),
		Groups: []html.Group{{Title: h.texts(allLines), Rows: h.bulkOutcomes(s.Carriers)}},
	}
	for _, g := range s.Groups[:min(len(s.Groups), maxGroups)] {
		value := show(g.Value)
		if value == "" {
			value = h.say(noValue)
		}
		table.Groups = append(table.Groups, html.Group{
			Title: h.texts(partAndText.Format(s.GroupedBy, value), linesTold.Format(number(g.Lines), number(g.Delivered), number(g.Failing), number(g.Unknown), number(g.Bad))),
			Rows:  h.bulkOutcomes(g.Carriers),
		})
	}
	var left []i18n.Text
	if more := len(s.Groups) - maxGroups; more > 0 {
		left = append(left, groupsLeft.Format(more))
	}
	if s.OtherGroups > 0 {
		left = append(left, otherGroups.Format(number(s.OtherGroups)))
	}
	if left == nil {
		return []html.Block{{Table: table}}
	}
	return []html.Block{{Table: table}, {Lines: h.texts(left...)}}
}

// maxGroups is how many groups are on a page.
const maxGroups = 100

func (h *htmlPage) bulkOutcomes(counts []bulk.CarrierCount) (rows [][]html.Lines) {
	for _, c := range counts {
		for _, o := range carriers.Outcomes {
			if n := linesOf(c, o); n > 0 {
				rows = append(rows, []html.Lines{h.texts(c.Name), toned(h.plainOutcome(o), tone(outcomeColors[o])), html.Plain(number(n))})
			}
		}
	}
	return rows
}

// bulkCauses has a row for each rule by which mail isn't delivered.
func (h *htmlPage) bulkCauses(s *bulk.Summary) []html.Block {
	if len(s.Causes) == 0 {
		return nil
	}
	var group html.Group
	for _, c := range s.Causes {
		why := append(h.texts(c.Why), html.Text{Text: c.Rule, Code: true})
		group.Rows = append(group.Rows, []html.Lines{html.Plain(number(c.Lines)), toned(h.say(carrierDoes[c.Outcome].Format(c.Name)), tone(outcomeColors[c.Outcome])), why})
	}
	return []html.Block{{Table: &html.Table{Caption: h.say(causesTitle), Head: h.head(linesWord, outcomeWord, reasonWord), Groups: []html.Group{group}}}}
}

// bulkPlans are the plans that most lines have, with the record of one to be copied.
func (h *htmlPage) bulkPlans(s *bulk.Summary) []html.Block {
	var steps []html.Step
	for _, plan := range s.Plans[:min(len(s.Plans), maxShown)] {
		step := html.Step{Text: h.say(planLines.Format(number(plan.Lines)))}
		var list []html.Lines
		for _, one := range plan.Steps {
			lines := h.texts(one.Text)
			if len(one.Terms) > 0 {
				lines = append(lines, code(strings.Join(one.Terms, " ")))
			}
			list = append(list, lines)
		}
		step.Blocks = []html.Block{{List: list}, {Lines: h.texts(exampleTold.Format(plan.Example.Line, show(plan.Example.Domain)))}}
		var records []html.Record
		for _, line := range plan.Example.Record {
			records = append(records, html.Record{Line: escape(line), Name: show(plan.Example.Domain)})
		}
		step.Blocks = append(step.Blocks, html.Block{Records: records})
		steps = append(steps, step)
	}
	if len(steps) == 0 {
		return nil
	}
	blocks := []html.Block{{Steps: steps}}
	if more := len(s.Plans) - maxShown; more > 0 {
		blocks = append(blocks, html.Block{Lines: h.texts(plansLeft.Format(more))})
	}
	if s.OtherPlans > 0 {
		blocks = append(blocks, html.Block{Lines: h.texts(otherPlans.Format(number(s.OtherPlans)))})
	}
	return blocks
}

var (
	bulkTitle      = i18n.Text{EN: "Mails: %s", JA: "メール %s 件"}
	deliveredLines = i18n.Text{EN: "delivered everywhere", JA: "すべての事業者に届く"}
	failingLines   = i18n.Text{EN: "not delivered somewhere", JA: "届かない事業者がある"}
	unknownLines   = i18n.Text{EN: "undetermined", JA: "判定できない"}
	badLines       = i18n.Text{EN: "lines that can't be read", JA: "読めない行"}
	bulkCarriers   = i18n.Text{EN: "Carriers", JA: "事業者"}
	linesWord      = i18n.Text{EN: "Lines", JA: "行数"}
	allLines       = i18n.Text{EN: "All lines", JA: "すべての行"}
	groupsLeft     = i18n.Text{EN: "and %d more values, in JSON", JA: "ほかの値 %d 件（JSON にはすべて出力します）"}
	planLines      = i18n.Text{EN: "Lines: %s", JA: "%s 行"}
	plansLeft      = i18n.Text{EN: "and %d more plans, in JSON", JA: "ほかの対処 %d 件（JSON にはすべて出力します）"}
)
