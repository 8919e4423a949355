package render

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// escape makes text safe to show on a terminal: control characters, escape
// sequences, and characters that are invisible or change the direction of text
// stand as \u{…}, bytes that are no UTF-8 as \x….
func escape(s string) string {
	if isSafe(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%04x}`, r)
		}
		s = s[size:]
	}
	return b.String()
}

// show is escape for what people read: names of domains stand as they are read, too.
// Records stand as they are published, and never pass through it.
func show(s string) string { return escape(showNames(s)) }

// aName finds what may be an internationalized name of a domain: alone, in prose or in an
// address. Where it is a part of a term or of a line for a zone file, other characters
// stand beside it.
var aName = lazy.MustCompile(`(^|[\s("]|[^\x00-\x7f])((?:[^\s:;=@"()<>]+|"[^"]*")@)?([\w-]+(?:\.[\w-]+)*)`)

// showNames puts U-labels beside A-labels: "info@例え.jp (xn--r8jz45g.jp)".
func showNames(s string) string {
	if !strings.Contains(s, "xn--") {
		return s
	}
	var b strings.Builder
	done := 0
	for _, m := range aName.FindAllStringSubmatchIndex(s, -1) {
		start, end := m[6], m[7]
		if end < len(s) && s[end] < utf8.RuneSelf && !strings.ContainsRune(" \t\n,;:)\"", rune(s[end])) {
			continue
		}
		b.WriteString(s[done:start] + spelling.ShowDomain(s[start:end]))
		done = end
	}
	return b.String() + s[done:]
}

func isSafe(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// escapeMarkdown makes text safe to show as part of a line of Markdown: nothing in
// it is markup, HTML or a link, mentions anybody or refers to anything, on GitHub
// and on GitLab. It may not begin a line.
func escapeMarkdown(s string) string {
	s = escape(s)
	var b strings.Builder
	for i, r := range s {
		switch rest := s[i:]; {
		case strings.ContainsRune("\\`*_[]<>|&~^{}", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case strings.ContainsRune("@#!$", r), // they look for these in the text that Markdown has become
			r == ':' && likeLink.MatchString(rest),
			r == '.' && strings.EqualFold(s[max(0, i-3):i], "www"):
			b.WriteString("<span>" + string(r) + "</span>")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// likeLink finds what follows a colon in a link, and in an emoji's :name:.
var likeLink = lazy.MustCompile(`^:(//|[\w+-]+:)`)

// linkMarkdown shows a link of ours, or else text.
func linkMarkdown(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return escapeMarkdown(s)
	}
	return "<" + u.String() + ">"
}

// codeMarkdown shows data, such as a name, as code, as part of a line of Markdown
// or a cell of a table.
func codeMarkdown(s string) string {
	s = escape(s)
	if s == "" || strings.ContainsAny(s, "`|\\") || strings.TrimSpace(s) != s {
		return "<code>" + escapeMarkdown(s) + "</code>"
	}
	return "`" + s + "`"
}

// Show makes text that came from DNS or a message safe to show, for pages that are made
// elsewhere.
func Show(s string) string { return show(s) }

// ShowLines makes text of several lines safe to show as it stands.
func ShowLines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		text := strings.TrimRight(line, "\r\n")
		for i, part := range strings.Split(text, "\t") {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(escape(part))
		}
		if len(text) < len(line) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
