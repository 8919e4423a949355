package resolve

import (
	"context"
	"sync"

	"github.com/miekg/dns"
)

// Memoize asks each question once, and keeps what came of it, a failure too: within
// one check, which lives as long as ctx, a server that is dead is waited for once.
// Questions go below with ctx and not with their asker's, who may leave.
//
// For what outlives a check there is [Cache], which keeps no failure.
func Memoize(ctx context.Context) Layer {
	return func(next Exchanger) Exchanger {
		return &memo{ctx: ctx, next: next, asked: map[question]*asked{}}
	}
}

type memo struct {
	ctx  context.Context
	next Exchanger

	mu    sync.Mutex
	asked map[question]*asked
}

// asked is a question, and once done is closed, what came of it.
type asked struct {
	done chan struct{}
	outcome
}

func (m *memo) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	return exchange(ctx, m, q)
}

func (m *memo) ask(ctx context.Context, k question) (*dns.Msg, error) {
	m.mu.Lock()
	a, known := m.asked[k]
	if !known {
		a = &asked{done: make(chan struct{})}
		m.asked[k] = a
	}
	m.mu.Unlock()
	begin := func() {
		a.m, a.err = ask(m.ctx, m.next, k)
		close(a.done)
	}
	switch {
	case known:
	case ctx.Done() == m.ctx.Done(): // its asker won't leave
		begin()
	default:
		go begin()
	}
	select {
	case <-a.done:
		return a.m, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
