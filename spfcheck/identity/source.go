package identity

import (
	"errors"
	"io"
	"net/netip"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
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

// Identities gives one Identity for each of Kinds, in that order, whatever its
// Status, and notes for whoever reads the result. An error joins an
// *input.Error for each of the inputs that is wrong; what is wrong with Header is no
// error.
func (s Source) Identities() ([]Identity, []i18n.Text, error) {
	helo, noHelo := s.helo()
	mailFrom, notes, noMailFrom := s.mailFrom(helo)
	origins, noOrigins := s.origins()
	if err := errors.Join(noMailFrom, noHelo, noOrigins); err != nil {
		return nil, nil, err
	}
	if s.Header != nil && s.Header.Stray > 0 {
		notes = append(notes, noteStray.Format(s.Header.Stray))
	}
	return []Identity{mailFrom, helo, s.from(origins), s.pra(origins)}, notes, nil
}

// helo is not guessed from Received: those fields tell how the message came to
// where it was saved, not how it will come to the carrier.
func (s Source) helo() (Identity, error) {
	id := Identity{Kind: Helo, Input: input.Helo}
	name := strings.TrimSpace(s.Helo)
	if name == "" {
		return Identity{Kind: Helo, Status: NotGiven, Why: whyNoHelo.Format(s.Words.Of(input.Helo))}, nil
	}
	_, notIP := netip.ParseAddr(name)                                                 // some hosts leave the brackets out
	if notIP == nil || strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") { // RFC 5321 §4.1.3
		return id.malformed(whyHeloLiteral), nil
	}
	domain, f := normalizeDomain(name)
	switch {
	case f != nil:
		return Identity{}, input.About(input.Helo, f)
	case !strings.Contains(domain, "."): // RFC 7208 §2.3: only a multi-label name
		return id.malformed(whyHeloLabel.Format(domain)), nil
	}
	return id.known(mail.Address{Domain: domain}), nil
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
		return id.of(m, f), nil, nil
	}
	m, err := parseInput(input.MailFrom, value)
	if err != nil {
		return Identity{}, nil, err
	}
	return id.known(m), nil, nil
}

// nullReversePath puts postmaster at the HELO name in the place of the null
// reverse-path (RFC 7208 §2.4).
func (s Source) nullReversePath(id, helo Identity) (Identity, []i18n.Text) {
	switch helo.Status {
	case Known:
		id.Status, id.Address, id.Domain, id.Input, id.Field = Known, helo.Address, helo.Domain, helo.Input, ""
		return id, []i18n.Text{noteNull.Format(helo.Domain)}
	case Malformed:
		return id.malformed(whyNullBadHelo.Format(helo.Why)), nil
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

func (id Identity) known(m mail.Address) Identity {
	id.Status, id.Address, id.Domain = Known, addressOf(m), m.Domain
	return id
}

func (id Identity) malformed(why i18n.Text) Identity {
	id.Status, id.Why = Malformed, why
	return id
}

// of is the identity that a field gives: the mailbox, or the fault in it.
func (id Identity) of(m mail.Address, f *mail.Error) Identity {
	if f != nil {
		return id.malformed(f.Problem)
	}
	return id.known(m)
}

// parseSender reads From and Sender: an address or a bare domain.
func parseSender(name input.Name, value string) (mail.Address, error) {
	value = strings.TrimSpace(value)
	if strings.ContainsAny(value, "@＠<") {
		return parseInput(name, value)
	}
	domain, f := normalizeDomain(value)
	if f == nil && !strings.Contains(domain, ".") { // a local part alone, most likely
		_, f = mail.ParseAddress(value)
	}
	if f != nil {
		return mail.Address{}, &input.Error{Input: name, Problem: f.Problem, Hint: hintEither}
	}
	return mail.Address{Domain: domain}, nil
}

// parseInput reads an input that is an address.
func parseInput(name input.Name, value string) (mail.Address, error) {
	m, f := parseGiven(value)
	if f != nil {
		return mail.Address{}, input.About(name, f)
	}
	return m, nil
}
