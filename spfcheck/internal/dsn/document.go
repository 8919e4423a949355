package dsn

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// document is a message with the parts that a report can have.
type document struct {
	header     mail.Header
	text       string   // of the text parts, decoded
	status     string   // of the delivery-status part; "" when there is none
	receipt    string   // of the disposition-notification part
	complaint  string   // of the feedback-report part
	hasStatus  bool     // there is such a part, or a text part with its fields
	isReceipt  bool     // there is such a part
	isFeedback bool     // there is such a part
	copies     [][]byte // the returned messages, or their headers
	subject    string   // decoded
	worded     []*form  // the forms that the words have
	sender     string   // the envelope sender that the fields name; "" when they don't
	notes      []i18n.Text
}

// read reads the parts of a message. Returned messages are one part: a bounce of a
// bounce holds another report. A multipart that can't be taken apart is read as
// text, which the fields of a report stand in too.
func (d *document) read(m *mail.Message) {
	walk := mail.Walk{Visit: func(p mail.Part) {
		content, _ := io.ReadAll(p.Body) // up to what can't be decoded
		d.add(p.Type, content, p.Charset)
	}}
	if walk.Message(m); walk.Limited {
		d.note(noteParts)
	}
	d.lookIn()
}

// note notes something once.
func (d *document) note(n i18n.Text) {
	if !slices.Contains(d.notes, n) {
		d.notes = append(d.notes, n)
	}
}

// The types of parts: the ASCII ones, and those of RFC 6533 §4.1–4.4, §5.
func (d *document) add(kind string, content []byte, label string) {
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		d.addStatus(mail.DecodeText(content, label))
	case "message/disposition-notification", "message/global-disposition-notification":
		d.receipt, d.isReceipt = mail.DecodeText(content, label), true
	case "message/feedback-report":
		d.complaint, d.isFeedback = mail.DecodeText(content, label), true
	case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
		d.copies = append(d.copies, content)
	default:
		if kind != "text/plain" && kind != "text" && !strings.HasPrefix(kind, "multipart/") {
			return
		}
		text := mail.DecodeText(content, label)
		if !d.hasStatus && statusFields.MatchString(text) && actionField.MatchString(text) {
			d.addStatus(text)
		}
		if len(d.text) < maxText {
			d.text = cut(d.text+"\n"+text, maxText)
		}
	}
}

// A part without a recipient may be a text part that is mislabelled: of several
// parts the one with fields is taken.
func (d *document) addStatus(text string) {
	if d.hasStatus && statusFields.MatchString(d.status) {
		return
	}
	d.status, d.hasStatus = text, true
}

var (
	statusFields = lazy.MustCompile(`(?mi)^(?:Final|Original)-Recipient *:`)
	actionField  = lazy.MustCompile(`(?mi)^Action *:`)
)

// lookIn reads what the kinds are told apart by.
func (d *document) lookIn() {
	d.subject = clean(mail.DecodeWords(d.field("Subject")))
	d.text = strings.TrimPrefix(d.text, "\n")
	if len(d.copies) == 0 { // in the reports in words the copy stands in the text
		if at := copyMark.FindStringSubmatchIndex(d.text); at != nil {
			end := at[1]
			if at[3] >= 0 { // au's line of dashes alone: the copy begins right after it
				end = at[3]
			}
			d.copies = append(d.copies, []byte(strings.TrimLeft(d.text[end:], "\n")))
			d.text = d.text[:at[0]]
		}
	}
	d.worded = d.forms()
}

// copyMark is the line that parts a report in words from the copy of the
// message: of qmail, Exim, Gmail, OpenSMTPD, au.
var copyMark = lazy.MustCompile(`(?m)^(?:--- Below this line is a copy of the message\.` +
	`|-+ This is a copy of (?:the|your) message.*` +
	`|-+ Original message -+` +
	`|-+ Original Message Header.*` +
	`|(-{40,}\n)(?:Received|Return-Path|From|Date|Message-Id):.*?) *$`)

// maxText bounds the words of a report, in bytes. What a report says stands at
// the beginning of them.
const maxText = 256 << 10

// field gives the first field of a name, "" where there is none.
func (d *document) field(name string) string { return d.header.First(name) }

// fromSystem reports whether the message comes from a mail system and not from
// a person: by the null reverse-path, the name of the sender, or a field that
// only mail systems write.
func (d *document) fromSystem() bool {
	if d.field("X-Failed-Recipients") != "" {
		return true
	}
	path := strings.ToLower(strings.Trim(d.field("Return-Path"), "<> "))
	from := strings.ToLower(d.field("From"))
	if len(d.header.Values("Return-Path")) > 0 && path == "" {
		return true
	}
	return strings.Contains(path, "mailer-daemon") || systemName.MatchString(from)
}

var systemName = lazy.MustCompile(`\b(?:mailer-daemon|mail-daemon|postmaster|poostmaster)\b`)

// kind tells what the message is. A part of fields says more than any word.
func (d *document) kind() Kind {
	switch {
	case d.hasStatus:
		if probe.MatchString(d.status) {
			return Verify
		}
		return Delivery
	case d.isReceipt:
		return Receipt
	case d.isFeedback:
		return Complaint
	case len(d.worded) > 0 && d.fromSystem():
		return Words
	case d.quotes(), len(d.worded) > 0:
		return Forwarded
	case d.isAuto():
		return AutoReply
	}
	return NotReport
}

// probe finds the actions that only Postfix's sendmail -bv writes.
var probe = lazy.MustCompile(`(?mi)^Action: *(?:un)?deliverable\b`)

// quotes reports whether a person forwards a report: attached, or as quoted text.
func (d *document) quotes() bool {
	for _, c := range d.copies {
		m, err := mail.Read(bytes.NewReader(c))
		if err != nil {
			continue
		}
		for _, v := range m.Header.Values("Content-Type") {
			if strings.Contains(strings.ToLower(v), "multipart/report") {
				return true
			}
		}
	}
	return quotedReport.MatchString(d.text)
}

var quotedReport = lazy.MustCompile(`(?mi)^(?:[>|] ?)+(?:Final-Recipient *:|This is the mail system at host|Hi\. This is the qmail-send|` +
	`This message was created automatically by mail delivery software|   ----- The following addresses had|` +
	`I'm sorry to have to inform you|This is a delivery status notification|Subject: (?:Undelivered Mail|Mail delivery failed|Returned mail|Successful Mail Delivery))`)

// isAuto finds automatic answers (RFC 3834 §5, and what was used before it).
func (d *document) isAuto() bool {
	auto := strings.ToLower(d.field("Auto-Submitted"))
	if strings.HasPrefix(auto, "auto-replied") || d.field("X-Autoreply") != "" || d.field("X-Autorespond") != "" ||
		strings.EqualFold(d.field("Precedence"), "auto_reply") {
		return true
	}
	return autoSubject.MatchString(d.subject)
}

var autoSubject = lazy.MustCompile(`(?i)^(?:auto(?:matic)?[- ]?(?:reply|response)\b|out of (?:the )?office|(?:\[|【)?自動(?:返信|応答)|不在通知)`)
