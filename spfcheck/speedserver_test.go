package spfcheck_test

import (
	"bufio"
	"context"
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

// answerer is the server, seen from within. What it was asked once it has ready.
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
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
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
		wire, ok := a.answer(buf[:n])
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

// answer gives the answer to a query, with the query's id.
func (a *answerer) answer(query []byte) ([]byte, bool) {
	const header = 12
	end := header // of the question's name, which isn't compressed
	for end < len(query) && query[end] != 0 {
		end += 1 + int(query[end])
	}
	end += 1 + 2 // the root label and the type
	if len(query) < end {
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
