package dsn

import (
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
	text       string      // of the text parts, decoded
	status     string      // of the delivery-status part; "" when there is none
	receipt    string      // of the disposition-notification part
	complaint  string      // of the feedback-report part
	hasStatus  bool        // there is such a part, or a text part with its fields
	statusPart bool        // there is such a part
	isReceipt  bool        // there is such a part
	isFeedback bool        // there is such a part
	copies     [][]byte    // the returned messages, or their headers
	subject    string      // decoded
	html       string      // the words of the HTML parts
	worded     []*form     // the forms that the words have
	inner      []*document // the reports that a person forwards
	isQuote    bool        // it stood in a text
	depth      int         // how many messages it is in
	sender     string      // the envelope sender that the fields name; "" when they don't
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
		d.addPart(mail.DecodeText(content, label))
	case "message/disposition-notification", "message/global-disposition-notification":
		d.receipt, d.isReceipt = mail.DecodeText(content, label), true
	case "message/feedback-report":
		d.complaint, d.isFeedback = mail.DecodeText(content, label), true
	case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
		d.copies = append(d.copies, content)
	case "text/html":
		if len(d.html) < maxText {
			d.html = cut(d.html+"\n"+htmlText(mail.DecodeText(content, label)), maxText)
		}
	case "application/octet-stream": // as some programs attach a message
		if attachedReport.Match(content) {
			d.copies = append(d.copies, content)
		}
	default:
		if kind != "text/plain" && kind != "text" && !strings.HasPrefix(kind, "multipart/") {
			return
		}
		text := mail.DecodeText(content, label)
		if !d.hasStatus && d.fromSystem() && hasFields(text) {
			d.addStatus(text)
		}
		if len(d.text) < maxText {
			d.text = cut(d.text+"\n"+text, maxText)
		}
	}
}

// hasFields reports whether a text holds the fields of a status part.
func hasFields(text string) bool {
	return statusFields.MatchString(text) && actionField.MatchString(text)
}

// A part without a recipient may be a text part that is mislabelled: of several
// parts the one with fields is taken.
func (d *document) addStatus(text string) {
	if d.hasStatus && statusFields.MatchString(d.status) {
		return
	}
	d.status, d.hasStatus = text, true
}

// addPart adds a part that is one by its type. Several of them have each their
// recipients.
func (d *document) addPart(text string) {
	switch both := statusFields.MatchString(d.status) && statusFields.MatchString(text); {
	case both && d.statusPart:
		d.status += "\n\n" + text
	case both:
		d.status = text
	default:
		d.addStatus(text)
	}
	d.statusPart = true
}

