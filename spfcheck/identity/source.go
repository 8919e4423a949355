package identity

import (
	"errors"
	"io"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Source is what is known of a message before it is sent. The zero Source knows
// nothing.
type Source struct {
	MailFrom *string // the envelope sender; nil: as in the Return-Path of Header; "" or "<>": the null reverse-path
	Helo     string  // the HELO/EHLO name; "": not known
	From     string  // an address or a bare domain in place of Header's From; "": as in Header
	Sender   string  // the same for Sender
	Header   *Header // nil: there is no message

	// AnyMailFrom says that only the domain of MailFrom is known: its local part stands
	// for any, and what hangs on it is unknown.
	AnyMailFrom bool

	Words input.Words // what the texts call the inputs
}

// Header is the header section of a message, as ReadHeader gives it.
type Header = mail.Header

// ReadHeader reads the header section of a message, up to the empty line or the
// end, and no more than a buffer of what follows. The message may be the only one
// of an mbox, which is read to its end. What is not a message gives an *input.Error, a
// failure of r that failure, wrapped.
func ReadHeader(r io.Reader) (Header, error) { return mail.ReadHeader(r) }

// Empty reports whether s knows nothing of any sender.
func (s Source) Empty() bool {
	return s.MailFrom == nil && s.Helo == "" && s.From == "" && s.Sender == "" && s.Header == nil
}

// Without gives s without the field that an identity was found in, or without the input
// that was given in its place; false where From would go, or it came from neither.
func (s Source) Without(id Identity) (Source, bool) {
	switch {
	case id.Input == input.Sender:
		s.Sender = ""
	case id.Input == "" && s.Header != nil && id.Field != roleFrom:
		h := *s.Header
		h.Fields = slices.DeleteFunc(slices.Clone(h.Fields), func(f mail.Field) bool { return strings.EqualFold(f.Name, id.Field) })
		s.Header = &h
	default:
		return s, false
	}
	return s, true
}

// Identities gives one Identity for each of Kinds, in that order, whatever its
// Status, and notes for whoever reads the result. An error joins an
// *input.Error for each of the inputs that is wrong; what is wrong with Header is no
// error.
func (s Source) Identities() ([]Identity, []i18n.Text, error) {
	helo := s.helo()
	mailFrom, notes, noMailFrom := s.mailFrom(helo)
	origins, noOrigins := s.origins()
	if err := errors.Join(noMailFrom, noOrigins); err != nil {
		return nil, nil, err
	}
	if s.Header != nil && s.Header.Stray > 0 {
		notes = append(notes, noteStray.Format(s.Header.Stray))
	}
	if s.Header != nil && s.Header.CR > 0 {
		notes = append(notes, noteCR.Format(s.Header.CR))
	}
	return []Identity{mailFrom, helo, s.from(origins), s.pra(origins)}, notes, nil
}

// helo is not guessed from Received: those fields tell how the message came to
// where it was saved, not how it will come to the carrier.
func (s Source) helo() Identity {
	name := strings.TrimSpace(s.Helo)
	if name == "" {
		return Identity{Kind: Helo, Status: NotGiven, Why: whyNoHelo.Format(s.Words.Of(input.Helo))}
	}
	m := mailboxAt(name)
	_, notIP := netip.ParseAddr(name) // some hosts leave the brackets out
	if m.fault != nil && (notIP == nil || strings.HasPrefix(name, "[")) {
		m.fault = &mail.Error{Problem: whyHeloLiteral}
	}
	return Identity{Kind: Helo, Input: input.Helo}.at(m)
}

func (s Source) mailFrom(helo Identity) (Identity, []i18n.Text, error) {
	id := Identity{Kind: MailFrom, Input: input.MailFrom}
	value := ""
	if s.MailFrom != nil {
		value = strings.TrimSpace(*s.MailFrom)
	} else {
		// The topmost Return-Path is that of the last delivery (RFC 5321 §4.4).
		paths := s.Header.Values(roleReturnPath)
		if len(paths) == 0 {
			id.Input, id.Status, id.Why = "", NotGiven, whyNoMailFrom.Format(s.Words.Of(input.MailFrom))
			return id, nil, nil
		}
		id.Input, id.Field, value = "", roleReturnPath, paths[0]
		if value == "" {
			return id.malformed(whyEmpty.Format(id.Field)), nil, nil
		}
	}
	if value == "" || mail.IsNull(value) {
		id, notes := s.nullReversePath(id, helo)
		return id, notes, nil
	}
	if s.MailFrom == nil {
		m, f := parseMailbox(value)
		if oneWord.MatchString(value) {
			m, f = mailboxAt(strings.Trim(value, "<>")), nil
		}
		return id.of(m, f), nil, nil
	}
	m, err := parseInput(input.MailFrom, value)
	if err != nil {
		return Identity{}, nil, err
	}
	id.AnyLocal = s.AnyMailFrom
	return id.at(m), nil, nil
}

// nullReversePath puts postmaster at the HELO name in the place of the null
// reverse-path (RFC 7208 §2.4).
func (s Source) nullReversePath(id, helo Identity) (Identity, []i18n.Text) {
	switch helo.Status {
	case Known, BadDomain:
		helo.Kind = MailFrom
		return helo, []i18n.Text{noteNull.Format(helo.Domain)}
	default:
		id.Status, id.Why = NotGiven, whyNullNoHelo.Format(s.Words.Of(input.Helo))
		return id, nil
	}
}

func (s Source) from(origins []origin) Identity {
	id := Identity{Kind: From, Field: roleFrom}
	fields := nonEmpty(origins, roleFrom)
	switch {
	case len(fields) == 1:
		return fields[0].identity(From)
	case len(fields) > 1: // RFC 5322 §3.6: one From field
		return id.malformed(whySeveralFields.Format(roleFrom, len(fields)))
	case len(s.Header.Values(roleFrom)) > 0:
		return id.malformed(whyEmpty.Format(roleFrom))
	case s.Header != nil:
		return Identity{Kind: From, Status: Absent, Why: whyNoFrom}
	default:
		return Identity{Kind: From, Status: NotGiven, Why: whyNoMessage.Format(s.Words.Of(input.From))}
	}
}

// at is the identity with a mailbox.
func (id Identity) at(m mailbox) Identity {
	id.Status, id.Address, id.Local, id.Domain = Known, m.String(), m.Local, m.Domain
	if m.fault != nil {
		id.Status, id.Why = BadDomain, m.fault.Problem
	}
	return id
}

func (id Identity) malformed(why i18n.Text) Identity {
	id.Status, id.Why = Malformed, why
	return id
}

// of is the identity that a field gives: the mailbox, or the fault in it.
func (id Identity) of(m mailbox, f *mail.Error) Identity {
	if f != nil {
		return id.malformed(f.Problem)
	}
	return id.at(m)
}

// parseSender reads From and Sender: an address or a bare domain. A domain of labels
// that DNS can't have is one all the same, and so is an address in brackets; what only
// a slip of the keys could make of one is an error.
func parseSender(name input.Name, value string) (mailbox, error) {
	value = strings.TrimSpace(value)
	if strings.ContainsAny(value, "@＠<") {
		m, err := parseInput(name, value)
		if err == nil && m.fault != nil && !namedOrLiteral.MatchString(m.Domain) {
			err = input.About(name, m.fault)
		}
		return m, err
	}
	m := mailboxAt(value)
	f := m.fault
	switch {
	case f == nil && !strings.Contains(m.Domain, "."): // a local part alone, most likely
		_, f = mail.ParseAddress(value)
	case f != nil && named.MatchString(value):
		f = nil
	}
	if f != nil {
		return mailbox{}, &input.Error{Input: name, Problem: f.Problem, Hint: hintEither}
	}
	return m, nil
}

// parseInput reads an input that is an address.
func parseInput(name input.Name, value string) (mailbox, error) {
	m, f := parseGiven(value)
	if f == nil && m.Domain == "" {
		f = m.fault
	}
	if f != nil {
		return mailbox{}, input.About(name, f)
	}
	return m, nil
}

// What a domain looks like, be it one that DNS can't have.
var (
	named          = lazy.MustCompile(`^[\w.-]*[A-Za-z][\w.-]*$`)
	namedOrLiteral = lazy.MustCompile(`^(\[.*|[\w.-]+)$`)
)

// oneWord is a reverse-path without an "@", as programs on one host write it: the name
// of a user, or a domain of one label. SPF comes to none for either.
var oneWord = lazy.MustCompile(`^<?[\w-]+>?$`)
