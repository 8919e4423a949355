package render

import (
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// screen is the answer: what becomes of the mail, who sent it, why, and what to do.
func (t textRenderer) screen(rep *spfcheck.Report) {
	t.verdictLine(rep)
	t.who(rep)
	t.warn(rep.Warnings)
	t.line("")
	t.why(rep)
	if !t.detailed() {
		t.decisions(rep)
	}
	t.plan(rep)
	if (rep.Plan == nil || len(rep.Plan.Steps) == 0) && !t.opts.more(Explained) {
		t.notes(t.unsaid(rep))
	}
}

// unsaid are the notes: with details all of them, else without those that why has said,
// as what keeps a verdict unknown.
func (t textRenderer) unsaid(rep *spfcheck.Report) []i18n.Text {
	shown := rep.Deciding()
	return slices.DeleteFunc(slices.Clone(rep.Notes), func(n i18n.Text) bool {
		return !t.opts.more(Verbose) && slices.ContainsFunc(shown, func(v *spfcheck.Verdict) bool { return v.Outcome == carriers.Unknown && v.Why == n })
	})
}

// headline gives the verdict in parts, that of each carrier in one.
func (t textRenderer) headline(rep *spfcheck.Report) (first string, parts []string) {
	w := outcomeWords[rep.Worst]
	all := !slices.ContainsFunc(rep.Carriers, func(c spfcheck.CarrierOutcome) bool {
		return c.Outcome.Failed() != rep.Worst.Failed() || rep.Worst == carriers.Unknown && c.Outcome != rep.Worst
	})
	verdict := w.some
	if all {
		verdict = w.all
	}
	for _, c := range rep.Carriers {
		parts = append(parts, t.say(called(c.Carrier, c.Name))+" "+t.paint(outcomeColors[c.Outcome], t.say(outcomeWords[c.Outcome].state)))
	}
	return t.paint(outcomeColors[rep.Worst], w.mark) + " " + t.paint(text.Bold, t.say(verdict)) + t.say(colon), parts
}

// verdictLine says what becomes of the mail: in one line, if it has the room.
func (t textRenderer) verdictLine(rep *spfcheck.Report) {
	first, parts := t.headline(rep)
	if t.opts.Detail == Quiet {
		t.line(first + strings.Join(parts, separator))
		return
	}
	if text.StringWidthWithoutEscSequences(first+parts[0]) > t.prose() {
		t.line(first)
		t.parts("  ", separator, parts...)
		return
	}
	t.parts("", separator, append([]string{first + parts[0]}, parts[1:]...)...)
}

// who says who sends the mail through what, and the day of the rules.
func (t textRenderer) who(rep *spfcheck.Report) {
	who := t.say(fromWhere.Format(subject(rep), sentFrom(rep.Clients, rep.Span)))
	if t.opts.Through.Complete() {
		who = t.say(throughWhat.Format(subject(rep), t.opts.Through))
	}
	t.ends("  ", who, t.say(dayOfRules.Format(string(rep.Date))))
}

// detailed reports whether all settings are shown, and not only what decided.
func (t textRenderer) detailed() bool { return t.opts.more(Verbose) || t.opts.AllSettings }

// decisions shows the setting that decided at each carrier.
func (t textRenderer) decisions(rep *spfcheck.Report) {
	var rows [][]string
	for _, v := range rep.Deciding() {
		rows = append(rows, []string{
			t.say(called(v.Carrier, v.CarrierName)), t.paint(outcomeColors[v.Outcome], t.say(outcomeWords[v.Outcome].state)),
			t.say(v.SettingName), t.opts.decidedBy(*v), t.basis(v.Basis),
		})
	}
	t.indented("  ", func() { t.table(nil, rows, 14, 24, 30, 22) })
}

// footer says what was not looked at, and where there is more.
func (t textRenderer) footer(rep *spfcheck.Report) {
	var parts []string
	if missing := t.notChecked(rep); len(missing) > 0 {
		const indent = 2 // that parts gives a line which goes on
		parts = wrap(t.say(notChecked)+strings.Join(missing, t.say(comma)), t.prose()-indent)
	}
	words := t.opts.Words
	switch {
	case t.opts.more(Explained):
	case t.opts.more(Verbose):
		parts = append(parts, t.say(rulesAt.Format(words.Of(input.Explanation))))
	default:
		parts = append(parts, t.say(detailsAt.Format(words.Of(input.Details))), t.say(rulesAt.Format(words.Of(input.Explanation))))
	}
	if len(parts) > 0 {
		t.line("")
		t.parts("", "   ", parts...)
	}
}

// notChecked names the identities that aren't known, what is assumed, and the message
// if there is none.
func (t textRenderer) notChecked(rep *spfcheck.Report) []string {
	var missing []string
	for _, kind := range identity.Kinds {
		i := slices.IndexFunc(rep.Identities, func(e spfcheck.Evaluated) bool { return e.Kind == kind })
		via := t.opts.Words.Of(input.Via)
		switch {
		case i < 0:
			missing = append(missing, t.say(kind.Name()))
		case strings.HasPrefix(rep.Identities[i].Field, via+" "):
			missing = append(missing, t.say(assumedOf.Format(kind.Name(), rep.Identities[i].Domain)))
		}
	}
	if rep.Message == nil {
		missing = append(missing, t.say(theMessage.Format(t.opts.Words.Of(input.Mail))))
	}
	return missing
}
