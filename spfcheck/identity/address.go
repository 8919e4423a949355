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
// with dots anywhere. In address the local part is quoted where it must be. An error
// is an *input.Error.
func ParseAddress(s string) (address, domain string, err error) {
	m, f := parseGiven(s)
	if f == nil {
		f = m.fault
	}
	if f != nil {
		return "", "", f
	}
	return m.String(), m.Domain, nil
}

// mailbox is an address that was read.
type mailbox struct {
	mail.Address             // its domain as DNS has it, or else as written
	fault        *mail.Error // why DNS can't have the domain; nil where it can
}

// parseGiven reads an address that a user gave. Full-width letters in its local
// part are a fault: in a message they would be an internationalized address; who
// types them forgot the input method.
func parseGiven(s string) (mailbox, *mail.Error) {
	m, f := parseMailbox(strings.TrimSpace(s))
	if f != nil {
		return m, f
	}
	if spelling.IsASCII(m.Local) {
		return m, nil
	}
	if narrow := width.Narrow.String(m.Local); spelling.IsASCII(narrow) {
		return m, &mail.Error{
			Problem: textWide.Format(m.Local),
			Hint:    mail.HintInstead.Format(mail.Address{Local: narrow, Domain: m.Domain}.String()),
		}
	}
	return m, nil
}

// parseMailbox reads a field that holds one address, with its domain as DNS has it if
// it can. Where there is no local part, it is postmaster (RFC 7208 §4.3).
func parseMailbox(value string) (mailbox, *mail.Error) {
	a, f := mail.ParseAddress(value)
	if f != nil {
		return mailbox{}, f
	}
	m := mailboxAt(a.Domain)
	if a.Domain == "" {
		m.fault = &mail.Error{Problem: mail.TextNoDomain, Hint: mail.HintAddress}
	}
	if a.Local != "" {
		m.Local, m.Quoted = a.Local, a.Quoted
	}
	if m.fault != nil {
		m.fault.Hint = mail.HintAddress
	}
	return m, nil
}

// mailboxAt is the postmaster at a domain, which a field or HELO names.
func mailboxAt(domain string) mailbox {
	m := mailbox{Address: mail.Address{Local: postmaster}}
	if strings.HasPrefix(domain, "[") { // RFC 5321 §4.1.3
		m.fault = badDomain(textIP, domain)
	} else {
		m.Domain, m.fault = normalizeDomain(domain)
	}
	if m.fault != nil {
		m.Domain = shorten(domain)
	}
	return m
}

// shorten bounds what is kept of a domain that DNS can't have.
func shorten(domain string) string {
	if r := []rune(domain); len(r) > maxDomain {
		return string(r[:maxDomain]) + "…"
	}
	return domain
}
