package resolve_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// servers are stubs that note who was asked, and when.
type servers struct {
	start  time.Time
	mu     sync.Mutex
	asked  []int
	at     []time.Duration
	answer []func() (*dns.Msg, error)
}

func (s *servers) list() []resolve.Exchanger {
	s.start = time.Now()
	var list []resolve.Exchanger
	for i := range s.answer {
		list = append(list, stub(func(context.Context, dns.Question) (*dns.Msg, error) {
			s.mu.Lock()
			s.asked, s.at = append(s.asked, i), append(s.at, time.Since(s.start))
			f := s.answer[i]
			s.mu.Unlock()
			return f()
		}))
	}
	return list
}

func says(t *testing.T, rcode int) func() (*dns.Msg, error) {
	return func() (*dns.Msg, error) { return message(t, rcode), nil }
}

func dead() (*dns.Msg, error) { return nil, errors.New("dead") }

func TestPoolTakesTurns(t *testing.T) {
	s := &servers{answer: []func() (*dns.Msg, error){says(t, 0), says(t, 0), says(t, 0)}}
	pool := resolve.Pool{Servers: s.list()}.Exchanger()
	for range 6 {
		if got := brief(pool.Exchange(t.Context(), question)); got != "NOERROR" {
			t.Errorf("got %s", got)
		}
	}
	for i := range 3 {
		if n := count(s.asked, i); n != 2 {
			t.Errorf("server %d was asked %d times of 6", i, n)
		}
	}
}

func count(list []int, what int) int {
	return len(slices.DeleteFunc(slices.Clone(list), func(i int) bool { return i != what }))
}

func TestPoolAsksAnother(t *testing.T) {
	tests := []struct {
		what    string
		servers []func() (*dns.Msg, error)
		tries   int
		want    string
		asked   int
	}{
		{"no answer", []func() (*dns.Msg, error){dead, says(t, 0)}, 1, "NOERROR", 2},
		{"SERVFAIL", []func() (*dns.Msg, error){says(t, dns.RcodeServerFailure), says(t, 0)}, 1, "NOERROR", 2},
		{"REFUSED", []func() (*dns.Msg, error){says(t, dns.RcodeRefused), says(t, 0)}, 1, "NOERROR", 2},
		{"NXDOMAIN is an answer", []func() (*dns.Msg, error){says(t, dns.RcodeNameError)}, 2, "NXDOMAIN", 1},
		{"all refuse, once each", []func() (*dns.Msg, error){says(t, dns.RcodeServerFailure), says(t, dns.RcodeServerFailure)}, 5, "SERVFAIL", 2},
		{"one that is dead is tried again", []func() (*dns.Msg, error){dead}, 2, "error: dead (tried 2 times)", 2},
		{"all are dead", []func() (*dns.Msg, error){dead, dead}, 1, "error: none of 2 servers answered: dead; dead", 2},
		{"there is none", nil, 1, "error: there is no server to ask", 0},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			s := &servers{answer: tt.servers}
			pool := resolve.Pool{Servers: s.list(), Tries: tt.tries}.Exchanger()
			pool.Exchange(t.Context(), question) // who is first decides about the second
			s.asked = nil
			if got := brief(pool.Exchange(t.Context(), question)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if len(s.asked) > tt.asked {
				t.Errorf("asked %v, want %d", s.asked, tt.asked)
			}
		})
	}
}

// TestPoolSetsAside has one of two servers dead: after some failures in a row it
// is left alone, tried again after 1, 2, 4 seconds, and used again when it answers.
func TestPoolSetsAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &servers{answer: []func() (*dns.Msg, error){dead, says(t, 0)}}
		pool := resolve.Pool{Servers: s.list()}.Exchanger()
		ask := func() {
			t.Helper()
			if got := brief(pool.Exchange(t.Context(), question)); got != "NOERROR" {
				t.Fatalf("got %s", got)
			}
		}
		for range 100 {
			ask()
		}
		if n := count(s.asked, 0); n != 8 {
			t.Errorf("the dead server was asked %d times of 100", n)
		}
		s.asked, s.at = nil, nil
		for range 100 {
			time.Sleep(100 * time.Millisecond)
			ask()
		}
		var tried []time.Duration
		for i, server := range s.asked {
			if server == 0 {
				tried = append(tried, s.at[i])
			}
		}
		if len(tried) != 3 || tried[1]-tried[0] < 2*time.Second || tried[2]-tried[1] < 4*time.Second {
			t.Errorf("it was tried again after %v", tried)
		}
		s.answer[0] = says(t, 0)
		time.Sleep(time.Minute)
		s.asked = nil
		for range 10 {
			ask()
		}
		if n := count(s.asked, 0); n != 5 {
			t.Errorf("it is back, and was asked %d times of 10", n)
		}
	})
}

// TestPoolWaits has the only server dead for a while: questions wait for it in
// place of failing one after another.
func TestPoolWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &servers{answer: []func() (*dns.Msg, error){dead}}
		pool := resolve.Pool{Servers: s.list(), Tries: 2}.Exchanger()
		for range 4 {
			pool.Exchange(t.Context(), question)
		}
		s.answer[0] = says(t, 0)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if got := brief(pool.Exchange(t.Context(), question)); got != "NOERROR" {
					t.Errorf("got %s", got)
				}
			})
		}
		all.Wait()
		if took := time.Since(s.start); took != time.Second {
			t.Errorf("the questions waited %s, want 1s", took)
		}
		s.answer[0] = dead
		for range 4 {
			pool.Exchange(t.Context(), question)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := pool.Exchange(ctx, question); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who can't wait: got %v", err)
		}
	})
}

// TestPoolRate counts tries by the second, those that fail included, and doesn't
// let the wait for a turn use up the time for the answer.
func TestPoolRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &servers{answer: []func() (*dns.Msg, error){dead, says(t, 0)}}
		pool := resolve.Pool{Servers: s.list(), Rate: 10, Wait: time.Millisecond}.Exchanger()
		var all sync.WaitGroup
		for range 7 {
			all.Go(func() {
				if got := brief(pool.Exchange(t.Context(), question)); got != "NOERROR" {
					t.Errorf("got %s", got)
				}
			})
		}
		all.Wait()
		want := time.Duration(len(s.asked)-1) * 100 * time.Millisecond
		if last := s.at[len(s.at)-1]; len(s.asked) < 10 || last != want {
			t.Errorf("%d tries took %s, want %s", len(s.asked), last, want)
		}
	})
}
