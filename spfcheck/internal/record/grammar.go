package record

import "strings"

// grammar is the rule for one mechanism or modifier (RFC 7208 §12).
type grammar struct {
	section  string
	modifier bool
	lookup   bool // counts against the limit of RFC 7208 §4.6.4

	// parse reads what follows the name, which begins with ':', '/' or '=' or
	// is empty, into t. Offsets in its error are in rest; it may leave out the section.
	parse func(t *Term, rest string) *SyntaxError
}

// grammars has the rule for each name that RFC 7208 defines.
var grammars = map[string]*grammar{
	"all":      {section: "RFC 7208 §5.1", parse: parseNothing},
	"include":  {section: "RFC 7208 §5.2", parse: parseDomain, lookup: true},
	"a":        {section: "RFC 7208 §5.3", parse: parseHosts, lookup: true},
	"mx":       {section: "RFC 7208 §5.4", parse: parseHosts, lookup: true},
	"ptr":      {section: "RFC 7208 §5.5", parse: parseOptionalDomain, lookup: true},
	"ip4":      {section: "RFC 7208 §5.6", parse: parseNetwork4},
	"ip6":      {section: "RFC 7208 §5.6", parse: parseNetwork6},
	"exists":   {section: "RFC 7208 §5.7", parse: parseDomain, lookup: true},
	"redirect": {section: "RFC 7208 §6.1", parse: parseDomain, lookup: true, modifier: true},
	"exp":      {section: "RFC 7208 §6.2", parse: parseDomain, modifier: true},
}

// separator is what stands between the name and the argument.
func (g *grammar) separator() string {
	if g.modifier {
		return "="
	}
	return ":"
}

// parseTerm parses one word of a record. On an error the Term is zero.
func parseTerm(word string) (Term, *SyntaxError) {
	if e := checkASCII(word); e != nil {
		return Term{}, e
	}
	t := Term{Qualifier: Pass}
	body := word
	if strings.IndexByte("+-?~", word[0]) >= 0 {
		t.Qualifier, body = Qualifier(word[0]), word[1:]
	}
	signs := len(word) - len(body)
	name := leadingName(body)
	rest := body[len(name):]
	t.Name = strings.ToLower(name)
	var e *SyntaxError
	switch {
	case name == "":
		e = fault(len(body), "RFC 7208 §4.6.1", msgNoName.Format(shown(word))).Widen(signs)
	case rest != "" && strings.IndexByte(":/=", rest[0]) < 0:
		e = fault(len(body), "RFC 7208 §4.6.1", msgNoTerm.Format(shown(word))).Widen(signs)
	case strings.HasPrefix(rest, "="): // "=" comes before any ":" or "/": a modifier (RFC 7208 §4.6.1)
		e = parseModifier(&t, word, rest)
		signs = 0
	default:
		e = parseMechanism(&t, name, rest)
	}
	if e != nil {
		return Term{}, e.Shift(signs)
	}
	return t, nil
}

func parseMechanism(t *Term, name, rest string) *SyntaxError {
	g := grammars[t.Name]
	if g == nil {
		return fault(len(name), "RFC 7208 §4.6.1", msgUnknownMechanism.Format(shown(name)))
	}
	if g.modifier { // "redirect:…" (RFC 7208 §4.6.1)
		return fault(len(name)+len(rest), g.section, msgModifierNeedsEquals.Format(t.Name))
	}
	return parseRest(t, g, rest).Shift(len(name))
}

// parseModifier parses word, a name with "=", as a modifier with the value
// after the "=" that rest begins with.
func parseModifier(t *Term, word, rest string) *SyntaxError {
	if strings.IndexByte("+-?~", word[0]) >= 0 { // only a directive has a qualifier (RFC 7208 §4.6.1)
		return fault(1, "RFC 7208 §4.6.1", msgQualifiedModifier.Format(word[:1]))
	}
	t.Modifier, t.Qualifier = true, 0
	offset := len(word) - len(rest)
	if g := grammars[t.Name]; g != nil && g.modifier {
		// A malformed redirect or exp isn't an unknown modifier, although the
		// grammar could be read like that: §12 says "not any known modifier".
		return parseRest(t, g, rest).Shift(offset)
	}
	// The value is ignored, so the letters that only explanations may use are
	// let through (RFC 7208 §6, §7.2).
	m, e := parseMacros(rest[1:], allLetters)
	if e != nil {
		return e.Shift(offset + 1)
	}
	t.Domain = m
	return nil
}

func parseRest(t *Term, g *grammar, rest string) *SyntaxError {
	e := g.parse(t, rest)
	if e != nil && e.Section == "" {
		e.Section = g.section
	}
	return e
}

// leadingName is the longest name that s begins with:
// ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ).
func leadingName(s string) string {
	if s == "" || !isAlpha(s[0]) {
		return ""
	}
	i := 1
	for i < len(s) && (isAlphanum(s[i]) || strings.IndexByte("-_.", s[i]) >= 0) {
		i++
	}
	return s[:i]
}

func isAlpha(c byte) bool    { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool    { return '0' <= c && c <= '9' }
func isAlphanum(c byte) bool { return isAlpha(c) || isDigit(c) }
