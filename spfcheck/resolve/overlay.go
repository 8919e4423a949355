package resolve

import (
	"context"

	"github.com/miekg/dns"
)

// Overlay answers from zones what they say, and asks below for the rest.
//
// A whole zone (one with an SOA) answers for every name in it. A patch replaces
// just the RRsets that it has, and a CNAME in it everything at its name. Where
// a chain of CNAMEs from below leads to a name that the zones answer for, their
// answer takes the place of the rest of the chain. Where the name doesn't exist
// below, the patch is all there is to it, its wildcards included; a wildcard
// does nothing where below has any answer for the name.
func Overlay(zones ...Zone) Layer {
	return func(next Exchanger) Exchanger {
		return &overlay{next: next, zones: newZoneSet(zones, true)}
	}
}

type overlay struct {
	next  Exchanger
	zones *zoneSet
}

func (o *overlay) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := newQuestion(q)
	if err != nil {
		return nil, err
	}
	if m := newReply(q); o.zones.answer(m, k.name, k.qtype) {
		return m, nil
	}
	m, err := o.next.Exchange(ctx, q)
	if err != nil {
		return nil, err
	}
	if m.Rcode == dns.RcodeNameError && len(m.Answer) == 0 {
		return o.create(q, k, m), nil
	}
	return o.graft(q, k, m), nil
}

// create answers for a name that a patch brings into existence.
func (o *overlay) create(q dns.Question, k question, m *dns.Msg) *dns.Msg {
	t := o.zones.closest(k.name)
	if t == nil || t.whole {
		return m
	}
	rrs, end := t.find(k.name, k.qtype)
	if end == outside || end == noName {
		return m
	}
	made := newReply(q)
	made.Answer = rrs
	if end == noData {
		made.Ns = m.Ns
	}
	return made
}

// graft cuts a chain of CNAMEs where it leads into the zones.
func (o *overlay) graft(q dns.Question, k question, m *dns.Msg) *dns.Msg {
	made := newReply(q)
	for at := k.name; len(made.Answer) < maxLinks; {
		if len(rrsetOf(m.Answer, at, k.qtype)) > 0 {
			return m
		}
		rr, target, ok := aliasOf(m.Answer, at)
		if !ok {
			return m
		}
		made.Answer = append(made.Answer, rr)
		if o.zones.answer(made, target, k.qtype) {
			return made
		}
		at = target
	}
	return m
}
