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
	words := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(fws, r) })
	return strings.ToLower(strings.Trim(name, fws)) + ":" + strings.Join(words, " ") + crlf
}

// bodyWriter writes the canonical form of a body (RFC 6376 §3.4.3, §3.4.4). What
// is written to it has CRLF at the end of lines, as a source gives it.
type bodyWriter struct {
	relaxed bool
	out     *bufio.Writer
	limit   *limitWriter
	cr      bool // a CR was read, which an LF may follow
	lines   int  // line ends read and not written: at the end of the body they are dropped
	space   bool // relaxed: blanks read and not written: before a line end they are dropped
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
		if b.cr {
			b.cr = false
			if c == '\n' {
				b.lines++
				b.space = false
				continue
			}
			b.text('\r')
		}
		switch {
		case c == '\r':
			b.cr = true
		case b.relaxed && (c == ' ' || c == '\t'):
			b.space = true
		default:
			b.text(c)
		}
	}
	return len(p), nil
}

// text writes a byte, and what was held back before it. The errors of out are
// those of a hash: it has none.
func (b *bodyWriter) text(c byte) {
	for ; b.lines > 0; b.lines-- {
		_, _ = b.out.WriteString(crlf)
	}
	if b.space {
		_ = b.out.WriteByte(' ')
		b.space = false
	}
	_ = b.out.WriteByte(c)
	b.wrote = true
}

// finish writes the end of the body, and gives the number of octets that the
// limit says and the body doesn't have.
func (b *bodyWriter) finish() (missing int64) {
	if b.cr {
		b.text('\r')
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
