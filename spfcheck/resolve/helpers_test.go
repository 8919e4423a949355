package resolve_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// long is a time that no passing test uses up.
const long = 10 * time.Second

func ask(name string, qtype uint16) dns.Question {
	return dns.Question{Name: name, Qtype: qtype, Qclass: dns.ClassINET}
}

func within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// brief tells an answer in a line: "NOERROR A 192.0.2.1, A 192.0.2.2".
func brief(m *dns.Msg, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	var parts []string
	for _, rr := range m.Answer {
		text := strings.TrimPrefix(rr.String(), rr.Header().String())
		parts = append(parts, dns.Type(rr.Header().Rrtype).String()+" "+text)
	}
	return strings.TrimSpace(dns.RcodeToString[m.Rcode] + " " + strings.Join(parts, ", "))
}

// stub is an Exchanger that a test writes out.
type stub func(ctx context.Context, q dns.Question) (*dns.Msg, error)

func (s stub) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) { return s(ctx, q) }

// refuse is a source that nobody should ask.
func refuse(t testing.TB) resolve.Exchanger {
	return stub(func(_ context.Context, q dns.Question) (*dns.Msg, error) {
		t.Errorf("%s was asked below", q.Name)
		return nil, errors.New("not to be asked")
	})
}

// message is an answer with those records.
func message(t testing.TB, rcode int, texts ...string) *dns.Msg {
	t.Helper()
	m := &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, RecursionAvailable: true, Rcode: rcode}}
	for _, text := range texts {
		rr, err := dns.NewRR(text)
		if err != nil {
			t.Fatal(err)
		}
		m.Answer = append(m.Answer, rr)
	}
	return m
}

func answering(m *dns.Msg) resolve.Exchanger {
	return stub(func(context.Context, dns.Question) (*dns.Msg, error) { return m, nil })
}

func failing(err error) resolve.Exchanger {
	return stub(func(context.Context, dns.Question) (*dns.Msg, error) { return nil, err })
}

// kind tells what a *net.DNSError says, or what else the error is.
func kind(err error) string {
	if err == nil {
		return "ok"
	}
	e, ok := err.(*net.DNSError) //nolint:errorlint // go/spf asserts the bare type
	if !ok {
		return fmt.Sprintf("%T", err)
	}
	var is []string
	if e.IsNotFound {
		is = append(is, "notfound")
	}
	if e.IsTemporary {
		is = append(is, "temporary")
	}
	if e.IsTimeout {
		is = append(is, "timeout")
	}
	return strings.Join(is, "+")
}
