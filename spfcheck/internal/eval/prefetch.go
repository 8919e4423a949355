package eval

import (
	"context"
	"errors"
	"strings"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const (
	// near is how soon answers come from a cache or a server nearby. To prefetch
	// from those costs more work than it saves time.
	near = 5 * time.Millisecond
	// maxAtOnce is how many questions of a prefetch are under way.
	maxAtOnce = 16
)

// errPending stands for an answer that hasn't come yet.
var errPending = errors.New("not answered yet")

// pending is the result of what depends on an answer that hasn't come yet.
const pending spf.Result = ""

// Prefetch asks what the evaluation of req can come to, as soon as it is known to
// be needed: what an answer names is asked at once, and none twice. The evaluator,
// which asks one thing after the other, then finds its answers in a cache that
// both ask through. Prefetch gives nothing back and decides nothing.
//
// It looks at the answers in the order of its questions, and goes the evaluator's
// way through what is known by then. Of a term that isn't known yet it supposes
// that it doesn't match. It leaves out ptr, %{p} and exp.
//
// It returns when there is nothing more to ask, or when ctx has ended; nothing is
// under way any more then.
func Prefetch(ctx context.Context, exchanger resolve.Exchanger, req Request) {
	if evaluable(req.Domain()) {
		newResolver(Evaluator{Exchanger: exchanger}, req).prefetch(ctx)
	}
}

// prefetch walks as far as the answers go, again for each that comes.
func (r *resolver) prefetch(ctx context.Context) {
	r.queue = &queue{slots: make(chan struct{}, maxAtOnce)}
	for more := true; more; more = r.queue.next() {
		w := walk{resolver: r, briefly: true}
		w.node(ctx, r.req.Domain())
	}
}

// leftOut reports whether a prefetch leaves out a term: whether that depends on
// the client's names.
func leftOut(t *record.Term) bool {
	return t.Name == "ptr" || strings.Contains(t.Domain.Letters(), "p")
}

// prefetchBeside begins to prefetch beside the evaluation, if the records that came
// for a domain say that it is time: the addresses that the first record names are
// the domain's own as a rule, and so in no cache; those that are included are shared,
// and it is worth it only when one wasn't in a cache either.
func (r *resolver) prefetchBeside(ctx context.Context, domain string, records []record.Record) {
	if r.stop != nil || len(records) != 1 || domain == r.req.Domain() && !namesAddresses(records[0]) {
		return
	}
	ctx, r.stop = context.WithCancel(ctx)
	beside := newResolver(Evaluator{Exchanger: r.prefetched, Records: r.parsed}, r.req)
	beside.records = r.records
	r.under.Go(func() { beside.prefetch(ctx) })
}

// end ends what is prefetched beside the evaluation.
func (r *resolver) end() {
	if r.stop != nil {
		r.stop()
		r.under.Wait()
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
