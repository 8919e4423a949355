package message

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// What is looked at of a message's MIME parts. Real mail has up to four levels
// and a few dozen parts.
const (
	MaxDepth = 8
	MaxParts = 100
)

// findings are what the body holds.
type findings struct {
	links  int
	html   bool
	unread bool
}

// scan looks through the body of the message that is written to it, while it is
// written. Writing to it never fails.
type scan struct {
	*io.PipeWriter
	done chan findings
}

func startScan() *scan {
	r, w := io.Pipe()
	s := &scan{PipeWriter: w, done: make(chan findings, 1)}
	go func() {
		var walk walk
		walk.message(r, 0)
		_, _ = io.Copy(io.Discard, r) // the writer waits for it; the error is the one given to finish
		s.done <- walk.findings
	}()
	return s
}

// finish ends the message, with the error that ended it or nil.
func (s *scan) finish(err error) findings {
	_ = s.CloseWithError(err) // it never fails
	return <-s.done
}

// walk goes through the parts of a message. It never gives up the whole for a
// part.
type walk struct {
	findings
	parts int
}

// fields gives the value of a header field, "" where there is none.
type fields func(name string) string

// message looks through a whole message: the outer one, or one that is forwarded in
// a part.
func (w *walk) message(r io.Reader, depth int) {
	var head bytes.Buffer
	header, err := identity.ReadHeader(io.TeeReader(r, &head))
	if err != nil {
		w.unread = true
		return
	}
	body := bufio.NewReader(io.MultiReader(&head, r))
	skipHeader(body)
	w.part(func(name string) string {
		for _, v := range header.Values(name) {
			return v
		}
		return ""
	}, "text/plain", body, depth)
}

// skipHeader reads up to the first line that is empty.
func skipHeader(r *bufio.Reader) {
	for whole := true; ; {
		line, err := r.ReadSlice('\n')
		more := errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !more || whole && len(bytes.TrimRight(line, "\r\n")) == 0 && !more {
			return
		}
		whole = !more
	}
}

// part looks through a part, which is of the type byDefault when it has none.
func (w *walk) part(field fields, byDefault string, r io.Reader, depth int) {
	if w.parts++; w.parts > MaxParts || depth > MaxDepth {
		w.unread = true
		return
	}
	if disposition, _, _ := mime.ParseMediaType(field("Content-Disposition")); disposition == "attachment" {
		return
	}
	kind, params := w.contentType(field("Content-Type"), byDefault)
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		w.multipart(kind, params["boundary"], r, depth)
	case kind == "message/rfc822":
		w.message(r, depth+1)
	case kind == "text/html":
		w.html = true
		w.text(field, params["charset"], r, w.readHTML)
	case strings.HasPrefix(kind, "text/"):
		w.text(field, params["charset"], r, w.readPlain)
	}
}

// contentType reads a Content-Type. What can't be read is plain text (RFC 2045 §5.2).
func (w *walk) contentType(value, byDefault string) (kind string, params map[string]string) {
	if value == "" {
		return byDefault, nil
	}
	kind, params, err := mime.ParseMediaType(value)
	switch {
	case errors.Is(err, mime.ErrInvalidMediaParameter):
		return kind, params // the type is right
	case err != nil:
		w.unread = true
		return "text/plain", nil
	}
	return kind, params
}

// multipart looks through the parts of a part (RFC 2046 §5.1).
func (w *walk) multipart(kind, boundary string, r io.Reader, depth int) {
	if boundary == "" {
		w.unread = true
		return
	}
	byDefault := "text/plain"
	if kind == "multipart/digest" { // RFC 2046 §5.1.5
		byDefault = "message/rfc822"
	}
	for parts := multipart.NewReader(r, boundary); w.parts <= MaxParts; {
		p, err := parts.NextRawPart()
		switch {
		case err == io.EOF: // the last boundary; an input that ends before it gives this wrapped
			return
		case err != nil:
			w.unread = true
			return
		}
		w.part(p.Header.Get, byDefault, p, depth+1)
	}
}
