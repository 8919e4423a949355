package dsn

import (
	"bytes"
	"fmt"
	"io"
	"regexp"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// Limits of what is read. Real reports are far below all of them.
const (
	MaxSize       = 10 << 20 // bytes
	MaxDepth      = 8        // multiparts
	MaxParts      = 100
	MaxRecipients = 1000
	maxField      = 64 << 10 // bytes of one field
	maxReply      = 2000     // bytes of a reply that are kept
)

// Read reads one report: a mail message, or the JSON of Amazon SES or SendGrid.
// What is no report is no error: its Kind says what it is. An error means that
// the input is neither a message nor such JSON, or that r failed.
func Read(r io.Reader) (*Report, error) {
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
		return readJSON(data)
	}
	data, more := firstMessage(data)
	if more {
		notes = append(notes, noteSecond)
	}
	report, err := readMail(data)
	if err != nil {
		return nil, err
	}
	report.Notes = append(notes, report.Notes...)
	return report, nil
}

// normalize gives data with LF line ends, without NUL and byte order mark. CRs
// alone end lines only where there is no LF at all, as in old Macintosh files.
func normalize(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	data = bytes.ReplaceAll(data, []byte{0}, nil)
	if bytes.IndexByte(data, '\n') < 0 {
		return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

// separator begins a message in an mbox (RFC 4155, appendix A).
var separator = regexp.MustCompile(`(?m)^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ ,].*\n?`)

// firstMessage gives the first message of an mbox, and whether there are more.
// What is no mbox is given as it is.
func firstMessage(data []byte) (first []byte, more bool) {
	if bytes.HasPrefix(data, []byte("From ")) {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	for _, at := range separator.FindAllIndex(data, 8) {
		if at[0] >= 2 && string(data[at[0]-2:at[0]]) == "\n\n" {
			return data[:at[0]], len(bytes.TrimSpace(data[at[1]:])) > 0
		}
	}
	return data, false
}

func readMail(data []byte) (*Report, error) {
	header, err := identity.ReadHeader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading the report: %w", err)
	}
	d := &document{header: header}
	d.walk(data)
	d.lookIn()
	report := d.report()
	report.outer = header
	return report, nil
}
