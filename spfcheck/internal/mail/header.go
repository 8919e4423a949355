// Package mail reads messages as they are found: header and body, the parts of the
// body with their transfer encodings and charsets, addresses, and mailboxes of many
// messages. It takes what mail programs send, and bounds what it keeps of it.
package mail

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxHeader is the size in bytes of the largest header section that is read.
// That of a real message has a few KiB.
const MaxHeader = 1 << 20

// Message is a message, or a part of one, whose header has been read.
type Message struct {
	Header Header
	Body   io.Reader // what follows the empty line, as it stands
}

// Field is one header field.
type Field struct {
	Name  string // as written, without the colon
	Value string // the bytes after the colon, unfolded, without spaces and CRs around them; in any charset
	Raw   string // all of it as it stands, with CRLF at the end of each line; "" where it was not read
}

// Header is the header section of a message. The zero Header has no fields.
type Header struct {
	Fields []Field // in the order of the message: the PRA depends on it
	Stray  int     // number of the first line that is not a field, 0 when there is none; such lines are left out
	CR     int     // number of the first line with a CR that doesn't stand at its end, 0 when there is none
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

// First gives the value of the first field called name, "" where there is none.
func (h *Header) First(name string) string {
	for _, value := range h.Values(name) {
		return value
	}
	return ""
}

// Read reads the header section of a message, up to the empty line or the end.
//
// Lines end in LF, CRLF or several CRs and LF; a CR elsewhere is a byte like any
// other. A line that is not a field is left out and noted in Stray. What is not a
// message gives an *Error, a failure of r that failure, wrapped.
//
// go-message and net/mail give up at the first line that isn't a field, and set
// no limit of their own. Such mail exists, and its sender wants an answer.
func Read(r io.Reader) (*Message, error) {
	br := bufio.NewReader(r)
	if err := checkStart(br); err != nil {
		return nil, err
	}
	return readFields(br)
}

// checkStart looks at the first line, without reading it, and refuses what is not
// the beginning of a message.
func checkStart(br *bufio.Reader) error {
	line, ended, err := firstLine(br)
	switch {
	case err != nil:
		return err
	case bytes.IndexByte(line, 0) >= 0:
		return &Error{Problem: textNUL.Format(1), Hint: hintNUL}
	case len(line) == 0 && !ended:
		return &Error{Problem: textNoInput, Hint: hintMessage}
	case len(line) == 0:
		return &Error{Problem: textNoHeader, Hint: hintMessage}
	case !ended && bytes.IndexByte(line, '\r') >= 0:
		return &Error{Problem: textCR, Hint: hintCR}
	case !isField(string(line)):
		return &Error{Problem: textNoMessage.Format(string(line)), Hint: hintMessage}
	}
	return nil
}

// firstLine shows the first line, or its beginning, without its end. It goes over a
// byte order mark, which editors on Windows put before the text.
func firstLine(br *bufio.Reader) (line []byte, ended bool, err error) {
	if mark, _ := br.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		_, _ = br.Discard(len(mark)) // it was peeked
	}
	start, err := br.Peek(br.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, readingHeader(err)
	}
	line, _, ended = bytes.Cut(start, []byte("\n"))
	return bytes.TrimRight(line, "\r"), ended, nil
}

var byteOrderMark = []byte("\uFEFF")

// readFields reads the fields up to the empty line.
func readFields(br *bufio.Reader) (*Message, error) {
	var c collector
	for n, size := 1, 0; ; n++ {
		line, err := readLine(br, MaxHeader-size)
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return nil, err
		}
		size += len(line)
		line = bytes.TrimRight(line, "\r\n")
		if bytes.IndexByte(line, 0) >= 0 { // obsolete (RFC 5322 §4.1), and a sign of another format
			return nil, &Error{Problem: textNUL.Format(n), Hint: hintNUL}
		}
		if len(line) > 0 { // RFC 5322 §2.1: the empty line ends the header
			c.add(n, string(line))
		}
		if len(line) == 0 || last {
			return &Message{Header: c.end(), Body: br}, nil
		}
	}
}

// collector makes fields of lines.
type collector struct {
	header Header
	lines  []string // of the field under way; none after a stray line
}

func (c *collector) add(n int, line string) {
	if c.header.CR == 0 && strings.Contains(line, "\r") {
		c.header.CR = n
	}
	switch {
	case line[0] == ' ' || line[0] == '\t':
		// A line of spaces alone is folding as well (obs-FWS, RFC 5322 §4.2). What
		// continues a stray line is stray.
		if len(c.lines) > 0 {
			c.lines = append(c.lines, line)
		}
	case isField(line):
		c.end()
		c.lines = append(c.lines, line)
	default:
		c.end()
		if c.header.Stray == 0 {
			c.header.Stray = n
		}
	}
}

// end ends the field under way and gives the header so far.
func (c *collector) end() Header {
	if len(c.lines) > 0 {
		// Unfolding takes the line ends away and leaves the spaces (RFC 5322 §2.2.3).
		name, value, _ := strings.Cut(strings.Join(c.lines, ""), ":")
		c.header.Fields = append(c.header.Fields, Field{
			Name:  strings.TrimRight(name, wsp),
			Value: strings.Trim(value, wsp+"\r"),
			Raw:   strings.Join(c.lines, "\r\n") + "\r\n",
		})
	}
	c.lines = c.lines[:0]
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
			return nil, readingHeader(err)
		}
	}
}

func readingHeader(err error) error { return fmt.Errorf("reading the header of the message: %w", err) }

// isField reports whether a line begins a field: a name of printable ASCII and a
// colon (RFC 5322 §2.2), with spaces between them in old mail (§4.5).
func isField(line string) bool {
	name, _, found := strings.Cut(line, ":")
	name = strings.TrimRight(name, wsp)
	return found && name != "" && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' })
}
