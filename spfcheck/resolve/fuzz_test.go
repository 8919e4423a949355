package resolve_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// FuzzParseZone: whatever a zone file holds is an error or a zone that answers
// for all its names, and that keeps every answer through a recording.
func FuzzParseZone(f *testing.F) {
	for _, seed := range []string{
		wholeZone, lookupZone, reverseZone, "$TTL 1h\n$ORIGIN x.\n@ 1 IN TXT ( a\n b )",
		"(\r$INC\nLUDE x )", `a.example. TYPE65280 \# 2 0102`, `\000.example. TXT "\255" ""`, "*. A 192.0.2.1",
		"*.*.example. CNAME *.example.", ". SOA . . 1 1 1 1 1\n. DNAME x.", "$GENERATE 1-2 $ A 192.0.2.$",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		z, err := resolve.ParseZone(strings.NewReader(text), "fuzz.zone")
		if err != nil {
			return
		}
		var tape bytes.Buffer
		recorded := resolve.Chain(resolve.Offline(z), resolve.Record(&tape))
		overlaid := resolve.Chain(resolve.Offline(z), resolve.Overlay(z))
		var want []string
		var asked []dns.Question
		for _, rec := range z.Records {
			for _, qtype := range []uint16{dns.TypeTXT, dns.TypeA, dns.TypeMX, dns.TypeSOA} {
				for _, name := range []string{rec.Name, "x." + rec.Name} {
					if _, ok := dns.IsDomainName(name); !ok {
						continue
					}
					m, err := recorded.Exchange(t.Context(), ask(name, qtype))
					_, _ = overlaid.Exchange(t.Context(), ask(name, qtype))
					asked, want = append(asked, ask(name, qtype)), append(want, data(m, err))
				}
			}
		}
		replay, err := resolve.Replay(&tape)
		if err != nil {
			t.Fatalf("replay: %v", err)
		}
		for i, q := range asked {
			if got := data(replay.Exchange(t.Context(), q)); got != want[i] {
				t.Fatalf("%s %d: replayed\n%s\nwas\n%s", q.Name, q.Qtype, got, want[i])
			}
		}
	})
}

// data is what an answer says, names of owners in one case.
func data(m *dns.Msg, err error) string {
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	fmt.Fprint(&b, m.Rcode)
	for _, rr := range append(m.Answer[:len(m.Answer):len(m.Answer)], m.Ns...) {
		wire := make([]byte, dns.MaxMsgSize)
		rr = dns.Copy(rr)
		rr.Header().Name = "."
		n, err := dns.PackRR(rr, wire, 0, nil, false)
		fmt.Fprintf(&b, " %x %v", wire[:n], err)
	}
	return b.String()
}

// FuzzReplay: a recording is refused, or its answers can be recorded again.
func FuzzReplay(f *testing.F) {
	f.Add(`{"question":"txt.example.jp. IN TXT","rcode":"NOERROR","flags":"aa rd ra","answer":["txt.example.jp. 3600 IN TXT \"v=spf1 \" \"\\255\""]}`)
	f.Add(`{"question":"a.example. IN TYPE65280","error":"broken","server":"192.0.2.53:53","timeout":true}`)
	f.Add(`{"question":". IN ANY","rcode":"RCODE4000","authority":[". 0 IN SOA . . 0 0 0 0 0"]}` + "\n\n")
	f.Add(`{"question":"a. IN A","rcode":"NOERROR","answer":[";\n$INCLUDE /etc/hostname"]}`)
	f.Fuzz(func(t *testing.T, text string) {
		replay, err := resolve.Replay(strings.NewReader(text))
		if err != nil {
			return
		}
		var tape bytes.Buffer
		again := resolve.Chain(replay, resolve.Record(&tape))
		q := ask("a.", dns.TypeA)
		want := data(again.Exchange(t.Context(), q))
		_, _ = resolve.Lookup{Exchanger: again}.LookupTXT(t.Context(), "txt.example.jp")
		replay, err = resolve.Replay(&tape)
		if err != nil {
			t.Fatal(err)
		}
		if got := data(replay.Exchange(t.Context(), q)); got != want {
			t.Errorf("replayed %s, was %s", got, want)
		}
	})
}

