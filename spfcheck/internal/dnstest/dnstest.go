// Package dnstest gives tests their DNS, on the loopback interface only: zones from
// text, a server that answers as told and misbehaves as told, and real servers.
package dnstest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// Server is a DNS server under test control. It answers over UDP and TCP.
type Server struct {
	Addr string // "127.0.0.1:PORT", for both transports

	handler Handler
	done    sync.WaitGroup

	mu    sync.Mutex
	asked []string
	conns map[net.Conn]bool // of TCP; nil once the server closes
}

// Request is a query as it came.
type Request struct {
	*dns.Msg
	TCP bool
}

// Question is what the query asks; each query has one.
func (r *Request) Question() dns.Question { return r.Msg.Question[0] }

// Handler answers one query with what it writes to w; nothing is no answer. Each
// query has a goroutine of its own.
type Handler func(w *Writer, r *Request)

// Start runs a server on UDP and TCP until the test ends.
func Start(t testing.TB, h Handler) *Server {
	t.Helper()
	return start(t, h, true)
}

// StartUDP is [Start] for a server that refuses TCP.
func StartUDP(t testing.TB, h Handler) *Server {
	t.Helper()
	return start(t, h, false)
}

// tries is how often a port that is free on both transports is looked for.
const tries = 20

func start(t testing.TB, h Handler, tcp bool) *Server {
	t.Helper()
	packets, listener, err := Listen(tcp)
	if err != nil {
		t.Fatalf("starting a DNS server: %v", err)
	}
	s := &Server{Addr: packets.LocalAddr().String(), handler: h, conns: map[net.Conn]bool{}}
	s.done.Go(func() { s.servePackets(packets) })
	if tcp {
		s.done.Go(func() { s.serveStreams(listener) })
	}
	t.Cleanup(func() {
		packets.Close()
		if tcp {
			listener.Close()
		}
		s.hangUp()
		s.done.Wait()
	})
	return s
}

// Listen takes a free port of 127.0.0.1 for UDP, and the same for TCP if that is wanted;
// without it the listener is nil.
func Listen(tcp bool) (packets *net.UDPConn, listener net.Listener, err error) {
	packets, listener, err = listen(tcp)
	for i := 1; err != nil && i < tries; i++ {
		packets, listener, err = listen(tcp)
	}
	return packets, listener, err
}

func listen(tcp bool) (*net.UDPConn, net.Listener, error) {
	packets, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil || !tcp {
		return packets, nil, err
	}
	listener, err := net.Listen("tcp", packets.LocalAddr().String())
	if err != nil {
		packets.Close()
	}
	return packets, listener, err
}

func (s *Server) servePackets(conn *net.UDPConn) {
	buf := make([]byte, dns.MaxMsgSize)
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		r, ok := s.read(buf[:max(n, 0)], false)
		if err != nil || !ok {
			continue
		}
		w := &Writer{request: r, send: func(b []byte) { conn.WriteToUDPAddrPort(b, from) }}
		s.done.Go(func() { s.handler(w, r) })
	}
}

func (s *Server) serveStreams(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		if s.keep(conn) {
			s.done.Go(func() { s.serveStream(conn) })
		}
	}
}

// keep notes conn, so that the server's end closes it.
func (s *Server) keep(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conns == nil {
		conn.Close()
		return false
	}
	s.conns[conn] = true
	return true
}

func (s *Server) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		conn.Close()
	}
	s.conns = nil
}

// serveStream answers one query and closes the connection.
func (s *Server) serveStream(conn net.Conn) {
	defer func() {
		conn.Close()
		s.mu.Lock()
		delete(s.conns, conn)
		s.mu.Unlock()
	}()
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return
	}
	buf := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, buf); err != nil {
		return
	}
	if r, ok := s.read(buf, true); ok {
		s.handler(&Writer{request: r, send: func(b []byte) { conn.Write(b) }}, r)
	}
}

// read takes a query apart and counts it.
func (s *Server) read(b []byte, tcp bool) (*Request, bool) {
	m := new(dns.Msg)
	if m.Unpack(b) != nil || len(m.Question) != 1 {
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, text(m.Question[0].Name, m.Question[0].Qtype))
	return &Request{Msg: m, TCP: tcp}, true
}

// text is how the counters name a question: "shop.example.jp. TXT".
func text(name string, qtype uint16) string {
	return dns.CanonicalName(name) + " " + dns.Type(qtype).String()
}

// Asked returns every query so far, in order, as "shop.example.jp. TXT". A
// query that comes again over TCP is there twice.
func (s *Server) Asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// Total is how many queries came.
func (s *Server) Total() int { return len(s.Asked()) }

// Count is how many queries for one name and type came.
func (s *Server) Count(name string, qtype uint16) int {
	count := 0
	for _, q := range s.Asked() {
		if q == text(name, qtype) {
			count++
		}
	}
	return count
}

// Duplicates returns, sorted, what was asked more than once.
func (s *Server) Duplicates() []string {
	counts := map[string]int{}
	for _, q := range s.Asked() {
		counts[q]++
	}
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 1 })
	return slices.Sorted(maps.Keys(counts))
}

// Writer sends what a Handler answers with.
type Writer struct {
	request *Request
	send    func([]byte)
}

// Bytes sends b as a message: a datagram, or with its length before it over TCP.
func (w *Writer) Bytes(b []byte) {
	if w.request.TCP {
		b = append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...)
	}
	w.send(b)
}

// Raw sends b as it is.
func (w *Writer) Raw(b []byte) { w.send(b) }

// Msg sends m. Over UDP, what is larger than the query allows is cut and marked.
// A message that can't be packed is a fault of the test.
func (w *Writer) Msg(m *dns.Msg) {
	m.Compress = true
	if !w.request.TCP {
		m.Truncate(w.room())
	}
	b, err := m.Pack()
	if err != nil {
		panic(fmt.Sprintf("dnstest: packing the answer to %s: %v", strings.TrimSpace(w.request.Msg.Question[0].String()), err))
	}
	w.Bytes(b)
}

// room is the size of datagrams that the query allows (RFC 6891 §6.2.3).
func (w *Writer) room() int {
	if opt := w.request.IsEdns0(); opt != nil {
		return max(int(opt.UDPSize()), dns.MinMsgSize)
	}
	return dns.MinMsgSize
}

// Delay waits before h answers.
func Delay(d time.Duration, h Handler) Handler {
	return func(w *Writer, r *Request) {
		time.Sleep(d)
		h(w, r)
	}
}
