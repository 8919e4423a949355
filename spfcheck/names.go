package spfcheck

import (
	"context"
	"net/netip"
	"slices"
	"sync"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/detect"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// reversible are the addresses whose PTR is looked at: single ones that the mail
// is sent from, as many as answers are prefetched for. Without a header From no mail
// is known to arrive where they matter.
func (r *run) reversible() []netip.Addr {
	if r.coverage != nil || r.checker.Tuning.VerdictsOnly || r.identity(identity.From).Status != identity.Known {
		return nil
	}
	return r.request.Clients[:min(len(r.request.Clients), maxPrefetch)]
}

// prefetchNames asks for the names of an address, and then for all of theirs.
func prefetchNames(ctx context.Context, asking *sync.WaitGroup, lookup resolve.Lookup, client netip.Addr) {
	lookup.Client = client
	names, _ := lookup.LookupAddr(ctx, client.String())
	for _, name := range names[:min(len(names), record.MaxNames)] {
		asking.Go(func() { _, _ = lookup.LookupIPAddr(ctx, name) })
	}
}

// findNames asks DNS whether the PTR of each address leads back to it, where
// something is said that rests on it: of a carrier that is judged, or of why mail
// arrives at the one that is shown for comparison, whose reason it completes.
func (t *trial) findNames(ctx context.Context) {
	onNames := func(n carriers.Note) bool {
		return n.IfNot == carriers.PTRLeadsBack || n.IfUnknown == carriers.PTRLeadsBack
	}
	judged := slices.ContainsFunc(t.checker.profiles(), func(p *carriers.Profile) bool {
		return slices.ContainsFunc(p.Notes, onNames)
	})
	compared := t.compared()
	if !judged && len(compared) == 0 {
		return
	}
	for i, client := range t.reversible() {
		if name, known := detect.HostName(ctx, resolve.Lookup{Exchanger: t.exchanger}, client); known {
			t.facts[i].Known[carriers.PTRLeadsBack] = name != ""
		}
	}
	for _, v := range compared {
		for _, n := range carriers.ByID(v.Carrier).Notes {
			if onNames(n) && t.concerns(n) {
				v.Why = furthermore.Format(v.Why, t.noted(n))
			}
		}
	}
}

// compared are the verdicts that say why mail arrives at the reference which some
// carrier under judgement isn't known to deliver.
func (t *trial) compared() []*Verdict {
	var compared []*Verdict
	for i := range t.verdicts {
		v := &t.verdicts[i]
		if !v.Judged && v.Carrier == carriers.Reference.ID && v.Outcome.Delivered() && !worstOf(t.carriers).Delivered() {
			compared = append(compared, v)
		}
	}
	return compared
}

var furthermore = i18n.Text{EN: "%s; %s", JA: "%s。%s"}
