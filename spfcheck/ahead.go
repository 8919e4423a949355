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

// Ahead is how much a Check asks before its turn.
type Ahead int

const (
	// AheadEverything asks all that is known to be needed, at once: a Check waits for
	// the longest chain of questions of which one follows from the other.
	AheadEverything Ahead = iota
	// AheadSparingly asks all that is left at once when the identity's own record names
	// addresses in several terms, and otherwise when a record that it includes had to be
	// waited for. Where answers come within milliseconds it asks nothing ahead.
	AheadSparingly
	// AheadNothing asks one thing after the other, and only what a verdict rests on.
	AheadNothing
)

// maxAhead is for how many clients questions are asked ahead: others ask mostly
// the same.
const maxAhead = 4

// askAhead asks, all at once, what the identities, DMARC and the carriers' rules
// will want to know. It ends with ctx.
func (r *run) askAhead(ctx context.Context) *sync.WaitGroup {
	var asking sync.WaitGroup
	lookup := resolve.Lookup{Exchanger: r.below}
	helo := r.identity(identity.Helo).Domain
	for _, id := range r.identities {
		if id.Status != identity.Known {
			continue
		}
		for _, client := range r.request.Clients[:min(len(r.request.Clients), maxAhead)] {
			asking.Go(func() {
				eval.Prefetch(ctx, r.below, eval.Request{Client: client, Sender: id.Address, Helo: helo})
			})
		}
	}
	if from := r.identity(identity.From); from.Status == identity.Known {
		asking.Go(func() {
			if d := dmarc.Discover(ctx, lookup, from.Domain); !r.checker.VerdictsOnly {
				rules.Load(ctx, lookup, d)
			}
		})
	}
	for _, f := range r.wantedFacts() {
		asking.Go(func() { f.in(ctx, r.below, r.identity(f.about).Domain) })
	}
	return &asking
}
