package resolve_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func TestCacheKeepsAnswers(t *testing.T) {
	for _, code := range []int{dns.RcodeSuccess, dns.RcodeNameError, dns.RcodeServerFailure} {
		var asked atomic.Int64
		source := resolve.Chain(stub(func(context.Context, dns.Question) (*dns.Msg, error) {
			asked.Add(1)
			return message(t, code), nil
		}), resolve.Cache())
		for _, name := range []string{"a.example.", "A.example.", `\097.example.`} {
			if got := brief(source.Exchange(t.Context(), ask(name, dns.TypeA))); got != dns.RcodeToString[code] {
				t.Errorf("%s: got %s", name, got)
			}
		}
		if asked.Load() != 1 {
			t.Errorf("%s: asked %d times", dns.RcodeToString[code], asked.Load())
		}
		_, _ = source.Exchange(t.Context(), ask("a.example.", dns.TypeTXT))
		if asked.Load() != 2 {
			t.Errorf("%s: another type wasn't asked for", dns.RcodeToString[code])
		}
	}
}

func TestCacheKeepsNoError(t *testing.T) {
	var asked atomic.Int64
	source := resolve.Chain(stub(func(context.Context, dns.Question) (*dns.Msg, error) {
		return nil, fmt.Errorf("broken %d", asked.Add(1))
	}), resolve.Cache())
	for i := range 2 {
		want := fmt.Sprintf("error: broken %d", i+1)
		if got := brief(source.Exchange(t.Context(), question)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// slow answers after a second and counts.
func slow(t *testing.T, asked *atomic.Int64) resolve.Exchanger {
	return stub(func(ctx context.Context, _ dns.Question) (*dns.Msg, error) {
		asked.Add(1)
		select {
		case <-time.After(time.Second):
			return message(t, 0), nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	})
}

func TestCacheAsksOnceAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		source := resolve.Chain(slow(t, &asked), resolve.Cache())
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if got := brief(source.Exchange(t.Context(), question)); got != "NOERROR" {
					t.Errorf("got %s", got)
				}
			})
		}
		all.Wait()
		if asked.Load() != 1 {
			t.Errorf("asked %d times", asked.Load())
		}
	})
}

// TestCacheWaiterAsksWhenTheFirstCallerLeaves: nobody fails because of another's
// cancellation.
func TestCacheWaiterAsksWhenTheFirstCallerLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		source := resolve.Chain(slow(t, &asked), resolve.Cache())
		first, cancel := context.WithCancel(t.Context())
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := source.Exchange(first, question); !errors.Is(err, context.Canceled) {
				t.Errorf("first: got %v", err)
			}
		})
		synctest.Wait()
		both.Go(func() {
			if got := brief(source.Exchange(t.Context(), question)); got != "NOERROR" {
				t.Errorf("second: got %s", got)
			}
		})
		synctest.Wait()
		cancel()
		both.Wait()
		if asked.Load() != 2 {
			t.Errorf("asked %d times", asked.Load())
		}
	})
}

func TestCacheFlightEndsWithItsLastCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan struct{})
		var asked atomic.Int64
		source := resolve.Chain(stub(func(ctx context.Context, _ dns.Question) (*dns.Msg, error) {
			if asked.Add(1) > 1 {
				return message(t, 0), nil
			}
			<-ctx.Done()
			close(ended)
			return nil, ctx.Err()
		}), resolve.Cache())
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := source.Exchange(ctx, question); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		<-ended // or synctest reports a deadlock
		if got := brief(source.Exchange(t.Context(), question)); got != "NOERROR" {
			t.Errorf("after it: got %s", got)
		}
	})
}

func TestCacheLetsAWaiterGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		source := resolve.Chain(slow(t, &asked), resolve.Cache())
		var first sync.WaitGroup
		first.Go(func() {
			if got := brief(source.Exchange(t.Context(), question)); got != "NOERROR" {
				t.Errorf("first: got %s", got)
			}
		})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := source.Exchange(ctx, question); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("waiter: got %v", err)
		}
		first.Wait()
	})
}
