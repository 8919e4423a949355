package spfcheck

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// with tries the mail with steps taken.
func (t *trial) with(ctx context.Context, steps ...step) *trial {
	if len(steps) == 0 {
		return t
	}
	w := t.world
	w.actual = false
	for _, s := range steps {
		w = w.published(s.Publish)
		if s.change != nil {
			w = s.change(w)
		}
	}
	return w.covered(ctx).try(ctx)
}

// published lays RRsets over DNS.
func (w world) published(sets []RRset) world {
	w.exchanger = plan.Published(w.exchanger, sets)
	return w
}

// losesTo reports whether steps take records away that they don't speak of: a name
// that comes into being ends the wildcard that stood for it and for the names above
// it (RFC 4592 §2.2), and with it the addresses of a web site, or its mail.
func (t *trial) losesTo(ctx context.Context, next *trial, steps []step) bool {
	for _, s := range steps {
		for _, name := range s.touches() {
			if strings.HasPrefix(name, "*.") {
				continue // it comes to what a wildcard has
			}
			for _, c := range counts {
				if c(ctx, resolve.Lookup{Exchanger: t.exchanger}, name) > 0 && c(ctx, resolve.Lookup{Exchanger: next.exchanger}, name) == 0 {
					return true
				}
			}
		}
	}
	return false
}

// touches are the names in DNS that get records by a step, at them or below: its domain
// where it leaves open which.
func (s step) touches() (names []string) {
	if len(s.Publish) == 0 && (s.By == InDNS || strings.HasPrefix(s.ID, "dkim ")) {
		return []string{s.Domain}
	}
	for _, set := range s.Publish {
		names = append(names, strings.TrimPrefix(set.Name, "_dmarc."))
	}
	return names
}

// count says how many records of a type there are at a name.
type count func(ctx context.Context, l resolve.Lookup, name string) int

// counts are those of the types that a name is used by.
var counts = []count{
	func(ctx context.Context, l resolve.Lookup, name string) int {
		texts, _ := l.LookupTXT(ctx, name)
		return len(texts)
	},
	func(ctx context.Context, l resolve.Lookup, name string) int {
		mxs, _ := l.LookupMX(ctx, name)
		return len(mxs)
	},
	countAddresses(netip.IPv4Unspecified()), countAddresses(netip.IPv6Unspecified()),
}

func countAddresses(family netip.Addr) count {
	return func(ctx context.Context, l resolve.Lookup, name string) int {
		l.Client = family
		addrs, _ := l.LookupIPAddr(ctx, name)
		return len(addrs)
	}
}

// signedBy supposes that a domain signs the mail.
func signedBy(domain string) func(world) world {
	return func(w world) world {
		w.signers = append(slices.Clone(w.signers), domain)
		return w
	}
}

// sentAs supposes that an identity is at a domain, with the local part of another.
func sentAs(kind identity.Kind, like identity.Identity, domain string) func(world) world {
	return func(w world) world {
		id := w.identity(kind)
		id.Status, id.Address, id.Local, id.Domain, id.AnyLocal = identity.Known, like.At(domain), like.Local, domain, like.AnyLocal
		return become(id)(w)
	}
}

// become supposes another identity of a kind.
func become(is identity.Identity) func(world) world {
	return func(w world) world {
		r := *w.run
		r.identities, r.reasons = slices.Clone(r.identities), nil
		for i, id := range r.identities {
			if id.Kind == is.Kind {
				r.identities[i] = is
			}
		}
		w.run = &r
		return w
	}
}
