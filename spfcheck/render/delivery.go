package render

import (
	"io"
	"strings"
	"time"

	"spfcheck/spfcheck/dsn"
	"spfcheck/spfcheck/i18n"
)

// Delivery is a delivery report to show.
type Delivery struct {
	Version int `json:"version"`
	*dsn.Report
}

func writeDelivery(w io.Writer, o Options, d Delivery) error {
	p := newPage(w, o)
	p.paragraph("", p.say(reportTitle.Format(kindWords[d.Kind], d.ReportingMTA)))
	for _, r := range d.Recipients {
		p.recipient(r)
	}
	p.notes(d.Notes)
	return p.w.Flush()
}

// recipient says what happened for one recipient, for a person who is no mail
// administrator, and then the technical line.
func (p *page) recipient(r dsn.Recipient) {
	p.line("")
	name := r.Recipient
	if r.Final != "" && r.Final != r.Recipient {
		name += " → " + r.Final
	}
	p.paragraph("", escape(name)+": "+p.say(categoryWords[r.Category])+" ("+p.say(errorWords[r.Error])+")")
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

// technical is the reply and where it came from, for an administrator.
func (p *page) technical(r dsn.Recipient) string {
	var parts []string
	for _, part := range []string{r.RemoteMTA, r.Reply} {
		if part != "" {
			parts = append(parts, escape(part))
		}
	}
	if r.Reply == "" {
		parts = append(parts, strings.TrimSpace(escape(r.ReplyCode+" "+r.Status)))
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

var (
	reportTitle    = i18n.Text{EN: "%s, from %s", JA: "%s（報告元 %s）"}
	causesLine     = i18n.Text{EN: "probable causes: %s (%s)", JA: "考えられる原因: %s（%s）"}
	authFilterLine = i18n.Text{EN: "a filter on the sender's authentication: %s", JA: "送信者認証によるフィルターの可能性: %s"}
)
