package dsn

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
)

// maxDashed bounds the lines that can be a boundary, and so what the library
// builds of a message of nothing but boundaries.
const maxDashed = 10 * MaxParts

// walk looks at the parts of the message, the outermost first. Returned
// messages are one part: a bounce of a bounce holds another report.
func (d *document) walk(data []byte) {
	cut := cutDashed(data)
	if len(cut) < len(data) {
		d.notes = append(d.notes, noteParts)
	}
	m := &media{}
	parser := enmime.NewParser(enmime.SkipMalformedParts(true), enmime.RawContent(true),
		enmime.SetCustomParseMediaType(m.parse), enmime.MultipartWOBoundaryAsSinglePart(true))
	root, err := parser.ReadParts(bytes.NewReader(cut))
	if err != nil || isEmptyMultipart(root) { // the fields are read already; the text is what follows them
		_, body, _ := bytes.Cut(cut, []byte("\n\n"))
		d.add("text/plain", body, "")
		return
	}
	if m.multiparts > MaxDepth {
		d.notes = append(d.notes, noteParts)
	}
	seen := 0
	d.parts(root, &seen)
	if seen > MaxParts {
		d.notes = append(d.notes, noteParts)
	}
}

// isEmptyMultipart reports whether the boundary that a message names isn't in it.
func isEmptyMultipart(root *enmime.Part) bool {
	return root.FirstChild == nil && strings.HasPrefix(root.ContentType, "multipart/")
}

func (d *document) parts(p *enmime.Part, seen *int) {
	for ; p != nil; p = p.NextSibling {
		if *seen++; *seen > MaxParts {
			return
		}
		if p.FirstChild != nil {
			d.parts(p.FirstChild, seen)
			continue
		}
		if strings.HasPrefix(p.ContentType, "multipart/") && p.Parent != nil {
			continue
		}
		d.add(partType(p), transferDecode(p.Content, p.Header.Get("Content-Transfer-Encoding")), p.ContentTypeParams["charset"])
	}
}

// partType is the type of a part; a message that calls itself a multipart and
// has none is read as text.
func partType(p *enmime.Part) string {
	if strings.HasPrefix(p.ContentType, "multipart/") {
		return "text/plain"
	}
	return p.ContentType
}

// media reads media types for the library, which descends into whatever has a
// boundary: so only multiparts get one, and only MaxDepth of them.
type media struct{ multiparts int }

func (m *media) parse(value string) (kind string, params map[string]string, invalid []string, err error) {
	kind, params, invalid, err = mediatype.Parse(value)
	if err != nil {
		return "text/plain", map[string]string{}, invalid, nil // RFC 2045 §5.2
	}
	if strings.HasPrefix(kind, "multipart/") {
		m.multiparts++
	}
	if !strings.HasPrefix(kind, "multipart/") || m.multiparts > MaxDepth {
		delete(params, "boundary")
	}
	return kind, params, invalid, nil
}

// cutDashed gives data up to the line that has one boundary too many before it.
func cutDashed(data []byte) []byte {
	from := 0
	for range maxDashed {
		i := bytes.Index(data[from:], []byte("\n--"))
		if i < 0 {
			return data
		}
		from += i + len("\n--")
	}
	return data[:from]
}

// transferDecode undoes a Content-Transfer-Encoding as far as it can be undone:
// what was read before an error is given (RFC 2045 §6).
func transferDecode(content []byte, encoding string) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		out, _ := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(content)))
		return out
	case "base64":
		kept := bytes.Map(func(r rune) rune {
			if r < 0x80 && strings.ContainsRune(base64Alphabet, r) {
				return r
			}
			return -1
		}, content)
		out, _ := io.ReadAll(base64.NewDecoder(base64.RawStdEncoding, bytes.NewReader(kept)))
		return out
	}
	return content
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
