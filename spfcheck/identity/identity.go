// Package identity finds the sender identities of a message: the names that a
// receiver can evaluate SPF for. It asks no DNS.
package identity

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Kind is one of the four identities.
type Kind string

// The identities, in the order in which they are shown.
const (
	MailFrom Kind = "mailfrom" // RFC5321.MailFrom; postmaster@HELO for the null reverse-path (RFC 7208 §2.4)
	Helo     Kind = "helo"     // the HELO/EHLO name (RFC 7208 §2.3)
	From     Kind = "from"     // RFC5322.From
	PRA      Kind = "pra"      // purported responsible address (RFC 4407 §2)
)

// Kinds lists every Kind, in the order in which they are shown.
var Kinds = []Kind{MailFrom, Helo, From, PRA}

// Status says whether an identity is there, and if not, why not.
type Status string

// The statuses.
const (
	Known     Status = "known"      // Address and Domain are set
	BadDomain Status = "bad-domain" // Domain is none that DNS can have, which Why says: SPF comes to none (RFC 7208 §4.3)
	Absent    Status = "absent"     // the message has no such field
	Malformed Status = "malformed"  // the field is there, but names no single address
	NotGiven  Status = "not-given"  // nobody told us: neither an input nor the message
)

// Identity is one identity of a message.
type Identity struct {
	Kind     Kind
	Status   Status
	Address  string     // the mailbox, as mail has it; "" unless Known or BadDomain
	Local    string     // its local part without quotes, as SPF has it; "postmaster" where there is only a domain (RFC 7208 §4.3)
	AnyLocal bool       // a domain was given, which stands for all its mailboxes: the local part of Address isn't known
	Domain   string     // the domain of Address: A-labels, lower case, no trailing dot; of BadDomain as written, even ""
	Input    input.Name // that it was given by; "" when by none
	Field    string     // the header field that it comes from: "Return-Path", "Resent-From"; of Via the service
	Why      i18n.Text  // why there is none, or none that SPF can ask for; empty when Known
}

// Sender is <sender> of SPF: the address with its local part as it is meant, without
// quotes. The last "@" is the one before the domain.
func (id Identity) Sender() string { return id.Local + "@" + id.Domain }

// At is the mailbox of id at another domain.
func (id Identity) At(domain string) string {
	return mail.Address{Local: id.Local, Domain: domain}.String()
}

// Evaluable reports whether SPF has a result for id.
func (id Identity) Evaluable() bool { return id.Status == Known || id.Status == BadDomain }

// kindNames are the identities' names in prose.
var kindNames = map[Kind]i18n.Text{
	MailFrom: {EN: "envelope From", JA: "エンベロープ From"},
	Helo:     {EN: "HELO", JA: "HELO"},
	From:     {EN: "header From", JA: "ヘッダー From"},
	PRA:      {EN: "PRA", JA: "PRA"},
}

// Name is the identity's name in prose; zero where k is none of Kinds.
func (k Kind) Name() i18n.Text { return kindNames[k] }
