package render

import (
	"bufio"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// writeLintMarkdown writes what is wrong with the records of each domain.
func writeLintMarkdown(w io.Writer, o Options, reports []*lint.Report) error {
	m := markdownPage{w: bufio.NewWriter(w), opts: o}
	for i, rep := range reports {
		if i > 0 {
			m.linef("")
		}
		b := o.lintBoard([]*lint.Report{rep})
		m.linef("## %s spfcheck: %s\n", resultIcons[b.result()], codeMarkdown(showNames(rep.Domain)))
		m.header(m.say(lookupsWord), m.say(voidsWord), "IPv4", "IPv6")
		m.row(m.say(ofLimit.Format(lookupCount(rep.Lookups), rep.Lookups.Limit)), m.say(voidsCell(rep.Voids)),
			i18n.Thousands(rep.Authorised.IPv4.Addresses), i18n.Thousands(rep.Authorised.IPv6.Addresses))
		m.problems(b.problems)
		m.notes(b.notes)
	}
	return m.w.Flush()
}

// voidsCell is how many void lookups there are of how many, the more of both families.
func voidsCell(v lint.Voids) i18n.Text {
	least := max(v.IPv4, v.IPv6)
	if v.Maybe > 0 {
		return voidsBetween.Format(least, least+v.Maybe, v.Limit)
	}
	return ofLimit.Format(i18n.Text{EN: "%d", JA: "%d"}.Format(least), v.Limit)
}

// writeCheckMarkdown writes what becomes of a mail, and why.
func writeCheckMarkdown(w io.Writer, o Options, rep *spfcheck.Report) error {
	m := markdownPage{w: bufio.NewWriter(w), opts: o}
	b := o.checkBoard(rep)
	m.linef("## %s spfcheck: %s\n", resultIcons[b.result()], codeMarkdown(showNames(subject(rep))))
	m.header(m.say(carrierWord), m.say(settingWord), m.say(outcomeWord), m.say(decidedWord))
	for _, v := range rep.Deciding() {
		m.row(m.say(v.CarrierName), codeMarkdown(v.Setting), m.say(v.Outcome.Word()), escapeMarkdown(o.decidedBy(*v)))
	}
	m.linef("\n%s", m.say(byRules.Format(string(rep.Date))))
	m.problems(b.problems)
	m.notes(b.notes)
	return m.w.Flush()
}

// result is what a board comes to.
func (b board) result() gate.Result {
	result := gate.Pass
	for _, p := range b.problems {
		switch {
		case p.Fails:
			return gate.Fail
		case p.Code == gate.NoRule:
			result = gate.Undetermined
		}
	}
	return result
}

var (
	voidsWord    = i18n.Text{EN: "Void lookups", JA: "void lookup"}
	ofLimit      = i18n.Text{EN: "%s of %d", JA: "%s / %d"}
	voidsBetween = i18n.Text{EN: "%d to %d of %d", JA: "%d〜%d / %d"}
	carrierWord  = i18n.Text{EN: "Carrier", JA: "事業者"}
	settingWord  = i18n.Text{EN: "Setting", JA: "設定"}
	outcomeWord  = i18n.Text{EN: "Outcome", JA: "結果"}
	decidedWord  = i18n.Text{EN: "Decided by", JA: "決め手"}
)
