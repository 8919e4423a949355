package spfcheck

import (
	"cmp"
	"context"
	"maps"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// coverage is the ranges under judgement, in pieces within which nothing changes.
type coverage struct {
	ranges *netipx.IPSet
	given  *netipx.IPSet                   // those among them that whoever asks named himself
	pieces map[netip.Addr]piece            // by the address that is evaluated
	open   map[identity.Kind]*netipx.IPSet // for which its result can depend on the single address
}

// piece is a run of addresses that come to the same result.
type piece struct {
	all     netipx.IPRange
	part    netip.Addr // the first address of those that meet the same terms
	sampled bool       // only as far as the evaluated address speaks for the others
}

// part parts the ranges where a record that can be reached has a boundary. Of the
// pieces that are too many to be judged it makes no more than show that.
func (r *run) part(ctx context.Context, e resolve.Exchanger) {
	cuts, open := r.boundaries(ctx, e)
	c := &coverage{ranges: r.coverage.ranges, given: r.coverage.given, pieces: map[netip.Addr]piece{}, open: open}
	for _, whole := range c.ranges.Ranges() {
		for _, part := range split(whole, cuts) {
			if c.add(part, cmp.Or(r.checker.Tuning.Samples, samples)); len(c.pieces) > MaxPieces {
				break
			}
		}
	}
	r.coverage = c
	r.request.Clients = slices.SortedFunc(maps.Keys(c.pieces), netip.Addr.Compare)
}

// covered is the world with its ranges parted where its own records have boundaries:
// what is supposed may tell addresses apart that are alike today. Where the pieces are
// too many, today's stay.
func (w world) covered(ctx context.Context) world {
	if w.coverage == nil {
		return w
	}
	r := *w.run
	if r.part(ctx, w.exchanger); len(r.coverage.pieces) <= MaxPieces {
		w.run = &r
	}
	return w
}

// add takes a part in whose every address meets the same terms. Where such a
// term can tell one address from the next, samples are taken.
func (c *coverage) add(part netipx.IPRange, samples int) {
	for _, open := range c.open {
		if !open.OverlapsRange(part) {
			continue
		}
		for _, share := range shares(part, int64(samples)) {
			c.pieces[middle(share)] = piece{all: share, part: part.From(), sampled: true}
		}
		return
	}
	c.pieces[part.From()] = piece{all: part, part: part.From()}
}

// standIn is the address whose result is an identity's from the given one, too. It is
// the same for all of a part but where its result can depend on the single address.
func (c *coverage) standIn(kind identity.Kind, client netip.Addr) netip.Addr {
	if c == nil || c.open[kind] == nil || c.open[kind].Contains(client) {
		return client
	}
	return c.pieces[client].part
}

// span gives what the addresses that were evaluated stand for.
func (c *coverage) span(evaluated []netip.Addr) Span {
	var b netipx.IPSetBuilder
	s := Span{}
	for _, a := range evaluated {
		p := c.pieces[a]
		b.AddRange(p.all)
		s.Sampled = s.Sampled || p.sampled
	}
	set, _ := b.IPSet()
	s.Ranges, s.Count = set.Prefixes(), tree.Count(set).String()
	return s
}

// spread puts ranges in the place of the addresses that were evaluated for them.
func (c *coverage) spread(rep *Report) {
	all, whole := rep.Clients, c.span(rep.Clients) // what most hold for
	put := func(addresses *[]netip.Addr, s *Span) {
		if *s = whole; !slices.Equal(*addresses, all) {
			*s = c.span(*addresses)
		}
		*addresses = []netip.Addr{}
	}
	put(&rep.Clients, &rep.Span)
	for i := range rep.Identities {
		for j := range rep.Identities[i].Results {
			put(&rep.Identities[i].Results[j].Addresses, &rep.Identities[i].Results[j].Span)
		}
	}
	if rep.DMARC != nil {
		for i := range rep.DMARC.Results {
			put(&rep.DMARC.Results[i].Addresses, &rep.DMARC.Results[i].Span)
		}
	}
	for i := range rep.Verdicts {
		put(&rep.Verdicts[i].Addresses, &rep.Verdicts[i].Span)
	}
}
