package zone

import (
	"context"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// far answers for a name that has no edits at or below it. What changes for it is
// only whether a wildcard answers for it, and which.
func (p *patch) far(ctx context.Context, n dnsmsg.Name, qtype uint16) (said, error) {
	e, child := p.nearest(n)
	s, err := p.ask(ctx, n, qtype)
	if err != nil || s.end == dnsmsg.Outside || p.quiet(n) {
		return s.stands(), err
	}
	if s.end == dnsmsg.NoName {
		if child != n && p.mayCover(e) {
			// No wildcard answers for n, so none does for a name above it.
			if c, err := p.ask(ctx, child, qtype); err != nil || c.end != dnsmsg.NoName {
				return s.stands(), err
			}
		}
		return p.fall(ctx, n, qtype, e, s)
	}
	for {
		at := e
		if p.near[wildcardOf(e)] != nil {
			at = child
		}
		switch real, err := p.real(ctx, at, qtype, s); {
		case err != nil || real:
			return s.stands(), err
		case at == child:
			return p.fall(ctx, n, qtype, e, said{})
		case p.near[e].exists: // anew, and without a wildcard
			return said{end: dnsmsg.NoName}, nil
		}
		e, child = e.Parent(), e
	}
}

// fall answers for a name that doesn't exist after the edits, and is below e, from
// the wildcard at its closest encloser (RFC 4592 §3.3.1). Where s has an answer,
// no wildcard answers for the name before them.
func (p *patch) fall(ctx context.Context, n dnsmsg.Name, qtype uint16, e dnsmsg.Name, s said) (said, error) {
	if s.m != nil && !p.mayCover(e) {
		return s.stands(), nil
	}
	for {
		there, err := p.exists(ctx, e)
		if err != nil {
			return said{}, err
		}
		if there {
			break
		}
		e = e.Parent()
	}
	w, err := p.wildcard(ctx, e, qtype)
	if w.end == dnsmsg.Outside && w.flatten == "" { // of the wildcard it stands as it is
		w.end = dnsmsg.Found
		if w.alias() {
			w.end = dnsmsg.Alias
		}
	}
	return said{rrs: renamed(w.rrs, n), end: w.end, flatten: w.flatten}, err
}

// wildcard answers for the wildcard of a name that exists after the edits.
func (p *patch) wildcard(ctx context.Context, e dnsmsg.Name, qtype uint16) (said, error) {
	n := wildcardOf(e)
	if p.near[n] != nil {
		return p.own(ctx, n, qtype)
	}
	s, err := p.askWildcard(ctx, n, qtype)
	if err != nil || s.end == dnsmsg.NoName || !p.near[e].exists {
		return s, err
	}
	if real, err := p.real(ctx, e, qtype, s); err != nil || !real {
		return said{end: dnsmsg.NoName}, err
	}
	return s, nil
}

// mayCover reports whether a name below e for which no wildcard answers may come
// to have one: the edits bring it, or the name that keeps another off may go.
func (p *patch) mayCover(e dnsmsg.Name) bool {
	w := p.near[wildcardOf(e)]
	return w != nil && w.exists || !p.near[e].exists && !established(e)
}

// exists reports whether a name nearby exists after the edits.
func (p *patch) exists(ctx context.Context, n dnsmsg.Name) (bool, error) {
	if p.near[n].exists || established(n) {
		return true, nil
	}
	const qtype = dns.TypeTXT
	s, err := p.ask(ctx, n, qtype)
	if err != nil || s.end == dnsmsg.NoName {
		return false, err
	}
	if real, err := p.real(ctx, n, qtype, s); err != nil || !real {
		return false, err
	}
	return p.remains(ctx, n)
}

// What is asked for where edits may leave nothing at a name.
var (
	remainingTypes  = []uint16{dns.TypeA, dns.TypeAAAA, dns.TypeMX, dns.TypeTXT, dns.TypeNS}
	remainingLabels = []string{"*", "_dmarc", "_domainkey", "www", "mail"}
)

// maxRemaining is how many names with edits are looked at below one.
const maxRemaining = 16

// remains reports whether something is left of a name that exists before the
// edits, none of which bring anything to it.
func (p *patch) remains(ctx context.Context, n dnsmsg.Name) (bool, error) {
	if established(n) || p.near[n].names > maxRemaining {
		return true, nil
	}
	for _, qtype := range remainingTypes {
		s, err := p.ask(ctx, n, qtype)
		if err != nil || len(p.edited(n, qtype, s).rrs) > 0 {
			return true, err
		}
	}
	for _, label := range remainingLabels {
		child := dnsmsg.Name([]byte{byte(len(label))}) + dnsmsg.Name(label) + n
		if p.near[child] != nil {
			continue
		}
		s, err := p.ask(ctx, child, dns.TypeTXT)
		there := s.end != dnsmsg.NoName
		if there && p.near[wildcardOf(n)] != nil && err == nil { // which may have answered, and goes
			there, err = p.real(ctx, child, dns.TypeTXT, s)
		}
		if err != nil || there {
			return true, err
		}
	}
	for _, child := range p.near[n].children {
		if there, err := p.exists(ctx, child); err != nil || there {
			return true, err
		}
	}
	return false, nil
}
