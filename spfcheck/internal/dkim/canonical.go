package dkim

import (
	"bufio"
	"io"
	"strings"
)

// canonicalField gives a header field in its canonical form (RFC 6376 §3.4.1,
// §3.4.2).
func canonicalField(field, form string) string {
	if form == simple {
		return field
	}
	name, value, _ := strings.Cut(field, ":")
	value = strings.ReplaceAll(value, crlf, "") // unfolded; a CR of another kind stays
	words := strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == '\t' })
	return strings.ToLower(strings.TrimRight(name, wsp)) + ":" + strings.Join(words, " ") + crlf
}

// bodyWriter writes the canonical form of a body (RFC 6376 §3.4.3, §3.4.4). Each
// LF that is written to it, with the CRs before it, is the CRLF that it is in SMTP.
// It holds nothing back but counts, however long a run of spaces is.
type bodyWriter struct {
	relaxed bool
	out     *bufio.Writer
	limit   *limitWriter
	lines   int  // line ends read and not written: at the end of the body they are dropped
	space   bool // relaxed: spaces read and not written: before a line end they are dropped
	crs     int  // CRs read and not written: what they mean depends on the next byte
	wrote   bool
}

// newBodyWriter writes to w, no more than limit octets unless that is nil.
func newBodyWriter(w io.Writer, relaxed bool, limit *int64) *bodyWriter {
	l := &limitWriter{w: w, left: -1}
	if limit != nil {
		l.left = *limit
	}
	return &bodyWriter{relaxed: relaxed, limit: l, out: bufio.NewWriter(l)}
}

func (b *bodyWriter) Write(p []byte) (int, error) {
	for _, c := range p {
		switch {
		case c == '\n':
			b.lines++
			b.space, b.crs = false, 0
		case c == '\r':
			b.crs++
		case b.relaxed && (c == ' ' || c == '\t'):
			if b.crs > 0 { // they end no line, and are text
				b.release()
			}
			b.space = true
		default:
			b.release()
			_ = b.out.WriteByte(c)
		}
	}
	return len(p), nil
}

// release writes what was held back, now that text follows. The errors of out
// are those of a hash: it has none.
func (b *bodyWriter) release() {
	for ; b.lines > 0; b.lines-- {
		_, _ = b.out.WriteString(crlf)
	}
	if b.space {
		_ = b.out.WriteByte(' ')
		b.space = false
	}
	for ; b.crs > 0; b.crs-- {
		_ = b.out.WriteByte('\r')
	}
	b.wrote = true
}

// finish writes the end of the body, and gives the number of octets that the
// limit says and the body doesn't have.
func (b *bodyWriter) finish() (missing int64) {
	if b.crs > 0 {
		b.release()
	}
	if b.wrote || !b.relaxed { // an empty body is one line end in the simple form, nothing in the other
		_, _ = b.out.WriteString(crlf)
	}
	_ = b.out.Flush()
	return max(b.limit.left, 0)
}

// limitWriter writes up to a number of octets and drops the rest; all of them
// when left is negative.
type limitWriter struct {
	w    io.Writer
	left int64
}

func (l *limitWriter) Write(p []byte) (int, error) {
	n := len(p)
	if l.left >= 0 {
		p = p[:min(int64(len(p)), l.left)]
		l.left -= int64(len(p))
	}
	if _, err := l.w.Write(p); err != nil {
		return 0, err
	}
	return n, nil
}
