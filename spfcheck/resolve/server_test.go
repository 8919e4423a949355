package resolve_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func dial(t testing.TB, addr string) resolve.Exchanger {
	t.Helper()
	server, err := resolve.Server(addr)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

const answerText = "a.example. 60 IN A 192.0.2.1"

func TestServerAnswers(t *testing.T) {
	right := dnstest.Records(answerText)
	noEDNS := func(w *dnstest.Writer, r *dnstest.Request) {
		if r.IsEdns0() != nil {
			dnstest.Rcode(dns.RcodeFormatError)(w, r)
			return
		}
		right(w, r)
	}
	tests := []struct {
		what    string
		handler dnstest.Handler
		want    string
		asked   int
	}{
		{"an answer", right, "NOERROR A 192.0.2.1", 1},
		{"NXDOMAIN", dnstest.Rcode(dns.RcodeNameError), "NXDOMAIN", 1},
		{"SERVFAIL", dnstest.Rcode(dns.RcodeServerFailure), "SERVFAIL", 1},
		{"a header that refuses", dnstest.Bytes([]byte{0, 0, 0x80, 5, 0, 0, 0, 0, 0, 0, 0, 0}), "REFUSED", 1},
		{"cut over UDP", dnstest.Truncate(right), "NOERROR A 192.0.2.1", 2},
		{"cut in the middle of a record", dnstest.ByTransport(dnstest.Bytes(cut), right), "NOERROR A 192.0.2.1", 2},
		{"longer than was asked for", dnstest.ByTransport(dnstest.Bytes(padded(2000)), dnstest.Drop), "NOERROR A 192.0.2.1", 1},
		{"too long to be read", dnstest.ByTransport(dnstest.Bytes(padded(4096)), dnstest.Records("a.example. 60 IN A 192.0.2.2")), "NOERROR A 192.0.2.2", 2},
		{"no EDNS", noEDNS, "NOERROR A 192.0.2.1", 2},
		{"FORMERR to everything", dnstest.Rcode(dns.RcodeFormatError), "FORMERR", 2},
		{"a forged id first", dnstest.Each(dnstest.WrongID(dnstest.Rcode(dns.RcodeNameError)), right), "NOERROR A 192.0.2.1", 1},
		{"a forged name first", dnstest.Each(dnstest.WrongQuestion(dnstest.Rcode(dns.RcodeNameError)), right), "NOERROR A 192.0.2.1", 1},
		{"a forged type first", dnstest.Each(dnstest.WrongType(dnstest.Rcode(dns.RcodeNameError)), right), "NOERROR A 192.0.2.1", 1},
		{"the query itself first", dnstest.Each(echo, right), "NOERROR A 192.0.2.1", 1},
		{"garbage first", dnstest.Each(dnstest.Raw([]byte("garbage")), dnstest.Raw(nil), right), "NOERROR A 192.0.2.1", 1},
		{"NODATA without authority", dnstest.Rcode(dns.RcodeSuccess), "NOERROR", 1},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			s := dnstest.Start(t, tt.handler)
			got := brief(dial(t, s.Addr).Exchange(within(t, long), question))
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if s.Total() != tt.asked {
				t.Errorf("asked %q, want %d questions", s.Asked(), tt.asked)
			}
		})
	}
}

// padded is the answer 192.0.2.1 with that many octets behind it; the id is added.
func padded(n int) []byte {
	answer := append(lying(1, 0), 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1)
	return append(answer, make([]byte, n)...)
}

// cut is a truncated answer that ends inside its question; the id is added.
var cut = []byte{0, 0, 0x82, 0, 0, 1, 0, 9, 0, 0, 0, 0, 1, 'A', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1, 0xC0}

func echo(w *dnstest.Writer, r *dnstest.Request) { w.Msg(r.Copy()) }

func manyAddresses(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a.example. A 192.0.%d.%d\n", 3+i/256, i%256)
	}
	return b.String()
}

func TestServerTakesLargeAnswersOverTCP(t *testing.T) {
	s := dnstest.Start(t, dnstest.Answer(resolve.Offline(dnstest.Zone(t, manyAddresses(900)))))
	got, err := resolve.Lookup{Exchanger: dial(t, s.Addr)}.Addrs(within(t, long), "a.example", dns.TypeA)
	if err != nil || len(got) != 900 || s.Total() != 2 {
		t.Errorf("got %d addresses, %v, after %q", len(got), err, s.Asked())
	}
}

