package mail

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// What is looked at of a message's MIME parts. Real mail has up to four levels
// and a few dozen parts.
const (
	MaxDepth = 8 // multiparts and messages in one another
	MaxParts = 100
)

// Part is a part of a message that holds no others, or can't be taken apart.
type Part struct {
	Type    string    // in lower case: "text/plain"
	Charset string    // as labelled; "" without a label
	Body    io.Reader // decoded; an error comes after all that could be decoded
	Encoded bool      // the transfer encoding is not known: Body is as it stands
}

// Walk goes through the parts of a message. It never gives up the whole for a part.
type Walk struct {
	Visit func(Part)
	// Shown leaves out what a mail program doesn't show, the attachments, and goes
	// through the messages that are forwarded in a part.
	Shown bool

	Limited bool // more than MaxParts, or deeper than MaxDepth: something was left out
	Broken  bool // something isn't as MIME has it

	parts int // of multiparts, so far
}

// Message goes through a message.
func (w *Walk) Message(m *Message) { w.entity(m, "text/plain", 0) }

// entity goes through a message or a part, which is of the type byDefault when it
// has none, and is in so many others.
func (w *Walk) entity(m *Message, byDefault string, depth int) {
	if disposition, _, _ := mime.ParseMediaType(m.Header.First("Content-Disposition")); w.Shown && disposition == "attachment" {
		return
	}
	kind, params := byDefault, map[string]string(nil)
	if value := m.Header.First("Content-Type"); value != "" {
		kind, params = w.mediaType(value)
	}
	body := m.Body
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		var found bool
		if found, body = w.multipart(body, kind, params["boundary"], depth); found {
			return
		}
		w.Broken = true
	case kind == "message/rfc822" && w.Shown:
		w.inner(body, depth)
		return
	}
	decoded, known := Decode(body, m.Header.First("Content-Transfer-Encoding"))
	w.Visit(Part{Type: kind, Charset: params["charset"], Body: decoded, Encoded: !known})
}

// inner goes through a message in a part.
func (w *Walk) inner(body io.Reader, depth int) {
	if depth == MaxDepth {
		w.Limited = true
	} else if m, err := Read(body); err == nil {
		w.entity(m, "text/plain", depth+1)
	} else {
		w.Broken = true
	}
}

// multipart goes through the parts of a multipart (RFC 2046 §5.1). It reports false
// where there are none, or more in one another than is looked at, and gives the
// body to be read as a whole.
func (w *Walk) multipart(body io.Reader, kind, boundary string, depth int) (found bool, whole io.Reader) {
	switch {
	case depth == MaxDepth:
		w.Limited = true
		return false, body
	case boundary == "":
		return false, body
	}
	byDefault := "text/plain"
	if kind == "multipart/digest" { // RFC 2046 §5.1.5
		byDefault = "message/rfc822"
	}
	parts := newParts(body, boundary)
	for parts.next() {
		if w.parts++; w.parts > MaxParts {
			w.Limited = true
			return true, nil
		}
		w.entity(w.part(parts), byDefault, depth+1)
	}
	w.Broken = w.Broken || !parts.closed
	return parts.count > 0, bytes.NewReader(parts.preamble)
}

// part reads the header of a part, which may be empty. What begins with something
// else is text (RFC 2046 §5.1).
func (w *Walk) part(r io.Reader) *Message {
	br := bufio.NewReader(r)
	if line, _, err := firstLine(br); err == nil && (len(line) == 0 || isField(string(line))) {
		if m, err := readFields(br); err == nil {
			w.Broken = w.Broken || m.Header.Stray > 0
			return m
		}
	}
	w.Broken = true
	return &Message{Body: br}
}

// mediaType reads a Content-Type. What stands there against the rules is read as
// far as it goes; what can't be read is text (RFC 2045 §5.2).
func (w *Walk) mediaType(value string) (kind string, params map[string]string) {
	kind, params, err := mime.ParseMediaType(value)
	if err == nil {
		return kind, params
	}
	if !errors.Is(err, mime.ErrInvalidMediaParameter) { // the type may be wrong
		w.Broken = true
	}
	if kind = strings.ToLower(typeAndSubtype.FindString(value)); kind == "" {
		return "text/plain", nil
	}
	params = map[string]string{}
	for _, p := range parameter.FindAllStringSubmatch(value, -1) {
		params[strings.ToLower(p[1])] = p[2] + p[3]
	}
	return kind, params
}

var (
	typeAndSubtype = lazy.MustCompile(`^[\w!#$&^+.-]+/[\w!#$&^+.-]+`) // RFC 6838 §4.2
	parameter      = lazy.MustCompile(`(?i)[;\s](boundary|charset)\s*=\s*(?:"([^"]*)"|([^;\s]*))`)
)
