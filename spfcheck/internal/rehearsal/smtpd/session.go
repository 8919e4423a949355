package smtpd

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// session is what one client says.
type session struct {
	server *Server
	conn   *smtp.Conn
	authed bool

	mu      sync.Mutex         // the server may end the session from outside
	message *rehearsal.Message // of the transaction under way; nil: there is none
	utf8    bool               // it may have addresses that aren't ASCII (RFC 6531)
}

// take ends the transaction under way, and gives its message; nil where there is none.
func (s *session) take() *rehearsal.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.message
	s.message = nil
	return m
}

// Mail begins a message.
func (s *session) Mail(from string, o *smtp.MailOptions) error {
	s.Reset()
	switch {
	case s.server.RequireAuth && !s.authed:
		return failure(rehearsal.Answer{Code: 530, Enhanced: "5.7.0", Text: "Authentication required"})
	case !plain(from, o.UTF8):
		return failure(noAddress)
	}
	if a := s.server.Script.mail(); a.Code != 0 {
		s.server.refuse("", a)
		return failure(a)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.utf8 = o.UTF8
	s.message = &rehearsal.Message{MailFrom: from, EnvelopeID: o.EnvelopeID}
	return nil
}

// Rcpt adds a recipient.
func (s *session) Rcpt(to string, o *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.message == nil {
		return failure(over)
	}
	_, _, err := identity.ParseAddress(to)
	if err != nil || !plain(to, s.utf8) {
		return failure(noAddress)
	}
	r := rehearsal.Recipient{Address: to, Original: o.OriginalRecipient}
	for _, n := range o.Notify {
		r.Notify = append(r.Notify, string(n))
	}
	if s.server.Script.unknown(to) {
		r = rehearsal.Unknown(r)
		if len(s.message.Recipients) < MaxRecipients {
			s.message.Recipients = append(s.message.Recipients, r)
		}
		return failure(r.Answer)
	}
	if a := s.server.Script.rcpt(s.message.MailFrom, to, time.Now()); a.Code != 0 {
		s.server.refuse(to, a) // the client comes again
		return failure(a)
	}
	s.message.Recipients = append(s.message.Recipients, r)
	return nil
}

// Data takes the message, and answers when it is judged and kept.
func (s *session) Data(r io.Reader) error {
	m := s.take()
	if m == nil {
		return failure(over)
	}
	raw, err := s.read(r)
	if err != nil {
		return err
	}
	m.Raw, m.Size = raw, int64(len(raw))
	if err := s.server.Judge.Judge(s.server.ctx, m); err != nil {
		return failure(over)
	}
	s.keep(m)
	return failure(m.Answer)
}

// small is how much of a message each session may have in memory while it comes. Of
// larger ones there is one at a time.
const small = 64 << 10

// read reads the message.
func (s *session) read(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, small))
	if err == nil && len(raw) == small {
		s.server.large <- struct{}{}
		defer func() { <-s.server.large }()
		var rest []byte
		rest, err = io.ReadAll(r)
		raw = append(raw, rest...)
	}
	cr := false
	var said *smtp.SMTPError
	switch {
	case errors.Is(err, smtp.ErrTooLongLine):
		return nil, failure(rehearsal.Answer{Code: 500, Enhanced: "5.5.2", Text: "Line too long: RFC 5321 section 4.5.3.1.6 allows 1000 octets"})
	case errors.As(err, &said):
		return nil, said
	case err != nil:
		return nil, failure(rehearsal.Answer{Code: 421, Enhanced: "4.4.2", Text: "the message did not come in whole"})
	case isBare(raw, &cr):
		s.server.refuse("", bare)
		return nil, failure(bare)
	}
	return raw, nil
}

// keep puts the message into the store.
func (s *session) keep(m *rehearsal.Message) {
	m.Received = time.Now()
	if err := s.server.Store.Add(m); err != nil {
		s.server.Failed(err)
	}
	s.server.Tell(rehearsal.Event{Message: m})
}

// Reset ends a message. One of which all recipients were refused never came, but its
// delivery reports do.
func (s *session) Reset() {
	m := s.take()
	if m != nil && len(m.Recipients) > 0 && !slices.ContainsFunc(m.Recipients, func(r rehearsal.Recipient) bool { return !r.Scripted }) {
		s.keep(m)
	}
}

// Logout ends the session.
func (s *session) Logout() error {
	s.Reset()
	return nil
}

// AuthMechanisms names the ways to log in.
func (s *session) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

// Auth takes any name and password.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, _, _ string) error { s.authed = true; return nil }), nil
	case sasl.Login:
		return &login{session: s}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

// login is the mechanism LOGIN, which go-sasl has for clients alone
// (https://datatracker.ietf.org/doc/html/draft-murchison-sasl-login-00).
type login struct {
	session *session
	named   bool
}

func (l *login) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte("Username:"), false, nil
	case !l.named:
		l.named = true
		return []byte("Password:"), false, nil
	}
	l.session.authed = true
	return nil, true, nil
}

// over is the answer when the server has ended the session.
var over = rehearsal.Answer{Code: 421, Enhanced: "4.3.2", Text: "the rehearsal is over"}

var noAddress = rehearsal.Answer{Code: 501, Enhanced: "5.1.3", Text: "Bad address: it has control characters, or characters that SMTPUTF8 was not asked for, or no domain"}

// plain reports whether an address can be shown and written into a report.
func plain(address string, utf8 bool) bool {
	return (utf8 || spelling.IsASCII(address)) && !strings.ContainsFunc(address, func(r rune) bool { return !strconv.IsGraphic(r) || r == '\ufffd' })
}

// failure has go-smtp give an answer, also one that is none. It puts an enhanced code of
// its own into an answer that has no number for it.
func failure(a rehearsal.Answer) error {
	code := smtp.NoEnhancedCode
	for i, part := range strings.SplitN(a.Enhanced, ".", len(code)) {
		if n, err := strconv.Atoi(part); err == nil {
			code[i] = n
		}
	}
	return &smtp.SMTPError{Code: a.Code, EnhancedCode: code, Message: a.Text}
}
