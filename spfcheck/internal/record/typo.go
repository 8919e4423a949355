package record

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// A typo is a mistake that is common enough to be recognized, with what was
// meant by it.
type typo struct {
	pattern *lazy.Regexp // what the typo looks like in a term
	next    bool         // the pattern reaches into the next term

	// What was meant in place of what the pattern matched: likely is a template
	// as for Regexp.Expand, guess gives candidates for the groups. A typo
	// without both says what is wrong and doesn't guess.
	likely string
	guess  func(groups []string) []string

	problem i18n.Text
	section string
}

// maxTypoLength is how long a term may be for typos to be looked for in it, which
// bounds the work: no term that anyone wrote is longer.
const maxTypoLength = 512

// like makes the pattern of a typo, in which case doesn't matter.
func like(pattern string) *lazy.Regexp { return lazy.MustCompile("(?i)" + pattern) }

// diagnose explains why word, which has this fault, is malformed: by the first
// typo whose correction keeps to the grammar, or else by the fault itself.
// reach is word with the term after it.
func diagnose(word, reach string, fault *SyntaxError) *SyntaxError {
	if fault.Likely != "" {
		return fault
	}
	if e := findTypo(typos, word, reach, wellFormed); e != nil {
		return e
	}
	return fault
}

// suspect finds the typo in a well-formed term.
func suspect(word string) *SyntaxError {
	return findTypo(suspects, word, word, wellFormed)
}

// diagnoseVersion explains why head, the text up to the first space after the
// first word, is no version section.
func diagnoseVersion(head string) *SyntaxError {
	start, _ := nextWord(head, 0)
	if e := checkASCII(head[start:]); e != nil {
		return e.Shift(start)
	}
	correct := func(s string) bool { return IsSPF(s) && wellFormed(s[len(version):]) }
	if e := findTypo(versionTypos, head, head, correct); e != nil {
		return e
	}
	return fault(len(head), "RFC 7208 §4.5", msgNoVersion)
}

// findTypo gives the first of the typos that is in word, or in reach, whose
// correction is correct.
func findTypo(typos []typo, word, reach string, correct func(string) bool) *SyntaxError {
	if len(word) > maxTypoLength {
		return nil
	}
	for i := range typos {
		s, text := &typos[i], word
		if s.next {
			text = reach[:min(len(reach), maxTypoLength)]
		}
		if e := s.find(text, correct); e != nil {
			return e
		}
	}
	return nil
}

// find gives the typo in text, from its first place to its last.
func (s *typo) find(text string, correct func(string) bool) *SyntaxError {
	places := s.pattern.FindAllStringSubmatchIndex(text, -1)
	if places == nil {
		return nil
	}
	e := SyntaxError{
		Offset: places[0][0], End: places[len(places)-1][1],
		Problem: s.problem, Section: s.section,
	}
	candidates := s.candidates(text[e.Offset:e.End])
	if candidates == nil {
		return &e
	}
	for _, c := range candidates {
		if fixed := text[:e.Offset] + c + text[e.End:]; c != "" && fixed != text && correct(fixed) {
			e.Likely = c
			return &e
		}
	}
	return nil
}

// candidates gives what may have been meant by the part of a text that the
// pattern matched; nil if the typo doesn't guess.
func (s *typo) candidates(matched string) []string {
	switch {
	case s.likely != "":
		return []string{s.pattern.ReplaceAllString(matched, s.likely)}
	case s.guess == nil:
		return nil
	}
	if c := s.guess(s.pattern.FindStringSubmatch(matched)); c != nil {
		return c
	}
	return []string{} // it guesses, and has no guess here
}
