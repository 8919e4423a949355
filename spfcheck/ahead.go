package spfcheck

import (
	"context"
	"sync"

	"spfcheck/spfcheck/dmarc"
	"spfcheck/spfcheck/identity"
	"spfcheck/spfcheck/lint"
	"spfcheck/spfcheck/resolve"
	"spfcheck/spfcheck/tree"
)

// maxAhead is for how many clients questions are asked ahead: others ask mostly
// the same.
const maxAhead = 4

// askAhead asks, all at once, what the identities, DMARC and the carriers' rules
// will want to know. It ends with ctx.
func (r *run) askAhead(ctx context.Context, e resolve.Exchanger) *sync.WaitGroup {
	var asking sync.WaitGroup
	lookup := resolve.Lookup{Exchanger: e}
	helo := r.identity(identity.Helo).Domain
	for _, id := range r.identities {
		if id.Status != identity.Known {
			continue
		}
		for _, client := range r.request.Clients[:min(len(r.request.Clients), maxAhead)] {
			asking.Go(func() {
				tree.Ahead(ctx, lookup, id.Domain, tree.Message{Sender: id.Address, Helo: helo}, client)
			})
		}
	}
	if from := r.identity(identity.From); from.Status == identity.Known {
		asking.Go(func() {
			if d := dmarc.Discover(ctx, lookup, from.Domain); !r.checker.VerdictsOnly {
				lint.Load(ctx, lookup, d)
			}
		})
	}
	for _, f := range r.wantedFacts() {
		asking.Go(func() { f.in(ctx, e, r.identity(f.about).Domain) })
	}
	return &asking
}
