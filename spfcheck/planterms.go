package spfcheck

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"
	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/detect"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// authorising gives the ways to authorise the addresses that don't pass yet, each a
// list of terms that the record hasn't got. A first record gets the terms of the
// domain's other services, too.
func (t *trial) authorising(ctx context.Context, e *Evaluated, text string) [][]string {
	ways := t.ways(ctx, e, text)
	if text != "" {
		return append([][]string{nil}, ways...) // the record itself may do once it is repaired
	}
	others := t.otherTerms(ctx, e)
	for i := range ways {
		ways[i] = joinTerms(ways[i], others)
	}
	return ways
}

// ways gives the terms of the services that the mail may come from, as they are
// documented, and those for the addresses themselves.
func (t *trial) ways(ctx context.Context, e *Evaluated, text string) (ways [][]string) {
	for _, use := range t.services(ctx, e.Domain) {
		if terms := t.missing(ctx, e, use, text); len(terms) > 0 {
			ways = append(ways, terms)
		}
	}
	if t.unlisted {
		return ways
	}
	var refused []netip.Addr
	for _, r := range e.Results {
		if r.Result != spf.Pass {
			refused = append(refused, r.Addresses...)
		}
	}
	terms := t.addressTerms(refused)
	if len(terms) == 0 {
		return ways
	}
	if t.request.Via != nil { // they are of another server, beside the service
		for _, way := range ways {
			ways = append(ways, joinTerms(way, terms))
		}
	}
	if t.request.Via == nil || len(ways) == 0 {
		ways = append(ways, terms)
	}
	return ways
}

func joinTerms(lists ...[]string) (all []string) {
	for _, term := range slices.Concat(lists...) {
		if !slices.Contains(all, term) {
			all = append(all, term)
		}
	}
	return all
}

// services gives the services that the mail may come from: the one that is given, and
// those that names of the mail belong to.
func (w world) services(ctx context.Context, domain string) []senders.Use {
	var uses []senders.Use
	add := func(via string) {
		use, err := senders.Parse(via)
		if err == nil && !slices.ContainsFunc(uses, func(u senders.Use) bool { return u.String() == use.String() }) {
			uses = append(uses, use)
		}
	}
	if w.request.Via != nil {
		return []senders.Use{*w.request.Via}
	}
	for _, id := range w.identities {
		if m := senders.ByHost(id.Domain); id.Status == identity.Known && m.Preset != nil {
			add(m.Via())
		}
	}
	for _, s := range w.detected(ctx, domain) {
		add(s.Via)
	}
	return uses
}

// detected gives the services that a domain visibly uses.
func (w world) detected(ctx context.Context, domain string) []detect.Service {
	var header *identity.Header
	if w.message != nil {
		header = &w.message.Header
	}
	found, _ := detect.Services(ctx, resolve.Lookup{Exchanger: w.exchanger}, domain, header) // what DNS fails for isn't seen
	return found
}

// otherTerms gives the terms of the other services that a domain visibly uses: a
// first record must not break their mail.
func (t *trial) otherTerms(ctx context.Context, e *Evaluated) []string {
	var terms []string
	for _, s := range t.detected(ctx, e.Domain) {
		if use, err := senders.Parse(s.Via); err == nil {
			terms = append(terms, t.missing(ctx, e, use, "")...)
		}
	}
	return terms
}

// ownServers warns of the mail servers of a domain that are no known service's: they
// may send its mail, too, and a first record doesn't name them.
func (t *trial) ownServers(ctx context.Context, domain string) []i18n.Text {
	mxs, _ := resolve.Lookup{Exchanger: t.exchanger}.LookupMX(ctx, domain) // what DNS fails for isn't seen
	var hosts []string
	for _, mx := range mxs {
		host := strings.TrimSuffix(mx.Host, ".")
		if host != "" && senders.ByMX(host).Preset == nil {
			hosts = append(hosts, host)
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	return []i18n.Text{mayTheySend.Format(strings.Join(hosts, " "))}
}

// unregistered warns of a domain that doesn't exist, nor the one that it is registered by.
func (t *trial) unregistered(ctx context.Context, domain string) []i18n.Text {
	registered, known := dmarc.OrganizationalDomain(domain)
	if !known {
		return nil
	}
	for _, name := range slices.Compact([]string{domain, registered}) {
		if _, err := (resolve.Lookup{Exchanger: t.exchanger}).LookupMX(ctx, name); !resolve.NotFound(err) {
			return nil
		}
	}
	return []i18n.Text{notRegistered.Format(registered)}
}

// missing gives the terms of a service that a record hasn't got, without an mx that
// would find nothing of the service.
func (t *trial) missing(ctx context.Context, e *Evaluated, use senders.Use, text string) []string {
	terms := record.Parse(text).Terms
	return slices.DeleteFunc(slices.Clone(use.Terms), func(wanted string) bool {
		has := slices.ContainsFunc(terms, func(has record.Term) bool { return has.Text == wanted })
		return has || wanted == "mx" && t.mxElsewhere(ctx, e.Domain, use)
	})
}

// mxElsewhere reports whether DNS says that the domain has no MX record, or those of
// other known services alone.
func (t *trial) mxElsewhere(ctx context.Context, domain string, use senders.Use) bool {
	mxs, err := resolve.Lookup{Exchanger: t.exchanger}.LookupMX(ctx, domain)
	return !resolve.Failed(err) && !slices.ContainsFunc(mxs, func(mx *net.MX) bool {
		at := senders.ByMX(strings.TrimSuffix(mx.Host, ".")).Preset
		return at == nil || at == use.Preset
	})
}

// addressTerms gives a term for each range that the evaluated addresses stand for;
// none where one of them may not be proposed. The addresses of a service are its own
// affair, and change: beside it, only those count that were named.
func (t *trial) addressTerms(addresses []netip.Addr) []string {
	if t.coverage == nil {
		return termsFor(single(addresses))
	}
	ranges := t.coverage.span(addresses).Ranges
	if t.request.Via != nil {
		var b netipx.IPSetBuilder
		for _, p := range ranges {
			b.AddPrefix(p)
		}
		b.Intersect(t.coverage.given)
		set, _ := b.IPSet() // it fails for invalid ranges alone
		ranges = set.Prefixes()
	}
	return termsFor(ranges)
}

// single gives addresses as ranges of one.
func single(addresses []netip.Addr) (ranges []netip.Prefix) {
	for _, a := range addresses {
		ranges = append(ranges, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
	}
	return ranges
}

// termsFor gives a term for each range; none where one of them may not be proposed.
func termsFor(ranges []netip.Prefix) (terms []string) {
	for _, p := range ranges {
		if plan.Refuse(p) != (i18n.Text{}) {
			return nil
		}
		family, text := "ip6", p.String()
		if p.Addr().Is4() {
			family = "ip4"
		}
		if p.IsSingleIP() {
			text = p.Addr().String()
		}
		terms = append(terms, family+":"+text)
	}
	return terms
}
