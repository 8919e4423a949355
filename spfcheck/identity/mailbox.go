package identity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// maxLocal bounds what is kept of a hostile message: a line has at most 998 bytes
// (RFC 5322 §2.1.1). That carriers take no more than 64 is for their tables.
const maxLocal = 998

// postmaster is the local part where there is none (RFC 7208 §4.3).
const postmaster = "postmaster"

// Mailbox is the address of one mailbox.
type Mailbox struct {
	Local  string // without quotes; it may hold any character, even "@"
	Domain string // A-labels, lower case, no trailing dot; never empty
}

// String gives local part, "@" and domain; the last "@" is the one between them.
// The local part is not quoted, as SPF wants it (RFC 7208 §7.2). An empty one,
// written as "", becomes postmaster (§4.3).
func (m Mailbox) String() string {
	if m.Local == "" {
		return postmaster + "@" + m.Domain
	}
	return m.Local + "@" + m.Domain
}

// ParseAddress reads one address that a user gave, with or without angle
// brackets and a name before them. It takes what phones send: local parts with
// dots anywhere. An error is an *Error.
func ParseAddress(s string) (Mailbox, error) {
	m, f := parseMailbox(strings.TrimSpace(s))
	if f == nil {
		f = checkWidth(m)
	}
	if f != nil {
		return Mailbox{}, f.in("")
	}
	return m, nil
}

// checkWidth refuses full-width letters in the local part. In a message they
// would be an internationalized address; who types them forgot the input method.
func checkWidth(m Mailbox) *fault {
	narrow := width.Narrow.String(m.Local)
	if narrow == m.Local || !isASCII(narrow) {
		return nil
	}
	f := badAddress(textWide, m.Local)
	f.Hint = hintInstead.Format(Mailbox{Local: narrow, Domain: m.Domain}.String())
	return f
}

// parseMailbox reads the value of a field that holds one mailbox (RFC 5322 §3.4,
// with the obsolete forms of §4.4). Only its domain counts, so a display name
// and a local part may look as they like.
func parseMailbox(value string) (Mailbox, *fault) {
	tokens, f := lex(value)
	if f != nil {
		return Mailbox{}, f
	}
	mailbox, f := single(tokens)
	if f != nil {
		return Mailbox{}, f
	}
	addr, f := angleAddr(mailbox)
	if f != nil {
		return Mailbox{}, f
	}
	return addrSpec(addr)
}

// isNull reports whether value is the null reverse-path "<>" (RFC 5321 §4.5.5).
func isNull(value string) bool {
	tokens, f := lex(value)
	return f == nil && len(tokens) == 2 && tokens[0].kind == '<' && tokens[1].kind == '>'
}

// single gives the one member of a list of mailboxes; members may be empty
// (obs-mbox-list, RFC 5322 §4.4).
func single(tokens []token) ([]token, *fault) {
	var members [][]token
	start, angle, colon := 0, false, false
	for i, t := range tokens {
		switch t.kind {
		case '<', '>':
			angle = t.kind == '<'
		case ':':
			colon = colon || !angle
		case ',', ';':
			if angle {
				break
			}
			if t.kind == ';' && colon { // group (RFC 5322 §3.4)
				return nil, badAddress(textGroup)
			}
			members = appendMember(members, tokens[start:i])
			start = i + 1
		}
	}
	members = appendMember(members, tokens[start:])
	switch {
	case len(members) == 0:
		return nil, badAddress(textNoAddress)
	case len(members) == 1:
		return members[0], nil
	}
	addresses := 0
	for _, m := range members {
		if index(m, '@') >= 0 {
			addresses++
		}
	}
	if addresses == 1 { // Shop, Inc. <info@example.jp>
		return nil, badAddress(textComma)
	}
	return nil, badAddress(textSeveral)
}

func appendMember(members [][]token, m []token) [][]token {
	if len(m) == 0 {
		return members
	}
	return append(members, m)
}

// angleAddr gives what is between the angle brackets, without the route (RFC
// 5322 §4.4), or all of it where there are none.
func angleAddr(tokens []token) ([]token, *fault) {
	open := index(tokens, '<')
	if open < 0 {
		if index(tokens, ':') >= 0 { // a group that is never closed
			return nil, badAddress(textGroup)
		}
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
func addrSpec(tokens []token) (Mailbox, *fault) {
	at := index(tokens, '@')
	switch {
	case len(tokens) == 0:
		return Mailbox{}, badAddress(textNoAddress)
	case at < 0:
		return Mailbox{}, noAt(tokens)
	case at == 0:
		return Mailbox{}, badAddress(textNoLocal)
	case at == len(tokens)-1:
		return Mailbox{}, badAddress(textNoDomain)
	}
	name := tokens[at+1:]
	if index(name, '@') >= 0 {
		return Mailbox{}, badAddress(textManyAt)
	}
	local, f := join(tokens[:at], word, quoted, '.')
	if f != nil {
		return Mailbox{}, f
	}
	if len(local) > maxLocal {
		return Mailbox{}, badAddress(textLongLocal, maxLocal)
	}
	if len(name) == 1 && name[0].kind == literal {
		return Mailbox{}, badAddress(textIP, name[0].text)
	}
	domain, f := join(name, word, '.')
	if f != nil {
		return Mailbox{}, f
	}
	if domain, f = normalizeDomain(domain); f != nil {
		return Mailbox{}, &fault{Problem: f.Problem, Hint: hintAddress}
	}
	return Mailbox{Local: local, Domain: domain}, nil
}

// join puts tokens of these kinds together. Blanks may only stand around a dot
// (obs-local-part and obs-domain, RFC 5322 §4.4): elsewhere they part two words.
func join(tokens []token, kinds ...byte) (string, *fault) {
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
		return "", badAddress(textEncoding, text)
	case strings.ContainsFunc(text, isForbidden):
		return "", badAddress(textControl, text)
	}
	return text, nil
}

// isForbidden reports characters that no address holds: controls, and blanks
// other than the one that a quoted local part may have.
func isForbidden(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) && r != ' '
}

func noAt(tokens []token) *fault {
	var s strings.Builder
	for _, t := range tokens {
		s.WriteString(t.text)
	}
	text := s.String()
	if !strings.Contains(text, "＠") {
		return badAddress(textNoAt, text)
	}
	f := badAddress(textWideAt)
	if narrow := width.Narrow.String(text); isASCII(narrow) {
		f.Hint = hintInstead.Format(narrow)
	}
	return f
}

// index gives the place of the first token of a kind, -1 when there is none.
func index(tokens []token, kind byte) int {
	return slices.IndexFunc(tokens, func(t token) bool { return t.kind == kind })
}
