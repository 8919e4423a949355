package zone

import (
	"context"
	"fmt"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Overlay answers as a server would that serves the zones, and asks below for
// the rest.
//
// A whole zone answers for every name in it, but where it has no SOA: then the
// SOA, NS, DS and DNSKEY of its origin that it doesn't have stay as published.
// Where a chain of CNAMEs from below leads to a name that the zone answers for, its
// answer takes the place of the rest of the chain. A patch replaces just the RRsets
// that it has, in the whole zones, too, with all that follows for other names: see
// [Edits].
func Overlay(zones ...Zone) func(next dnsmsg.Exchanger) dnsmsg.Exchanger {
	whole, patches := newSet(zones)
	return func(next dnsmsg.Exchanger) dnsmsg.Exchanger {
		return patches.over(&overlay{next, whole})
	}
}

// Offline answers from zones alone, without any network. A name inside a zone
// that isn't there doesn't exist. A patch has the names that its records are at
// and all names below them. For any other name there is no answer.
func Offline(zones ...Zone) dnsmsg.Exchanger {
	whole, patches := newSet(zones)
	return patches.over(&overlay{nothing{whole, patches}, whole})
}

// overlay answers from whole zones.
type overlay struct {
	next  dnsmsg.Exchanger
	zones set
}

func (o *overlay) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if m := dnsmsg.NewReply(q); o.zones.answer(m, k.Name, k.Type) {
		return m, nil
	}
	m, err := o.next.Exchange(ctx, q)
	if err != nil {
		return nil, err
	}
	return o.graft(q, k, m), nil
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

// nothing is what lies below zones where there is no DNS: nothing but what their
// patches add exists at and below the names of patches.
type nothing struct {
	zones   set
	patches edits
}

func (n nothing) Exchange(_ context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	t, top := n.zones.closest(k.Name), dnsmsg.Root
	if t != nil {
		if cut, ok := t.cut(k.Name); ok { // above it stand the records of other servers
			top = cut
		}
	}
	for at := k.Name; at != dnsmsg.Root && at.Within(top); at = at.Parent() {
		if n.patches[at] != nil || at != k.Name && n.patches[wildcardOf(at)] != nil {
			m := dnsmsg.NewReply(q)
			m.Rcode = dns.RcodeNameError
			return m, nil
		}
	}
	if t != nil {
		return nil, fmt.Errorf("%s is delegated away in the zone %s and in none of the other zone files (offline)",
			k.Name.Display(), t.apex.Display())
	}
	return nil, fmt.Errorf("%s is in none of the zone files (offline)", k.Name.Display())
}

// wildcardOf is the wildcard that stands directly below a name.
func wildcardOf(n dnsmsg.Name) dnsmsg.Name { return "\x01*" + n }
