package resolve

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"github.com/miekg/dns"
)

// maxStrays is how many datagrams that match no question are read before the
// question is given up: more is an attack.
const maxStrays = 1000

// dialer opens a connection to a server.
type dialer func(ctx context.Context) (net.Conn, error)

func dialTCP(hostPort string) dialer {
	return func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", hostPort)
	}
}

// watch ends what is under way on conn when ctx ends. The function it returns
// must be called when conn is done with; it reports false where ctx has ended.
func watch(ctx context.Context, conn net.Conn) (stop func() bool) {
	ends, _ := ctx.Deadline()
	conn.SetDeadline(ends)
	return context.AfterFunc(untimed(ctx), func() { conn.SetDeadline(time.Unix(1, 0)) })
}

// because prefers the reason that a context ended to the error that this led to.
func because(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	switch ended := ctx.Err(); {
	case ended != nil && errors.Is(err, ended):
		return err
	case errors.Is(ended, context.Canceled):
		return ended
	case ended != nil || errors.Is(err, os.ErrDeadlineExceeded):
		return noAnswerError{}
	default:
		return err
	}
}

// overDatagram asks over UDP, with sockets of such a life, and over TCP when the
// answer was cut (RFC 7766 §5).
func overDatagram(hostPort string, life time.Duration) transport {
	tcp := overStream(dialTCP(hostPort))
	udp := &sockets{hostPort: hostPort, life: life}
	return func(ctx context.Context, q query) (*dns.Msg, error) {
		m, err := udp.exchange(ctx, q)
		if err != nil || !m.Truncated {
			return m, because(ctx, err)
		}
		if m, err = tcp(ctx, q); err != nil {
			return nil, fmt.Errorf("%w, and over TCP: %w", errCutOverUDP, err)
		}
		return m, nil
	}
}

// exchange asks over one of the sockets.
func (s *sockets) exchange(ctx context.Context, q query) (*dns.Msg, error) {
	socket, err := s.take(ctx)
	if err != nil {
		return nil, err
	}
	m, err := socket.exchange(ctx, q)
	if err == nil && socket.calm() {
		s.giveBack(socket)
	} else {
		socket.Close()
	}
	return m, err
}

// exchange sends a query and waits for the answer to it.
func (s *socket) exchange(ctx context.Context, q query) (*dns.Msg, error) {
	ends := time.Now().Add(soon)
	if sooner, ok := ctx.Deadline(); ok && sooner.Before(ends) {
		ends = sooner
	}
	s.SetDeadline(ends)
	if _, err := s.Write(q.packed); err != nil {
		return nil, err
	}
	buffer := buffers.Get().(*[datagramSize]byte)
	defer buffers.Put(buffer)
	var stray strayError
	for strays := range maxStrays {
		n, err := s.read(ctx, buffer[:])
		if err != nil {
			return nil, mention(because(ctx, err), strays, stray, s.RemoteAddr().String())
		}
		if n == len(buffer) { // there was more of it
			buffer[2] |= truncated
		}
		m, err := readAnswer(buffer[:n], q)
		if !errors.As(err, &stray) {
			return m, err
		}
	}
	return nil, mention(errors.New("no answer"), maxStrays, stray, s.RemoteAddr().String())
}

// soon is when nearly all answers are there. Only then is ctx listened to, which
// takes time and memory that they don't need.
const soon = 50 * time.Millisecond

// read waits for a datagram.
func (s *socket) read(ctx context.Context, buffer []byte) (int, error) {
	n, err := s.Read(buffer)
	if s.endWatch == nil && errors.Is(err, os.ErrDeadlineExceeded) {
		s.endWatch = watch(ctx, s)
		return s.Read(buffer)
	}
	return n, err
}

// calm ends what read began. It reports false where ctx has ended, which may have
// left a deadline that has passed.
func (s *socket) calm() bool {
	if s.endWatch == nil {
		return true
	}
	defer func() { s.endWatch = nil }()
	return s.endWatch()
}

// mention adds to err what came instead of the answer.
func mention(err error, strays int, last strayError, from string) error {
	if strays == 0 {
		return err
	}
	return fmt.Errorf("%w; answers that did not match the question came from %s: %d, the last with %w",
		err, from, strays, last)
}

// overStream asks over a connection of its own, TCP. Each message has its
// length before it (RFC 1035 §4.2.2); what comes after the first is not read.
func overStream(dial dialer) transport {
	return func(ctx context.Context, q query) (*dns.Msg, error) {
		m, err := exchangeStream(ctx, dial, q)
		return m, because(ctx, err)
	}
}

func exchangeStream(ctx context.Context, dial dialer, q query) (*dns.Msg, error) {
	conn, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	defer watch(ctx, conn)()
	framed := binary.BigEndian.AppendUint16(nil, uint16(len(q.packed)))
	if _, err := conn.Write(append(framed, q.packed...)); err != nil {
		return nil, err
	}
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return nil, closed(err)
	}
	answer := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, answer); err != nil {
		return nil, closed(err)
	}
	return settle(answer, q)
}

// closed puts words to the end of a stream.
func closed(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the server closed the connection before its answer was complete")
	}
	return err
}

// settle reads the one answer that a connection brings.
func settle(wire []byte, q query) (*dns.Msg, error) {
	m, err := readAnswer(wire, q)
	if stray, ok := errors.AsType[strayError](err); ok {
		return nil, fmt.Errorf("the answer does not match the question: it has %w", stray)
	}
	return m, err
}
