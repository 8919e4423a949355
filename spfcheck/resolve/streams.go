package resolve

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// The limits of a connection that is kept.
const (
	idleStream  = answerTimeout // without a question, before it is closed
	mostStreams = 3             // connections for one question: servers close them (RFC 7766 §6.2.3)
	mostWaiting = 1000          // questions on one connection; the others wait for a place
)

// streams asks over one connection that is kept, many questions at once, whose answers
// come in any order (RFC 7766 §6.2.1, RFC 7858 §3.4).
type streams struct {
	dial    dialer
	places  chan struct{} // one for each question under way
	opening chan struct{} // held by who opens a connection, or looks for it

	current *stream // nil: none is open
}

func overStreams(dial dialer) transport {
	s := &streams{dial: dial, places: make(chan struct{}, mostWaiting), opening: make(chan struct{}, 1)}
	return func(ctx context.Context, q query) (*dns.Msg, error) {
		m, err := s.exchange(ctx, q)
		return m, because(ctx, err)
	}
}

// exchange asks, and asks again on another connection where the server closes one
// before the answer: it may have closed it before the question.
func (s *streams) exchange(ctx context.Context, q query) (*dns.Msg, error) {
	if err := enter(ctx, s.places); err != nil {
		return nil, err
	}
	defer func() { <-s.places }()
	for try := 1; ; try++ {
		open, err := s.open(ctx)
		if err != nil {
			return nil, err
		}
		m, err := open.exchange(ctx, q)
		if err == nil || ctx.Err() != nil || try == mostStreams {
			return m, err
		}
		if _, hungUp := errors.AsType[*hangUpError](err); !hungUp {
			return nil, err
		}
	}
}

// enter waits for a place in ch.
func enter(ctx context.Context, ch chan<- struct{}) error {
	select {
	case ch <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// open gives the connection, a new one where it was closed.
func (s *streams) open(ctx context.Context) (*stream, error) {
	if err := enter(ctx, s.opening); err != nil {
		return nil, err
	}
	defer func() { <-s.opening }()
	if s.current != nil && s.current.end() == nil {
		return s.current, nil
	}
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	s.current = &stream{conn: conn, waiting: map[uint16]waiter{}}
	go s.current.read()
	return s.current, nil
}

// stream is one connection.
type stream struct {
	conn    net.Conn
	writing sync.Mutex

	mu      sync.Mutex
	waiting map[uint16]waiter // by the id of the query
	strays  int
	reads   int   // messages
	err     error // nil: it is open
}

// waiter is a question under way. Its answer, or the end of the connection, comes once.
type waiter struct {
	query
	answer chan<- outcome
}

// hangUpError is the end of a connection that a question was under way on.
type hangUpError struct{ error }

func (e *hangUpError) Unwrap() error { return e.error }

func (s *stream) end() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func (s *stream) exchange(ctx context.Context, q query) (*dns.Msg, error) {
	answer := make(chan outcome, 1)
	before, err := s.begin(q, answer)
	if err != nil {
		return nil, err
	}
	defer s.forget(q, answer)
	if err := s.write(ctx, q); err != nil {
		return nil, err
	}
	select {
	case out := <-answer:
		return out.m, out.err
	case <-ctx.Done():
		s.giveUp(before)
		return nil, ctx.Err()
	}
}

// begin takes an id that no other question on this connection has. It says how many
// messages were read until then.
func (s *stream) begin(q query, answer chan<- outcome) (before int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return 0, s.err
	}
	for _, taken := s.waiting[q.id()]; taken; _, taken = s.waiting[q.id()] {
		q.setID(dns.Id())
	}
	s.waiting[q.id()] = waiter{q, answer}
	s.conn.SetReadDeadline(time.Time{})
	return s.reads, nil
}

// forget ends the wait for an answer. Another question may have the id by now.
func (s *stream) forget(q query, answer chan<- outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting[q.id()].answer == answer {
		delete(s.waiting, q.id())
	}
	if len(s.waiting) == 0 && s.err == nil {
		s.conn.SetReadDeadline(time.Now().Add(idleStream))
	}
}

// giveUp ends a connection that brought nothing while a question waited for all of its
// time: nothing more will come.
func (s *stream) giveUp(before int) {
	s.mu.Lock()
	silent := s.reads == before
	s.mu.Unlock()
	if silent {
		s.close(errors.New("the server gave no answer on this connection"))
	}
}

// write sends a query with its length before it (RFC 1035 §4.2.2). A part of one would
// spoil the connection.
func (s *stream) write(ctx context.Context, q query) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	ends, _ := ctx.Deadline()
	s.conn.SetWriteDeadline(ends)
	framed := binary.BigEndian.AppendUint16(nil, uint16(len(q.packed)))
	if _, err := s.conn.Write(append(framed, q.packed...)); err != nil {
		s.close(err)
		return &hangUpError{err}
	}
	return nil
}

// read hands out answers until the connection ends.
func (s *stream) read() {
	for {
		var size [2]byte
		if _, err := io.ReadFull(s.conn, size[:]); err != nil {
			s.close(closed(err))
			return
		}
		wire := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(s.conn, wire); err != nil {
			s.close(closed(err))
			return
		}
		if !s.deliver(wire) {
			s.close(errors.New("too many answers that match no question"))
			return
		}
	}
}

// deliver gives an answer to who waits for it. One that nobody waits for any more, or
// that answers something else, is left out; it reports false when there are too many.
func (s *stream) deliver(wire []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	if len(wire) >= headerSize {
		if w, ok := s.waiting[binary.BigEndian.Uint16(wire)]; ok {
			m, err := readAnswer(wire, w.query)
			if _, stray := errors.AsType[strayError](err); !stray {
				delete(s.waiting, w.id())
				w.answer <- outcome{m, err}
				return true
			}
		}
	}
	s.strays++
	return s.strays < maxStrays
}

// close ends the connection, and tells who waits.
func (s *stream) close(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return
	}
	s.err = &hangUpError{err}
	for id, w := range s.waiting {
		delete(s.waiting, id)
		w.answer <- outcome{err: s.err}
	}
	s.conn.Close()
}

// dialTLS verifies the certificate as e says, or else against the host of the address.
func dialTLS(e endpoint, config *tls.Config) dialer {
	config = e.secure(config)
	return func(ctx context.Context) (net.Conn, error) {
		return (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", e.hostPort)
	}
}
