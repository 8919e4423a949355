package resolve_test

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// authority is a CA that exists for one test, with a certificate for example.com
// and 127.0.0.1: that of httptest.
func authority(t *testing.T, handler http.HandlerFunc) (*httptest.Server, *tls.Config) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	return server, &tls.Config{RootCAs: pool}
}

// reply packs an answer to the query in b.
func reply(t *testing.T, b []byte, rcode int, change func(*dns.Msg)) []byte {
	t.Helper()
	query := new(dns.Msg)
	if err := query.Unpack(b); err != nil {
		t.Error(err)
		return nil
	}
	m := new(dns.Msg).SetRcode(query, rcode)
	if change != nil {
		change(m)
	}
	wire, err := m.Pack()
	if err != nil {
		t.Error(err)
	}
	return wire
}

func TestServerOverHTTPS(t *testing.T) {
	give := func(status int, kind string, change func(*dns.Msg)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if r.Method != http.MethodPost || r.URL.Path != "/dns-query" || r.Header.Get("Content-Type") != "application/dns-message" {
				t.Errorf("%s %s of %q", r.Method, r.URL, r.Header.Get("Content-Type"))
			}
			if id := binary.BigEndian.Uint16(body); id != 0 {
				t.Errorf("id %d", id)
			}
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
			_, _ = w.Write(reply(t, body, dns.RcodeNameError, change))
		}
	}
	const kind = "application/dns-message"
	tests := []struct {
		what    string
		handler http.HandlerFunc
		want    string
	}{
		{"an answer", give(200, kind, nil), "NXDOMAIN"},
		{"with a parameter", give(200, kind+"; x=y", nil), "NXDOMAIN"},
		{"an error", give(503, kind, nil), "the server answered HTTP status 503"},
		{"a redirect", give(302, kind, nil), "the server answered HTTP status 302"},
		{"another type", give(200, "text/html", nil), `the server answered with content of type "text/html", not application/dns-message`},
		{"another id", give(200, kind, func(m *dns.Msg) { m.Id = 7 }), "the answer does not match the question: it has another id"},
		{"cut", give(200, kind, func(m *dns.Msg) { m.Truncated = true }), "the answer was cut (truncated), over a transport that need not cut any"},
		{"too large", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write(make([]byte, 1<<17))
		}, "the answer has more than 65535 octets"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			web, config := authority(t, tt.handler)
			addr := web.URL + "/dns-query"
			server, err := resolve.ServerTLS(addr, config)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.TrimPrefix(brief(server.Exchange(within(t, long), question)), "error: asking "+web.URL+" for a.example A: ")
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestServerVerifiesCertificates(t *testing.T) {
	web, _ := authority(t, func(http.ResponseWriter, *http.Request) { t.Error("a query came through") })
	for _, addr := range []string{web.URL, "tls://" + web.Listener.Addr().String()} {
		server, err := resolve.Server(addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := brief(server.Exchange(within(t, long), question)); !strings.Contains(got, "certificate") {
			t.Errorf("%s: got %s", addr, got)
		}
	}
}

func TestServerOverTLS(t *testing.T) {
	web, config := authority(t, nil)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", web.TLS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go serveTLS(t, listener)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err := resolve.ServerTLS("tls://127.0.0.1:"+port, config)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := brief(server.Exchange(within(t, long), question)), "NXDOMAIN"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	other := config.Clone()
	other.ServerName = "other.example"
	if server, err = resolve.ServerTLS("tls://127.0.0.1:"+port, other); err != nil {
		t.Fatal(err)
	}
	if got := brief(server.Exchange(within(t, long), question)); !strings.Contains(got, "not other.example") {
		t.Errorf("another name: got %s", got)
	}
}

// serveTLS answers one query on each connection.
func serveTLS(t *testing.T, listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		var size [2]byte
		if _, err := io.ReadFull(conn, size[:]); err == nil {
			query := make([]byte, binary.BigEndian.Uint16(size[:]))
			_, _ = io.ReadFull(conn, query)
			answer := reply(t, query, dns.RcodeNameError, nil)
			_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
		}
		conn.Close()
	}
}

// tlsServer answers each question on a connection, the last of a batch first, and closes
// after so many answers; 0: never. It says how many connections there were.
func tlsServer(t *testing.T, config *tls.Config, batch, most int) (addr string, connections *atomic.Int64) {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	connections = new(atomic.Int64)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			go answerBatches(t, conn, batch, most)
		}
	}()
	return listener.Addr().String(), connections
}

