package identity

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

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

// in makes an error of a fault in a flag's value.
func in(flag string, f *mail.Error) error {
	return &Error{Field: flag, Problem: f.Problem, Hint: f.Hint}
}

func badDomain(t i18n.Text, args ...any) *mail.Error {
	return &mail.Error{Problem: t.Format(args...), Hint: hintDomain}
}
