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
// A question that several callers ask at once goes below once. The flight
// outlives the caller that began it, ends when its answer came or when no caller
// waits any more, and carries no deadline of its own: put [Retry] below.
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

// flight is one question under way. The fields m and err belong to the flight
// until done is closed, waiters to the holder of the cache's lock.
type flight struct {
	cancel  context.CancelFunc
	waiters int
	done    chan struct{}
	m       *dns.Msg
	err     error
}

func (c *cache) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := newQuestion(q)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m, f := c.board(ctx, k)
	if m != nil {
		return m, nil
	}
	select {
	case <-f.done:
		return f.m, f.err
	case <-ctx.Done():
		c.leave(k, f)
		return nil, ctx.Err()
	}
}

// board returns the answer that is kept, or the flight to wait for.
func (c *cache) board(ctx context.Context, k question) (*dns.Msg, *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.answers.get(k); m != nil {
		return m, nil
	}
	f := c.flights[k]
	if f == nil {
		// Not the caller's cancellation: others may come to wait as well.
		flying, cancel := context.WithCancel(context.WithoutCancel(ctx))
		f = &flight{cancel: cancel, done: make(chan struct{})}
		c.flights[k] = f
		go c.fly(flying, k, f)
	}
	f.waiters++
	return nil, f
}

func (c *cache) fly(ctx context.Context, k question, f *flight) {
	defer f.cancel()
	f.m, f.err = c.next.Exchange(ctx, k.wire())
	c.mu.Lock()
	if f.err == nil {
		c.answers.put(k, f.m)
	}
	c.forget(k, f)
	c.mu.Unlock()
	close(f.done)
}

// leave takes one waiter off, and stops the flight with the last of them. Who
// comes after that begins a new one.
func (c *cache) leave(k question, f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiters--
	if f.waiters == 0 {
		f.cancel()
		c.forget(k, f)
	}
}

func (c *cache) forget(k question, f *flight) {
	if c.flights[k] == f {
		delete(c.flights, k)
	}
}
