package dsn

import (
	"bytes"
	"io"
	"mime"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// walk looks at the parts of a message or of a part of one, which is below so many
// multiparts. Returned messages are one part: a bounce of a bounce holds another
// report. A multipart that can't be taken apart is read as text, which the fields
// of a report stand in too.
func (d *document) walk(header identity.Header, body []byte, depth int) {
	kind, params := mediaType(first(header, "Content-Type"))
	if strings.HasPrefix(kind, "multipart/") {
		if d.walkParts(split(body, params["boundary"]), depth) {
			return
		}
		kind = "text/plain"
	}
	decoded, _ := mail.Decode(bytes.NewReader(body), first(header, "Content-Transfer-Encoding"))
	content, _ := io.ReadAll(decoded) // up to what can't be decoded
	d.add(kind, content, params["charset"])
}

// walkParts looks at the parts of a multipart. It reports false where there are
// none, or more than there is an end to.
func (d *document) walkParts(parts [][]byte, depth int) bool {
	if depth == MaxDepth {
		d.note(noteParts)
		return false
	}
	for _, part := range parts {
		if d.parts++; d.parts > MaxParts {
			d.note(noteParts)
			break
		}
		if header, err := identity.ReadHeader(bytes.NewReader(part)); err == nil {
			d.walk(header, bodyOf(part), depth+1)
		} else { // no header: it is text (RFC 2046 §5.1)
			d.walk(identity.Header{}, part, depth+1)
		}
	}
	return len(parts) > 0
}

// bodyOf is what follows the header of an entity.
func bodyOf(entity []byte) []byte {
	_, body, _ := bytes.Cut(entity, []byte("\n\n"))
	return body
}

// split takes the body of a multipart apart (RFC 2046 §5.1.1), up to one part more
// than is looked at. The line that ends it may be lost.
//
// mime/multipart gives up at a part whose header has a line that is no field, and
// so loses all parts that follow.
func split(body []byte, boundary string) [][]byte {
	var parts [][]byte
	delimiter := []byte("--" + boundary)
	began, at := -1, 0
	for line := range bytes.Lines(body) {
		rest, dashed := bytes.CutPrefix(bytes.TrimRight(line, " \t\n"), delimiter)
		if last := string(rest) == "--"; dashed && boundary != "" && (last || len(rest) == 0) {
			if began >= 0 {
				parts = append(parts, bytes.TrimSuffix(body[began:at], []byte("\n")))
			}
			if last || len(parts) > MaxParts {
				return parts
			}
			began = at + len(line)
		}
		at += len(line)
	}
	if began >= 0 {
		parts = append(parts, body[began:])
	}
	return parts
}

// mediaType reads a Content-Type. What stands there against the rules is read as
// far as it goes; what can't be read is text (RFC 2045 §5.2).
func mediaType(value string) (kind string, params map[string]string) {
	kind, params, err := mime.ParseMediaType(value)
	if err == nil {
		return kind, params
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
	typeAndSubtype = lazy.MustCompile(`^[^\s/;]+/[^\s/;]+`)
	parameter      = lazy.MustCompile(`(?i)[;\s](boundary|charset)\s*=\s*(?:"([^"]*)"|([^;\s]*))`)
)
