package eval

import (
	"context"
	"sync"
	"time"

	"spfcheck/spfcheck/record"
)

// near is how long answers may take and not be worth asking ahead for, which costs
// more work than it saves time: they come from a server nearby, or from a cache.
const near = 5 * time.Millisecond

// ahead is Evaluator.Ahead in one evaluation.
type ahead struct {
	ask   func(context.Context, Request, record.Record)
	began time.Time // to ask for the record
	under sync.WaitGroup
	stop  func() // nil: it wasn't called
}

// askAhead begins to ask for the addresses that the record of the request's domain
// names.
func (r *resolver) askAhead(ctx context.Context, rec record.Record) {
	if r.ahead.ask == nil || time.Since(r.ahead.began) < near || !namesAddresses(rec) {
		return
	}
	ctx, r.ahead.stop = context.WithCancel(ctx)
	r.ahead.under.Go(func() { r.ahead.ask(ctx, r.req, rec) })
}

// end ends what is asked ahead.
func (r *resolver) end() {
	if r.ahead.stop != nil {
		r.ahead.stop()
		r.ahead.under.Wait()
	}
}

// namesAddresses reports whether several terms of a record ask for addresses. They
// are the domain's own as a rule, and so in no cache; what include names is shared.
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
