package rehearsal

import (
	"cmp"
	"fmt"
	"strings"
	"sync"
	"text/template"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// Host is what the server of a rehearsal is called: nobody's name (RFC 2606).
const Host = "rehearsal.invalid"

// DeliveryReport is the delivery report that the sender's own server, a Postfix, would
// send about a recipient: a bounce where the message was refused, and where the client
// asked for it (NOTIFY=SUCCESS) a report that it was taken. That says nothing of what the
// carrier did then. It is nil where none is sent: nobody asked for one, the server would
// try again, or the envelope From is empty (RFC 3461 §5.2, §6).
func (m *Message) DeliveryReport(recipient int) []byte {
	r := &m.Recipients[recipient]
	answer := r.Answer
	if m.Answer.Code != 0 && !m.Answer.Accepted() && answer.Accepted() {
		answer = m.Answer // in a strict rehearsal one recipient stands for all
	}
	failed := answer.Code/100 == 5
	switch {
	case m.MailFrom == "", !failed && !answer.Accepted(), answer.Accepted() && !r.asked("SUCCESS"):
		return nil
	case failed && len(r.Notify) > 0 && !r.asked("FAILURE"):
		return nil
	}
	remote := cmp.Or(wordings[r.Carrier].host, "mx."+r.Address[strings.LastIndexByte(r.Address, '@')+1:])
	said := fold(fmt.Sprintf("<%s>: host %s[192.0.2.25] said: %s (in reply to %s command)", r.Address, remote, answer, answer.command()))
	status := cmp.Or(answer.Enhanced, "5.0.0")
	if !failed {
		said = fold(fmt.Sprintf("<%s>: delivery via %s[192.0.2.25]:25: %s", r.Address, remote, answer))
		status = cmp.Or(answer.Enhanced, "2.0.0")
	}
	report := report{
		Message: m, Recipient: r, Failed: failed, Host: Host, Queue: fmt.Sprintf("%010X", m.Number),
		Date: m.Received.Format(time.RFC1123Z), Said: said, Status: status, Remote: remote, Answer: answer,
		Type: "rfc822", Global: "", Returned: string(withoutReturnPath(m.Raw)),
	}
	if !spelling.IsASCII(r.Address + r.Original + m.MailFrom) {
		report.Type, report.Global = "utf-8", "global-" // RFC 6533
	}
	if header, _, ok := strings.Cut(report.Returned, "\r\n\r\n"); ok && (!failed || len(m.Raw) > bounceSize) {
		report.Returned, report.HeadersOnly = header+"\r\n", true
	}
	var made strings.Builder
	if err := reportForm().Execute(&made, report); err != nil {
		return nil // the form knows all of the fields
	}
	return []byte(strings.ReplaceAll(strings.ReplaceAll(made.String(), "\r\n", "\n"), "\n", "\r\n"))
}

// bounceSize is from which size on Postfix returns the header alone (bounce_size_limit).
const bounceSize = 50_000

// command is that which an answer is to.
func (a Answer) command() string {
	if a.AtRCPT {
		return "RCPT TO"
	}
	return "end of DATA"
}

// fold breaks a line as Postfix does.
func fold(text string) string {
	const width, indent = 79, "    "
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) > width:
			lines = append(lines, line)
			line = indent + word
		default:
			line += " " + word
		}
	}
	return strings.Join(append(lines, line), "\n")
}

// report is what the form is filled in with.
type report struct {
	*Message
	*Recipient
	Failed, HeadersOnly             bool
	Host, Queue, Date, Said, Status string
	Remote, Type, Global, Returned  string
	Answer                          Answer
}

// reportForm is a report as Postfix 3.7 words it.
var reportForm = sync.OnceValue(func() *template.Template { return template.Must(template.New("report").Parse(reportText)) })

const reportText = `Return-Path: <>
Received: by {{.Host}} (Postfix)
	id {{.Queue}}; {{.Date}}
Date: {{.Date}}
From: Mail Delivery System <MAILER-DAEMON@{{.Host}}>
Subject: {{if .Failed}}Undelivered Mail Returned to Sender{{else}}Successful Mail Delivery Report{{end}}
To: {{.MailFrom}}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={{.Global}}delivery-status;
	boundary="{{.Queue}}.{{.ID}}/{{.Host}}"
Content-Transfer-Encoding: 8bit
Message-Id: <{{.ID}}.{{.Queue}}@{{.Host}}>

This is a MIME-encapsulated message.

--{{.Queue}}.{{.ID}}/{{.Host}}
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

This is the mail system at host {{.Host}}.

{{if .Failed}}I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

For further assistance, please send mail to postmaster.

If you do so, please include this problem report. You can
delete your own text from the attached returned message.
{{else}}Your message was successfully delivered to the destination(s)
listed below. If the message was delivered to mailbox you will
receive no further notifications. Otherwise you may still receive
notifications of mail delivery errors from other systems.
{{end}}
                   The mail system

{{.Said}}

--{{.Queue}}.{{.ID}}/{{.Host}}
Content-Description: {{if .Global}}Global delivery report{{else}}Delivery report{{end}}
Content-Type: message/{{.Global}}delivery-status{{if .Global}}
Content-Transfer-Encoding: 8bit{{end}}

Reporting-MTA: dns; {{.Host}}
{{with .EnvelopeID}}Original-Envelope-Id: {{.}}
{{end}}X-Postfix-Queue-ID: {{.Queue}}
X-Postfix-Sender: {{.Type}}; {{.MailFrom}}
Arrival-Date: {{.Date}}

Final-Recipient: {{.Type}}; {{.Address}}
Original-Recipient: {{.Type}};{{or .Original .Address}}
Action: {{if .Failed}}failed{{else}}relayed{{end}}
Status: {{.Status}}
Remote-MTA: dns; {{.Remote}}
Diagnostic-Code: smtp; {{.Answer}}

--{{.Queue}}.{{.ID}}/{{.Host}}
{{if .HeadersOnly}}Content-Description: Message Headers
Content-Type: {{if .Global}}message/global-headers{{else}}text/rfc822-headers{{end}}
{{else}}Content-Description: Undelivered Message
Content-Type: message/{{if .Global}}global{{else}}rfc822{{end}}
{{end}}Content-Transfer-Encoding: 8bit

Return-Path: <{{.MailFrom}}>
{{.Returned}}
--{{.Queue}}.{{.ID}}/{{.Host}}--
`