func TestServerRefusesAnswers(t *testing.T) {
	right := dnstest.Records(answerText)
	tcp := func(h dnstest.Handler) dnstest.Handler { return dnstest.ByTransport(dnstest.Truncate(right), h) }
	const overTCP = "the answer over UDP was cut (truncated), and over TCP: "
	tests := []struct {
		what    string
		handler dnstest.Handler
		want    string
	}{
		{"lame", dnstest.Refer("."), "the server is lame for this name: it gives a referral instead of an answer; it does not resolve names for others, so ask a recursive server or the zone's own"},
		{"malformed", dnstest.Bytes(lying(1, 0)), "the answer is malformed: it has 0 records where it announces 1"},
		{"a record without data", dnstest.Bytes(append(lying(1, 0), 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0)), "the answer is malformed: its A record has no data"},
		{"cut record", dnstest.Bytes(append(lying(1, 0), 0xC0, 12, 0, 1)), "the answer is malformed: dns: overflow unpacking uint16"},
		{"cut over TCP as well", tcp(dnstest.Truncate(dnstest.Bytes(cut))), "the answer was cut (truncated), over a transport that need not cut any"},
		{"TCP: another id", tcp(dnstest.WrongID(right)), overTCP + "the answer does not match the question: it has another id"},
		{"TCP: another question", tcp(dnstest.WrongQuestion(right)), overTCP + "the answer does not match the question: it has the question wrong.example A IN"},
		{"TCP: garbage", tcp(dnstest.Raw([]byte("garbage, and too little of it"))), overTCP + "the server closed the connection before its answer was complete"},
		{"TCP: short", tcp(dnstest.Bytes([]byte("xx"))), overTCP + "the answer does not match the question: it has only 2 octets"},
		{"TCP: empty", tcp(dnstest.Bytes(nil)), overTCP + "the answer does not match the question: it has only 0 octets"},
		{"TCP: closed", tcp(dnstest.Drop), overTCP + "the server closed the connection before its answer was complete"},
		{"TCP: half a length", tcp(dnstest.Raw([]byte{1})), overTCP + "the server closed the connection before its answer was complete"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			s := dnstest.Start(t, tt.handler)
			got := brief(dial(t, s.Addr).Exchange(within(t, long), question))
			want := "error: asking " + s.Addr + " for a.example A: " + tt.want
			if tt.what == "cut over TCP as well" {
				want = strings.Replace(want, overTCP, "", 1)
			}
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// lying is an answer to question that announces records; the id is added.
func lying(answers, authorities byte) []byte {
	return []byte{
		0, 0, 0x80, 0, 0, 1, 0, answers, 0, authorities, 0, 0,
		1, 'a', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1,
	}
}

func TestServerThatRefusesTCP(t *testing.T) {
	s := dnstest.StartUDP(t, dnstest.Truncate(dnstest.Drop))
	got := brief(dial(t, s.Addr).Exchange(within(t, long), question))
	want := "error: asking " + s.Addr + " for a.example A: the answer over UDP was cut (truncated), and over TCP: "
	if !strings.HasPrefix(got, want) || !strings.Contains(got, "refused") {
		t.Errorf("got %s", got)
	}
}

func TestServerEndlessStream(t *testing.T) {
	s := dnstest.Start(t, dnstest.ByTransport(dnstest.Truncate(dnstest.Drop), func(w *dnstest.Writer, _ *dnstest.Request) {
		for range 1000 {
			w.Raw([]byte("endless, endless, endless, endless, endless, endless, endless."))
		}
	}))
	if got := brief(dial(t, s.Addr).Exchange(within(t, long), question)); !strings.Contains(got, "does not match the question") {
		t.Errorf("got %s", got)
	}
}

func TestServerSaysWhatCameInstead(t *testing.T) {
	s := dnstest.Start(t, dnstest.WrongID(dnstest.Rcode(dns.RcodeSuccess)))
	_, err := dial(t, s.Addr).Exchange(within(t, 100*time.Millisecond), question)
	want := "asking " + s.Addr + " for a.example A: no answer in time; " +
		"answers that did not match the question came from " + s.Addr + ": 1, the last with another id"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestServerGivesUpOnAFlood(t *testing.T) {
	s := dnstest.Start(t, func(w *dnstest.Writer, _ *dnstest.Request) {
		for range 5000 {
			w.Raw([]byte("flood"))
			time.Sleep(time.Microsecond)
		}
	})
	_, err := dial(t, s.Addr).Exchange(within(t, long), question)
	if err == nil || !strings.Contains(err.Error(), "the last with only 5 octets") {
		t.Errorf("got %v", err)
	}
}

func TestServerSilent(t *testing.T) {
	silentServer := dnstest.Start(t, dnstest.Drop)
	lookup := resolve.Lookup{Exchanger: dial(t, silentServer.Addr)}
	_, err := lookup.LookupTXT(within(t, 50*time.Millisecond), "a.example")
	if got, want := kind(err), "temporary+timeout"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if want := "lookup a.example on " + silentServer.Addr + ": no answer in time"; err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestServerCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(within(t, long))
	s := dnstest.Start(t, func(*dnstest.Writer, *dnstest.Request) { cancel() })
	if _, err := dial(t, s.Addr).Exchange(ctx, question); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestServerOverTCPOnly(t *testing.T) {
	s := dnstest.Start(t, dnstest.ByTransport(dnstest.Drop, dnstest.Records(answerText)))
	if got, want := brief(dial(t, "tcp://"+s.Addr).Exchange(within(t, long), question)), "NOERROR A 192.0.2.1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestServerAddresses(t *testing.T) {
	const forms = "; give an address such as 192.0.2.53, [2001:db8::53]:5353, dns.example, " +
		"tcp://192.0.2.53, tls://dns.example or https://dns.example/dns-query"
	tests := []struct{ addr, want string }{
		{"192.0.2.53", ""},
		{"192.0.2.53:5353", ""},
		{"2001:db8::1", ""},
		{"[2001:db8::1]", ""},
		{"[2001:db8::1]:5353", ""},
		{"fe80::1%eth0", ""},
		{"dns.example", ""},
		{"localhost:53", ""},
		{"udp://192.0.2.53", ""},
		{"tcp://dns.example:53", ""},
		{"TLS://dns.example", ""},
		{"tls://192.0.2.53:853", ""},
		{"https://dns.example", ""},
		{"https://[2001:db8::1]:8443/q", ""},
		{"", `"" is neither an IP address nor a host name`},
		{"192.0.2.300", `"192.0.2.300" is neither an IP address nor a host name`},
		{"192.0.2.53:0", `"0" is not a port`},
		{"192.0.2.53:x", `"x" is not a port`},
		{"[dns.example]:53x", `"53x" is not a port`},
		{"[dns.example]", `"dns.example" is not an IPv6 address`},
		{"2001:db8::zz", `"2001:db8::zz" is not a host with a port`},
		{"-dns.example", `"-dns.example" is neither an IP address nor a host name`},
		{"dns_x.example", `"dns_x.example" is neither an IP address nor a host name`},
		{"http://dns.example", `unsupported scheme "http"`},
		{"https://", "it has no host name"},
	}
	for _, tt := range tests {
		t.Run(tt.addr, func(t *testing.T) {
			_, err := resolve.Server(tt.addr)
			if tt.want == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			if want := fmt.Sprintf("the DNS server %q: ", tt.addr) + tt.want + forms; err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

// TestServerKeepsSecrets has addresses with a password, a path and a query, right ones
// and wrong ones: what is said of them has none of it.
func TestServerKeepsSecrets(t *testing.T) {
	s := dnstest.StartUDP(t, dnstest.Drop)
	for _, addr := range []string{
		"https://" + s.Addr + "/secret?secret",
		"https://" + s.Addr + "/secret%zz",
		"https://secret:secret@" + s.Addr + "/dns-query",
		"https://dns.example:x/secret", "https:///secret", "https://dns.example/dns-query#secret",
		"http://secret@dns.example/secret", "HTTPS://secret@dns.example/",
		"tls://secret@dns.example", "tls://dns.example/secret", "tls://dns.example?secret", `tls://dns.example\secret`,
		"secret@dns.example", "dns.example/secret", "https:/secret@dns.example/secret", "//secret@dns.example/",
	} {
		t.Run(addr, func(t *testing.T) {
			server, err := resolve.Server(addr)
			if err == nil {
				_, err = server.Exchange(within(t, long), question)
			}
			if err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNameservers(t *testing.T) {
	s := dnstest.Start(t, dnstest.Records(answerText))
	tests := []struct{ what, text, want string }{
		{"no IP address", "# x\nnameserver dns.example\n", `reading resolv.conf: line 2: "dns.example" is not an IP address`},
		{"too long", strings.Repeat("#", 1<<20+1), "reading resolv.conf: more than 1 MiB"},
		{"none", "search example\noptions ndots:2\n", ""},
		{"several", "nameserver " + strings.Split(s.Addr, ":")[0] + "\nnameserver ::1\nnameserver\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			_, err := resolve.Nameservers(strings.NewReader(tt.text))
			if (tt.want == "") != (err == nil) || err != nil && err.Error() != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
