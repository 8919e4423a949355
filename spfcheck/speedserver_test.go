package spfcheck_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// The benchmarks' DNS server is a process of its own, so that the time that they
// use is theirs alone. This variable says that the test binary is that server;
// its value is how long an answer takes.
const speedServer = "SPFCHECK_SPEED_SERVER"

func TestMain(m *testing.M) {
	if delay, ok := os.LookupEnv(speedServer); ok {
		if err := serve(delay, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "serving DNS:", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// server is the process, seen from a benchmark.
type server struct {
	addr string
	ask  io.Writer
	said *bufio.Reader
}

// startServer starts a server that answers from a zone file after a while.
func startServer(b *testing.B, zone string, delay time.Duration) *server {
	b.Helper()
	file := b.TempDir() + "/zone"
	if err := os.WriteFile(file, []byte(zone), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], file)
	cmd.Env = append(os.Environ(), speedServer+"="+delay.String())
	cmd.Stderr = os.Stderr
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	if inErr != nil || outErr != nil || cmd.Start() != nil {
		b.Fatal("the server can't be started")
	}
	b.Cleanup(func() {
		in.Close() // it ends with its input
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
	s := &server{ask: in, said: bufio.NewReader(out)}
	if _, err := fmt.Fscanln(s.said, &s.addr); err != nil {
		b.Fatal(err)
	}
	return s
}

// counts gives the questions since the last call, and how many of them came
// again.
func (s *server) counts(b *testing.B) (questions, again int) {
	b.Helper()
	fmt.Fprintln(s.ask, "count")
	if _, err := fmt.Fscanln(s.said, &questions, &again); err != nil {
		b.Fatal(err)
	}
	return questions, again
}

// resolver asks the server.
func (s *server) resolver(b *testing.B) resolve.Exchanger {
	b.Helper()
	source, err := resolve.Server(s.addr)
	if err != nil {
		b.Fatal(err)
	}
	return source
}

// sharedCache is what spfcheck bulk has.
const sharedCache = 4 << 20

// cached asks the server, and each question once.
func (s *server) cached(b *testing.B) resolve.Exchanger {
	return resolve.Chain(s.resolver(b), resolve.Retry(3, 5*time.Second), resolve.BoundedCache(sharedCache))
}

// answerer is the server, seen from within. What it was asked once it has ready. As
// others do it cuts what is longer than a query takes over UDP, and has it over TCP.
type answerer struct {
	zone  resolve.Exchanger
	delay time.Duration
	conn  *net.UDPConn

	mu    sync.Mutex
	ready map[string]*prepared // by question, as it stands in the query
}

// prepared is an answer. Its id is that of the query.
type prepared struct {
	wire  []byte
	asked int // since the last count
}

// serve answers from the zone file that the first argument names. It writes its
// address, and for each line of its input how often it was asked; it ends with
// the input.
func serve(delay string, in io.Reader, out io.Writer) error {
	wait, err := time.ParseDuration(delay)
	if err != nil {
		return err
	}
	f, err := os.Open(os.Args[1])
	if err != nil {
		return err
	}
	zone, err := resolve.ParseZone(f, "speed.zone")
	if err != nil {
		return err
	}
	conn, stream, err := dnstest.Listen(true)
	if err != nil {
		return err
	}
	if err := conn.SetReadBuffer(4 << 20); err != nil {
		return err
	}
	a := &answerer{
		zone: resolve.Offline(zone), delay: wait, conn: conn,
		ready: map[string]*prepared{},
	}
	for range 2 {
		go a.serve()
	}
	go a.accept(stream)
	fmt.Fprintln(out, conn.LocalAddr())
	for lines := bufio.NewScanner(in); lines.Scan(); {
		a.mu.Lock()
		questions, again := 0, 0
		for _, p := range a.ready {
			questions, again = questions+p.asked, again+max(p.asked-1, 0)
			p.asked = 0
		}
		a.mu.Unlock()
		fmt.Fprintln(out, questions, again)
	}
	return nil
}

func (a *answerer) serve() {
	buf := make([]byte, dns.MaxMsgSize)
	for {
		n, from, err := a.conn.ReadFromUDPAddrPort(buf)
		if err != nil {
			return
		}
		wire, ok := a.answer(buf[:n], true)
		if !ok {
			continue
		}
		send := func() { a.conn.WriteToUDPAddrPort(wire, from) }
		if a.delay > 0 {
			time.AfterFunc(a.delay, send)
		} else {
			send()
		}
	}
}

func (a *answerer) accept(stream net.Listener) {
	for {
		conn, err := stream.Accept()
		if err != nil {
			return
		}
		go a.serveStream(&dns.Conn{Conn: conn})
	}
}

func (a *answerer) serveStream(conn *dns.Conn) {
	defer conn.Close()
	buf := make([]byte, dns.MaxMsgSize)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		wire, ok := a.answer(buf[:n], false)
		if !ok {
			return
		}
		time.Sleep(a.delay)
		if _, err := conn.Write(wire); err != nil {
			return
		}
	}
}

// udpSize is how long an answer over UDP may be: what the OPT record says that follows
// the question, and 512 bytes without one (RFC 6891 section 6.2.3).
func udpSize(additional []byte) int {
	if len(additional) < 5 || additional[0] != 0 || binary.BigEndian.Uint16(additional[1:]) != dns.TypeOPT {
		return dns.MinMsgSize
	}
	return max(dns.MinMsgSize, int(binary.BigEndian.Uint16(additional[3:])))
}

// cut is the answer that says to ask over TCP (RFC 2181 section 9).
func cut(question []byte) []byte {
	const (
		qrAndTC = 1<<7 | 1<<1 // in the first octet of the flags
		ra      = 1 << 7      // in the second one
	)
	wire := append([]byte(nil), question...)
	wire[2], wire[3] = wire[2]|qrAndTC, ra
	clear(wire[6:12]) // the counts of other records than the question
	return wire
}

// answer gives the answer to a query, with the query's id.
func (a *answerer) answer(query []byte, overUDP bool) ([]byte, bool) {
	const header, class = 12, 2
	end := header // of the question's name, which isn't compressed
	for end < len(query) && query[end] != 0 {
		end += 1 + int(query[end])
	}
	end += 1 + 2 // the root label and the type
	if len(query) < end+class {
		return nil, false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.ready[string(query[header:end])]
	if p == nil {
		wire, err := a.prepare(query)
		if err != nil {
			return nil, false
		}
		p = &prepared{wire: wire}
		a.ready[string(query[header:end])] = p
	}
	p.asked++
	if overUDP && len(p.wire) > udpSize(query[end+class:]) {
		return cut(query[:end+class]), true
	}
	return append(append(make([]byte, 0, len(p.wire)), query[:2]...), p.wire[2:]...), true
}

// prepare finds the answer to a query in the zone.
func (a *answerer) prepare(query []byte) ([]byte, error) {
	q := new(dns.Msg)
	if err := q.Unpack(query); err != nil {
		return nil, err
	}
	m, err := a.zone.Exchange(context.Background(), q.Question[0])
	if err != nil {
		return nil, err
	}
	return m.Pack()
}

// shapesText is the zone of the shapes.
func shapesText(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../testdata/zones/shapes.zone")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shapes is DNS that has the zone of the shapes.
func shapes(t testing.TB) *slow {
	t.Helper()
	return &slow{Exchanger: resolve.Offline(dnstest.Zone(t, shapesText(t))), asked: map[string]int{}}
}
