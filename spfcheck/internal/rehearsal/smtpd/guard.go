package smtpd

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
)

// guarded wraps the connections of a listener.
type guarded struct {
	net.Listener
	server *Server
}

func (g guarded) Accept() (net.Conn, error) {
	c, err := g.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &guard{Conn: c, server: g.server}, nil
}

// guard ends a session in which a line ends in LF or CR alone (RFC 5321 §2.3.8). Servers
// differ in what they make of those: where one of them sees the end of a message in
// "\n.\r\n", what follows is a message that another one never saw. go-smtp sees no end
// there, but takes them. Under TLS the guard sees nothing: there session.Data looks at the
// message.
type guard struct {
	net.Conn
	server *Server
	cr     bool // the last octet was CR
	tls    bool
}

var errBare = errors.New("bare CR or LF")

// bare is the answer to it, as Postfix words it.
var bare = rehearsal.Answer{
	Code: 521, Enhanced: "5.5.2", Text: "Error: bare <LF> or bare <CR> received: lines end in <CR><LF> (RFC 5321 section 2.3.8)", Ours: true,
}

// late is the answer to who takes too long.
var late = rehearsal.Answer{Code: 421, Enhanced: "4.4.2", Text: "Error: timeout exceeded", Ours: true}

func (g *guard) Read(b []byte) (int, error) {
	n, err := g.Conn.Read(b)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded): // go-smtp would take half a line for a whole one
		g.leave(late)
	case !g.tls && isBare(b[:n], &g.cr):
		g.leave(bare)
		return 0, errBare
	}
	return n, err
}

// leave ends the session with an answer, so that it arrives: what is left unread would make
// the system reset the connection.
func (g *guard) leave(a rehearsal.Answer) {
	g.server.refuse("", a)
	if !g.tls {
		_, _ = io.WriteString(g.Conn, a.String()+"\r\n")
	}
	const moment, rest = time.Second, 1 << 20
	if c, ok := g.Conn.(interface{ CloseWrite() error }); ok && c.CloseWrite() == nil {
		_ = g.SetReadDeadline(time.Now().Add(moment))
		_, _ = io.CopyN(io.Discard, g.Conn, rest)
	}
	_ = g.Close()
}

// ready begins the answer of go-smtp to STARTTLS. No client can have another answer begin
// with it.
var ready = []byte("220 2.0.0 Ready to start TLS")

func (g *guard) Write(b []byte) (int, error) {
	g.tls = g.tls || bytes.HasPrefix(b, ready)
	return g.Conn.Write(b)
}

// isBare reports whether a CR or LF in b stands alone; cr says whether a CR came before b.
func isBare(b []byte, cr *bool) bool {
	for _, c := range b {
		if (c == '\n') != *cr {
			return true
		}
		*cr = c == '\r'
	}
	return false
}