var (
	statusFields = lazy.MustCompile(`(?mi)^(?:Final|Original)-Recipient *:`)
	actionField  = lazy.MustCompile(`(?mi)^Action *:`)
	// attachedReport is how a message begins.
	attachedReport = lazy.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:[ \t]`)
)

// lookIn reads what the kinds are told apart by.
func (d *document) lookIn() {
	d.subject = clean(mail.DecodeWords(d.field("Subject")))
	d.text = strings.TrimPrefix(d.text, "\n")
	if len(strings.Fields(d.text)) < fewWords && d.html != "" {
		d.text = strings.TrimSpace(d.text + "\n" + d.html)
	}
	if d.autoReplied() && !d.fromSystem() {
		d.text, d.html = quotation.ReplaceAllString(d.text, ""), quotation.ReplaceAllString(d.html, "")
	}
	if !d.hasStatus && !d.isReceipt && !d.isFeedback && !d.isQuote && !d.fromSystem() {
		d.inner = d.forwarded()
	}
	d.cutCopy()
	d.worded = d.forms()
}

// quotation is a line that a program quotes in its automatic answer: what it answers to,
// and nothing that it found out. A transcript has three marks.
var quotation = lazy.MustCompile(`(?m)^[ \t]*>{1,2}(?:[^>\n].*)?\n?`)

// fewWords is how many words of text there are at most where the HTML says more.
const fewWords = 6

// maxText bounds the words of a report, in bytes. What a report says stands at
// the beginning of them.
const maxText = 256 << 10

// field gives the first field of a name, "" where there is none.
func (d *document) field(name string) string { return d.header.First(name) }

// fromSystem reports whether the message comes from a mail system and not from
// a person: by the null reverse-path, the name of the sender, or a field that
// only mail systems write.
func (d *document) fromSystem() bool {
	return d.hasNullPath() || d.fromDaemon() || systemName.MatchString(strings.ToLower(d.field("From")))
}

// fromDaemon reports whether the sender has the name of a program that delivers mail,
// which nobody else writes under.
func (d *document) fromDaemon() bool {
	return d.field("X-Failed-Recipients") != "" || strings.Contains(strings.ToLower(d.field("Return-Path")), "mailer-daemon") ||
		daemonName.MatchString(strings.ToLower(mail.DecodeWords(d.field("From"))))
}

func (d *document) hasNullPath() bool {
	return len(d.header.Values("Return-Path")) > 0 && strings.Trim(d.field("Return-Path"), "<> ") == ""
}

var (
	daemonName = lazy.MustCompile(`\b(?:mailer-daemon|mail-daemon|mailer daemon|mail delivery (?:sub)?system|mail\.delivery\.system|microsoftexchange[0-9a-f]{32}@.*)\b`)
	systemName = lazy.MustCompile(`\b(?:mailer-daemon|mail-daemon|postmaster|poostmaster|post_master)\b`)
)

// kind tells what the message is. A part of fields says more than any word.
func (d *document) kind() Kind {
	switch {
	case d.hasStatus:
		if probe.MatchString(d.status) {
			return Verify
		}
		return Delivery
	case d.isReceipt, d.readInWords():
		return Receipt
	case d.isFeedback:
		if d.noComplaint().Complete() {
			return NotReport
		}
		return Complaint
	case len(d.inner) > 0:
		return Forwarded
	case d.isAuto():
		return AutoReply
	case slices.Contains(d.worded, &answer), slices.Contains(d.worded, &logged):
		return Reply
	case slices.Contains(d.worded, &postfix) && d.isProbe():
		return Verify
	case len(d.worded) > 0:
		return Words
	}
	return NotReport
}

// probe finds the actions that only Postfix's sendmail -bv writes.
var probe = lazy.MustCompile(`(?mi)^Action: *(?:un)?deliverable\b`)

// isAuto finds automatic answers (RFC 3834 §5, and what was used before it). Mail
// systems mark their reports in the same way.
func (d *document) isAuto() bool {
	if d.fromDaemon() || d.answers() || ownWords.MatchString(cut(d.text, maxWords)) {
		return false
	}
	if d.autoReplied() {
		return !reportSubject.MatchString(d.subject)
	}
	return autoSubject.MatchString(d.subject)
}

// autoReplied reports whether the header says that a program answers.
func (d *document) autoReplied() bool {
	return strings.HasPrefix(strings.ToLower(d.field("Auto-Submitted")), "auto-replied") || d.field("X-Autoreply") != "" || d.field("X-Autorespond") != "" ||
		d.field("X-Auto-Response-Suppress") == "All" && autoSubject.MatchString(d.subject) || strings.EqualFold(d.field("Precedence"), "auto_reply")
}

// answers reports whether a mail system quotes a server's answer about a recipient: such
// mail is a report, however it is marked.
func (d *document) answers() bool {
	text := cut(d.text, maxWords)
	return d.fromSystem() && d.hasNullPath() && replyIn(text) != "" && calledRecipient.MatchString(text)
}

// isBulk finds what is sent to many: newsletters and lists.
func (d *document) isBulk() bool {
	if d.fromDaemon() || d.answers() {
		return false
	}
	precedence := strings.ToLower(d.field("Precedence"))
	return d.field("List-Id") != "" || d.field("List-Unsubscribe") != "" || precedence == "list" || precedence == "bulk"
}

// mayReport reports whether words that have the form of no known server can be those of
// a report: only a mail system writes them, or there is a server's reply about a recipient.
func (d *document) mayReport() bool {
	if d.isAuto() || d.isBulk() {
		return false
	}
	text := cut(d.text, maxWords)
	return d.fromDaemon() || d.isNamed() || ownWords.MatchString(text) ||
		d.fromSystem() && (d.hasNullPath() || reportSubject.MatchString(d.subject) || replyIn(text) != "" && calledRecipient.MatchString(text)) ||
		!replySubject.MatchString(d.subject) && (reportSubject.MatchString(d.subject) && wordedReply.MatchString(replyIn(text)) || d.isNotice())
}
