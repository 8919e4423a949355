// Package record takes the text of an SPF record apart by the grammar of
// RFC 7208 §12, strictly, and expands its macros (RFC 7208 §7).
//
// It asks no DNS and decides nothing: it says what the text says, where it
// breaks the grammar, and what was probably meant there.
package record

import "strings"

// version is the first section of every record (RFC 7208 §4.5).
const version = "v=spf1"

// MaxFaults is how many Errors and how many Suspects of a Record are kept; what
// comes after them in the text isn't reported.
const MaxFaults = 20

// maxReady is how many terms there is room for before any is found.
const maxReady = 64

// Record is the text of one SPF record, taken apart. Zero: no record.
type Record struct {
	Text  string
	Terms []Term // in the order of the text, malformed ones included

	// Errors are the places that break the grammar, in the order of the text;
	// none: the record is well-formed. Their ranges don't overlap, so that every
	// Likely can be put in at once. Only the first MaxFaults are kept.
	Errors []SyntaxError
}

// Suspects are the places that are well-formed and probably don't say what was
// meant, such as "include=example.com", an unknown modifier that evaluators
// ignore. In the order of the text; only the first MaxFaults. They are looked for
// at each call, which takes far longer than Parse.
func (r Record) Suspects() []Suspect {
	var suspects []Suspect
	errors := r.Errors
	for _, t := range r.Terms {
		for len(errors) > 0 && errors[0].End <= t.Offset {
			errors = errors[1:]
		}
		if !t.WellFormed() || len(errors) > 0 && errors[0].Offset < t.End() {
			continue
		}
		if s := suspect(t.Text); s != nil && len(suspects) < MaxFaults {
			suspects = append(suspects, Suspect(*s.Shift(t.Offset)))
		}
	}
	return suspects
}

// IsSPF reports whether text is an SPF record: whether it begins with the
// version section, which ends at a space or at the end (RFC 7208 §4.5).
func IsSPF(text string) bool {
	if len(text) < len(version) || !strings.EqualFold(text[:len(version)], version) {
		return false
	}
	return len(text) == len(version) || text[len(version)] == ' '
}

// Parse takes a record apart. It never fails: what breaks the grammar is in
// Errors, beginning with the version section if text isn't an SPF record.
func Parse(text string) Record {
	p := parser{record: Record{Text: text}}
	p.record.Terms = make([]Term, 0, min(strings.Count(text, " "), maxReady))
	for offset := p.version(); ; {
		start, end := nextWord(text, offset)
		if start == end {
			return p.record
		}
		p.term(start, end)
		offset = end
	}
}

// WellFormed reports whether r is a record that keeps to the grammar.
func (r Record) WellFormed() bool { return r.Text != "" && len(r.Errors) == 0 }

// Modifier gives the first modifier of that name, in lower case, and false
// where there is none.
func (r Record) Modifier(name string) (Term, bool) {
	for _, t := range r.Terms {
		if t.Modifier && t.Name == name {
			return t, true
		}
	}
	return Term{}, false
}

// parser is a Record in the making.
type parser struct {
	record   Record
	once     map[string]bool // modifiers seen that may stand only once
	reported int             // where the last error's range ends
}

// version checks the version section and returns where the terms begin.
func (p *parser) version() int {
	text := p.record.Text
	if IsSPF(text) {
		return len(version)
	}
	_, end := nextWord(text, 0)
	p.fail(diagnoseVersion(text[:end]))
	return end
}

// term parses the word at text[start:end], appends it and reports on it.
func (p *parser) term(start, end int) {
	word := p.record.Text[start:end]
	t, fault := parseTerm(word)
	t.Offset, t.Text = start, word
	p.record.Terms = append(p.record.Terms, t)
	twice := p.repeated(t)
	switch {
	case start < p.reported: // a part of what the last error is about
	case fault != nil && len(p.record.Errors) < MaxFaults:
		_, next := nextWord(p.record.Text, end)
		p.fail(diagnose(word, p.record.Text[start:next], fault).Shift(start))
	case twice:
		p.fail(&SyntaxError{
			Offset: start, End: end, Section: "RFC 7208 §6",
			Problem: msgTwice.Format(t.Name),
		})
	}
}

// repeated reports whether t is a second redirect or exp, which a record may
// have once each (RFC 7208 §6). An unknown modifier may be repeated.
func (p *parser) repeated(t Term) bool {
	if !t.Modifier || !t.Known() {
		return false
	}
	if p.once == nil {
		p.once = make(map[string]bool)
	}
	was := p.once[t.Name]
	p.once[t.Name] = true
	return was
}

func (p *parser) fail(e *SyntaxError) {
	if len(p.record.Errors) < MaxFaults {
		p.record.Errors = append(p.record.Errors, *e)
	}
	p.reported = max(p.reported, e.End)
}

// nextWord finds the next run of anything but SP, which alone parts terms
// (RFC 7208 §4.6.1). At the end of the text the two are equal.
func nextWord(text string, from int) (start, end int) {
	start = from
	for start < len(text) && text[start] == ' ' {
		start++
	}
	if i := strings.IndexByte(text[start:], ' '); i >= 0 {
		return start, start + i
	}
	return start, len(text)
}

// wellFormed reports whether every word of text is a well-formed term.
func wellFormed(text string) bool {
	for offset := 0; ; {
		start, end := nextWord(text, offset)
		if start == end {
			return true
		}
		if _, fault := parseTerm(text[start:end]); fault != nil {
			return false
		}
		offset = end
	}
}
