package render

import (
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

func (t textRenderer) verdicts(rep *spfcheck.Report) {
	var rows [][]string
	carrier := ""
	for _, v := range rep.Verdicts {
		if comparedWith(v) {
			continue
		}
		name := ""
		if v.Carrier != carrier {
			carrier, name = v.Carrier, t.say(v.CarrierName)
		}
		mark := " "
		if v.Judged {
			mark = "*"
		}
		rows = append(rows, []string{name, mark + v.Setting, t.outcome(v.Outcome), t.opts.decidedBy(v), t.basis(v.Basis)})
	}
	t.line("")
	t.table([]i18n.Text{colCarrier, colSetting, colOutcome, colDecided, colBasis}, rows, 14, 16, 10, 28)
	t.paragraph("", t.say(judgedMark.Format(t.opts.Words.Of(input.Setting))))
}

// reasons gives the reasons of verdicts: for each carrier of the judged one that its
// outcome is from, or of all of them.
func (t textRenderer) reasons(rep *spfcheck.Report) {
	if !t.opts.AllSettings {
		for _, v := range rep.Deciding() {
			t.reason(*v, rep)
		}
		return
	}
	for _, v := range rep.Verdicts {
		if !comparedWith(v) {
			t.reason(v, rep)
		}
	}
}

// decidedBy says in a few words what a verdict rests on.
func (o Options) decidedBy(v spfcheck.Verdict) string {
	decided := "-"
	switch v.Identity {
	case "":
	case identity.From:
		decided = "From"
	default:
		decided = o.say(v.Identity.Name())
	}
	switch {
	case v.Result != "":
		decided += " " + string(v.Result)
	case v.DMARC != "":
		decided = "DMARC " + string(v.DMARC)
	}
	return decided
}

// reason says what a carrier does, why, and how that is known.
func (t textRenderer) reason(v spfcheck.Verdict, rep *spfcheck.Report) {
	t.line("")
	word := t.say(carrierDoes[v.Outcome].Format(v.CarrierName))
	t.paragraph("", t.paint(text.Bold, word))
	t.paragraph("  ", t.say(v.SettingName)+": "+t.say(v.Why))
	switch {
	case v.Count != rep.Count:
		t.paragraph("  ", t.say(shareOf.Format(i18n.Thousands(v.Count), i18n.Thousands(rep.Count), addresses(v.Ranges))))
	case len(v.Addresses) < len(rep.Clients):
		t.paragraph("  ", t.say(fromAddresses.Format(addresses(v.Addresses))))
	}
	if v.Sampled {
		t.paragraph("  ", t.say(sampled))
	}
	t.paragraph("  ", t.say(v.Effect))
	if v.Rule == "" {
		return
	}
	since := ""
	if v.Since != "" {
		since = t.say(sinceDay.Format(string(v.Since)))
	}
	t.paragraph("  ", t.say(ruleLine.Format(v.Rule, basisWords[v.Basis]))+since)
	source := v.Sources[0].URL
	if source == "" {
		source = t.say(v.Sources[0].Title)
	}
	if others := len(v.Sources) - 1; others > 0 {
		more := t.say(moreSources.Format(others, t.opts.Words.Of(input.AllCarriers), v.Carrier))
		if indent := "    "; uniseg.StringWidth(indent+more) > t.prose() {
			t.words("  ", source)
			t.paragraph(indent, more)
			return
		}
		t.words("  ", source, more)
		return
	}
	t.words("  ", source)
}
