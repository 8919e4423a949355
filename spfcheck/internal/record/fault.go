package record

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// SyntaxError is a place where a text breaks the grammar of RFC 7208 §12.
type SyntaxError = spelling.Fault

// Suspect is a place that keeps to the grammar and probably doesn't say what
// was meant. It is no error: evaluators take the text at its word.
type Suspect SyntaxError

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
