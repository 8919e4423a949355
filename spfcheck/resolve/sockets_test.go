package resolve_test

import (
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// portServer is a server over UDP that counts the questions of each port. It
// doesn't answer the name silent.example, and takes its time for slow.example.
type portServer struct {
	addr  string
	mu    sync.Mutex
	asked map[netip.AddrPort]int
	all   *sync.WaitGroup // of questions, before the last of which none is answered; nil: at once
}

func newPortServer(t *testing.T, all *sync.WaitGroup) *portServer {
	t.Helper()
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:0")))
	if err != nil {
		t.Fatal(err)
	}
	s := &portServer{addr: conn.LocalAddr().String(), asked: map[netip.AddrPort]int{}, all: all}
	var serving sync.WaitGroup
	serving.Go(func() {
		buf := make([]byte, dns.MaxMsgSize)
		for {
			n, from, err := conn.ReadFromUDPAddrPort(buf)
			if err != nil {
				return
			}
			query := new(dns.Msg)
			if err := query.Unpack(buf[:n]); err != nil {
				t.Error(err)
			}
			s.mu.Lock()
			s.asked[from]++
			s.mu.Unlock()
			serving.Go(func() { s.answer(conn, query, from) })
		}
	})
	t.Cleanup(func() { conn.Close(); serving.Wait() })
	return s
}

func (s *portServer) answer(conn *net.UDPConn, query *dns.Msg, to netip.AddrPort) {
	if s.all != nil {
		s.all.Done()
		s.all.Wait()
	}
	switch query.Question[0].Name {
	case "silent.example.":
		return
	case "slow.example.":
		time.Sleep(100 * time.Millisecond)
	}
	wire, err := new(dns.Msg).SetReply(query).Pack()
	if err == nil {
		conn.WriteToUDPAddrPort(wire, to)
	}
}

// ports gives how many ports there were, and the most questions of one.
func (s *portServer) ports() (ports, most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.asked {
		most = max(most, n)
	}
	return len(s.asked), most
}

// TestServerChangesPorts asks one question after the other: a port serves them for
// as long as it lives.
func TestServerChangesPorts(t *testing.T) {
	const questions = 20
	tests := []struct {
		life        time.Duration
		ports, most int
	}{
		{time.Hour, 1, questions},
		{0, questions, 1},
	}
	for _, tt := range tests {
		s := newPortServer(t, nil)
		source := resolve.ServerUDP(s.addr, tt.life)
		for range questions {
			if got := brief(source.Exchange(within(t, long), question)); got != "NOERROR" {
				t.Fatalf("got %s", got)
			}
		}
		if ports, most := s.ports(); ports != tt.ports || most != tt.most {
			t.Errorf("life %s: %d ports, one for %d questions", tt.life, ports, most)
		}
	}
}

// TestServerTakesSlowAnswers: they are as good as others, and so are their ports
// after them.
func TestServerTakesSlowAnswers(t *testing.T) {
	s := newPortServer(t, nil)
	source := resolve.ServerUDP(s.addr, time.Hour)
	for _, q := range []dns.Question{ask("slow.example.", dns.TypeA), question, ask("slow.example.", dns.TypeTXT)} {
		if got := brief(source.Exchange(within(t, long), q)); got != "NOERROR" {
			t.Errorf("%s: got %s", q.Name, got)
		}
	}
	if ports, most := s.ports(); ports != 1 || most != 3 {
		t.Errorf("%d ports, one for %d questions", ports, most)
	}
}

// TestServerSharesNoPort asks several questions at once: each has its own port.
func TestServerSharesNoPort(t *testing.T) {
	var arrived sync.WaitGroup
	arrived.Add(10)
	s := newPortServer(t, &arrived)
	source, err := resolve.Server(s.addr)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if got := brief(source.Exchange(within(t, long), question)); got != "NOERROR" {
				t.Errorf("got %s", got)
			}
		})
	}
	all.Wait()
	if ports, most := s.ports(); ports != 10 || most != 1 {
		t.Errorf("%d ports, one for %d questions", ports, most)
	}
}

// TestServerLeavesPortWithoutAnswer asks again after a question that had no
// answer: what might still come for it comes to nobody.
func TestServerLeavesPortWithoutAnswer(t *testing.T) {
	s := newPortServer(t, nil)
	source, err := resolve.Server(s.addr)
	if err != nil {
		t.Fatal(err)
	}
	impatient := resolve.Chain(source, resolve.Retry(1, 20*time.Millisecond))
	if _, err := impatient.Exchange(t.Context(), ask("silent.example.", dns.TypeA)); err == nil {
		t.Error("there is an answer")
	}
	if got := brief(source.Exchange(within(t, long), question)); got != "NOERROR" {
		t.Errorf("got %s", got)
	}
	if ports, most := s.ports(); ports != 2 || most != 1 {
		t.Errorf("%d ports, one for %d questions", ports, most)
	}
}
