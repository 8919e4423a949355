package resolve

import (
	"context"
	"sync"

	"github.com/miekg/dns"
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
		return &cache{next: next, answers: newStore(), calls: map[question]*call{}}
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
	calls   map[question]*call
}

// call is one question under way. Its outcome is there once done is closed.
type call struct {
	done chan struct{} // nil: nobody waits for it
	outcome
	left bool // its caller had no time any more
}

func (c *cache) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	return exchange(ctx, c, q)
}

func (c *cache) ask(ctx context.Context, k question) (*dns.Msg, error) {
	for {
		m, a, first := c.join(k)
		switch {
		case m != nil:
			return m, nil
		case first:
			c.do(ctx, k, a)
			return a.m, a.err
		}
		select {
		case <-a.done:
			if !a.left {
				return a.m, a.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// join returns the answer that is kept, or the call to wait for. The first to join
// has to do it.
func (c *cache) join(k question) (m *dns.Msg, a *call, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.answers.get(k); m != nil {
		return m, nil, false
	}
	a = c.calls[k]
	if a == nil {
		a = new(call)
		c.calls[k] = a
		return nil, a, true
	}
	if a.done == nil {
		a.done = make(chan struct{})
	}
	return nil, a, false
}

func (c *cache) do(ctx context.Context, k question, a *call) {
	a.m, a.err = ask(ctx, c.next, k)
	a.left = a.err != nil && ctx.Err() != nil
	c.mu.Lock()
	defer c.mu.Unlock()
	if a.err == nil {
		c.answers.put(k, a.m)
	}
	delete(c.calls, k)
	if a.done != nil {
		close(a.done)
	}
}
