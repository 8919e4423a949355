package render

import (
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
)

// writeEvent writes a line for each recipient of a message, the answer first.
func writeEvent(w io.Writer, o Options, e rehearsal.Event) error {
	var lines strings.Builder
	line := func(t i18n.Text) { lines.WriteString(show(o.Language.Of(t)) + "\n") }
	if e.Refused != nil {
		line(refusedLine.Format(e.Refused.Answer.String(), e.Refused.Address))
	}
	if m := e.Message; m != nil {
		for i := range m.Recipients {
			line(recipientLine(m, &m.Recipients[i]))
		}
	}
	_, err := io.WriteString(w, lines.String())
	return err
}

func recipientLine(m *rehearsal.Message, r *rehearsal.Recipient) i18n.Text {
	becomes := r.Reason()
	if r.Carrier != "" {
		becomes = becomesLine.Format(r.Name, r.Outcome.Word(), becomes)
	}
	code := r.Answer.Code
	if m.Answer.Code != 0 && !m.Answer.Accepted() {
		code = m.Answer.Code
	}
	text := messageLine.Format(code, r.Address, becomes, m.Subject)
	if r.Flow != "" {
		text = flowLine.Format(text, r.Flow)
	}
	return text
}

var (
	refusedLine = i18n.Text{EN: "%s %s", JA: "%s %s"}
	messageLine = i18n.Text{EN: "%d %s: %s; subject: %s", JA: "%d %s: %s。件名: %s"}
	becomesLine = i18n.Text{EN: "%s %s: %s", JA: "%s %s: %s"}
	flowLine    = i18n.Text{EN: "%s; flow: %s", JA: "%s。フロー: %s"}
)
