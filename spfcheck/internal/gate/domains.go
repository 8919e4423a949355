package gate

import (
	"context"
	"maps"
	"slices"
	"strings"

	"go4.org/netipx"
	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// state is what a domain publishes at a time.
type state struct {
	report *lint.Report
	tree   *tree.Tree
	err    error
}

// linted is a domain, before and after.
type linted struct {
	*subject
	before, after state
	differ        []resolve.RRset
	noted         *differences
}

// domains lints the domains that the change touches, and compares. One that
// another of them includes is told with that one, unless it sends mail itself or
// more than its SPF record changes.
func (r *run) domains(ctx context.Context, rep *Report) {
	touched := r.touched(ctx)
	var all []*linted
	for _, domain := range slices.Sorted(maps.Keys(touched)) {
		all = append(all, &linted{subject: touched[domain]})
	}
	var under errgroup.Group
	under.SetLimit(atOnce)
	for _, d := range all {
		under.Go(func() error {
			d.noted = &differences{}
			d.after = lintOf(ctx, d.noted.above(r.before, r.after), d.subject)
			d.before = lintOf(ctx, r.before, d.subject)
			d.differ = d.noted.list()
			return nil
		})
	}
	_ = under.Wait()        // the errors are in the states
	for _, d := range all { // a wildcard's records are no domain's, and can be anybody's
		if gained, opens := d.opens(); opens && strings.HasPrefix(d.domain, "*.") {
			rep.Problems = append(rep.Problems, openedProblem(d.domain, gained, r.places.of(d.differ, []string{d.domain})))
		} else if opens {
			r.opened[d.domain] = gained
		}
	}
	all = slices.DeleteFunc(all, func(d *linted) bool {
		return d.before.err != nil || d.after.err != nil || // no name that mail is sent from
			d.open && !d.flow && !d.before.sends() || !d.flow && !d.itself && included(d.domain, all)
	})
	for _, d := range all {
		r.places.need(d.noted)
		r.failed[d.domain] = failed{r.fails(ctx, d.before), r.fails(ctx, d.after), r.places.dnsFails(d.after.report.Failures)}
		rep.Domains = append(rep.Domains, d.change(r.places))
	}
	rep.Findings = r.findings(all)
}

func lintOf(ctx context.Context, e resolve.Exchanger, s *subject) state {
	report, err := lint.Domain(ctx, e, lint.Request{Domain: s.domain, Selectors: s.selectors})
	return state{report, tree.Load(ctx, resolve.Lookup{Exchanger: e}, s.domain, tree.Message{}), err}
}

// included reports whether another domain includes this one.
func included(domain string, all []*linted) bool {
	return slices.ContainsFunc(all, func(d *linted) bool {
		return d.domain != domain && (d.before.reaches(domain) || d.after.reaches(domain))
	})
}

// sends reports whether the domain says of itself how mail is sent from it.
func (s state) sends() bool {
	return len(s.tree.Root.Records) > 0 || s.report.DMARC.Status != dmarc.Missing || s.report.DNSFailed
}

func (s state) reaches(domain string) bool {
	return slices.ContainsFunc(s.tree.Nodes, func(n *tree.Node) bool { return n.Domain == domain })
}

// change puts what a domain publishes before and after side by side.
func (d *linted) change(p places) DomainChange {
	made := DomainChange{
		Domain: d.domain, Before: d.before.public(), After: d.after.public(),
		Place: p.of(d.differ, []string{d.domain}),
	}
	none := tree.NewRanges(new(netipx.IPSet))
	made.Gained, made.Lost = Addresses{none, none}, Addresses{none, none}
	if !made.Before.DNSFailed && !made.After.DNSFailed { // or else who passes isn't known
		made.Gained, made.Lost = Between(d.before.tree, d.after.tree)
	}
	return made
}

// Between gives the addresses that pass by the one tree and not by the other,
// limits of lookups aside.
func Between(before, after *tree.Tree) (gained, lost Addresses) {
	for _, f := range []struct {
		tree.Family
		gained, lost *lint.Ranges
	}{
		{tree.IPv4, &gained.IPv4, &lost.IPv4},
		{tree.IPv6, &gained.IPv6, &lost.IPv6},
	} {
		before, after := before.Authorised(f.Family).Pass, after.Authorised(f.Family).Pass
		*f.gained, *f.lost = without(after, before), without(before, after)
	}
	return gained, lost
}

func (s state) public() DomainState {
	r := s.report
	return DomainState{Record: r.Tree.Record, Lookups: r.Lookups, Voids: r.Voids, DNSFailed: r.DNSFailed}
}

// without gives the addresses of a that aren't in b.
func without(a, b *netipx.IPSet) lint.Ranges {
	var left netipx.IPSetBuilder
	left.AddSet(a)
	left.RemoveSet(b)
	return tree.NewRanges(set(&left))
}
