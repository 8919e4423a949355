package identity

import "strings"

// blanks is WSP (RFC 5234, appendix B.1).
const blanks = " \t"

// specials is RFC 5322 §3.2.3: what ends an atom.
const specials = `()<>[]:;@\,."`

// The kinds of tokens that are not a special standing for itself.
const (
	word    = 'w' // an atom, or bytes that no grammar allows
	quoted  = 'q' // a quoted string; text is its value
	literal = 'l' // [ … ]
)

// token is a lexical token of a structured field.
type token struct {
	kind   byte   // word, quoted, literal, or one of specials
	text   string // its bytes, in the charset of the field
	spaced bool   // blanks or a comment stand before it
}

// lex cuts the value of a structured field into tokens (RFC 5322 §3.2). Comments
// count as blanks.
func lex(value string) ([]token, *fault) {
	mask, f := hideJapanese(value)
	if f != nil {
		return nil, f
	}
	var tokens []token
	spaced := false
	for i := 0; i < len(value); {
		switch mask[i] {
		case ' ', '\t':
			spaced = true
			i++
			continue
		case '(':
			n := commentLen(mask[i:])
			if n == 0 {
				return nil, badAddress(textUnclosed, "(")
			}
			spaced = true
			i += n
			continue
		}
		t, n := next(value[i:], mask[i:])
		if n == 0 {
			return nil, badAddress(textUnclosed, `"`)
		}
		t.spaced, spaced = spaced, false
		tokens = append(tokens, t)
		i += n
	}
	return tokens, nil
}

// next gives the token that s begins with and its length, 0 for a quoted string
// that is never closed.
func next(s, mask string) (token, int) {
	switch c := mask[0]; {
	case c == '"':
		text, n := unquote(s, mask)
		return token{kind: quoted, text: text}, n
	case c == '[':
		// A domain literal holds no further bracket (dtext, RFC 5322 §3.4.1).
		// A bracket alone is a special like any other: it can be in a name.
		if end := strings.IndexAny(mask[1:], "[]"); end >= 0 && mask[1+end] == ']' {
			return token{kind: literal, text: s[:end+2]}, end + 2
		}
		return token{kind: c, text: s[:1]}, 1
	case strings.IndexByte(specials, c) >= 0:
		return token{kind: c, text: s[:1]}, 1
	}
	n := strings.IndexAny(mask, specials+blanks)
	if n < 0 {
		n = len(s)
	}
	return token{kind: word, text: s[:n]}, n
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
