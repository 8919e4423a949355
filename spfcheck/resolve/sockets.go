package resolve

import (
	"context"
	"net"
	"slices"
	"sync"
	"time"
)

// The limits of sockets. A port should be hard to guess (RFC 5452 §9.2), so that
// none is in use for long.
const (
	socketLife  = time.Second
	idleSockets = 512 // that wait for their next question
)

// sockets are the connected UDP sockets of one server. To open one costs more
// than to ask, so each serves several questions, never two at a time.
type sockets struct {
	hostPort string
	life     time.Duration // how long after it was opened a socket takes questions

	mu       sync.Mutex
	idle     []*socket
	sweeping bool // sweep will come
}

// socket takes datagrams from the server's address only; its port is random.
type socket struct {
	net.Conn
	opened   time.Time
	endWatch func() bool // ends the watch over the question under way; nil: there is none
}

// take gives a socket that nobody else uses.
func (s *sockets) take(ctx context.Context) (*socket, error) {
	now := time.Now()
	for socket := s.pop(); socket != nil; socket = s.pop() {
		if now.Sub(socket.opened) < s.life {
			return socket, nil
		}
		socket.Close()
	}
	conn, err := new(net.Dialer).DialContext(ctx, "udp", s.hostPort)
	if err != nil {
		return nil, err
	}
	return &socket{Conn: conn, opened: now}, nil
}

// pop takes the socket that was in use last; nil: there is none.
func (s *sockets) pop() *socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := len(s.idle) - 1
	if last < 0 {
		return nil
	}
	socket := s.idle[last]
	s.idle = s.idle[:last]
	return socket
}

// giveBack takes a socket back on which a question was answered. Any other is to
// be closed: what is still on its way would come to the next question.
func (s *sockets) giveBack(socket *socket) {
	s.mu.Lock()
	keep := len(s.idle) < idleSockets
	if keep {
		s.idle = append(s.idle, socket)
	}
	if !s.sweeping {
		s.sweeping = true
		time.AfterFunc(s.life, s.sweep)
	}
	s.mu.Unlock()
	if !keep {
		socket.Close()
	}
}

// sweep closes the sockets that take no more questions: a server that isn't asked any
// more keeps none open.
func (s *sockets) sweep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = slices.DeleteFunc(s.idle, func(socket *socket) bool {
		old := time.Since(socket.opened) >= s.life
		if old {
			socket.Close()
		}
		return old
	})
	if s.sweeping = len(s.idle) > 0; s.sweeping {
		time.AfterFunc(s.life, s.sweep)
	}
}

// datagramSize is how much of a datagram is read, far more than is asked for. One
// for each question under way is all the memory that many of them take.
const datagramSize = 4096

var buffers = sync.Pool{New: func() any { return new([datagramSize]byte) }}
