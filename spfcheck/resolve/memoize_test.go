package resolve_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestMemoizeKeepsWhatCame: a question goes below once, whatever came of it.
func TestMemoizeKeepsWhatCame(t *testing.T) {
	failure := errors.New("no answer")
	for _, want := range []error{nil, failure} {
		asked := 0
		source := resolve.Chain(stub(func(context.Context, dns.Question) (*dns.Msg, error) {
			asked++
			return new(dns.Msg), want
		}), resolve.Memoize(t.Context()))
		for range 3 {
			if _, err := source.Exchange(t.Context(), question); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		}
		if asked != 1 {
			t.Errorf("with %v it is asked for %d times", want, asked)
		}
	}
}

// TestMemoizeOutlivesItsAsker: who asked first may leave, and the next one has the answer.
func TestMemoizeOutlivesItsAsker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan struct{})
		source := resolve.Chain(stub(func(ctx context.Context, _ dns.Question) (*dns.Msg, error) {
			select {
			case <-answer:
				return new(dns.Msg), nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}), resolve.Memoize(t.Context()))
		short, leave := context.WithCancel(t.Context())
		left := make(chan error)
		go func() {
			_, err := source.Exchange(short, question)
			left <- err
		}()
		synctest.Wait()
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("who left got %v", err)
		}
		close(answer)
		if _, err := source.Exchange(t.Context(), question); err != nil {
			t.Errorf("the next one got %v", err)
		}
	})
}
