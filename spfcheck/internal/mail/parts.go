package mail

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxPreamble bounds what is kept of what stands before the first part, in bytes.
const maxPreamble = 1 << 20

// parts reads the parts of a multipart, one after another (RFC 2046 §5.1.1), and
// keeps none of them. The line that ends the last one may be lost.
//
// mime/multipart gives up at a part whose header has a line that is not a field,
// and so loses all parts that follow.
type parts struct {
	r         *bufio.Reader
	delimiter []byte
	preamble  []byte // what stands before the first part, or all where there is no part
	count     int    // parts so far
	inPart    bool   // the part under way, or the preamble, has not ended
	atStart   bool   // of a line
	end       []byte // the line end read last: it belongs to the delimiter, if one follows
	buffer    []byte
	rest      []byte // of the buffer: what was not given yet
	closed    bool   // the last delimiter was there
	err       error
}

func newParts(r io.Reader, boundary string) *parts {
	delimiter := "--" + boundary
	return &parts{r: bufio.NewReaderSize(r, 4<<10+len(delimiter)), delimiter: []byte(delimiter), inPart: true, atStart: true}
}

// next goes to the next part, and reports false after the last one.
func (p *parts) next() bool {
	for p.inPart {
		p.line()
		if p.count == 0 && len(p.preamble) < maxPreamble {
			p.preamble = append(p.preamble, p.rest...)
		}
	}
	if p.closed || p.err != nil {
		return false
	}
	p.count++
	p.inPart, p.atStart, p.end, p.rest, p.preamble = true, true, p.end[:0], nil, nil
	return true
}

// line reads a line, or as much of one as fits the buffer.
func (p *parts) line() {
	line, err := p.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	p.rest = nil
	if p.err = err; p.atStart && p.isDelimiter(line) {
		p.inPart = false
		return
	}
	text := line
	if p.atStart = bytes.HasSuffix(line, []byte("\n")); p.atStart {
		text = bytes.TrimRight(line, "\r\n")
	}
	p.buffer = append(append(p.buffer[:0], p.end...), text...)
	p.end = append(p.end[:0], line[len(text):]...)
	if err != nil {
		p.buffer = append(p.buffer, p.end...)
		p.inPart = false
	}
	p.rest = p.buffer
}

// isDelimiter reports whether a line ends a part, and notes whether it ends all.
func (p *parts) isDelimiter(line []byte) bool {
	rest, dashed := bytes.CutPrefix(bytes.TrimRight(line, " \t\r\n"), p.delimiter)
	if !dashed || len(rest) > 0 && string(rest) != "--" {
		return false
	}
	p.closed = len(rest) > 0
	return true
}

// Read reads the part under way.
func (p *parts) Read(b []byte) (int, error) {
	for len(p.rest) == 0 && p.inPart {
		p.line()
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	switch {
	case n > 0 || len(b) == 0:
		return n, nil
	case p.err != nil:
		return 0, p.err
	}
	return 0, io.EOF
}
