package zone

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// find answers for one name. Where nothing is changed for it the end is Outside,
// and what is said below stands.
func (p *patch) find(ctx context.Context, n dnsmsg.Name, qtype uint16) (said, error) {
	if e := p.changes[n][qtype]; e.open() {
		return said{}, p.undetermined(ctx, n, qtype, e, e.unknown)
	}
	if s, ends, err := p.above(ctx, n, qtype); ends || err != nil {
		return s, err
	}
	if p.near[n] == nil {
		return p.far(ctx, n, qtype)
	}
	s, err := p.own(ctx, n, qtype)
	if err != nil || s.end != dnsmsg.NoName || n == dnsmsg.Root {
		return s, err
	}
	return p.fall(ctx, n, qtype, n.Parent(), s)
}

// quiet reports whether an answer for a name from below stands.
func (p *patch) quiet(n dnsmsg.Name) bool {
	e, _ := p.nearest(n)
	if e == n || !established(e) || p.near[wildcardOf(e)] != nil {
		return false
	}
	for ; p.cuts; e = e.Parent() {
		if types := p.changes[e]; types[dns.TypeNS] != nil || types[dns.TypeDNAME] != nil {
			return false
		}
		if e == dnsmsg.Root {
			break
		}
	}
	return true
}

// nearest is the longest name at or above n that is nearby, and the name below it
// that leads to n.
func (p *patch) nearest(n dnsmsg.Name) (e, child dnsmsg.Name) {
	for e = n; p.near[e] == nil; e = e.Parent() {
		child = e
	}
	return e, child
}

// above looks for what the edits make of the names from the root down to n: a
// DNAME, or a zone cut.
func (p *patch) above(ctx context.Context, n dnsmsg.Name, qtype uint16) (s said, ends bool, err error) {
	if !p.cuts {
		return said{}, false, nil
	}
	var path []dnsmsg.Name
	for at := n; ; at = at.Parent() {
		path = append(path, at)
		if at == dnsmsg.Root {
			break
		}
	}
	for _, at := range slices.Backward(path) {
		if p.changes[at][dns.TypeNS] != nil && !(at == n && (qtype == dns.TypeNS || qtype == dns.TypeDS)) {
			if gap, err := p.cut(ctx, at); err != nil || gap.isOpen() {
				if err == nil {
					err = UndeterminedError{dnsmsg.Question{Name: n, Type: qtype}, gap}
				}
				return said{}, true, err
			}
		}
		if at == n || p.changes[at][dns.TypeDNAME] == nil {
			continue
		}
		d, err := p.own(ctx, at, dns.TypeDNAME)
		if err != nil {
			return said{}, true, err
		}
		if d.end == dnsmsg.Outside {
			continue
		}
		if rrs, ok := redirected(n, at, d.rrs); ok {
			return said{rrs: rrs, end: dnsmsg.Alias}, true, nil
		}
	}
	return said{}, false, nil
}

// cut says why nothing is known at and below a name whose NS records are edited: other
// servers answer for it then, or the zone above does. There is no Gap where one of its
// servers stays, where the origin of a zone has had no NS records, nor where records come
// that only an origin has: then the edits have the zone.
func (p *patch) cut(ctx context.Context, n dnsmsg.Name) (Gap, error) {
	ns := p.changes[n][dns.TypeNS]
	for rrtype, e := range p.changes[n] {
		if e.comes && !slices.Contains([]uint16{dns.TypeNS, dns.TypeDS, dns.TypeA, dns.TypeAAAA}, rrtype) {
			return Gap{}, nil
		}
	}
	was, err := p.ask(ctx, n, dns.TypeNS)
	if err != nil {
		return Gap{}, err
	}
	if stays, err := p.stays(ctx, n, was.rrs); stays || err != nil {
		return Gap{}, err
	}
	soa, err := p.ask(ctx, n, dns.TypeSOA)
	if err != nil {
		return Gap{}, err
	}
	switch apex := soa.end == dnsmsg.Found; {
	case ns.exists() && (!apex || len(was.rrs) > 0):
		gap := beside(ns.apply(was.rrs), nil) // the same servers say the same
		gap.Why, gap.Place = delegated.Format(n.Display()), ns.at
		return gap, nil
	case apex && ns.clear && !ns.comes:
		return Gap{Why: undelegated.Format(n.Display()), Place: ns.at}, nil
	}
	return Gap{}, nil
}

var (
	delegated   = i18n.Text{EN: "%s is delegated to other servers", JA: "%s が別のサーバーに委任されます"}
	undelegated = i18n.Text{EN: "the delegation of %s goes", JA: "%s の委任がなくなります"}
)

// stays reports whether one of the published servers of a zone is to answer for it after
// the edits, too. What others say isn't known.
func (p *patch) stays(ctx context.Context, n dnsmsg.Name, was []dns.RR) (bool, error) {
	if len(was) == 0 {
		return false, nil
	}
	will, err := p.own(ctx, n, dns.TypeNS)
	return slices.ContainsFunc(will.rrs, func(rr dns.RR) bool {
		return slices.ContainsFunc(was, func(old dns.RR) bool { return dnsmsg.Data(old) == dnsmsg.Data(rr) })
	}), err
}

