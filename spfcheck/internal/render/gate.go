package render

import (
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// writeGate writes what a change of DNS does to mail: what it comes to first, and last
// below what that rests on.
func writeGate(w io.Writer, o Options, rep *gate.Report) error {
	p := gatePage{newPage(w, o)}
	switch o.Detail {
	case Quiet:
		p.line(p.summary(rep))
	case Short:
		for _, f := range rep.Flows {
			for _, t := range carrierTurns(f) {
				p.fields(f.Name, t.carrier, string(t.before), string(t.after), string(t.turn))
			}
		}
	default:
		p.framed(p.summary(rep), func() {
			p.problems(rep)
			p.flows(rep)
			p.domains(rep)
			p.gone(rep)
			p.notes(rep.Notes)
		})
	}
	return p.w.Flush()
}

// framed writes an answer, and again below what it rests on, if that is anything.
func (p *page) framed(answer string, details func()) {
	p.paragraph("", answer)
	before := p.lines
	details()
	if p.lines > before {
		p.line("")
		p.paragraph("", answer)
	}
}

// gateBegins lists what writeGate may begin with, in all languages.
func gateBegins() []string {
	var all []string
	for _, result := range resultTurns {
		all = append(all, result.EN+": ", result.JA+": ")
	}
	return all
}

type gatePage struct{ *page }

// flows shows what becomes of all flows, unless the change has a part in none.
func (p gatePage) flows(rep *gate.Report) {
	if !slices.ContainsFunc(rep.Flows, func(f gate.FlowChange) bool { return f.Touched }) {
		return
	}
	var rows [][]string
	for _, f := range rep.Flows {
		name := escape(f.Name)
		for _, t := range carrierTurns(f) {
			rows = append(rows, []string{name, p.say(t.name), p.outcome(t.before), p.outcome(t.after), p.say(turnWords[t.turn])})
			name = ""
		}
	}
	if len(rows) > 0 {
		p.line("")
		p.table([]i18n.Text{colFlow, colCarrier, colBefore, colAfter, {EN: " ", JA: " "}}, rows, 24, 14, 10, 10)
	}
}

// turnOf is the turn that asks most for attention among a carrier's settings.
func turnOf(f gate.FlowChange, carrier string) gate.Turn {
	for _, turn := range gate.Turns {
		for _, v := range f.Verdicts {
			if v.After.Carrier == carrier && v.Turn == turn {
				return turn
			}
		}
	}
	return gate.Same
}

// domains shows what changes in what each domain publishes.
func (p gatePage) domains(rep *gate.Report) {
	if len(rep.Domains) == 0 {
		return
	}
	p.heading(touchedTitle)
	for _, d := range rep.Domains {
		p.paragraph("", show(d.Domain)+p.at(d.Place))
		p.paragraph("  ", p.say(lookupsTurn.Format(lookupCount(d.Before.Lookups), lookupCount(d.After.Lookups), d.After.Lookups.Limit)))
		p.addresses(gainedLine, d.Gained)
		p.addresses(lostLine, d.Lost)
	}
}

// addresses lists ranges in CIDR notation.
func (p gatePage) addresses(line i18n.Text, a gate.Addresses) {
	if a.Empty() {
		return
	}
	p.paragraph("  ", p.say(line.Format(i18n.Thousands(a.IPv4.Addresses), i18n.Thousands(a.IPv6.Addresses), rangesText(a))))
}

// rangesText lists the first ranges, and how many more there are.
func rangesText(a gate.Addresses) string {
	return strings.Join(rangeList(a.All(), a.IPv4.More+a.IPv6.More), " ")
}

// lookupCount is a count of lookups, which may be a part of them only.
func lookupCount(l lint.Lookups) i18n.Text {
	switch {
	case l.Endless:
		return endlessCount
	case l.Partial:
		return atLeast.Format(l.Count)
	default:
		return i18n.Text{EN: "%d", JA: "%d"}.Format(l.Count)
	}
}

// problems lists what to look at, with its place.
func (p gatePage) problems(rep *gate.Report) {
	if len(rep.Problems) == 0 {
		return
	}
	p.heading(problemsTitle)
	for _, one := range rep.Problems {
		p.placed(one.Level, one.Code, one.Place)
		p.paragraph("  ", p.paint(text.Bold, p.say(one.Title)))
		p.paragraph("  ", p.say(one.Text))
		p.paragraph("  ", p.say(one.Help))
		switch {
		case strings.Contains(one.Source, " "): // a section of an RFC, or a title and its link
			p.paragraph("  ", escape(one.Source))
		case one.Source != "":
			p.words("  ", escape(one.Source))
		}
	}
}

// gone lists the findings that the change fixes, in a line each.
func (p gatePage) gone(rep *gate.Report) {
	titled := false
	for _, f := range rep.Findings {
		if f.Status != gate.Gone {
			continue
		}
		if !titled {
			p.heading(mendedTitle)
			titled = true
		}
		p.paragraph("- ", f.Code+": "+p.say(f.Message))
	}
}

// summary says what it comes to in one line.
func (p gatePage) summary(rep *gate.Report) string {
	var turns, come, ignored int
	for _, f := range rep.Flows {
		for _, c := range f.After {
			if turnOf(f, c.Carrier) == gate.Worse {
				turns++
			}
		}
	}
	for _, f := range rep.Findings {
		switch f.Status {
		case gate.New:
			come++
		case gate.Ignored:
			ignored++
		}
	}
	line := p.paint(resultTurnColors[rep.Result], p.say(resultTurns[rep.Result])) + ": " +
		p.say(countsLine.Format(len(rep.Flows), turns, len(rep.Domains), come))
	if ignored > 0 {
		line += p.say(ignoredCount.Format(ignored))
	}
	return line
}

var resultTurnColors = map[gate.Result]text.Color{
	gate.Pass: text.FgGreen, gate.Fail: text.FgRed, gate.Undetermined: text.FgMagenta,
}

// The words of the gate.
var (
	colFlow   = i18n.Text{EN: "FLOW", JA: "フロー"}
	colBefore = i18n.Text{EN: "BEFORE", JA: "変更前"}
	colAfter  = i18n.Text{EN: "AFTER", JA: "変更後"}

	touchedTitle  = i18n.Text{EN: "What the change touches", JA: "変更の影響を受けるドメイン"}
	problemsTitle = i18n.Text{EN: "What to look at", JA: "確認が必要な点"}
	mendedTitle   = i18n.Text{EN: "Findings that the change fixes", JA: "変更で解消される指摘"}

	lookupsTurn  = i18n.Text{EN: "DNS lookups: %s → %s of %d", JA: "DNS を引く項: %s → %s（上限 %d）"}
	endlessCount = i18n.Text{EN: "endless", JA: "循環"}
	gainedLine   = i18n.Text{EN: "newly authorised (IPv4: %s, IPv6: %s): %s", JA: "新たに許可（IPv4: %s、IPv6: %s）: %s"}
	lostLine     = i18n.Text{EN: "cut off (IPv4: %s, IPv6: %s): %s", JA: "許可されなくなる（IPv4: %s、IPv6: %s）: %s"}

	countsLine = i18n.Text{
		EN: "flows %d, worse verdicts %d; domains touched %d, new findings %d",
		JA: "フロー %d、悪化する判定 %d、影響を受けるドメイン %d、新しい指摘 %d",
	}
	ignoredCount = i18n.Text{EN: " (ignored: %d)", JA: "（除外: %d）"}
)

var resultTurns = map[gate.Result]i18n.Text{
	gate.Pass:         {EN: "pass", JA: "合格"},
	gate.Fail:         {EN: "fail", JA: "不合格"},
	gate.Undetermined: {EN: "undetermined", JA: "判定できません"},
}

var turnWords = map[gate.Turn]i18n.Text{
	gate.Worse:  {EN: "worse", JA: "悪化"},
	gate.Better: {EN: "better", JA: "改善"},
	gate.Open:   {EN: "undetermined", JA: "判定不能"},
	gate.Same:   {EN: "same", JA: "変化なし"},
}
