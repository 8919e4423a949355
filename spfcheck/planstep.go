package spfcheck

import (
	"context"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// with tries the mail with steps taken.
func (t *trial) with(ctx context.Context, steps ...step) *trial {
	if len(steps) == 0 {
		return t
	}
	w := t.world
	for _, s := range steps {
		w = w.published(s.Publish)
		if s.change != nil {
			w = s.change(w)
		}
	}
	return w.try(ctx)
}

// published lays RRsets over DNS.
func (w world) published(sets []RRset) world {
	if len(sets) == 0 {
		return w
	}
	var lines []string
	for _, set := range sets {
		lines = append(lines, set.Lines()...)
	}
	zone, err := resolve.ParseZone(strings.NewReader(strings.Join(lines, "\n")), "plan")
	if err != nil {
		panic(err) // RRsets are made here, of names and texts that are escaped
	}
	w.exchanger = resolve.Chain(w.exchanger, resolve.Overlay(zone))
	return w
}

// signedBy supposes that a domain signs the mail.
func signedBy(domain string) func(world) world {
	return func(w world) world {
		w.signers = append(slices.Clone(w.signers), domain)
		return w
	}
}

// sentAs supposes that an identity is another address.
func sentAs(kind identity.Kind, local, domain string) func(world) world {
	return func(w world) world {
		r := *w.run
		r.identities = slices.Clone(r.identities)
		for i, id := range r.identities {
			if id.Kind == kind {
				r.identities[i] = identity.Identity{Kind: kind, Status: identity.Known, Address: local + "@" + domain, Domain: domain, Field: id.Field, AnyLocal: id.AnyLocal}
			}
		}
		w.run = &r
		return w
	}
}
