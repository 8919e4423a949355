package resolve

import (
	"context"
	"net"
	"sync"
)

// The limits of sockets. A port should be hard to guess (RFC 5452 §9.2), so that
// none is in use for long.
const (
	perSocket   = 32  // questions, one after another
	idleSockets = 512 // that wait for their next question
)

// sockets are the connected UDP sockets of one server. To open one costs more
// than to ask, so each serves several questions, never two at a time.
type sockets struct {
	hostPort string

	mu   sync.Mutex
	idle []*socket
}

// socket takes datagrams from the server's address only; its port is random.
type socket struct {
	net.Conn
	asked   int         // questions so far
	hurried func() bool // stops the hurry of the question under way; nil: there is none
}

// take gives a socket that nobody else uses.
func (s *sockets) take(ctx context.Context) (*socket, error) {
	s.mu.Lock()
	if last := len(s.idle) - 1; last >= 0 {
		socket := s.idle[last]
		s.idle = s.idle[:last]
		s.mu.Unlock()
		return socket, nil
	}
	s.mu.Unlock()
	conn, err := new(net.Dialer).DialContext(ctx, "udp", s.hostPort)
	if err != nil {
		return nil, err
	}
	return &socket{Conn: conn}, nil
}

// giveBack takes a socket back on which a question was answered. Any other is to
// be closed: what is still on its way would come to the next question.
func (s *sockets) giveBack(socket *socket) {
	socket.asked++
	s.mu.Lock()
	keep := socket.asked < perSocket && len(s.idle) < idleSockets
	if keep {
		s.idle = append(s.idle, socket)
	}
	s.mu.Unlock()
	if !keep {
		socket.Close()
	}
}

// datagramSize is how much of a datagram is read, far more than is asked for. One
// for each question under way is all the memory that many of them take.
const datagramSize = 4096

var buffers = sync.Pool{New: func() any { return new([datagramSize]byte) }}
