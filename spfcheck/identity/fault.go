package identity

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Error is something wrong with what was given; its Input is "" for a message,
// ParseAddress and ParseDomain.
type Error = input.Error

func badDomain(t i18n.Text, args ...any) *mail.Error {
	return &mail.Error{Problem: t.Format(args...), Hint: hintDomain}
}
