package dsn

import (
	"strings"
	"unicode/utf8"
)

// clean gives one line of text that is safe to show: no control characters, no
// characters that reorder or hide others: raw ESC was seen to pass through Sendmail
// and OpenSMTPD, and U+202E through Postfix, too.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r':
			return ' '
		case r < 0x20, r >= 0x7f && r <= 0x9f, isInvisible(r):
			return utf8.RuneError
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// isInvisible reports bidi controls, zero-width characters, separators of lines
// and tags: nothing that a reply needs.
func isInvisible(r rune) bool {
	switch {
	case r == 0x061c, r == 0x00ad, r == 0xfeff, r >= 0x200b && r <= 0x200f,
		r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
		r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

// shorten is cut, with a sign that something is left out.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return cut(s, n) + "…"
}

// cut cuts s to at most n bytes, between characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
