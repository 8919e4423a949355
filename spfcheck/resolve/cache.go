package resolve

import (
	"context"
	"sync"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Cache keeps every answer for as long as it lives, whatever its TTL: a run is
// short, and one run should see one DNS. It never keeps an error, which may be
// one caller's cancellation.
//
// A question that several callers ask at once goes below once, with the context of
// the first of them. When that one's time is over, the next one asks. It carries
// no deadline of its own: put [Retry] below.
func Cache() Layer { return cacheIn(func() store { return forever{} }) }

// cacheIn is a cache that keeps answers in a new store.
func cacheIn(newStore func() store) Layer {
	return func(next Exchanger) Exchanger {
		return &cache{next: next, answers: newStore(), flights: map[question]*flight{}}
	}
}

// store keeps answers for a cache, whose lock is held while it is used.
type store interface {
	get(question) *dns.Msg // nil: there is none
	put(question, *dns.Msg)
}

// forever is the store that forgets nothing.
type forever map[question]*dns.Msg

func (s forever) get(k question) *dns.Msg    { return s[k] }
func (s forever) put(k question, m *dns.Msg) { s[k] = m }

type cache struct {
	next Exchanger

	mu      sync.Mutex
	answers store
	flights map[question]*flight
}

// flight is one question under way. Its outcome is there once done is closed.
type flight struct {
	done chan struct{} // nil: nobody waits for it
	outcome
	left bool // its caller had no time any more
}

func (c *cache) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	for {
		m, f, first := c.board(k)
		switch {
		case m != nil:
			return m, nil
		case first:
			c.fly(ctx, q, k, f)
			return f.m, f.err
		}
		select {
		case <-f.done:
			if !f.left {
				return f.m, f.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// board returns the answer that is kept, or the flight to wait for. The first to
// board has to fly.
func (c *cache) board(k question) (m *dns.Msg, f *flight, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.answers.get(k); m != nil {
		return m, nil, false
	}
	f = c.flights[k]
	if f == nil {
		f = new(flight)
		c.flights[k] = f
		return nil, f, true
	}
	if f.done == nil {
		f.done = make(chan struct{})
	}
	return nil, f, false
}

func (c *cache) fly(ctx context.Context, q dns.Question, k question, f *flight) {
	f.m, f.err = c.next.Exchange(ctx, q)
	f.left = f.err != nil && ctx.Err() != nil
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.err == nil {
		c.answers.put(k, f.m)
	}
	delete(c.flights, k)
	if f.done != nil {
		close(f.done)
	}
}
