package web

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// maxBody is how many bytes of the text or the HTML of a message are shown.
const maxBody = 1 << 20

// content is what is in a message.
type content struct {
	header     []HeaderField
	text, html string
}

// read takes a message apart, as far as it can be.
func read(raw []byte) (c content) {
	c.header = []HeaderField{}
	m, err := mail.Read(bytes.NewReader(raw))
	if err != nil {
		return c
	}
	for _, f := range m.Header.Fields {
		c.header = append(c.header, HeaderField{f.Name, mail.DecodeWords(f.Value)})
	}
	walk := mail.Walk{Shown: true, Visit: func(p mail.Part) {
		body := &c.text
		switch p.Type {
		case "text/plain":
		case "text/html":
			body = &c.html
		default:
			return
		}
		if *body == "" && !p.Encoded {
			text, _ := io.ReadAll(io.LimitReader(mail.NewText(p.Body, p.Charset), maxBody)) // as much as could be decoded
			*body = strings.ToValidUTF8(string(text), "\ufffd")
		}
	}}
	walk.Message(m)
	return c
}

// asking are elements by which HTML asks for something in spite of a policy, or which
// change what the rest means.
var asking = map[atom.Atom]bool{
	atom.Base: true, atom.Link: true, atom.Meta: true, atom.Script: true, atom.Noscript: true,
	atom.Iframe: true, atom.Frame: true, atom.Object: true, atom.Embed: true, atom.Template: true,
}

// from are attributes by which HTML asks for something to show.
var from = []string{"src", "srcset", "poster", "background", "data"}

// asksIn reports whether an attribute asks for something, or would run something.
func asksIn(a html.Attribute) bool {
	return strings.HasPrefix(a.Key, "on") || slices.Contains(from, a.Key) && !strings.HasPrefix(strings.TrimSpace(a.Val), "data:image/")
}

// harmless is HTML without what it could ask for. The policy that it is shown under keeps
// the rest from anything but being seen.
func harmless(text string) string {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return "" // it is nested deeper than any mail
	}
	var asks []*html.Node
	for n := range root.Descendants() {
		n.Attr = slices.DeleteFunc(n.Attr, asksIn)
		if asking[n.DataAtom] {
			asks = append(asks, n)
		}
	}
	for _, n := range asks {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	var b strings.Builder
	if html.Render(&b, root) != nil {
		return ""
	}
	return b.String()
}