func answerBatches(t *testing.T, conn net.Conn, batch, most int) {
	defer conn.Close()
	var asked [][]byte
	for count := 0; most == 0 || count < most; {
		var size [2]byte
		if _, err := io.ReadFull(conn, size[:]); err != nil {
			return
		}
		query := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(conn, query); err != nil {
			return
		}
		if asked = append(asked, query); len(asked) < batch {
			continue
		}
		for _, query := range slices.Backward(asked) {
			wire := reply(t, query, dns.RcodeNameError, nil)
			conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(wire))), wire...))
			count++
		}
		asked = nil
	}
}

// TestServerOverTLSKeepsConnection asks many questions at once on one connection, whose
// answers come in another order.
func TestServerOverTLSKeepsConnection(t *testing.T) {
	web, config := authority(t, nil)
	const many = 64
	addr, connections := tlsServer(t, web.TLS, many, 0)
	server, err := resolve.ServerTLS("tls://"+addr, config)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				q := ask(fmt.Sprintf("name%d.example.", i), dns.TypeTXT)
				m, err := server.Exchange(within(t, long), q)
				if got := brief(m, err); got != "NXDOMAIN" || m.Question[0] != q {
					t.Errorf("%s: got %s", q.Name, got)
				}
			})
		}
		all.Wait()
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// TestServerOverTLSAgain has a server that closes after each second answer.
func TestServerOverTLSAgain(t *testing.T) {
	web, config := authority(t, nil)
	addr, connections := tlsServer(t, web.TLS, 1, 2)
	server, err := resolve.ServerTLS("tls://"+addr, config)
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		if got := brief(server.Exchange(within(t, long), question)); got != "NXDOMAIN" {
			t.Errorf("got %s", got)
		}
	}
	if n := connections.Load(); n < 3 {
		t.Errorf("%d connections", n)
	}
}

// TestServerIdentity has names and pins of a certificate that stands for an address,
// right ones and wrong ones.
func TestServerIdentity(t *testing.T) {
	web, config := authority(t, nil)
	addr, _ := tlsServer(t, web.TLS, 1, 0)
	key := sha256.Sum256(web.Certificate().RawSubjectPublicKeyInfo)
	pin, other := "pin-sha256="+base64.StdEncoding.EncodeToString(key[:]), "pin-sha256="+strings.Repeat("A", 43)+"="
	tests := []struct {
		identity string
		config   *tls.Config // nil: the authority isn't known
		want     string
	}{
		{"example.com", config, ""},
		{"other.example", config, "not other.example"},
		{"example.com", nil, "unknown authority"},
		{pin, nil, ""},
		{other + "," + pin, nil, ""},
		{other, nil, "matches no pin"},
		{other, config, "matches no pin"},
		{"example.com," + pin, config, ""},
		{"example.com," + other, config, "matches no pin"},
		{"other.example," + pin, config, "not other.example"},
		{"example.com," + pin, nil, "unknown authority"},
	}
	for _, tt := range tests {
		t.Run(tt.identity, func(t *testing.T) {
			server, err := resolve.ServerTLS("tls://"+addr+"#"+tt.identity, tt.config)
			if err != nil {
				t.Fatal(err)
			}
			got := brief(server.Exchange(within(t, long), question))
			if tt.want == "" && got != "NXDOMAIN" || !strings.Contains(got, tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	for _, wrong := range []string{"", "-", "pin-sha256=", "pin-sha256=AAAA", "a.example,b.example", "192.0.2.1"} {
		if _, err := resolve.Server("tls://192.0.2.53#" + wrong); err == nil {
			t.Errorf("%q passed", wrong)
		}
	}
}
