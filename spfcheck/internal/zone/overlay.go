package zone

import (
	"context"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Overlay answers from zones what they say, and asks below for the rest.
//
// A whole zone answers for every name in it, but where it has no SOA: then the
// SOA, NS, DS and DNSKEY of its origin that it doesn't have stay as published. A
// patch replaces just the RRsets that it has, and a CNAME in it everything at its
// name. Where a chain of CNAMEs from below leads to a name that the zones answer
// for, their answer takes the place of the rest of the chain. Where the name
// doesn't exist below, the patch is all there is to it, its wildcards included; a
// wildcard does nothing where below has any answer for the name.
func Overlay(zones ...Zone) func(next dnsmsg.Exchanger) dnsmsg.Exchanger {
	s := newSet(zones, true)
	return func(next dnsmsg.Exchanger) dnsmsg.Exchanger { return &overlay{next, s} }
}

type overlay struct {
	next  dnsmsg.Exchanger
	zones *set
}

func (o *overlay) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	if m := dnsmsg.NewReply(q); o.zones.answer(m, k.Name, k.Type) {
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
func (o *overlay) create(q dns.Question, k dnsmsg.Question, m *dns.Msg) *dns.Msg {
	t := o.zones.closest(k.Name)
	if t == nil || t.whole {
		return m
	}
	rrs, end := t.find(k.Name, k.Type)
	if end == dnsmsg.Outside || end == dnsmsg.NoName {
		return m
	}
	made := dnsmsg.NewReply(q)
	made.Answer = rrs
	if end == dnsmsg.NoData {
		made.Ns = m.Ns
	}
	return made
}

// graft cuts a chain of CNAMEs where it leads into the zones.
func (o *overlay) graft(q dns.Question, k dnsmsg.Question, m *dns.Msg) *dns.Msg {
	made := dnsmsg.NewReply(q)
	for at := k.Name; len(made.Answer) < dnsmsg.MaxLinks; {
		if len(at.RRset(m.Answer, k.Type)) > 0 {
			return m
		}
		rr, target, ok := at.Alias(m.Answer)
		if !ok {
			return m
		}
		made.Answer = append(made.Answer, rr)
		if o.zones.answer(made, target, k.Type) {
			return made
		}
		at = target
	}
	return m
}
