package resolve

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/miekg/dns"
	"golang.org/x/time/rate"
)

// Pool spreads questions over several servers that know the same: recursive
// resolvers. Unlike [Failover], which always asks the first of them first, it is
// for many questions: it asks the servers in turn, sets aside one that fails
// again and again, and tries that one again after a while.
type Pool struct {
	Servers []Exchanger
	Tries   int           // for one question, each server once at least; less than 1 is 1
	Wait    time.Duration // for the answer to one try; 0 leaves the time to ctx
	Rate    float64       // tries per second, of all servers together; 0: no limit
}

// When a server is set aside, and for how long: longer each time that it fails
// again. Failures count in a row: single names take a resolver too long, a
// broken server has nothing in between.
const (
	failuresInARow = 8
	shortestRest   = time.Second
	longestRest    = 16 * time.Second
)

// Exchanger makes the pool ready to be asked. A question waits while all servers
// are set aside. When all tries fail, the first refusal (SERVFAIL or REFUSED) is
// the answer; without one, the error says what each try came to.
func (p Pool) Exchanger() Exchanger {
	x := &pool{Pool: p, limit: rate.NewLimiter(rate.Inf, 1), back: make(chan struct{})}
	if p.Rate > 0 {
		x.limit = rate.NewLimiter(rate.Limit(p.Rate), 1)
	}
	x.Tries = max(p.Tries, len(p.Servers), 1)
	x.health = make([]health, len(p.Servers))
	return x
}

type pool struct {
	Pool
	limit *rate.Limiter

	mu     sync.Mutex
	next   int // whose turn it is
	health []health
	back   chan struct{} // is closed when a server that was set aside answers
}

// health is what is known of a server.
type health struct {
	failures int           // in a row
	rest     time.Duration // 0: it is not set aside
	until    time.Time     // when it may be tried again
	trying   bool          // a question is under way that tries it again
}

func (p *pool) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	return exchange(ctx, p, q)
}

func (p *pool) ask(ctx context.Context, k question) (*dns.Msg, error) {
	if len(p.Servers) == 0 {
		return nil, errNoServer
	}
	var all attempts
	asked := make([]bool, len(p.Servers))
	for range p.Tries {
		i, err := p.turn(ctx, asked)
		if err != nil {
			return nil, err
		}
		if asked[i] && all.refusal != nil {
			break // a refusal is an answer: it isn't asked for twice
		}
		if err := p.limit.Wait(ctx); err != nil {
			return nil, err
		}
		asked[i] = true
		m, err := within(ctx, p.Wait, p.Servers[i], k)
		if ctx.Err() == nil {
			p.note(i, err == nil && m.Rcode != dns.RcodeRefused)
		}
		if all.take(m, err) {
			return m, nil
		}
		if ctx.Err() != nil {
			break
		}
	}
	if all.refusal != nil {
		return all.refusal, nil
	}
	return nil, all.failed.afterTries(len(p.Servers))
}

// afterTries is the error of several tries, short where there was one server.
func (e allFailed) afterTries(servers int) error {
	if servers == 1 && len(e) > 1 {
		return fmt.Errorf("%w (tried %d times)", e[len(e)-1], len(e))
	}
	return e
}

// turn says which server to ask: one that wasn't asked yet if there is any. It
// waits while all are set aside.
func (p *pool) turn(ctx context.Context, asked []bool) (int, error) {
	for {
		i, rest, back := p.pick(asked)
		if i >= 0 {
			return i, nil
		}
		timer := time.NewTimer(rest)
		select {
		case <-timer.C:
		case <-back:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
	}
}

// pick chooses a server. Where all are set aside it gives -1, the time until one
// may be tried again, and the channel that says that one is back sooner.
func (p *pool) pick(asked []bool) (server int, rest time.Duration, back <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next++
	again, now := -1, time.Now()
	for n := range p.Servers {
		i := (p.next + n) % len(p.Servers)
		h := &p.health[i]
		wait := h.until.Sub(now)
		switch {
		case h.rest > 0 && wait > 0:
			if rest == 0 || wait < rest {
				rest = wait
			}
		case asked[i]:
			again = i
		case h.rest > 0: // this question tries it; the others wait for what comes of it
			h.trying, h.until = true, now.Add(h.rest)
			return i, 0, nil
		default:
			return i, 0, nil
		}
	}
	return again, rest, p.back
}

// note takes down how a try went.
func (p *pool) note(server int, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := &p.health[server]
	switch {
	case ok && h.rest > 0:
		close(p.back)
		p.back = make(chan struct{})
		fallthrough
	case ok:
		*h = health{}
	default:
		h.failures++
		if h.failures >= failuresInARow && (h.rest == 0 || h.trying) {
			h.rest, h.trying = min(max(2*h.rest, shortestRest), longestRest), false
			h.until = time.Now().Add(h.rest)
		}
	}
}
