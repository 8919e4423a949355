package dsn

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// maxForwards bounds how many messages a report may be forwarded in.
const maxForwards = 3

// forwarded gives the reports that a person forwards or quotes: those that are attached,
// which are whole, and what else stands in the text.
func (d *document) forwarded() (found []*document) {
	if d.depth == maxForwards {
		return nil
	}
	for _, c := range d.copies {
		m, err := mail.Read(bytes.NewReader(c))
		if err != nil {
			continue
		}
		inner := &document{header: m.Header, depth: d.depth + 1}
		if inner.read(m); inner.kind().IsReport() {
			found = append(found, inner)
		}
	}
	for _, text := range []string{d.text, d.html} {
		quoted := quotedEach(text, d.depth+1)
		if len(found) > 0 { // what is attached is whole: the text may have another
			quoted = slices.DeleteFunc(quoted, func(inner *document) bool { return len(inner.report().Recipients) == 0 })
		}
		if found = append(found, quoted...); len(quoted) > 0 {
			break
		}
	}
	return found
}

// quotedEach reads the reports that stand in a text one below another. One of several that
// can't be read is among them: it may tell of a failure.
func quotedEach(text string, depth int) (found []*document) {
	parts := letters(unquote(text))
	for i, part := range parts {
		if inner := quoted(part, depth); inner != nil {
			found = append(found, inner)
			continue
		}
		header, _ := introduced(part)
		if inner := (&document{header: header, text: part, isQuote: true, depth: depth}); i > 0 && inner.fromSystem() {
			found = append(found, inner)
		}
	}
	return found
}

// letters cuts a text where a mail program began another report with its header: what
// stands before the first, and each of them. With one alone it stays as it is.
func letters(text string) []string {
	var parts []string
	from := 0
	for header, begin := range headings(text) {
		d := document{header: header}
		if d.fromSystem() || reportSubject.MatchString(mail.DecodeWords(d.field("Subject"))) {
			parts, from = append(parts, text[from:begin]), begin
		}
	}
	if len(parts) < 2 {
		return []string{text}
	}
	return append(parts, text[from:])
}

// headings gives the headers that mail programs put before what they forward, and where
// each begins.
func headings(text string) iter.Seq2[mail.Header, int] {
	return func(yield func(mail.Header, int) bool) {
		var fields []mail.Field
		at, begin := 0, 0
		for line := range strings.Lines(text) {
			name, value := headingField(line)
			switch blank := strings.TrimSpace(line) == ""; {
			case name != "":
				if len(fields) == 0 {
					begin = at
				}
				fields = append(fields, mail.Field{Name: name, Value: value})
			case blank && isHeading(fields):
				if !yield(mail.Header{Fields: fields}, begin) {
					return
				}
				fields = nil
			case !blank && !isHeading(fields):
				fields = nil
			}
			at += len(line)
		}
	}
}

// headingField reads a line of such a header; no name where it is none.
func headingField(line string) (name, value string) {
	m := heading.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
	if m == nil {
		return "", ""
	}
	return headingNames[strings.ToLower(strings.TrimSpace(m[1]))], m[2]
}

// forwardedReport makes one report of all that are forwarded: one that tells of success
// beside one of failure is no all-clear. What they return is kept where it is the same.
func (d *document) forwardedReport() *Report {
	r := d.inner[0].report()
	r.Incomplete = r.Incomplete || len(d.inner) > 1 && len(r.Recipients) == 0
	for _, other := range d.inner[1:] {
		o := other.report()
		r.Incomplete = r.Incomplete || o.Incomplete || len(o.Recipients) == 0
		if slices.EqualFunc(r.Recipients, o.Recipients, sameOutcome) { // attached, and quoted as well
			continue
		}
		r.Recipients = append(r.Recipients, o.Recipients...)
		if r.Returned.From != o.Returned.From || r.Returned.EnvelopeFrom != o.Returned.EnvelopeFrom {
			r.Returned = Returned{}
		}
		for _, n := range o.Notes {
			if !slices.Contains(r.Notes, n) {
				r.Notes = append(r.Notes, n)
			}
		}
	}
	if len(r.Recipients) > MaxRecipients {
		r.Recipients = r.Recipients[:MaxRecipients]
		r.Notes, r.Incomplete = append(r.Notes, noteRecipients.Format(MaxRecipients)), true
	}
	r.Kind, r.Notes = Forwarded, slices.Concat(d.notes, []i18n.Text{noteForwarded}, r.Notes)
	return r
}

