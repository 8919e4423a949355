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
// A question that several callers ask at once goes below once. The flight ends
// when its answer came or when no caller waits any more; it carries no deadline
// of its own: put [Retry] below. The caller that began it stays as long as others
// wait, even when its own time is over; they leave when they like.
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
	ctx     context.Context
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
	m, f, first := c.board(ctx, k)
	if m != nil {
		return m, nil
	}
	if first {
		stop := context.AfterFunc(ctx, func() { c.leave(k, f) })
		c.fly(q, k, f)
		if !stop() {
			return nil, ctx.Err()
		}
		return f.m, f.err
	}
	select {
	case <-f.done:
		return f.m, f.err
	case <-ctx.Done():
		c.leave(k, f)
		return nil, ctx.Err()
	}
}

// board returns the answer that is kept, or the flight to wait for. The first to
// board has to fly.
func (c *cache) board(ctx context.Context, k question) (m *dns.Msg, f *flight, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.answers.get(k); m != nil {
		return m, nil, false
	}
	f = c.flights[k]
	if f == nil {
		// Not the caller's cancellation: others may come to wait as well.
		flying, cancel := context.WithCancel(context.WithoutCancel(ctx))
		f = &flight{ctx: flying, cancel: cancel, done: make(chan struct{})}
		c.flights[k] = f
		first = true
	}
	f.waiters++
	return nil, f, first
}

func (c *cache) fly(q dns.Question, k question, f *flight) {
	defer f.cancel()
	f.m, f.err = c.next.Exchange(f.ctx, q)
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
