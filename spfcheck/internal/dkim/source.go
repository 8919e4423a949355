package dkim

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// maxBlanks is the longest run of blanks and line ends in a body that is
// verified. Both canonicalizations drop such a run at the end of the body
// (RFC 6376 §3.4.3, §3.4.4), so a verifier has to hold it until it knows what follows;
// go-msgauth copies it with every write.
const maxBlanks = 64 << 10

// errBlanks says that a run was longer. It is no error of the reader.
var errBlanks = errors.New("a body with too many blanks in a row")

// source reads a message with CRLF at the end of every line. After its first
// error it is at its end: go-msgauth leaves goroutines behind when a reader
// fails, but none when it ends. The error is kept for failure.
type source struct {
	ctx    context.Context
	r      *bufio.Reader
	crs    int    // CRs read and not yet given: what they mean hangs on the next byte
	queued []byte // what fill read last
	rest   []byte // the part of it that Read has not given yet
	blanks int    // length of the run of blanks and line ends so far
	err    error
}

func newSource(ctx context.Context, r io.Reader) *source {
	s := &source{ctx: ctx, r: bufio.NewReaderSize(r, 32<<10)}
	if mark, _ := s.r.Peek(3); string(mark) == "\uFEFF" {
		_, _ = s.r.Discard(len(mark)) // an editor put it there, after the signing
	}
	return s
}

// failure gives the error of the reader or of the context, nil without one.
func (s *source) failure() error {
	if errors.Is(s.err, io.EOF) || s.cut() {
		return nil
	}
	return s.err
}

// cut reports whether the source ended before the message did, at too many blanks.
func (s *source) cut() bool { return errors.Is(s.err, errBlanks) }

// Read fills p, since go-msgauth takes its time over each write, however short.
// For every error it gives io.EOF.
func (s *source) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if len(s.rest) == 0 {
			if s.err != nil {
				break
			}
			s.fill()
			s.rest = s.queued
		}
		copied := copy(p[n:], s.rest)
		s.rest = s.rest[copied:]
		n += copied
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// fill queues the next part of a line.
func (s *source) fill() {
	if err := s.ctx.Err(); errors.Is(err, context.Canceled) {
		s.err = err
		return
	}
	part, err := s.r.ReadSlice('\n')
	line := bytes.TrimRight(part, "\r\n")
	end := part[len(line):]
	s.queued = s.queued[:0]
	if len(line) > 0 {
		s.giveCRs()
		s.queued = append(s.queued, line...)
	}
	if bytes.HasSuffix(end, []byte("\n")) {
		s.crs = 0
		s.queued = append(s.queued, crlf...)
	} else {
		s.crs += len(end)
	}
	switch {
	case err == nil, errors.Is(err, bufio.ErrBufferFull):
	case errors.Is(err, io.EOF):
		s.giveCRs()
		s.err = err
	default:
		s.err = fmt.Errorf("reading the message: %w", err)
	}
	s.countBlanks()
}

// giveCRs queues CRs that turned out to end no line.
func (s *source) giveCRs() {
	s.queued = append(s.queued, bytes.Repeat([]byte{'\r'}, s.crs)...)
	s.crs = 0
}

// countBlanks ends the source where a run of blanks is too long.
func (s *source) countBlanks() {
	text := bytes.TrimRight(s.queued, " \t\r\n")
	if len(text) > 0 {
		s.blanks = 0
	}
	s.blanks += len(s.queued) - len(text)
	if s.blanks+s.crs > maxBlanks && s.err == nil {
		s.err = errBlanks
	}
}

// head is the header section: fields as they are, with their folding and the
// CRLF at the end. What is no field stands among them.
type head []string

// readHead reads the header section and the empty line after it.
func readHead(s *source) head {
	var (
		h    head
		line []byte
		size int
		one  [1]byte
	)
	for size < identity.MaxHeader {
		n, err := s.Read(one[:])
		line = append(line, one[:n]...)
		size += n
		if err == nil && !bytes.HasSuffix(line, []byte("\r\n")) {
			continue
		}
		text := bytes.TrimSuffix(line, []byte("\r\n"))
		if len(text) == 0 {
			break
		}
		if len(h) > 0 && (text[0] == ' ' || text[0] == '\t') {
			h[len(h)-1] += string(text) + crlf
		} else {
			h = append(h, string(text)+crlf)
		}
		if line = line[:0]; err != nil {
			break
		}
	}
	return h
}