// own answers for a name nearby from what stands at it after the edits. The end is
// NoName where it doesn't exist then.
func (p *patch) own(ctx context.Context, n dnsmsg.Name, qtype uint16) (said, error) {
	here, exists := p.changes[n], p.near[n].exists
	e, c := here[qtype], here[dns.TypeCNAME]
	switch {
	case e.open():
		return said{}, p.undetermined(ctx, n, qtype, e, e.unknown)
	case e != nil && e.flatten != "":
		return said{flatten: e.flatten}, nil
	case e.replaces() && !(e.yields && !c.clears()) || c.replaces() || e.clears() && (c.clears() || ousts(here)) && exists:
		return p.edited(n, qtype, said{}), nil
	case (e == nil || !e.comes) && c.open() && !(c.unknown.ExceptOrigin && p.isOrigin(ctx, n)): // whatever goes, the CNAME may bring something
		return said{}, p.undetermined(ctx, n, qtype, e, c.unknown)
	}
	s, err := p.edits(ctx, n, qtype, e)
	if err != nil || s.end == dnsmsg.Outside || s.end == dnsmsg.NoName && !exists {
		return s, err
	}
	if gap := e.misses(s.rrs); gap.isOpen() {
		if real, err := p.real(ctx, n, qtype, s); err != nil || real { // a wildcard's records don't go
			return said{}, cmp.Or(err, error(UndeterminedError{dnsmsg.Question{Name: n, Type: qtype}, gap}))
		}
	}
	return p.applied(ctx, n, qtype, s)
}

// applied makes of what is published at a name nearby, or answered by a wildcard, what
// stands there after the edits.
func (p *patch) applied(ctx context.Context, n dnsmsg.Name, qtype uint16, s said) (said, error) {
	exists := p.near[n].exists
	untouched := p.changes[n][qtype] == nil && p.changes[n][dns.TypeCNAME] == nil
	if len(s.rrs) > 0 && !exists && untouched && !p.covered(n) {
		return s.stands(), nil
	}
	made := p.edited(n, qtype, s)
	unreal := p.edited(n, qtype, said{})
	if s.end != dnsmsg.NoName && !(exists && made.same(unreal)) {
		real, err := p.real(ctx, n, qtype, s)
		if err != nil {
			return said{}, err
		}
		if !real {
			s, made = said{end: dnsmsg.NoName}, unreal
		}
	}
	switch {
	case len(made.rrs) > 0 && untouched:
		return s.stands(), nil
	case len(made.rrs) > 0 || exists:
		return made, nil
	case s.end != dnsmsg.NoName:
		var err error
		if exists, err = p.remains(ctx, n); err != nil {
			return made, err
		}
	}
	if !exists {
		made.end = dnsmsg.NoName
	}
	return made, nil
}

// edits asks for what an edit, or nil, is of. What is open below it isn't the same any more.
func (p *patch) edits(ctx context.Context, n dnsmsg.Name, qtype uint16, e *edit) (said, error) {
	s, err := p.ask(ctx, n, qtype)
	if was, open := errors.AsType[UndeterminedError](err); open && e != nil {
		was.Key = ""
		err = was
	}
	return s, err
}

// undetermined says what is open of an RRset. What is known beside it is a part of the
// Key: where that differs, not the same is open.
func (p *patch) undetermined(ctx context.Context, n dnsmsg.Name, qtype uint16, e *edit, gap Gap) error {
	if gap.Key != "" {
		s, err := p.ask(ctx, n, qtype)
		gap = gap.And(beside(e.apply(s.rrs), err))
	}
	return UndeterminedError{dnsmsg.Question{Name: n, Type: qtype}, gap}
}

// beside is the part of a gap that is known. What failed has no Key.
func beside(rrs []dns.RR, err error) Gap {
	gap := Gap{Why: i18n.Text{EN: "beside", JA: "beside"}} // And has another say why
	if err != nil {
		return gap
	}
	var data []string
	for _, rr := range rrs {
		data = append(data, dns.Type(rr.Header().Rrtype).String()+" "+dnsmsg.Data(rr))
	}
	slices.Sort(data)
	gap.Key = "beside " + strings.Join(data, "\n")
	return gap
}

// edited makes of what a name has below what it has after the edits.
func (p *patch) edited(n dnsmsg.Name, qtype uint16, s said) said {
	here := p.changes[n]
	c := here[dns.TypeCNAME]
	rrs := s.rrs
	switch {
	case c.replaces():
		rrs = c.add
	case s.alias() && (c.clears() || ousts(here)):
		rrs = here[qtype].apply(nil)
	case !s.alias():
		rrs = here[qtype].apply(rrs)
	}
	made := said{rrs: rrs, end: dnsmsg.Found}
	switch {
	case len(rrs) == 0:
		made.end = dnsmsg.NoData
	case made.alias():
		made.end = dnsmsg.Alias
	}
	return made
}

// ousts reports whether edits bring data that doesn't stand beside a CNAME.
func ousts(types map[uint16]*edit) bool {
	for rrtype, e := range types {
		if e.comes && !e.yields && !slices.Contains(besideCNAME, dns.Type(rrtype).String()) {
			return true
		}
	}
	return false
}

// covered reports whether the edits may change what wildcards answer for n: they
// touch one above it, or bring a name above it into being.
func (p *patch) covered(n dnsmsg.Name) bool {
	for n != dnsmsg.Root {
		n = n.Parent()
		if p.near[wildcardOf(n)] != nil || p.near[n].exists && !established(n) {
			return true
		}
	}
	return false
}
