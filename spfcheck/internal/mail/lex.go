package mail

import (
	"iter"
	"strings"
)

// wsp is WSP (RFC 5234, appendix B.1).
const wsp = " \t"

// specials is RFC 5322 §3.2.3: what ends an atom.
const (
	specialsButDot = `()<>[]:;@\,"`
	specials       = specialsButDot + "."
)

// The kinds of tokens that are not a special standing for itself.
const (
	word    = 'w' // an atom, or bytes that no grammar allows
	quoted  = 'q' // a quoted string; text is its value
	literal = 'l' // [ … ]
)

// token is a lexical token of a structured field.
type token struct {
	kind       byte   // word, quoted, literal, or one of specials
	text       string // its bytes, in the charset of the field
	start, end int    // where it stands in the field
	spaced     bool   // spaces or a comment stand before it
}

// lexer cuts the value of a structured field into tokens (RFC 5322 §3.2). Comments
// count as spaces. A quoted string or comment that is never closed is a fault;
// its bracket and those that follow are specials, so that none is looked for
// twice: that would take a hostile field forever.
type lexer struct {
	value, mask string
	pos         int
	fault       *Error // the first one
	open        bool   // something is never closed
	inGroup     bool   // a group was opened, and not closed (RFC 5322 §3.4)
	groups      bool   // a group was closed
}

func newLexer(value string) *lexer {
	mask, fault := hideJapanese(value)
	return &lexer{value: value, mask: mask, fault: fault}
}

// next gives the next token, and reports false at the end.
func (l *lexer) next() (token, bool) {
	for spaced := false; l.pos < len(l.mask); spaced = true {
		n := l.space()
		if n == 0 {
			start := l.pos
			kind, text, n := l.token()
			l.pos += n
			return token{kind, text, start, l.pos, spaced}, true
		}
		l.pos += n
	}
	return token{}, false
}

// members gives the members of an address list, each good until the next. Empty
// ones are left out (obs-addr-list, RFC 5322 §4.4), and so are names of groups.
func (l *lexer) members() iter.Seq[[]token] {
	return func(yield func([]token) bool) {
		member := make([]token, 0, 8) // of most addresses
		var angle, address bool       // within angle brackets; after them
		for t, ok := l.next(); ok; t, ok = l.next() {
			if t.kind == '<' || t.kind == '>' {
				angle, address = t.kind == '<', true
			}
			switch {
			case angle: // a route holds "," and ":" (RFC 5322 §4.4)
			case t.kind == ':' && !l.inGroup && !address: // what came before is the group's name
				l.inGroup, member = true, member[:0]
				continue
			case t.kind == ',' || t.kind == ';':
				l.groups = l.groups || l.inGroup && t.kind == ';'
				l.inGroup = l.inGroup && t.kind == ','
				if len(member) > 0 && !yield(member) {
					return
				}
				member, address = member[:0], false
				continue
			}
			member = append(member, t)
		}
		if len(member) > 0 {
			yield(member)
		}
	}
}

// space is the length of the space or comment at pos, 0 when there is none.
func (l *lexer) space() int {
	switch c := l.mask[l.pos]; {
	case c == ' ' || c == '\t':
		return 1
	case c == '(' && !l.open:
		n := commentLen(l.mask[l.pos:])
		if n == 0 {
			l.unclosed("(")
		}
		return n
	}
	return 0
}

// token gives the token at pos, and its length.
func (l *lexer) token() (kind byte, text string, n int) {
	s, mask := l.value[l.pos:], l.mask[l.pos:]
	switch c := mask[0]; {
	case c == '"' && !l.open:
		if text, n := unquote(s, mask); n > 0 {
			return quoted, text, n
		}
		l.unclosed(`"`)
	case c == '[':
		// A domain literal holds no further bracket (dtext, RFC 5322 §3.4.1).
		// A bracket alone is a special like any other: it can be in a name.
		if end := strings.IndexAny(mask[1:], "[]"); end >= 0 && mask[1+end] == ']' {
			return literal, s[:end+2], end + 2
		}
	case strings.IndexByte(specials, c) < 0:
		n := strings.IndexAny(mask, specials+wsp)
		if n < 0 {
			n = len(s)
		}
		return word, s[:n], n
	}
	return mask[0], s[:1], 1
}

func (l *lexer) unclosed(bracket string) {
	l.open = true
	if l.fault == nil {
		l.fault = badAddress(textUnclosed, bracket)
	}
}

// commentLen is the length of the comment that s begins with, 0 when it is never
// closed. Comments nest (RFC 5322 §3.2.2).
func commentLen(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// unquote gives the value of the quoted string that s begins with, and its
// length with quotes, 0 when it is never closed (RFC 5322 §3.2.4). In mask, what
// only looks like a quote or backslash is hidden.
func unquote(s, mask string) (string, int) {
	var value strings.Builder
	for i := 1; i < len(s); i++ {
		switch mask[i] {
		case '"':
			return value.String(), i + 1
		case '\\':
			if i++; i == len(s) {
				return "", 0
			}
		}
		value.WriteByte(s[i])
	}
	return "", 0
}
