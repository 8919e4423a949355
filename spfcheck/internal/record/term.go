package record

import "net/netip"

// Qualifier says what a matching mechanism means (RFC 7208 §4.6.2).
type Qualifier byte

// The qualifiers.
const (
	Pass     Qualifier = '+'
	Fail     Qualifier = '-'
	SoftFail Qualifier = '~'
	Neutral  Qualifier = '?'
)

// String gives the qualifier as it stands in a record; "" for none.
func (q Qualifier) String() string {
	if q == 0 {
		return ""
	}
	return string(rune(q))
}

// Term is one directive or modifier of a record (RFC 7208 §4.6.1).
// Of a malformed term only Offset and Text are set.
type Term struct {
	Offset    int         // of the first byte in Record.Text
	Text      string      // as published
	Qualifier Qualifier   // Pass where none is written; 0 for a modifier
	Name      string      // of the mechanism or modifier, in lower case; "": malformed
	Modifier  bool        // redirect, exp or an unknown modifier, whose name may be that of a mechanism
	Domain    MacroString // domain-spec, or the value of an unknown modifier; zero: none given, the current domain

	Prefix       netip.Prefix // of ip4 and ip6, host bits as written; see Network
	Bits4, Bits6 int          // dual-cidr-length of a and mx; 32 and 128 where not written
}

// End is the offset after the last byte in Record.Text.
func (t Term) End() int { return t.Offset + len(t.Text) }

// WellFormed reports whether t keeps to the grammar.
func (t Term) WellFormed() bool { return t.Name != "" }

// Known reports whether RFC 7208 defines what t means. False for malformed
// terms and for unknown modifiers, which evaluators ignore (RFC 7208 §6).
func (t Term) Known() bool { return t.grammar() != nil }

// CountsLookup reports whether t is one of the terms of which an evaluation
// may have ten: include, a, mx, ptr, exists, redirect (RFC 7208 §4.6.4).
func (t Term) CountsLookup() bool {
	g := t.grammar()
	return g != nil && g.lookup
}

// grammar is the rule that t keeps to; nil where it isn't Known. "a=b" has the
// name of a mechanism and is an unknown modifier.
func (t Term) grammar() *grammar {
	if g := grammars[t.Name]; g != nil && g.modifier == t.Modifier {
		return g
	}
	return nil
}

// Network is the range of addresses that ip4 or ip6 covers: Prefix without
// host bits. Zero for other terms.
func (t Term) Network() netip.Prefix { return t.Prefix.Masked() }
