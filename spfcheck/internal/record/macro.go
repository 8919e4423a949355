package record

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// The macro letters (RFC 7208 §7.2).
const (
	domainLetters = "slodiphv"
	allLetters    = domainLetters + "crt" // the last three only in explanations
)

// delimiters are what a macro may split its value at (RFC 7208 §7.1).
const delimiters = ".-+,/_="

// MacroString is a macro-string: text in which macros may stand
// (RFC 7208 §7.1). Zero: no text.
type MacroString struct {
	text        string
	parts       []part
	literalFrom int // where the text after the last macro-expand begins
}

// part is a piece of literal text or a macro.
type part struct {
	literal   string // used where letter is 0
	letter    byte   // in lower case
	escape    bool   // the letter is upper case: escape the value as in a URL
	keep      int    // how many parts to keep, from the right; 0: all
	reverse   bool
	delimiter string // "": "."
}

// String gives the text as published.
func (m MacroString) String() string { return m.text }

// IsZero reports whether there is no text.
func (m MacroString) IsZero() bool { return m.text == "" }

// HasMacro reports whether what m expands to depends on the message: whether
// it has a macro letter. "%%", "%_" and "%-" are constants.
func (m MacroString) HasMacro() bool {
	return slices.ContainsFunc(m.parts, func(p part) bool { return p.letter != 0 })
}

// Letters gives the macro letters in m, lower case, each once, in the order of
// the text: "il" for "%{ir}.%{L}.%{i}.example.com".
func (m MacroString) Letters() string {
	var letters []byte
	for _, p := range m.parts {
		if p.letter != 0 && !strings.Contains(string(letters), string(p.letter)) {
			letters = append(letters, p.letter)
		}
	}
	return string(letters)
}

// ParseExplanation parses the text that exp points to, in which spaces and the
// macro letters c, r and t are allowed (RFC 7208 §6.2). An error is a
// SyntaxError; an evaluator then goes on as if there were no exp.
func ParseExplanation(text string) (MacroString, error) {
	// A space is the only byte that explain-string has and macro-string hasn't.
	if f := visible.Foreign(strings.ReplaceAll(text, " ", "_")); f != nil {
		return MacroString{}, *foreign(f)
	}
	m, e := parseMacros(text, allLetters)
	if e != nil {
		return MacroString{}, *e
	}
	return m, nil
}

// parseMacros parses text, which is ASCII, as a macro-string with these letters.
func parseMacros(text, letters string) (MacroString, *SyntaxError) {
	m := MacroString{text: text}
	for i := 0; i < len(text); {
		percent := strings.IndexByte(text[i:], '%')
		if percent < 0 {
			percent = len(text) - i
		}
		if percent > 0 {
			m.parts = append(m.parts, part{literal: text[i : i+percent]})
		}
		i += percent
		if i == len(text) {
			break
		}
		p, n, e := parseExpand(text[i:], letters)
		if e != nil {
			return MacroString{}, e.Shift(i)
		}
		m.parts = append(m.parts, p)
		i += n
		m.literalFrom = i
	}
	return m, nil
}

// constants are the macro-expands without a value.
var constants = map[string]string{"%%": "%", "%_": " ", "%-": "%20"}

// parseExpand parses the macro-expand that text, beginning with "%", begins
// with, and gives its length.
func parseExpand(text, letters string) (part, int, *SyntaxError) {
	if len(text) > 1 {
		if c, ok := constants[text[:2]]; ok {
			return part{literal: c}, 2, nil
		}
	}
	if !strings.HasPrefix(text, "%{") {
		return part{}, 0, fault(min(2, len(text)), "RFC 7208 §7.1", msgBarePercent)
	}
	end := strings.IndexByte(text, '}')
	if end < 0 {
		return part{}, 0, fault(len(text), "RFC 7208 §7.1", msgOpenMacro)
	}
	p, problem := parseMacro(text[2:end], letters)
	if problem != (i18n.Text{}) {
		return part{}, 0, fault(end+1, "RFC 7208 §7.1", problem.Format(shown(text[:end+1])))
	}
	return p, end + 1, nil
}

// parseMacro parses macro-letter transformers *delimiter, what stands between
// the braces. It returns the problem, if any.
func parseMacro(body, letters string) (part, i18n.Text) {
	if body == "" || !isAlpha(body[0]) || !strings.Contains(allLetters, strings.ToLower(body[:1])) {
		return part{}, msgMacroLetter
	}
	p := part{letter: body[0] | 0x20, escape: body[0] < 'a'}
	if strings.IndexByte(letters, p.letter) < 0 { // RFC 7208 §7.2
		return part{}, msgExpLetter
	}
	rest := strings.TrimLeft(body[1:], "0123456789")
	if digits := body[1 : len(body)-len(rest)]; digits != "" {
		if p.keep = saturated(digits); p.keep == 0 { // RFC 7208 §7.3: must be nonzero
			return part{}, msgMacroZero
		}
	}
	if rest != "" && rest[0]|0x20 == 'r' {
		p.reverse, rest = true, rest[1:]
	}
	if strings.Trim(rest, delimiters) != "" {
		return part{}, msgMacroDelimiter
	}
	p.delimiter = rest
	return p, i18n.Text{}
}

// saturated is the number that digits stand for, or one that is more than a
// value can have parts.
func saturated(digits string) int {
	const limit = 1 << 20
	n := 0
	for i := range len(digits) {
		n = min(n*10+int(digits[i]-'0'), limit)
	}
	return n
}
