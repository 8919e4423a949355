package message

import (
	"iter"
	"strings"
)

// members cuts an address list (RFC 5322 §3.4) into its mailboxes; those in
// groups are among them. Empty members are left out (obs-addr-list, §4.4). It
// only looks for where members end: what they are, identity says.
func members(list string) iter.Seq[string] {
	return func(yield func(string) bool) {
		var (
			l            = newLexer(list)
			start        int
			angle, group bool
		)
		for l.next() {
			switch {
			case l.byte == '<' || l.byte == '>':
				angle = l.byte == '<'
			case angle: // a route holds "," and ":" (RFC 5322 §4.4)
			case l.byte == ':' && !group: // what came before is the group's name
				group, start = true, l.pos
			case l.byte == ',' || l.byte == ';':
				group = group && l.byte == ','
				member := strings.TrimSpace(list[start : l.pos-1])
				if start = l.pos; member != "" && !yield(member) {
					return
				}
			}
		}
		if member := strings.TrimSpace(list[start:]); member != "" {
			yield(member)
		}
	}
}

// addrSpec gives what is written between the angle brackets of a member, or all
// of it without comments.
func addrSpec(member string) string {
	var bare strings.Builder
	l := newLexer(member)
	for from := 0; l.next(); from = l.pos {
		switch l.byte {
		case '<':
			address, _, _ := strings.Cut(member[l.pos:], ">")
			return strings.TrimSpace(address)
		case '(':
			if l.pos > from+1 { // a whole comment
				continue
			}
		}
		bare.WriteString(member[from:l.pos])
	}
	return strings.TrimSpace(bare.String())
}

// lexer goes through the value of a structured field byte by byte, over quoted
// strings and comments at one step. One that is never closed is read as single
// bytes, and so is all that follows: looking for the end of each such
// bracket again would take a hostile field forever.
type lexer struct {
	mask string // the value, without what only looks like ASCII
	pos  int    // after the step
	byte byte   // what the step began with
	open bool   // something was never closed
}

func newLexer(s string) *lexer { return &lexer{mask: hideISO2022(s)} }

// next makes a step, and reports false at the end.
func (l *lexer) next() bool {
	if l.pos == len(l.mask) {
		return false
	}
	rest := l.mask[l.pos:]
	l.byte = rest[0]
	n := 1
	if (l.byte == '"' || l.byte == '(') && !l.open {
		if n = closed(rest); n == 0 {
			l.open, n = true, 1
		}
	}
	l.pos += n
	return true
}

// closed is the length of the quoted string (RFC 5322 §3.2.4) or the comment
// (§3.2.2) that s begins with, 0 when it has no end.
func closed(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[0] == '"':
			if s[i] == '"' && i > 0 {
				return i + 1
			}
		case s[i] == '(':
			depth++
		case s[i] == ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// hideISO2022 gives s with other bytes in place of raw ISO-2022-JP text, from an
// escape sequence to the one that goes back to ASCII or its Roman twin (RFC 1468):
// the bytes of its characters look like commas and quotes. In Shift_JIS, UTF-8
// and EUC-JP no byte of a character looks like a separator.
func hideISO2022(s string) string {
	if !strings.Contains(s, "\x1b") {
		return s
	}
	mask := []byte(s)
	hidden := false
	for i := range mask {
		if s[i] == '\x1b' {
			hidden = true
		}
		back := i >= 2 && s[i-2] == '\x1b' && s[i-1] == '(' && (s[i] == 'B' || s[i] == 'J')
		if hidden {
			mask[i] = 'x'
		}
		hidden = hidden && !back
	}
	return string(mask)
}
