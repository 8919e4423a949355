package record

import (
	"fmt"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// SyntaxError is a place where a text breaks the grammar of RFC 7208 §12.
type SyntaxError struct {
	Offset, End int       // byte range in the text
	Problem     i18n.Text // a fragment of a sentence: no capital, no full stop
	Likely      string    // what was probably meant, to put in place of the range; "": no guess
	Section     string    // "RFC 7208 §5.6"
}

// Error gives the problem in English, with its place.
func (e SyntaxError) Error() string {
	s := fmt.Sprintf("offset %d: %s (%s)", e.Offset, e.Problem.EN, e.Section)
	if e.Likely != "" {
		s += fmt.Sprintf("; probably meant: %q", e.Likely)
	}
	return s
}

// Suspect is a place that keeps to the grammar and probably doesn't say what
// was meant. It is no error: evaluators take the text at its word.
type Suspect SyntaxError

// shift moves e from offsets in a part of the text to offsets in the whole.
func (e *SyntaxError) shift(by int) *SyntaxError {
	if e != nil {
		e.Offset += by
		e.End += by
	}
	return e
}

// fault is an error about all of a part that is length bytes long.
func fault(length int, section string, problem i18n.Text) *SyntaxError {
	return &SyntaxError{End: length, Problem: problem, Section: section}
}

// shown is s for a message, cut where it is long.
func shown(s string) string {
	const limit = 40
	if len(s) <= limit {
		return s
	}
	return s[:limit] + "…"
}
