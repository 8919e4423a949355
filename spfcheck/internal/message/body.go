package message

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// scan looks through the parts of a message that a mail program shows.
func (f *Facts) scan(m *mail.Message) {
	walk := mail.Walk{Shown: true, Visit: func(p mail.Part) {
		if !strings.HasPrefix(p.Type, "text/") {
			return
		}
		read := f.readPlain
		if p.Type == "text/html" {
			f.HTML, read = true, f.readHTML
		}
		// Where it isn't decoded there is nothing to read.
		if p.Encoded || read(mail.NewText(p.Body, p.Charset)) != nil {
			f.Unread = true
		}
	}}
	walk.Message(m)
	f.Unread = f.Unread || walk.Limited || walk.Broken
}

func (f *Facts) readPlain(r io.Reader) error {
	var links linkCounter
	_, err := io.Copy(&links, r)
	f.Links += links.found
	return err
}

// maxToken is the size in bytes of the longest HTML token that is read: images
// are sometimes put into an attribute.
const maxToken = 1 << 20

// readHTML counts the links in what a reader sees or follows: text and
// attributes. Document types, namespaces and scripts have URLs that are no links.
func (f *Facts) readHTML(r io.Reader) error {
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
				f.Links += countLinks(tokens.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := tokens.TagName()
			visible = string(name) != "script" && string(name) != "style"
			for more {
				var key, value []byte
				key, value, more = tokens.TagAttr()
				if !strings.HasPrefix(string(key), "xmlns") {
					f.Links += countLinks(value)
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
