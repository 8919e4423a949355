// Package mail reads mail messages within bounds: header fields in their order, addresses,
// transfer encodings and charsets, as real mail has them.
package mail

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// MaxHeader is the size in bytes of the largest header section that is read.
// That of a real message has a few KiB.
const MaxHeader = 1 << 20

// Field is one header field.
type Field struct {
	Name  string // as written, without the colon
	Value string // the bytes after the colon, unfolded, without blanks and CRs around them; in any charset
}

// Header is the header section of a message. The zero Header has no fields.
type Header struct {
	Fields []Field // in the order of the message: the PRA depends on it
	Stray  int     // number of the first line that is no field, 0 when there is none; such lines are left out
}

// Values gives the value of every field called name, in any case, in order; none
// where h is nil.
func (h *Header) Values(name string) []string {
	if h == nil {
		return nil
	}
	var values []string
	for _, f := range h.Fields {
		if strings.EqualFold(f.Name, name) {
			values = append(values, f.Value)
		}
	}
	return values
}

// ReadHeader reads the header section of a message, up to the empty line or the
// end. Beyond that it reads no more than a buffer, and it keeps nothing of it.
//
// Lines end in LF, CRLF or several CRs and LF; a CR elsewhere is a byte like any
// other. A line that is no field is left out and noted in Stray. What is not a
// message gives an *Error, a failure of r that failure, wrapped.
//
// go-message and net/mail give up at the first line that isn't a field, and set
// no limit of their own. Such mail exists, and its sender wants an answer.
func ReadHeader(r io.Reader) (Header, error) {
	var (
		br   = bufio.NewReader(r)
		c    collector
		size int
	)
	for n := 1; ; n++ {
		line, err := readLine(br, MaxHeader-size)
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return Header{}, err
		}
		size += len(line)
		if n == 1 {
			// Editors on Windows put a byte order mark before the text.
			line = bytes.TrimPrefix(line, []byte("\uFEFF"))
		}
		line = bytes.TrimRight(line, "\r\n")
		if err := checkLine(n, line, last); err != nil {
			return Header{}, err
		}
		if len(line) == 0 { // RFC 5322 §2.1: the empty line ends the header
			return c.end(), nil
		}
		c.add(n, line)
		if last {
			return c.end(), nil
		}
	}
}

// collector makes fields of lines.
type collector struct {
	header Header
	field  []byte // the field under way, unfolded so far; nil after a stray line
}

func (c *collector) add(n int, line []byte) {
	switch {
	case line[0] == ' ' || line[0] == '\t':
		// Unfolding takes the line end away and leaves the blanks (RFC 5322 §2.2.3).
		// A line of blanks alone is folding as well (obs-FWS, §4.2). What
		// continues a stray line is stray.
		if c.field != nil {
			c.field = append(c.field, line...)
		}
	case isField(line):
		c.end()
		c.field = line
	default:
		c.end()
		if c.header.Stray == 0 {
			c.header.Stray = n
		}
	}
}

// end ends the field under way and gives the header so far.
func (c *collector) end() Header {
	if name, value, ok := strings.Cut(string(c.field), ":"); ok {
		c.header.Fields = append(c.header.Fields, Field{
			Name:  strings.TrimRight(name, blanks),
			Value: strings.Trim(value, blanks+"\r"),
		})
	}
	c.field = nil
	return c.header
}

// readLine reads one line with its end. A line that would be longer than limit
// is an *Error; io.EOF comes with the last line.
func readLine(br *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		part, err := br.ReadSlice('\n')
		if len(line)+len(part) > limit {
			return nil, &Error{Problem: textTooLarge.Format(MaxHeader >> 20), Hint: hintMessage}
		}
		line = append(line, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err == nil, errors.Is(err, io.EOF):
			return line, err
		default:
			return nil, fmt.Errorf("reading the header of the message: %w", err)
		}
	}
}

// checkLine refuses what shows that the input is no single message.
func checkLine(n int, line []byte, last bool) error {
	var problem i18n.Text
	hint := hintMessage
	switch {
	case bytes.IndexByte(line, 0) >= 0: // obsolete (RFC 5322 §4.1), and a sign of another format
		problem, hint = textNUL.Format(n), hintNUL
	case n > 1:
		return nil
	case len(line) == 0 && last:
		problem = textNoInput
	case len(line) == 0:
		problem = textNoHeader
	case isField(line):
		return nil
	case bytes.HasPrefix(line, []byte("From ")): // RFC 4155, appendix A
		problem, hint = textMbox, hintMbox
	default:
		problem = textNoMessage.Format(string(line))
	}
	return &Error{Problem: problem, Hint: hint}
}

// isField reports whether a line begins a field: a name of printable ASCII and a
// colon (RFC 5322 §2.2), with blanks between them in old mail (§4.5).
func isField(line []byte) bool {
	name, _, found := bytes.Cut(line, []byte(":"))
	name = bytes.TrimRight(name, blanks)
	if !found || len(name) == 0 {
		return false
	}
	for _, b := range name {
		if b <= ' ' || b > '~' {
			return false
		}
	}
	return true
}
