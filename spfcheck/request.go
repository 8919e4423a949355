package spfcheck

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// InputError says all that is wrong with what was given: one problem or more.
type InputError struct {
	Problems []*input.Error
}

// Error gives each problem on a line of its own, in English.
func (e *InputError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the problems, for errors.As.
func (e *InputError) Unwrap() []error {
	errs := make([]error, len(e.Problems))
	for i, p := range e.Problems {
		errs[i] = p
	}
	return errs
}
