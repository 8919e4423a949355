package resolve_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// named is a server with a name.
type named struct {
	stub
	name string
}

func (n named) String() string { return n.name }

// TestWatch tells what the servers do from what it comes to: a fault of the run, or a
// fact of the name that is asked for.
func TestWatch(t *testing.T) {
	only := func(name string, rest func() (*dns.Msg, error)) stub { // answers for one name
		return func(_ context.Context, q dns.Question) (*dns.Msg, error) {
			if q.Name == name {
				return message(t, dns.RcodeSuccess), nil
			}
			return rest()
		}
	}
	says := func(m *dns.Msg, err error) func() (*dns.Msg, error) {
		return func() (*dns.Msg, error) { return m, err }
	}
	timeout := says(nil, context.DeadlineExceeded)
	refused := says(message(t, dns.RcodeRefused), nil)
	tests := []struct {
		what   string
		server stub
		want   string // the outcome for a.example, and then the fault
	}{
		{"it answers", only("", says(message(t, dns.RcodeSuccess), nil)), "NOERROR"},
		{"it answers SERVFAIL alone", only("", says(message(t, dns.RcodeServerFailure), nil)), "SERVFAIL"},
		{"one name's servers are down", only(".", timeout), "error: context deadline exceeded"},
		{"one name is refused", only("b.example.", refused), "REFUSED"},
		{"a server of some zones drops the others", only("b.example.", timeout), "error: context deadline exceeded"},
		{"it refuses the root, and the names are silent", func(_ context.Context, q dns.Question) (*dns.Msg, error) {
			if q.Name == "." {
				return refused()
			}
			return timeout()
		}, "error: context deadline exceeded"},
		{"silent", only("", timeout), "error: fault, the DNS server 192.0.2.53 gives no answer: no answer in time"},
		{"nothing listens", only("", says(nil, &net.OpError{Op: "read", Err: syscall.ECONNREFUSED})), "error: fault, the DNS server 192.0.2.53 gives no answer: connection refused"},
		{"no network", only("", says(nil, syscall.ENETUNREACH)), "error: fault, the DNS server 192.0.2.53 gives no answer: network unreachable"},
		{"refuses all", only("", refused), "REFUSED, the DNS server 192.0.2.53 gives no answer: it refuses to answer (REFUSED)"},
		{"no files", only("b.example.", says(nil, syscall.EMFILE)), "error: fault, this process has too many files open to ask DNS"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			server := named{tt.server, "192.0.2.53"}
			watch := &resolve.Watch{Servers: []resolve.Exchanger{server}}
			watched := resolve.Chain(server, watch.Layer())
			_, _ = watched.Exchange(t.Context(), ask("b.example.", dns.TypeA))
			m, err := watched.Exchange(t.Context(), question)
			if fault, ok := errors.AsType[*resolve.Fault](err); ok && fault == watch.Fault() {
				err = errors.New("fault")
			}
			got := brief(m, err)
			if fault := watch.Fault(); fault != nil {
				got += ", " + fault.Error()
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestWatchNamesServers has two servers, real ones, neither of which answers.
func TestWatchNamesServers(t *testing.T) {
	silent := dnstest.Start(t, dnstest.Drop)
	servers := []resolve.Exchanger{dial(t, silent.Addr), dial(t, "tcp://127.0.0.1:1")}
	const wait = 50 * time.Millisecond
	watch := &resolve.Watch{Servers: servers, Wait: wait}
	watched := resolve.Chain(resolve.Failover(servers...), resolve.Retry(2, wait), watch.Layer())
	_, err := watched.Exchange(within(t, long), question)
	fault := watch.Fault()
	if fault == nil || !errors.Is(err, fault) {
		t.Fatalf("got %v, and the fault %v", err, fault)
	}
	want := fmt.Sprintf("none of the DNS servers gives an answer: %s (no answer in time), tcp://127.0.0.1:1 (connection refused)", silent.Addr)
	if fault.Error() != want {
		t.Errorf("got  %s\nwant %s", fault, want)
	}
	if silent.Count(".", dns.TypeNS) != 1 {
		t.Errorf("asked %q", silent.Asked())
	}
}

// TestWatchHearsReferrals tells a server that has zones of its own, and refers to those
// of others below them, from one that has none.
func TestWatchHearsReferrals(t *testing.T) {
	for zone, want := range map[string]bool{".": true, "example.": false} {
		server := dial(t, dnstest.Start(t, dnstest.Refer(zone)).Addr)
		watch := &resolve.Watch{Servers: []resolve.Exchanger{server}}
		_, err := resolve.Chain(server, watch.Layer()).Exchange(within(t, long), question)
		fault := watch.Fault()
		if got := fault != nil && fault.Refused(); got != want || err == nil {
			t.Errorf("%s: got the fault %v, and %v", zone, fault, err)
		}
	}
}

// TestWatchLosesServer has a server that stops answering after some time and is back
// after more: nothing is asked of it in between but what it has answered before.
func TestWatchLosesServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		var away atomic.Bool
		server := named{stub(func(_ context.Context, q dns.Question) (*dns.Msg, error) {
			asked++
			if away.Load() {
				return nil, context.DeadlineExceeded
			}
			return message(t, dns.RcodeSuccess), nil
		}), "192.0.2.53"}
		watch := &resolve.Watch{Servers: []resolve.Exchanger{server}}
		watched := resolve.Chain(server, watch.Layer())
		exchange := func(want string) {
			t.Helper()
			if got := brief(watched.Exchange(t.Context(), question)); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
		exchange("NOERROR")
		away.Store(true)
		for range 3 {
			exchange("error: the DNS server 192.0.2.53 gives no answer: no answer in time")
		}
		if asked != 3 || watch.Outages() != 1 {
			t.Errorf("asked %d times, and %d outages", asked, watch.Outages())
		}
		go func() {
			time.Sleep(10 * time.Second)
			away.Store(false)
		}()
		if err := watch.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
		exchange("NOERROR")
		if fault := watch.Fault(); fault != nil || watch.Outages() != 1 {
			t.Errorf("fault %v, %d outages", fault, watch.Outages())
		}
	})
}

// TestWatchAsksAgain has a server that is away for so long as one question takes.
func TestWatchAsksAgain(t *testing.T) {
	answers := []string{"lost", "probe", "again"}
	server := named{stub(func(context.Context, dns.Question) (*dns.Msg, error) {
		first := answers[0]
		answers = answers[1:]
		if first == "lost" {
			return nil, context.DeadlineExceeded
		}
		return message(t, dns.RcodeSuccess), nil
	}), "192.0.2.53"}
	watch := &resolve.Watch{Servers: []resolve.Exchanger{server}}
	if got := brief(resolve.Chain(server, watch.Layer()).Exchange(t.Context(), question)); got != "NOERROR" || len(answers) > 0 {
		t.Errorf("got %s, with %q to come", got, answers)
	}
}

// TestWatchLeavesCancelledAlone: who gives up says nothing of a server.
func TestWatchLeavesCancelledAlone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := named{stub(func(ctx context.Context, _ dns.Question) (*dns.Msg, error) {
		cancel()
		return nil, ctx.Err()
	}), "192.0.2.53"}
	watch := &resolve.Watch{Servers: []resolve.Exchanger{server}}
	_, err := resolve.Chain(server, watch.Layer()).Exchange(ctx, question)
	if fault := watch.Fault(); fault != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, and the fault %v", err, fault)
	}
}
