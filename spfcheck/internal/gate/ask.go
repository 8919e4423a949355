package gate

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Ask asks what [Gate.Run] may ask about the flows, whatever changes: each is
// judged, and each of its own domains is linted, before and after. Where there is
// a Change, it also asks what Run asks. It returns the domains, and errors as Run.
// After may be nil where there is no Change.
//
// What is answered is for a layer below Before, such as that of
// [resolve.Answers.Collect].
func (g *Gate) Ask(ctx context.Context) ([]string, error) {
	ctx, done := context.WithCancel(ctx)
	defer done()
	var all []string
	for _, e := range []resolve.Exchanger{g.Before, g.After} {
		if e == nil {
			continue
		}
		e = resolve.Chain(e, resolve.Memoize(ctx))
		domains, err := g.askFlows(ctx, e)
		if err != nil {
			return nil, err
		}
		var under errgroup.Group
		under.SetLimit(atOnce)
		for _, domain := range domains {
			under.Go(func() error {
				lintOf(ctx, e, &subject{domain: domain})
				zone.Probe(ctx, e, domain, "TXT", "MX", "A", "AAAA")
				probe(ctx, e, domain)
				probe(ctx, e, dmarcLabel+domain)
				return nil
			})
		}
		_ = under.Wait() // what is wrong with a domain is for Run to say
		all = append(all, domains...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if g.Change == nil {
		return all, nil
	}
	_, err := g.Run(ctx)
	return all, err
}

// probe asks what a change of a name's texts may need to know: whether they are its
// own, and what is left of the name without them.
func probe(ctx context.Context, e resolve.Exchanger, name string) {
	without := zone.Edits(zone.Edit{Name: name, Type: "TXT", Clear: true})(e)
	_, _ = resolve.Lookup{Exchanger: without}.LookupTXT(ctx, name) // a failure is among those of Collect
}

// askFlows judges the flows, asks for the keys that they may be signed with, and gives
// their own domains.
func (g *Gate) askFlows(ctx context.Context, e resolve.Exchanger) ([]string, error) {
	var domains []string
	for _, f := range g.Flows {
		for _, s := range g.signers(f) {
			for _, k := range s.keys(ctx, e) {
				probe(ctx, e, k.Name)
			}
		}
		rep, err := g.check(ctx, f, e)
		var no *spfcheck.RangeError
		if errors.As(err, &no) {
			continue // Run says it of the flow
		}
		if err != nil {
			return nil, judging(f, err)
		}
		domains = append(domains, domainsOf(f.Request, rep)...)
	}
	slices.Sort(domains)
	return slices.Compact(domains), nil
}