// FuzzServer: a server may answer with any octets; a Lookup of any kind gives
// values or a *net.DNSError, in the time it has.
func FuzzServer(f *testing.F) {
	f.Add(byte(0), lying(1, 0))
	f.Add(byte(1), cut)
	f.Add(byte(2), append(lying(1, 0), 0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, 2, 1, 'x'))
	f.Add(byte(3), append(lying(1, 0), 0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 0, 0, 2, 0xC0, 12))
	f.Add(byte(4), append(lying(1, 1), 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 1, 0))
	types := []uint16{dns.TypeA, dns.TypeAAAA, dns.TypeTXT, dns.TypeMX, dns.TypePTR}
	f.Fuzz(func(t *testing.T, kindOf byte, answer []byte) {
		qtype := types[int(kindOf)%len(types)]
		if i := len(lying(0, 0)) - 3; len(answer) > i {
			answer = bytes.Clone(answer)
			answer[i] = byte(qtype)
		}
		m, err := resolve.ReadAnswer(answer, ask("a.example.", qtype))
		if err != nil {
			return
		}
		l := resolve.Lookup{Exchanger: answering(m)}
		_, err1 := l.LookupTXT(t.Context(), "a.example")
		_, err2 := l.LookupMX(t.Context(), "a.example")
		_, err3 := l.LookupIPAddr(t.Context(), "a.example")
		_, err4 := l.LookupAddr(t.Context(), "192.0.2.1")
		for _, err := range []error{err1, err2, err3, err4} {
			if _, ok := err.(*net.DNSError); err != nil && !ok { //nolint:errorlint // the bare type is asked for
				t.Errorf("%T: %v", err, err)
			}
		}
		var tape bytes.Buffer
		if _, err := resolve.Chain(answering(m), resolve.Record(&tape)).Exchange(t.Context(), question); err != nil {
			t.Fatal(err)
		}
		if _, err := resolve.Replay(&tape); err != nil {
			t.Errorf("%v\n%s", err, &tape)
		}
	})
}

// TestServerBytes sends a handful of broken answers through sockets.
func TestServerBytes(t *testing.T) {
	broken := [][]byte{
		{},
		{0},
		bytes.Repeat([]byte{0xC0}, 600), bytes.Repeat([]byte{0xFF}, 60000),
		lying(255, 255), append(lying(1, 0), 0xC0, 31), lying(0, 0)[:20],
	}
	for i, b := range broken {
		for what, h := range map[string]dnstest.Handler{
			"UDP": dnstest.Bytes(b), "TCP": dnstest.ByTransport(dnstest.Truncate(dnstest.Drop), dnstest.Bytes(b)),
		} {
			t.Run(fmt.Sprint(what, i), func(t *testing.T) {
				t.Parallel()
				s := dnstest.Start(t, h)
				_, err := resolve.Lookup{Exchanger: dial(t, s.Addr)}.LookupTXT(within(t, 200*time.Millisecond), "a.example")
				if got := kind(err); !strings.HasPrefix(got, "temporary") {
					t.Errorf("got %s", got)
				}
			})
		}
	}
}

// TestSystem asks nobody: it only reads this machine's settings, where there are any.
func TestSystem(t *testing.T) {
	if _, err := os.Stat("/etc/resolv.conf"); err != nil {
		t.Skip("no /etc/resolv.conf here: ", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	source, err := resolve.System()
	if err != nil {
		t.Skip("this /etc/resolv.conf names no servers: ", err)
	}
	if _, err := source.Exchange(ctx, question); err == nil {
		t.Error("an answer after the end")
	}
}
