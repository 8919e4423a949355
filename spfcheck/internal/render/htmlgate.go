package render

import (
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
)

// writeGateHTML writes what a change of DNS does to mail, before and after side by side.
func writeGateHTML(w io.Writer, o Options, rep *gate.Report) error {
	h := newHTML(o)
	h.Title = h.say(resultSentences[rep.Result])
	h.Subtitle = strings.Join(append(h.head(byRules.Format(string(rep.Date))), h.files(rep.Files)...), " ")
	p := gatePage{h.page}
	_, counts, _ := strings.Cut(p.summary(rep), ": ")
	h.Cards = []html.Card{{Title: h.say(changeWord), Word: h.say(resultTurns[rep.Result]), Tone: tone(resultTurnColors[rep.Result]), Text: counts}}
	h.section(problemsTitle, h.problems(rep.Problems)...)
	h.section(flowsTitle, h.flows(rep.Flows)...)
	h.section(recordsTitle, h.changed(rep.Records)...)
	h.section(touchedTitle, h.touched(rep.Domains)...)
	for _, part := range []struct {
		status gate.Status
		title  func(int) i18n.Text
	}{
		{gate.Gone, func(int) i18n.Text { return mendedTitle }},
		{gate.Stays, func(n int) i18n.Text { return staysTitle.Format(n) }},
		{gate.Ignored, func(n int) i18n.Text { return ignoredTitle.Format(n) }},
	} {
		list := h.findingChanges(rep.Findings, part.status)
		h.section(part.title(len(list)), listed(list)...)
	}
	h.section(notesTitle, h.list(rep.Notes)...)
	return h.Write(w)
}

// files names the files of a change.
func (h *htmlPage) files(files []string) (names []string) {
	for _, f := range files {
		names = append(names, escape(f))
	}
	return names
}

// problems lists what to look at, why, and what to do.
func (h *htmlPage) problems(problems []gate.Problem) []html.Block {
	var list []html.Lines
	for _, p := range problems {
		lines := html.Lines{
			{Text: h.severity(p.Level) + " " + escape(p.Code) + h.at(p.Place), Tone: tone(severityColors[p.Level])},
			{Text: h.say(p.Title), Strong: true},
		}
		lines = append(lines, h.texts(problemTexts(p)...)...)
		if p.Source != "" {
			lines = append(lines, link(escape(p.Source), p.Source))
		}
		list = append(list, lines)
	}
	return listed(list)
}

// flows shows what each carrier does with each flow before the change and after it.
func (h *htmlPage) flows(flows []gate.FlowChange) []html.Block {
	if len(flows) == 0 {
		return nil
	}
	table := &html.Table{Caption: h.say(flowsTitle), Head: h.head(carrierWord, turnWord, beforeWord, afterWord)}
	for _, f := range flows {
		group := html.Group{Title: html.Lines{{Text: escape(f.Name) + " (" + show(f.From) + ")"}}}
		if f.Problem.Complete() {
			group.Title = append(group.Title, html.Text{Text: h.say(f.Problem), Tone: html.Doubt})
		}
		for _, t := range carrierTurns(f) {
			group.Rows = append(group.Rows, []html.Lines{
				h.texts(t.name), toned(h.say(turnWords[t.turn]), turnTones[t.turn]),
				h.side(t.before, f, t, func(v gate.VerdictChange) spfcheck.Verdict { return v.Before }),
				h.side(t.after, f, t, func(v gate.VerdictChange) spfcheck.Verdict { return v.After }),
			})
		}
		table.Groups = append(table.Groups, group)
	}
	return []html.Block{{Table: table}}
}

// side is what a carrier does on one side of the change, and why.
func (h *htmlPage) side(o carriers.Outcome, f gate.FlowChange, t carrierTurn, of func(gate.VerdictChange) spfcheck.Verdict) html.Lines {
	lines := toned(h.plainOutcome(o), tone(outcomeColors[o]))
	for _, v := range f.Verdicts {
		if v.After.Carrier == t.carrier && v.Turn == t.turn && of(v).Outcome == o {
			return append(lines, h.texts(of(v).SettingName, of(v).Why)...)
		}
	}
	return lines
}

// changed shows the DNS records that change.
func (h *htmlPage) changed(records []gate.RecordChange) []html.Block {
	if len(records) == 0 {
		return nil
	}
	var group html.Group
	for _, r := range records {
		data := func(all []string) (lines html.Lines) {
			if r.Open && len(all) == 0 {
				return h.texts(notKnown)
			}
			for _, d := range all {
				lines = append(lines, code(d))
			}
			if len(lines) == 0 {
				return html.Plain("-")
			}
			return lines
		}
		group.Rows = append(group.Rows, []html.Lines{{{Text: show(r.Name), Code: true}}, {code(r.Type)}, data(r.Before), data(r.After)})
	}
	return []html.Block{{Table: &html.Table{
		Caption: h.say(recordsTitle), Head: h.head(nameWord, typeWord, beforeWord, afterWord), Groups: []html.Group{group},
	}}}
}

// touched shows what the domains publish, and whose addresses come and go.
func (h *htmlPage) touched(domains []gate.DomainChange) (blocks []html.Block) {
	for _, d := range domains {
		lines := html.Lines{{Text: show(d.Domain), Code: true}}
		lines = append(lines, h.texts(
			lookupsTurn.Format(lookupCount(d.Before.Lookups), lookupCount(d.After.Lookups), d.After.Lookups.Limit),
			partAndText.Format(gainedWord, countOf(d, d.Gained)), partAndText.Format(lostWord, countOf(d, d.Lost)))...)
		blocks = append(blocks, html.Block{Lines: lines})
		blocks = append(blocks, h.space(show(d.Domain),
			h.rangesPart(gainedWord, d.Gained.IPv4, html.Good), h.rangesPart(lostWord, d.Lost.IPv4, html.Bad))...)
	}
	return blocks
}

// findingChanges lists the findings of a status. The new ones are among the problems.
func (h *htmlPage) findingChanges(all []gate.FindingChange, status gate.Status) (list []html.Lines) {
	for _, f := range all {
		if f.Status != status {
			continue
		}
		lines := html.Lines{{Text: f.Code + h.at(f.Place), Strong: true}, {Text: h.say(f.Message)}}
		if f.Reason != "" {
			lines = append(lines, h.texts(ignoredReason.Format(f.Reason))...)
		}
		list = append(list, lines)
	}
	return list
}

var turnTones = map[gate.Turn]html.Tone{
	gate.Worse: html.Bad, gate.Open: html.Doubt, gate.Better: html.Good, gate.Same: html.Muted,
}

var (
	changeWord = i18n.Text{EN: "The change", JA: "変更"}
	turnWord   = i18n.Text{EN: "Turn", JA: "変化"}
)
