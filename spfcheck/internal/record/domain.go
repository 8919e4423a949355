package record

import "strings"

// parseDomainSpec: domain-spec = macro-string domain-end,
// domain-end = ( "." toplabel [ "." ] ) / macro-expand.
func parseDomainSpec(text string) (MacroString, *SyntaxError) {
	m, e := parseMacros(text, domainLetters)
	if e != nil {
		return MacroString{}, e
	}
	tail := text[m.literalFrom:]
	if tail == "" { // it ends in a macro-expand
		return m, nil
	}
	tail = strings.TrimSuffix(tail, ".")
	dot := strings.LastIndexByte(tail, '.')
	if dot < 0 {
		return MacroString{}, fault(len(text), "RFC 7208 §7.1", msgNoDot.Format(shown(text)))
	}
	if label := tail[dot+1:]; !isToplabel(label) {
		start := m.literalFrom + dot + 1
		e := fault(len(text)-start, "RFC 7208 §7.1", msgBadToplabel.Format(shown(label)))
		if label == "" { // an empty range points at nothing
			e.Widen(1)
		}
		return MacroString{}, e.Shift(start)
	}
	return m, nil
}

// isToplabel: letters, digits and hyphens, not all digits, a hyphen neither
// first nor last. What is all digits but for hyphens is one by the grammar.
func isToplabel(label string) bool {
	if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	numeric := true
	for i := range len(label) {
		c := label[i]
		if !isAlphanum(c) && c != '-' {
			return false
		}
		numeric = numeric && isDigit(c)
	}
	return !numeric
}
