package resolve_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// outcomes are what a Lookup makes of a source, in texts.
func outcomes(ctx context.Context, source resolve.Exchanger) []string {
	l := resolve.Lookup{Exchanger: source}
	var all []string
	for _, name := range []string{"txt", "bytes", "alias", "gone", "nodata", "loop", "x", "both", "mx", "outside.example.com"} {
		if !strings.Contains(name, ".") {
			name += ".example.jp"
		}
		texts, err := l.LookupTXT(ctx, name)
		mxs, mxErr := l.LookupMX(ctx, name)
		addrs, addrErr := l.LookupIPAddr(ctx, name)
		all = append(all, fmt.Sprintf("%s %q %v %d %v %v %v", name, texts, err, len(mxs), mxErr, addrs, addrErr))
	}
	return all
}

func TestRecordAndReplay(t *testing.T) {
	var tape bytes.Buffer
	source := resolve.Chain(resolve.Offline(dnstest.Zone(t, lookupZone)), resolve.Record(&tape))
	want := outcomes(t.Context(), source)
	replay, err := resolve.Replay(&tape)
	if err != nil {
		t.Fatal(err)
	}
	if got := outcomes(t.Context(), replay); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRecordIsReadable(t *testing.T) {
	var tape bytes.Buffer
	source := resolve.Chain(resolve.Offline(dnstest.Zone(t, lookupZone)), resolve.Record(&tape))
	for _, q := range []dns.Question{
		ask("TXT.example.jp.", dns.TypeTXT), ask("txt.example.jp.", dns.TypeTXT),
		ask("x.example.jp.", dns.TypeA), ask("a.example.", 65280),
	} {
		_, _ = source.Exchange(t.Context(), q)
	}
	want := `{"question":"txt.example.jp. IN TXT","rcode":"NOERROR","flags":"aa rd ra","answer":["txt.example.jp. 3600 IN TXT \"v=spf1 \" \"ip4:192.0.2.0/24\" \" -all\"","txt.example.jp. 3600 IN TXT \"\""]}
{"question":"x.example.jp. IN A","rcode":"NXDOMAIN","flags":"aa rd ra","authority":["example.jp. 3600 IN SOA ns.example.jp. hostmaster.example.jp. 1 1 1 1 1"]}
{"question":"a.example. IN TYPE65280","error":"a.example is in none of the zone files (offline)"}
`
	if got := tape.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRecordPutsAnAnswerAfterAFailure(t *testing.T) {
	var tape bytes.Buffer
	fail := true
	source := resolve.Chain(stub(func(context.Context, dns.Question) (*dns.Msg, error) {
		if fail {
			return nil, errors.New("broken")
		}
		return message(t, 0), nil
	}), resolve.Record(&tape))
	for range 2 {
		_, _ = source.Exchange(t.Context(), question)
	}
	fail = false
	for range 2 {
		_, _ = source.Exchange(t.Context(), question)
	}
	if got := strings.Count(tape.String(), "\n"); got != 2 {
		t.Errorf("%d lines, want 2:\n%s", got, &tape)
	}
	replay, err := resolve.Replay(&tape)
	if err != nil {
		t.Fatal(err)
	}
	if got := brief(replay.Exchange(t.Context(), question)); got != "NOERROR" {
		t.Errorf("got %s", got)
	}
}

func TestRecordKeepsTheKindOfFailure(t *testing.T) {
	var tape bytes.Buffer
	server, err := resolve.Server("127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range []resolve.Exchanger{server, failing(timeoutError{errors.New("slow")})} {
		tape.Reset()
		_, want := resolve.Lookup{Exchanger: resolve.Chain(source, resolve.Record(&tape))}.LookupTXT(t.Context(), "a.example")
		replay, err := resolve.Replay(&tape)
		if err != nil {
			t.Fatal(err)
		}
		_, got := resolve.Lookup{Exchanger: replay}.LookupTXT(t.Context(), "a.example")
		if kind(got) != kind(want) || got.Error() != want.Error() {
			t.Errorf("got %s: %v\nwant %s: %v", kind(got), got, kind(want), want)
		}
	}
}

func TestRecordLosesNoWriteError(t *testing.T) {
	source := resolve.Chain(answering(message(t, 0)), resolve.Record(failingWriter{}))
	for range 2 {
		if got, want := brief(source.Exchange(t.Context(), question)), "error: recording a.example A: disk full"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestRecordAtOnce(t *testing.T) {
	var tape bytes.Buffer
	source := resolve.Chain(answering(message(t, 0)), resolve.Record(&tape))
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() { _, _ = source.Exchange(t.Context(), ask(fmt.Sprintf("n%d.example.", i%25), dns.TypeA)) })
	}
	all.Wait()
	if got := strings.Count(tape.String(), "\n"); got != 25 {
		t.Errorf("%d lines, want 25", got)
	}
	if _, err := resolve.Replay(&tape); err != nil {
		t.Error(err)
	}
}

func TestRecordOddRecords(t *testing.T) {
	m := message(t, 0, "a.example. 1 IN A", "a.example. 1 CH A 192.0.2.1", "a.example. 1 IN NULL \\# 3 010203",
		`a.example. 1 IN CAA 0 issue "x\009y"`, "a.example. 1 IN TYPE65280 \\# 2 0102", `\$a.\@\(.example. 1 IN A 192.0.2.2`)
	m.Answer[2] = &dns.NULL{Hdr: dns.RR_Header{Name: "a.example.", Rrtype: dns.TypeNULL, Class: dns.ClassINET}, Data: "\x00;\""}
	var tape bytes.Buffer
	if _, err := resolve.Chain(answering(m), resolve.Record(&tape)).Exchange(t.Context(), question); err != nil {
		t.Fatal(err)
	}
	replay, err := resolve.Replay(&tape)
	if err != nil {
		t.Fatal(err)
	}
	again, err := replay.Exchange(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	if want := m.Answer[2:]; len(again.Answer) != len(want) {
		t.Fatalf("got %v", again.Answer)
	}
	for i, rr := range again.Answer {
		if got, want := octets(t, rr), octets(t, m.Answer[2+i]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// octets are a record as it stands in a message.
func octets(t *testing.T, rr dns.RR) string {
	t.Helper()
	wire := make([]byte, dns.MaxMsgSize)
	n, err := dns.PackRR(rr, wire, 0, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	return string(wire[:n])
}

func TestReplayWithoutTheQuestion(t *testing.T) {
	replay, err := resolve.Replay(strings.NewReader("\n \n"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = resolve.Lookup{Exchanger: replay}.LookupTXT(t.Context(), "a.example")
	e, ok := errors.AsType[*net.DNSError](err)
	if want := "a.example TXT is not in the recording"; !ok || !e.IsTemporary || e.Err != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestReplayErrors(t *testing.T) {
	good := `{"question":"a.example. IN A","rcode":"NOERROR"}` + "\n"
	tests := []struct{ what, line, want string }{
		{"no JSON", "a.example. A", "invalid character 'a' looking for beginning of value"},
		{"cut off", `{"question":`, "unexpected EOF"},
		{"two objects", `{"question":"a. IN A","rcode":"NOERROR"}{}`, "more than one JSON object"},
		{"a field", `{"questoin":"a. IN A"}`, `json: unknown field "questoin"`},
		{"the question's form", `{"question":"a.example. A","rcode":"NOERROR"}`, `the question "a.example. A" is not like "shop.example.jp. IN TXT"`},
		{"the question's name", `{"question":"a..example. IN A","rcode":"NOERROR"}`, `the question "a..example. IN A": the name has an empty label`},
		{"the question's type", `{"question":"a. IN TYPE65536","rcode":"NOERROR"}`, `the question "a. IN TYPE65536" has no known type`},
		{"neither", `{"question":"a. IN A"}`, "it needs either rcode or error"},
		{"both", `{"question":"a. IN A","rcode":"NOERROR","error":"x"}`, "it needs either rcode or error"},
		{"code", `{"question":"a. IN A","rcode":"RCODE4096"}`, `"RCODE4096" is not a response code`},
		{"flag", `{"question":"a. IN A","rcode":"NOERROR","flags":"aa zz"}`, `"zz" is not a flag`},
		{"record", `{"question":"a. IN A","rcode":"NOERROR","answer":["a. IN A x"]}`, `the record "a. IN A x": bad A A: "x"`},
		{"no record", `{"question":"a. IN A","rcode":"NOERROR","answer":[";"]}`, `the record ";": the entry has no record`},
		{"two records", `{"question":"a. IN A","rcode":"NOERROR","answer":["a. A 192.0.2.1\na. A 192.0.2.1"]}`, `the record "a. A 192.0.2.1\na. A 192.0.2.1": the entry has more than one record`},
		{"a file's name", `{"question":"a. IN A","rcode":"NOERROR","answer":[";\n$INCLUDE /etc/hostname"]}`, `the record ";\n$INCLUDE /etc/hostname": $INCLUDE directive not allowed: "/etc/hostname"`},
		{"too long", strings.Repeat("x", 16<<20), "bufio.Scanner: token too long"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			_, err := resolve.Replay(strings.NewReader(good + tt.line))
			if want := "reading the recording: line 2: " + tt.want; err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}
