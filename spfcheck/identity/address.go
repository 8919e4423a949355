package identity

import (
	"strings"

	"golang.org/x/text/width"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// postmaster is the local part where there is none (RFC 7208 §4.3).
const postmaster = "postmaster"

// ParseAddress reads one address that a user gave, with or without angle
// brackets and a name before it, and gives it with its domain as DNS has that:
// A-labels, lower case, no trailing dot. It takes what phones send: local parts
// with dots anywhere. In address the local part is not quoted, as SPF wants it
// (RFC 7208 §7.2): the last "@" is the one before the domain. An error is an *input.Error.
func ParseAddress(s string) (address, domain string, err error) {
	m, f := parseGiven(s)
	if f != nil {
		return "", "", f
	}
	return addressOf(m), m.Domain, nil
}

// parseGiven reads an address that a user gave. Full-width letters in its local
// part are a fault: in a message they would be an internationalized address; who
// types them forgot the input method.
func parseGiven(s string) (mail.Address, *mail.Error) {
	m, f := parseMailbox(strings.TrimSpace(s))
	if f != nil {
		return m, f
	}
	if narrow := width.Narrow.String(m.Local); narrow != m.Local && spelling.IsASCII(narrow) {
		return m, &mail.Error{
			Problem: textWide.Format(m.Local),
			Hint:    mail.HintInstead.Format(addressOf(mail.Address{Local: narrow, Domain: m.Domain})),
		}
	}
	return m, nil
}

// addressOf puts local part and domain together. An empty local part, written as
// "", becomes postmaster (RFC 7208 §4.3).
func addressOf(m mail.Address) string {
	if m.Local == "" {
		return postmaster + "@" + m.Domain
	}
	return m.Local + "@" + m.Domain
}

// parseMailbox reads a field that holds one address, with its domain as DNS has it.
func parseMailbox(value string) (mail.Address, *mail.Error) {
	m, f := mail.ParseAddress(value)
	if f != nil {
		return mail.Address{}, f
	}
	if strings.HasPrefix(m.Domain, "[") {
		f = badDomain(textIP, m.Domain)
	} else {
		m.Domain, f = normalizeDomain(m.Domain)
	}
	if f != nil {
		return mail.Address{}, &mail.Error{Problem: f.Problem, Hint: mail.HintAddress}
	}
	return m, nil
}