func sameOutcome(a, b Recipient) bool {
	return sameMailbox(a.Recipient, b.Recipient) && a.Category == b.Category && a.Reply == b.Reply
}

// quoted reads a report that stands in somebody's text: below the header that the mail
// program put before it, behind its marks of quotation, or pasted as it is.
func quoted(text string, depth int) *document {
	if text == "" {
		return nil
	}
	header, body := introduced(unquote(text))
	d := &document{header: header, text: body, isQuote: true, depth: depth}
	if !d.fromSystem() && !reportSubject.MatchString(mail.DecodeWords(d.field("Subject"))) && !isReportText(cut(body, maxWords)) {
		return nil
	}
	if hasFields(body) {
		d.addStatus(body)
	}
	d.lookIn()
	if d.hasStatus || len(d.worded) > 0 || ownWords.MatchString(cut(body, maxWords)) {
		return d
	}
	return nil
}

// isReportText reports whether a text has what nobody but a mail system writes.
func isReportText(text string) bool {
	return ownWords.MatchString(text) || postfixSure.MatchString(text) || hasFields(text) || logged.Is(&document{text: text})
}

// unquote takes one mark of quotation off each line that has one.
func unquote(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if rest, marked := strings.CutPrefix(strings.TrimLeft(line, " \t"), ">"); marked {
			line = strings.TrimPrefix(rest, " ")
		} else if rest, marked := strings.CutPrefix(line, "| "); marked {
			line = rest
		}
		out.WriteString(line)
	}
	return out.String()
}

// headingNames are the fields that mail programs put before what they forward, by the
// names that they give them.
var headingNames = map[string]string{
	"from": "From", "差出人": "From", "送信者": "From", "送信元": "From", "von": "From", "de": "From", "da": "From", "van": "From", "от": "From", "发件人": "From",
	"subject": "Subject", "件名": "Subject", "表題": "Subject", "betreff": "Subject", "objet": "Subject", "asunto": "Subject", "oggetto": "Subject", "onderwerp": "Subject", "тема": "Subject", "主题": "Subject",
	"date": "Date", "sent": "Date", "日付": "Date", "日時": "Date", "送信日時": "Date", "送信日": "Date", "gesendet": "Date", "datum": "Date", "envoyé": "Date", "enviado": "Date",
	"to": "To", "宛先": "To", "an": "To", "à": "To", "para": "To", "a": "To", "cc": "Cc",
}

// heading is a line of such a header: bold in what was HTML, with a wide colon in Japanese.
var heading = lazy.MustCompile(`^[ \t*]*([\p{L} -]{1,12}?)[ \t*]*[:：][ \t*]*(\S.*?)\*?[ \t]*$`)

// introduced parts a text into the header that introduces a forwarded message, and what
// follows it. Without such a header the text is all that there is.
func introduced(text string) (mail.Header, string) {
	var fields []mail.Field
	at, begin := 0, 0
	for line := range strings.Lines(text) {
		name, value := headingField(line)
		blank := strings.TrimSpace(line) == ""
		switch {
		case name != "":
			if len(fields) == 0 {
				begin = at
			}
			fields = append(fields, mail.Field{Name: name, Value: value})
		case isHeading(fields) && blank && isReportText(cut(text[:begin], maxWords)): // that of the copy
			return mail.Header{}, text
		case isHeading(fields) && blank:
			return mail.Header{Fields: fields}, text[at:]
		case !blank && len(fields) > 0 && !isHeading(fields):
			fields = nil
		}
		at += len(line)
	}
	return mail.Header{}, text
}

func isHeading(fields []mail.Field) bool {
	h := mail.Header{Fields: fields}
	return len(fields) >= 2 && h.First("From") != "" && (h.First("Subject") != "" || h.First("Date") != "")
}

// pasted reads text that isn't a message as what somebody copied out of one; nil where
// it is no report.
func pasted(data []byte) *document {
	switch found := quotedEach(mail.DecodeText(data, ""), 0); len(found) {
	case 0:
		return nil
	case 1:
		return found[0]
	default:
		return &document{inner: found}
	}
}
