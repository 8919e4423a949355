package resolve

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Watch tells a fault of the run from a fact of a domain. A name whose servers fail
// is such a fact, and its question has no answer. It is a fault of the run, a
// [Fault], when the servers that are asked for everything give no answer to anything:
//
//   - A question failed, nothing else was answered since it was asked, and the
//     servers don't answer any more what they have answered before; where they have
//     answered nothing yet, they don't give the root's name servers. Where they do
//     answer, the failed question is asked once more.
//   - Nothing but refusals (REFUSED) was heard, or nothing until the time was up.
//   - The process can open no connection, since it has too many files open.
//
// After a Fault questions fail at once, with it, until [Watch.Recover].
type Watch struct {
	Servers []Exchanger   // of [Server] or [SystemServers], which are asked for everything
	Wait    time.Duration // for an answer, when it is asked whether they are there

	heard   atomic.Int64 // how many answers came
	known   atomic.Pointer[question]
	fault   atomic.Pointer[Fault]
	outages atomic.Int64
	refuses atomic.Bool // a server has refused to say what it was asked to see whether it is there

	mu     sync.Mutex // of who asks whether the servers are there
	last   sync.Mutex
	failed error // why a question has no answer, the last that had none
}

// Layer is what watches. It goes above all that tries again, and below [Cache].
func (w *Watch) Layer() Layer {
	return func(next Exchanger) Exchanger {
		return exchangerFunc(func(ctx context.Context, k question) (*dns.Msg, error) {
			return w.exchange(ctx, next, k)
		})
	}
}

func (w *Watch) exchange(ctx context.Context, next Exchanger, k question) (*dns.Msg, error) {
	for again := false; ; again = true {
		if f := w.fault.Load(); f != nil {
			return nil, f
		}
		before := w.heard.Load()
		m, err := ask(ctx, next, k)
		failure := failureOf(m, err)
		switch {
		case failure == nil:
			w.hear(k)
			return m, err
		case outOfFiles(failure):
			return nil, w.down(failure)
		case errors.Is(ctx.Err(), context.Canceled):
			return m, err
		}
		w.fail(failure)
		if ctx.Err() != nil || again || w.heard.Load() != before {
			return m, err
		}
		if f := w.test(ctx, before); f != nil {
			return nil, f
		}
		if w.heard.Load() == before {
			return m, err
		}
	}
}

// failureOf says what keeps an outcome from being an answer of a server that
// answers; nil: it is one, however little can be made of it.
func failureOf(m *dns.Msg, err error) error {
	switch {
	case err == nil && m.Rcode != dns.RcodeRefused:
		return nil
	case err == nil:
		return errRefused
	case Truncated(err), errors.Is(err, errDelegated), errors.As(err, new(*malformedError)):
		return nil
	}
	return err
}

func (w *Watch) hear(k question) {
	w.heard.Add(1)
	if w.known.Load() == nil {
		first := k // k itself needs no memory of its own each time
		w.known.CompareAndSwap(nil, &first)
	}
}

func (w *Watch) fail(err error) {
	w.last.Lock()
	defer w.last.Unlock()
	w.failed = err
}

// test asks the servers what they ought to know, unless an answer came since heard
// was that many. A server of some zones alone may refuse what isn't in them, so that
// a refusal counts only where it has answered before.
func (w *Watch) test(ctx context.Context, before int64) *Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.fault.Load(); f != nil || w.heard.Load() != before {
		return f
	}
	known := w.known.Load()
	failure := w.probe(ctx)
	if refused(failure) { // it is there, whatever it serves
		w.refuses.Store(true)
	}
	if failure == nil || ctx.Err() != nil || w.heard.Load() != before || refused(failure) && known == nil {
		return nil
	}
	return w.down(failure)
}

// probe says why the servers give no answer; nil: they do.
func (w *Watch) probe(ctx context.Context) error {
	q := question{Name: dnsmsg.Root, Type: dns.TypeNS}
	if known := w.known.Load(); known != nil {
		q = *known
	}
	m, err := within(ctx, w.Wait, Failover(w.Servers...), q)
	failure := failureOf(m, err)
	if failure == nil {
		w.heard.Add(1)
	}
	return failure
}

// down takes the servers for unable to answer.
func (w *Watch) down(failure error) *Fault {
	f := w.newFault(failure)
	if !w.fault.CompareAndSwap(nil, f) {
		return w.fault.Load()
	}
	w.outages.Add(1)
	return f
}

func (w *Watch) newFault(failure error) *Fault {
	f := &Fault{Err: failure}
	for _, server := range w.Servers {
		f.Servers = append(f.Servers, fmt.Sprint(server))
	}
	return f
}

// Fault says why no server could be asked so far; nil: one could, or none was asked.
func (w *Watch) Fault() *Fault {
	if f := w.fault.Load(); f != nil {
		return f
	}
	w.last.Lock()
	defer w.last.Unlock()
	if w.refuses.Load() && !refused(w.failed) { // it is the names that are silent
		return nil
	}
	if w.heard.Load() == 0 && w.failed != nil {
		return w.newFault(w.failed)
	}
	return nil
}

// Outages is how often the servers stopped answering so far. What was asked while
// that changed has to be asked again.
func (w *Watch) Outages() int64 { return w.outages.Load() }

// Recover waits until a server answers again, and lets questions pass. The error
// is that of ctx.
func (w *Watch) Recover(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for rest := shortestRest; w.Fault() != nil; rest = min(2*rest, longestRest) {
		if w.probe(ctx) == nil {
			w.fault.Store(nil)
			continue
		}
		timer := time.NewTimer(rest)
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}
