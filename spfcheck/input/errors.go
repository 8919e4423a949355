package input

import (
	"errors"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Errors say all that is wrong with what was given: one problem or more.
type Errors struct {
	Problems []*Error
}

// Error gives each problem on a line of its own, in English.
func (e *Errors) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the problems, for errors.As.
func (e *Errors) Unwrap() []error {
	errs := make([]error, len(e.Problems))
	for i, p := range e.Problems {
		errs[i] = p
	}
	return errs
}

// Join makes one *Errors of the problems that errs say; nil where they say none. Where
// several of errs are about the same input, the first is kept: what was never read
// needn't be looked at. For the same reason what is Missing is only said where nothing
// else is wrong. An error of another kind becomes a problem, too.
func Join(errs ...error) error {
	var all []*Error
	for _, err := range errs {
		before := all
		for _, p := range problemsOf(err) {
			known := p.Input != "" && slices.ContainsFunc(before, func(b *Error) bool { return b.Input == p.Input })
			if !known {
				all = append(all, p)
			}
		}
	}
	if slices.ContainsFunc(all, func(p *Error) bool { return !p.Missing }) {
		all = slices.DeleteFunc(all, func(p *Error) bool { return p.Missing })
	}
	if all == nil {
		return nil
	}
	return &Errors{Problems: all}
}

func problemsOf(err error) []*Error {
	if err == nil {
		return nil
	}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*Error
		for _, one := range several.Unwrap() {
			all = append(all, problemsOf(one)...)
		}
		return all
	}
	if one, ok := errors.AsType[*Error](err); ok {
		return []*Error{one}
	}
	return []*Error{{Problem: i18n.Text{EN: err.Error(), JA: err.Error()}}}
}
