// Package smtpd is the SMTP side of a rehearsal: a server that takes messages from an
// application, has them judged, answers as their carriers would, and sends nothing on.
package smtpd

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
)

// The bounds of the server.
const (
	MaxMessage    = 48 << 20 // octets of a message
	MaxRecipients = 100      // of a message: what the carriers document
	maxLine       = 64 << 10 // octets of a line, a command or one of a message; RFC 5321 §4.5.3.1.6 allows a message 1,000
	maxSessions   = 500      // at a time; more wait to be accepted
	idle          = 2 * time.Minute
	writeTimeout  = 30 * time.Second
	lastWords     = 500 * time.Millisecond // for sessions under way when the rehearsal ends
)

// Server takes messages. Judge, Store, Tell and Failed must be given.
type Server struct {
	Judge  *rehearsal.Judge
	Store  *rehearsal.Store
	Script Script

	// StartTLS offers STARTTLS with a certificate that nobody has signed. Many clients use
	// it as soon as it is offered, and then refuse the certificate.
	StartTLS bool
	// RequireAuth takes messages only after AUTH, with any name and password.
	RequireAuth bool
	// Idle is how long a client may take for a command, and for a whole message; 0: two
	// minutes.
	Idle time.Duration
	// Tell is called for what happens, by several sessions at a time.
	Tell func(rehearsal.Event)
	// Failed is called for faults that no client is told of: a message could not be
	// written to its folder, or a connection not be accepted.
	Failed func(error)

	large chan struct{}   // has room for one that reads a large message
	ctx   context.Context //nolint:containedctx // of Serve: a session has none of its own
}

// Serve takes messages from l until ctx ends, and closes l. The error is that of l or of
// making a certificate.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	s.large, s.ctx = make(chan struct{}, 1), ctx
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c}, nil
	}))
	server.Domain = rehearsal.Host
	if s.StartTLS {
		certificate, err := selfSigned(time.Now())
		if err != nil {
			return fmt.Errorf("making a certificate: %w", err)
		}
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}
	server.MaxRecipients, server.MaxMessageBytes, server.MaxLineLength = MaxRecipients, MaxMessage, maxLine
	server.ReadTimeout, server.WriteTimeout = cmp.Or(s.Idle, idle), writeTimeout
	server.AllowInsecureAuth, server.EnableSMTPUTF8, server.EnableDSN = true, true, true
	server.ErrorLog = faults{s}
	finished := make(chan struct{})
	forget := context.AfterFunc(ctx, func() {
		defer close(finished)
		last, done := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
		defer done()
		if server.Shutdown(last) != nil {
			_ = server.Close()
		}
	})
	err := server.Serve(netutil.LimitListener(guarded{l, s}, maxSessions))
	if forget() {
		return errors.Join(err, server.Close())
	}
	<-finished // a client that was answered last reads its answer
	return nil
}

// refuse tells of what never becomes a message. Address is that of a recipient, "" where
// it isn't about one.
func (s *Server) refuse(address string, a rehearsal.Answer) {
	s.Tell(rehearsal.Event{Refused: &rehearsal.Refused{Address: address, Answer: a}})
}

// faults takes what go-smtp logs. That a client breaks a connection, as one does that looks
// whether somebody listens, is no fault.
type faults struct{ *Server }

func (f faults) Printf(format string, args ...any) {
	if !strings.HasPrefix(format, "error handling") {
		f.Failed(fmt.Errorf(format, args...))
	}
}

func (f faults) Println(args ...any) { f.Failed(errors.New(fmt.Sprintln(args...))) }
