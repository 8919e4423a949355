package spfcheck

import (
	"context"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// maxPrefetch is for how many clients answers are prefetched: others need mostly
// the same.
const maxPrefetch = 4

// prefetch asks, all at once, what the identities, DMARC and the carriers' rules
// will want to know. It ends with ctx.
func (r *run) prefetch(ctx context.Context) *sync.WaitGroup {
	var asking sync.WaitGroup
	lookup := resolve.Lookup{Exchanger: r.below}
	for _, id := range r.identities {
		if id.Status != identity.Known {
			continue
		}
		for _, client := range r.request.Clients[:min(len(r.request.Clients), maxPrefetch)] {
			asking.Go(func() {
				eval.Prefetch(ctx, r.below, r.question(id, client))
			})
		}
	}
	if from := r.identity(identity.From); from.Status == identity.Known {
		asking.Go(func() {
			if d := dmarc.Discover(ctx, lookup, from.Domain); !r.checker.Tuning.VerdictsOnly {
				rules.Load(ctx, lookup, d)
			}
		})
	}
	for _, f := range r.wantedFacts() {
		asking.Go(func() { f.in(ctx, r.below, r.identity(f.about).Domain) })
	}
	for _, client := range r.reversible() {
		asking.Go(func() { prefetchNames(ctx, &asking, lookup, client) })
	}
	return &asking
}
