package dsn

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// copyMark is the line that parts a report in words from the copy of the
// message: of qmail, Exim, Gmail, OpenSMTPD, au.
var copyMark = lazy.MustCompile(`(?m)^(?:--- Below this line is a copy of the message\.` +
	`|-+ This is a copy of (?:the|your) message.*` +
	`|-+ Original message -+` +
	`|-+ Original Message Header.*` +
	`|(-{40,}\n)(?:Received|Return-Path|From|Date|Message-Id):.*?) *$`)

// The names of fields by which the header of a message is told in a text.
var headerNames = []string{
	"received", "return-path", "message-id", "date", "from", "to", "subject", "mime-version", "delivered-to",
	"x-original-to", "dkim-signature", "content-type", "reply-to", "x-mailer", "user-agent", "sender", "cc",
}

// headerIn finds the first header of a message in a text: where it begins and ends. Three
// fields in a row make one, with one of those that no person writes, or From and Subject.
func headerIn(text string) (begin, end int, found bool) {
	var names []string
	at, start := 0, -1
	for line := range strings.Lines(text) {
		name, _, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		name = strings.ToLower(strings.TrimSpace(name))
		folded := start >= 0 && (line[0] == ' ' || line[0] == '\t') && strings.TrimSpace(line) != ""
		switch {
		case folded:
		case ok && line[0] > ' ' && (slices.Contains(headerNames, name) || strings.HasPrefix(name, "x-") && start >= 0):
			if start < 0 {
				start = at
			}
			names = append(names, name)
		default:
			if isHeader(names) {
				return start, at, true
			}
			start, names = -1, nil
		}
		at += len(line)
	}
	return start, at, isHeader(names)
}

func isHeader(names []string) bool {
	has := func(name string) bool { return slices.Contains(names, name) }
	return len(names) >= 3 && (has("received") || has("message-id") || has("return-path") || has("from") && has("subject"))
}

// cutCopy takes the copy of the message off a report in words: in these it stands in the
// text. Its words aren't those of the report.
func (d *document) cutCopy() {
	if at := copyMark.FindStringSubmatchIndex(d.text); at != nil {
		end := at[1]
		if at[3] >= 0 { // au's line of dashes alone: the copy begins right after it
			end = at[3]
		}
		d.addCopy(d.text[end:])
		d.text = d.text[:at[0]]
	}
	if begin, end, found := headerIn(d.text); found && !(d.isQuote && introducesReport(d.text[begin:end])) {
		d.addCopy(d.text[begin:])
		d.text = d.text[:begin]
	}
}

// introducesReport reports whether a header is what a mail program puts before another
// report that is forwarded in the same text: it is no copy, and its words count.
func introducesReport(header string) bool {
	m, err := mail.Read(strings.NewReader(header + "\n"))
	if err != nil {
		return false
	}
	d := &document{header: m.Header}
	return d.fromSystem() && d.field("Received") == "" && d.field("Message-ID") == ""
}

// addCopy notes the copy in a text, where no part has it.
func (d *document) addCopy(text string) {
	if text = strings.TrimLeft(text, "\n"); len(d.copies) == 0 && text != "" {
		d.copies = append(d.copies, []byte(text))
	}
}
