package eval

import (
	"context"
	"sync"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// near is how soon answers come from a cache or a server nearby. To ask ahead of
// those costs more work than it saves time.
const near = 5 * time.Millisecond

// ahead is Evaluator.Ahead in one evaluation.
type ahead struct {
	ask   func(context.Context, Request, record.Record)
	root  record.Record // of the request's domain, once it is there
	under sync.WaitGroup
	stop  func() // nil: it wasn't called
}

// askAhead begins to ask ahead, if the record that came for a domain says that it
// is time: the addresses that the first record names are the domain's own as a rule,
// and so in no cache; those that are included are shared, and it is worth it only
// when one wasn't in a cache either.
func (r *resolver) askAhead(ctx context.Context, domain string, rec record.Record, took time.Duration) {
	a := &r.ahead
	first := domain == r.req.Domain()
	if first {
		a.root = rec
	}
	if a.ask == nil || a.stop != nil || took < near || first && !namesAddresses(rec) {
		return
	}
	ctx, a.stop = context.WithCancel(ctx)
	a.under.Go(func() { a.ask(ctx, r.req, a.root) })
}

// end ends what is asked ahead.
func (r *resolver) end() {
	if r.ahead.stop != nil {
		r.ahead.stop()
		r.ahead.under.Wait()
	}
}

// namesAddresses reports whether several terms of a record ask for addresses.
func namesAddresses(rec record.Record) bool {
	n := 0
	for i := range rec.Terms {
		switch rec.Terms[i].Name {
		case "a", "mx", "exists":
			n++
		}
	}
	return n > 1
}
