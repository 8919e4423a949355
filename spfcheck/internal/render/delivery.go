package render

import (
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// writeDelivery writes a delivery report on a page, or as lines.
func writeDelivery(w io.Writer, o Options, d *delivery.Report) error {
	p := newPage(w, o)
	switch {
	case o.Detail == Quiet:
		p.line(p.paint(answerColor(d), p.say(d.Answer.Error)))
		return p.w.Flush()
	case o.Detail == Short:
		p.deliveryFields(d)
		return p.w.Flush()
	case o.Lines:
		p.deliveryLines(d)
		return p.w.Flush()
	}
	p.painted(answerColor(d), p.say(d.Answer.Error))
	for _, line := range []i18n.Text{d.Answer.ToDo, d.Answer.Why} {
		if line.Complete() {
			p.paragraph("", p.say(line))
		}
	}
	if d.Answer.Error.Complete() {
		p.line("")
	}
	if d.Kind != dsn.NotReport { // or the first line says it
		p.paragraph("", p.say(titleOf(d)))
	}
	for _, r := range d.Recipients {
		p.recipient(r)
	}
	if d.Check != nil {
		textRenderer{p}.deliveryCheck(d)
	}
	if d.Answer.Off.Complete() {
		p.line("")
		p.paragraph("", p.say(d.Answer.Off))
	}
	p.notes(d.Notes)
	return p.w.Flush()
}

// titleOf is what the input is, and who writes it where it is a report.
func titleOf(d *delivery.Report) i18n.Text {
	if !d.Kind.IsReport() {
		return kindWords[d.Kind]
	}
	return reportTitle.Format(kindWords[d.Kind], reporterOf(d))
}

// reporterOf is who writes the report, as far as that is known.
func reporterOf(d *delivery.Report) i18n.Text {
	if d.ReportingMTA == "" {
		return unknownReporter
	}
	return i18n.Text{EN: d.ReportingMTA, JA: d.ReportingMTA}
}

// recipient says what happened for one recipient, for a person who is no mail
// administrator, and then the technical line.
func (p *page) recipient(r dsn.Recipient) {
	p.line("")
	name, what := show(p.addresseeOf(r))+": ", p.say(categoryWords[r.Category])+p.aside(p.say(errorWords[r.Error]))
	if uniseg.StringWidth(name+what) > p.width() {
		p.paragraph("", name+what) // colour isn't wrapped
	} else {
		p.line(name + p.paint(categoryColor(r), what))
	}
	p.paragraph("  ", p.say(r.Advice))
	if line := p.technical(r); line != "" {
		p.paragraph("  ", line)
	}
	if len(r.Causes) > 0 {
		p.paragraph("  ", p.say(causesLine.Format(p.causes(r.Causes), filteringWords[r.Confidence])))
	}
	if r.AuthFilter != "" {
		p.paragraph("  ", p.say(authFilterLine.Format(filteringWords[r.AuthFilter])))
	}
}

// addresseeOf is the recipient as the sender wrote it, and where the mail went then.
func (p *page) addresseeOf(r dsn.Recipient) string {
	if r.Recipient == "" {
		return p.say(unnamed)
	}
	if r.Final != "" && r.Final != r.Recipient {
		return r.Recipient + " → " + r.Final
	}
	return r.Recipient
}

// answerColor is red for an error, yellow for what isn't known.
func answerColor(d *delivery.Report) text.Color {
	switch {
	case d.Undelivered():
		return text.FgRed
	case !d.Kind.IsReport(), d.Undetermined():
		return text.FgMagenta
	}
	return text.FgGreen
}

// categoryColor is red for an error, yellow for what isn't settled.
func categoryColor(r dsn.Recipient) text.Color {
	switch {
	case r.Error:
		return text.FgRed
	case r.Category == dsn.Delayed, r.Category == dsn.Complained:
		return text.FgMagenta
	}
	return text.FgGreen
}

// technical is the reply and where it came from, for an administrator.
func (p *page) technical(r dsn.Recipient) string {
	var parts []string
	for _, part := range []string{r.RemoteMTA, r.Reply} {
		if part != "" {
			parts = append(parts, escape(part))
		}
	}
	if status := strings.TrimSpace(escape(r.ReplyCode + " " + r.Status)); r.Reply == "" && status != "" {
		parts = append(parts, status)
	}
	if r.Stage != "" {
		parts = append(parts, p.say(stageWords[r.Stage]))
	}
	if r.Date != nil {
		parts = append(parts, r.Date.Format(time.RFC3339))
	}
	return strings.Join(parts, ", ")
}

func (p *page) causes(list []dsn.Cause) string {
	var words []string
	for _, c := range list {
		words = append(words, p.opts.Language.Of(causeWords[c]))
	}
	return strings.Join(words, " > ")
}

// deliveryCheck shows the check of the message: where it was sent from and how
// that is known, the identities, what each carrier does, and what to do.
func (t textRenderer) deliveryCheck(d *delivery.Report) {
	t.heading(checkTitle.Format(string(d.Check.Date)))
	t.paragraph("  ", t.say(sentFromLine)+" "+t.say(evidenceOf(d)))
	t.identities(d.Check)
	t.authentication(d.Check)
	t.reasons(d.Check)
	t.plan(d.Check)
}

// evidenceOf says where the message was sent from, and how that is known.
func evidenceOf(d *delivery.Report) i18n.Text {
	if len(d.Check.Clients) == 0 {
		return d.Evidence.Text
	}
	return inBrackets.Format(addresses(d.Check.Clients), d.Evidence.Text)
}

// deliveryLines writes a line for each recipient, for many reports in a row:
// where it was read, whom it is about, what happened, and why.
func (p *page) deliveryLines(d *delivery.Report) {
	place := ""
	if d.Place != nil {
		place = escape(d.Place.String()) + ": "
	}
	if len(d.Recipients) == 0 {
		p.line(place + p.say(kindWords[d.Kind]))
	}
	for _, r := range d.Recipients {
		line := place + show(p.addresseeOf(r)) + ": " + p.paint(categoryColor(r), p.say(categoryWords[r.Category]))
		if len(r.Causes) > 0 {
			line += ": " + p.say(inBrackets.Format(causeWords[r.Causes[0]], filteringWords[r.Confidence]))
		}
		if c, accepted := d.Accepted(r); accepted {
			line += "; " + p.say(c.Name) + ": " + p.outcome(c.Outcome)
		}
		if r.Guessed {
			line += "; " + p.say(guessedWord)
		}
		if d.Doubtful {
			line += "; " + p.say(doubtfulWord)
		}
		if r.Error && r.Reply != "" {
			line += "; " + escape(r.Reply)
		}
		p.line(line)
	}
}

// deliveryFields writes a line for each recipient, for scripts; for what names none, one
// of its kind.
func (p *page) deliveryFields(d *delivery.Report) {
	place := ""
	if d.Place != nil {
		place = d.Place.String()
	}
	if len(d.Recipients) == 0 {
		p.fields(place, "", string(d.Kind), "", "", "", "", "", "")
	}
	for _, r := range d.Recipients {
		wrong, cause, outcome := "", "", ""
		if r.Error {
			wrong = "error"
		}
		if len(r.Causes) > 0 {
			cause = string(r.Causes[0])
		}
		if c, accepted := d.Accepted(r); accepted {
			outcome = string(c.Outcome)
		}
		p.fields(place, r.Recipient, string(r.Category), wrong, cause, string(r.Confidence), r.Status, outcome, r.Reply)
	}
}
