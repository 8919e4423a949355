package message

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// text decodes a text part and lets read look through it.
func (w *walk) text(field fields, label string, r io.Reader, read func(io.Reader) error) {
	r, known := mail.Decode(r, field("Content-Transfer-Encoding"))
	if !known {
		w.unread = true
		return
	}
	// An unknown charset is read as it is: URLs are ASCII in nearly all.
	if encoding, _ := charset.Lookup(label); encoding != nil {
		r = transform.NewReader(r, unicode.BOMOverride(encoding.NewDecoder()))
	}
	if err := read(r); err != nil {
		w.unread = true
	}
}

func (w *walk) readPlain(r io.Reader) error {
	var links linkCounter
	_, err := io.Copy(&links, r)
	w.links += links.found
	return err
}

// maxToken is the size in bytes of the longest HTML token that is read: images
// are sometimes put into an attribute.
const maxToken = 1 << 20

// readHTML counts the links in what a reader sees or follows: text and
// attributes. Document types, namespaces and scripts have URLs that are no links.
func (w *walk) readHTML(r io.Reader) error {
	tokens := html.NewTokenizer(r)
	tokens.SetMaxBuf(maxToken)
	visible := true
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if err := tokens.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		case html.TextToken:
			if visible {
				w.links += countLinks(tokens.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := tokens.TagName()
			visible = string(name) != "script" && string(name) != "style"
			for more {
				var key, value []byte
				key, value, more = tokens.TagAttr()
				if !strings.HasPrefix(string(key), "xmlns") {
					w.links += countLinks(value)
				}
			}
		case html.EndTagToken:
			visible = true
		}
	}
}

func countLinks(text []byte) int {
	var links linkCounter
	_, _ = links.Write(text) // it never fails
	return links.found
}

// linkCounter counts the http and https URLs (RFC 9110 §4.2) in what is written
// to it: a scheme and the first character of a host.
type linkCounter struct {
	found  int
	at     int  // how much of scheme was seen
	secure bool // with the s
}

const scheme = "http://"

func (l *linkCounter) Write(p []byte) (int, error) {
	for _, b := range p {
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		if l.at == len(scheme) {
			if isHost(b) {
				l.found++
			}
			l.at, l.secure = 0, false
		}
		switch {
		case b == scheme[l.at]:
			l.at++
		case b == 's' && l.at == len("http") && !l.secure:
			l.secure = true
		default:
			l.at, l.secure = 0, false
			if b == scheme[0] {
				l.at = 1
			}
		}
	}
	return len(p), nil
}

// isHost reports whether a host can begin with b, in lower case: a name, a name in
// another script, an IPv6 address.
func isHost(b byte) bool {
	return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b >= 0x80 || b == '['
}
