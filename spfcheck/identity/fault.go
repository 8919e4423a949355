package identity

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// Error is a mistake in what the user gave, which the user can mend.
type Error struct {
	Field   string    // the flag, as in Identity.Field: "--helo"; "" for a message, ParseAddress and ParseDomain
	Problem i18n.Text // what is wrong
	Hint    i18n.Text // what to write or do instead
}

// Error gives problem and hint in English.
func (e *Error) Error() string {
	s := e.Problem.EN + "; " + e.Hint.EN
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	return s
}

// A fault says why text names no single address. In a message it is data, and
// Problem becomes Identity.Why; in a flag it is an error. nil means no fault.
type fault struct{ Problem, Hint i18n.Text }

// in makes an error of a fault in a flag's value.
func (f *fault) in(flag string) error {
	return &Error{Field: flag, Problem: f.Problem, Hint: f.Hint}
}

func badAddress(t i18n.Text, args ...any) *fault {
	return &fault{Problem: t.Format(args...), Hint: hintAddress}
}

func badDomain(t i18n.Text, args ...any) *fault {
	return &fault{Problem: t.Format(args...), Hint: hintDomain}
}
