package resolve

import (
	"context"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

// Retry asks again when no answer came, up to the given number of tries, and
// gives each try the time wait. An answer is never asked for again, SERVFAIL
// neither; nor is anything once ctx has ended. Fewer than one try is one, and a
// wait of 0 leaves the time to ctx.
func Retry(tries int, wait time.Duration) Layer {
	tries = max(tries, 1)
	return func(next Exchanger) Exchanger {
		return exchangerFunc(func(ctx context.Context, k question) (*dns.Msg, error) {
			for try := 1; ; try++ {
				m, err := within(ctx, wait, next, k)
				if err == nil {
					return m, nil
				}
				if ctx.Err() != nil || tries == 1 {
					return nil, err
				}
				if try == tries {
					return nil, fmt.Errorf("%w (tried %d times)", err, tries)
				}
			}
		})
	}
}

// within asks once, for as long as wait; 0 is no limit.
func within(ctx context.Context, wait time.Duration, next Exchanger, k question) (*dns.Msg, error) {
	if wait > 0 {
		var cancel context.CancelFunc
		ctx, cancel = withTimeout(ctx, wait)
		defer cancel()
	}
	return ask(ctx, next, k)
}

// Limit lets n questions at most be under way at once; the others wait for their
// turn. Fewer than one is one.
func Limit(n int) Layer {
	return func(next Exchanger) Exchanger {
		turns := make(chan struct{}, max(n, 1))
		return exchangerFunc(func(ctx context.Context, k question) (*dns.Msg, error) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			select {
			case turns <- struct{}{}:
				defer func() { <-turns }()
				return ask(ctx, next, k)
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		})
	}
}
