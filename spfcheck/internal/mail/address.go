package mail

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// maxLocal bounds what is kept of a hostile message: a line has at most 998 bytes
// (RFC 5322 §2.1.1). That carriers take no more than 64 is for their tables.
const maxLocal = 998

// Address is the address of one mailbox, in UTF-8.
type Address struct {
	Local  string // without quotes; it may hold any character, even "@"; "" where there is none
	Domain string // as written, without spaces and comments: a name, or an IP address in brackets; "" where there is none
	Quoted bool   // Local was written in quotes, or a part of it
}

// String writes a as mail has it: Local stands in quotes where it must (RFC 5321
// §4.1.2). Dots at its ends or in a row are left as they were written: phones have
// such addresses without quotes.
func (a Address) String() string {
	local := a.Local
	dots := strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..")
	if strings.ContainsAny(local, specialsButDot+" ") || a.Quoted && dots {
		local = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(local) + `"`
	}
	return local + "@" + a.Domain
}

// ParseAddress reads the value of a field that holds one mailbox (RFC 5322 §3.4,
// with the obsolete forms of §4.4). A display name may look as it likes, and a
// local part nearly so: only the domain counts.
func ParseAddress(value string) (Address, *Error) {
	var (
		l            = newLexer(value)
		only         []token
		n, addresses int
	)
	for member := range l.members() {
		if n++; n == 1 {
			only = slices.Clone(member)
		}
		if index(member, '@') >= 0 {
			addresses++
		}
	}
	switch {
	case l.fault != nil:
		return Address{}, l.fault
	case l.groups:
		return Address{}, badAddress(textGroup)
	case n > 1 && addresses == 1: // Shop, Inc. <info@example.jp>
		return Address{}, badAddress(textComma)
	case n > 1:
		return Address{}, badAddress(textSeveral)
	case l.inGroup && index(only, '<') < 0: // it is never closed
		return Address{}, badAddress(textGroup)
	}
	addr, f := angleAddr(only)
	if f != nil {
		return Address{}, f
	}
	return addrSpec(addr)
}

// IsNull reports whether value is the null reverse-path "<>" (RFC 5321 §4.5.5).
func IsNull(value string) bool {
	if !strings.Contains(value, "<") {
		return false
	}
	l := newLexer(value)
	open, _ := l.next()
	end, _ := l.next()
	_, more := l.next()
	return open.kind == '<' && end.kind == '>' && !more && l.fault == nil
}

// Member is one mailbox of an address list.
type Member struct {
	Text    string // all of it, for ParseAddress
	Address string // as written, without name, comments and angle brackets; "" for "<>"
}

// Members cuts an address list (RFC 5322 §3.4) into its mailboxes; those in
// groups are among them. What is not an address is a member all the same.
func Members(list string) iter.Seq[Member] {
	return func(yield func(Member) bool) {
		for tokens := range newLexer(list).members() {
			if !yield(memberOf(list, tokens)) {
				return
			}
		}
	}
}

func memberOf(list string, tokens []token) Member {
	m := Member{Text: list[tokens[0].start:tokens[len(tokens)-1].end]}
	if open := index(tokens, '<'); open >= 0 {
		tokens = tokens[open+1:]
		if end := index(tokens, '>'); end >= 0 {
			tokens = tokens[:end]
		}
	}
	var bare strings.Builder
	for i, t := range tokens {
		if i > 0 && t.spaced {
			space := list[tokens[i-1].end:t.start]
			if strings.Contains(space, "(") { // a comment
				space = " "
			}
			bare.WriteString(space)
		}
		bare.WriteString(list[t.start:t.end])
	}
	m.Address = bare.String()
	return m
}

// angleAddr gives what is between the angle brackets, without the route (RFC
// 5322 §4.4), or all of it where there are none.
func angleAddr(tokens []token) ([]token, *Error) {
	open := index(tokens, '<')
	if open < 0 {
		return tokens, nil
	}
	tokens = tokens[open+1:]
	end := index(tokens, '>')
	if end < 0 {
		return nil, badAddress(textUnclosed, "<")
	}
	if rest := tokens[end+1:]; index(rest, '<') >= 0 {
		return nil, badAddress(textSeveral)
	} else if len(rest) > 0 {
		return nil, badAddress(textNotAddress, rest[0].text)
	}
	tokens = tokens[:end]
	if colon := index(tokens, ':'); colon > 0 && tokens[0].kind == '@' {
		tokens = tokens[colon+1:]
	}
	return tokens, nil
}

// addrSpec reads local part, "@" and domain (RFC 5322 §3.4.1).
func addrSpec(tokens []token) (Address, *Error) {
	at := index(tokens, '@')
	switch {
	case len(tokens) == 0 || len(tokens) == 1 && at == 0:
		return Address{}, badAddress(textNoAddress)
	case at < 0:
		return Address{}, noAt(tokens)
	}
	name := tokens[at+1:]
	if index(name, '@') >= 0 {
		return Address{}, badAddress(textManyAt)
	}
	local, f := join(tokens[:at], word, quoted, '.')
	if f != nil {
		return Address{}, f
	}
	if len(local) > maxLocal {
		return Address{}, badAddress(textLongLocal, maxLocal)
	}
	a := Address{Local: local, Quoted: index(tokens[:at], quoted) >= 0}
	if len(name) == 1 && name[0].kind == literal {
		a.Domain = name[0].text
		return a, nil
	}
	a.Domain, f = join(name, word, '.')
	return a, f
}

// join puts tokens of these kinds together. Blanks may only stand around a dot
// (obs-local-part and obs-domain, RFC 5322 §4.4): elsewhere they part two words.
func join(tokens []token, kinds ...byte) (string, *Error) {
	var s strings.Builder
	for i, t := range tokens {
		if !slices.Contains(kinds, t.kind) {
			return "", badAddress(textNotAddress, t.text)
		}
		if i > 0 && t.spaced && t.kind != '.' && tokens[i-1].kind != '.' {
			return "", badAddress(textNotAddress, tokens[i-1].text+" "+t.text)
		}
		s.WriteString(t.text)
	}
	text := s.String()
	switch {
	case !utf8.ValidString(text): // RFC 6532 §3.1
		return "", badAddress(TextEncoding, text)
	case strings.ContainsFunc(text, isForbidden):
		return "", badAddress(textControl, text)
	}
	return text, nil
}

// isForbidden reports characters that no address holds: controls, and spaces
// other than the one that a quoted local part may have.
func isForbidden(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) && r != ' '
}

func noAt(tokens []token) *Error {
	var s strings.Builder
	for _, t := range tokens {
		s.WriteString(t.text)
	}
	text := s.String()
	if !strings.Contains(text, "＠") {
		return badAddress(textNoAt, text)
	}
	f := badAddress(textWideAt)
	if narrow := width.Narrow.String(text); utf8.RuneCountInString(narrow) == len(narrow) {
		f.Hint = HintInstead.Format(narrow)
	}
	return f
}

// index gives the place of the first token of a kind, -1 when there is none.
func index(tokens []token, kind byte) int {
	return slices.IndexFunc(tokens, func(t token) bool { return t.kind == kind })
}
