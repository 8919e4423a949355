// Package resolve asks the DNS. An [Exchanger] answers one question; sources
// are a [Server], the [System]'s servers, zone files ([Offline]) and
// recordings ([Replay]). A [Layer] adds one behaviour to an Exchanger, and
// [Lookup] turns its answers into what the evaluator of SPF needs.
//
// The usual stack, from the source up:
//
//	source, err := resolve.System()
//	…
//	stack := resolve.Chain(source,
//		resolve.Retry(2, 2*time.Second),
//		resolve.Limit(16),
//		resolve.Cache(),           // above Retry and Limit: a hit costs nothing
//		resolve.Overlay(proposal), // above Cache: a proposal is never kept as published
//		resolve.Memoize(ctx),      // of one check: below it, questions are prefetched
//		resolve.Record(file),      // on top: it sees what was asked, in order
//	)
//	lookup := resolve.Lookup{Exchanger: stack, Client: ip}
//
// Many checks at a time ask a [Pool] of servers, which retries by itself, through
// a [BoundedCache].
package resolve

import (
	"context"
	"sync"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Exchanger answers one question of class IN. SERVFAIL and NXDOMAIN are
// answers; an error means that no answer came.
//
// An Exchanger is safe for concurrent use. The message is shared between
// callers and layers: whoever wants to change it makes a copy.
type Exchanger interface {
	Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error)
}

// question is a question in a form that can be compared.
type question = dnsmsg.Question

// asker is an Exchanger that takes a question in that form: on its way through layers
// a name is not written and read again.
type asker interface {
	ask(ctx context.Context, k question) (*dns.Msg, error)
}

// ask asks e in the form that it takes.
func ask(ctx context.Context, e Exchanger, k question) (*dns.Msg, error) {
	if a, ok := e.(asker); ok {
		return a.ask(ctx, k)
	}
	return e.Exchange(ctx, k.Wire())
}

// exchange is the Exchange of an asker.
func exchange(ctx context.Context, a asker, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	return a.ask(ctx, k)
}

// exchangerFunc is a function that is an Exchanger.
type exchangerFunc func(ctx context.Context, k question) (*dns.Msg, error)

func (f exchangerFunc) ask(ctx context.Context, k question) (*dns.Msg, error) { return f(ctx, k) }

func (f exchangerFunc) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	return exchange(ctx, f, q)
}

// Layer adds a behaviour to an Exchanger.
type Layer func(Exchanger) Exchanger

// Chain stacks layers on source, the first closest to it.
func Chain(source Exchanger, layers ...Layer) Exchanger {
	for _, layer := range layers {
		source = layer(source)
	}
	return source
}

// Observe calls f with each question, once it is answered or has failed. Calls
// of f don't overlap; f must not change m.
func Observe(f func(q dns.Question, m *dns.Msg, err error)) Layer {
	return func(next Exchanger) Exchanger {
		var mu sync.Mutex
		return exchangerFunc(func(ctx context.Context, k question) (*dns.Msg, error) {
			m, err := ask(ctx, next, k)
			mu.Lock()
			defer mu.Unlock()
			f(k.Wire(), m, err)
			return m, err
		})
	}
}
