package dsn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Limits of what is read. Real reports are far below all of them.
const (
	MaxSize       = 10 << 20 // bytes
	MaxRecipients = 1000
	maxField      = 64 << 10 // bytes of one field
	maxReply      = 2000     // bytes of a reply that are kept
)

// Read reads one report: a mail message, or the JSON of Amazon SES or SendGrid.
// What is no report is no error: its Kind says what it is. An error means that
// the input is neither a message nor such JSON, or that r failed.
func Read(r io.Reader) (*Report, error) {
	report, err := read(r)
	if err != nil {
		return nil, err
	}
	// In JSON a list is there even when nothing is in it.
	report.Notes = append([]i18n.Text{}, report.Notes...)
	for i := range report.Recipients {
		rc := &report.Recipients[i]
		rc.Causes = append([]Cause{}, rc.Causes...)
	}
	return report, nil
}

func read(r io.Reader) (*Report, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("reading the report: %w", err)
	}
	var notes []i18n.Text
	if len(data) > MaxSize {
		data, notes = data[:MaxSize], append(notes, noteSize.Format(MaxSize>>20))
	}
	data = normalize(data)
	if looksLikeJSON(data) {
		report, err := readJSON(data)
		if d := answered(data); err != nil && !json.Valid(data) && d != nil && len(programAnswers(d.text)) > 0 {
			return d.report(), nil // what a program logs can begin so
		}
		return report, err
	}
	if data, err = firstOf(data, &notes); err != nil {
		return nil, err
	}
	report, err := readMail(data)
	if err != nil {
		return nil, err
	}
	report.Incomplete = report.Incomplete || slices.Contains(notes, noteSecond) // it may tell of a failure
	report.Notes = append(notes, report.Notes...)
	return report, nil
}

// normalize gives data with LF line ends, without NUL and byte order mark. Several
// CRs before an LF belong to it, as in mail.Read. CRs alone end lines
// only where there is no LF at all, as in old Macintosh files.
func normalize(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	data = bytes.ReplaceAll(data, []byte{0}, nil)
	if bytes.IndexByte(data, '\n') < 0 {
		return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	out := make([]byte, 0, len(data))
	for line := range bytes.Lines(data) {
		if text, ended := bytes.CutSuffix(line, []byte("\n")); ended {
			out = append(append(out, bytes.TrimRight(text, "\r")...), '\n')
		} else {
			out = append(out, line...)
		}
	}
	return out
}

// firstOf gives the first message of an mbox; what is no mbox is one message.
func firstOf(data []byte, notes *[]i18n.Text) ([]byte, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(data, "\n"), []byte("From ")) {
		return data, nil
	}
	box := mail.NewMailbox(bytes.NewReader(data))
	first, err := box.Next()
	if err != nil {
		return nil, err
	}
	if data, err = io.ReadAll(first); err != nil {
		return nil, err
	}
	if _, err := box.Next(); err == nil {
		*notes = append(*notes, noteSecond)
	}
	return data, nil
}

// readMail reads a message, or what somebody pasted out of one.
func readMail(data []byte) (*Report, error) {
	m, err := mail.Read(bytes.NewReader(data))
	if err != nil || m.Header.First("From") == "" && hasFields(string(data)) {
		if d := pasted(data); d != nil {
			return d.report(), nil
		}
	}
	if err != nil || m.Header.First("From") == "" {
		if d := answered(data); d != nil {
			return d.report(), nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("reading the report: %w", err)
	}
	d := &document{header: m.Header}
	d.read(m)
	if looksLikeJSON([]byte(d.text)) { // Amazon SNS sends its notifications as mail, too
		if report, err := readJSON([]byte(jsonIn(d.text))); err == nil {
			return report, nil
		}
	}
	report := d.report()
	report.outer = m.Header
	return report, nil
}
