package spfcheck

import (
	"context"
	"runtime"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/detect"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
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
	begun := map[eval.Request]bool{}
	for _, id := range r.identities {
		if id.Status != identity.Known {
			continue
		}
		for _, client := range r.request.Clients[:min(len(r.request.Clients), maxPrefetch)] {
			if q := r.question(id, client); !begun[q] {
				begun[q] = true
				asking.Go(func() { eval.Prefetch(ctx, r.below, q) })
			}
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
	if !r.checker.Tuning.VerdictsOnly {
		asking.Go(func() {
			runtime.Gosched() // mail that is delivered needs no plan: what the verdicts rest on is sent first
			r.prefetchPlan(ctx, &asking)
		})
	}
	return &asking
}

// prefetchPlan asks what a plan will want to know of the domains that the sender can
// change: what stands there, the services that they use, and what those authorise.
func (r *run) prefetchPlan(ctx context.Context, asking *sync.WaitGroup) {
	w := world{run: r, exchanger: r.below}
	lookup := resolve.Lookup{Exchanger: r.below}
	asked := map[string]bool{}
	for _, id := range r.identities {
		if own, _ := r.owns(id.Domain); id.Status != identity.Known || asked[id.Domain] || !own {
			continue
		}
		asked[id.Domain] = true
		for _, name := range []string{id.Domain, r.wildcardFor(id.Domain), r.subdomainOf(id.Domain)} {
			for _, c := range counts {
				if name != "" {
					asking.Go(func() { c(ctx, lookup, name) })
				}
			}
		}
		asking.Go(func() { detect.Prefetch(ctx, lookup, id.Domain) })
		asking.Go(func() { zone.Probe(ctx, r.below, id.Domain, "TXT", "MX", "A", "AAAA") })
		asking.Go(func() {
			for _, use := range w.services(ctx, id.Domain) {
				asking.Go(func() {
					w.published([]RRset{{Name: id.Domain, Type: "TXT", Values: base{}.with(use.Terms)}}).tree(ctx, id.Domain)
				})
			}
		})
	}
}
