package spfcheck

import (
	"context"
	"net/netip"

	"blitiri.com.ar/go/spf"
	"spfcheck/carriers"
	"spfcheck/spfcheck/identity"
	"spfcheck/spfcheck/resolve"
)

// baseFacts are the facts that no DNS is needed for.
func (r *run) baseFacts() carriers.Facts {
	f := carriers.Facts{Results: map[identity.Kind]spf.Result{}, Known: map[carriers.Fact]bool{}}
	atCarrier := map[identity.Kind]carriers.Fact{
		identity.MailFrom: carriers.EnvelopeAtCarrier,
		identity.PRA:      carriers.PRAAtCarrier,
	}
	for _, id := range r.identities {
		switch id.Status {
		case identity.Absent:
			f.Absent = append(f.Absent, id.Kind)
		case identity.Known:
			if fact, ok := atCarrier[id.Kind]; ok {
				f.Known[fact] = carriers.ForRecipient(id.Domain) != nil
			}
		}
	}
	return f
}

// findFacts asks DNS for the facts that some rule wants to know.
func (r *run) findFacts(ctx context.Context) {
	if !r.wanted(carriers.FromReachable) {
		return
	}
	for _, id := range r.identities {
		if id.Kind != identity.From || id.Status != identity.Known {
			continue
		}
		reachable, err := hasAddressOrMX(ctx, r.exchanger, id.Domain)
		if err != nil {
			return // not known, which matches no rule
		}
		for i := range r.facts {
			r.facts[i].Known[carriers.FromReachable] = reachable
		}
	}
}

// hasAddressOrMX reports whether the domain has an MX or an A record, as
// docomo asks of the header From's domain.
func hasAddressOrMX(ctx context.Context, e resolve.Exchanger, domain string) (bool, error) {
	l := resolve.Lookup{Exchanger: e, Client: netip.IPv4Unspecified()}
	mxs, err := l.LookupMX(ctx, domain)
	if len(mxs) > 0 || (err != nil && !resolve.NotFound(err)) {
		return err == nil, err
	}
	addrs, err := l.LookupIPAddr(ctx, domain)
	if resolve.NotFound(err) {
		return false, nil
	}
	return len(addrs) > 0, err
}

// wanted reports whether a rule of the carriers under judgement asks for the fact.
func (r *run) wanted(fact carriers.Fact) bool {
	for _, p := range r.checker.profiles() {
		for _, f := range p.Filters {
			for _, s := range f.Settings {
				for _, rule := range s.Rules {
					if _, asks := rule.Facts[fact]; asks {
						return true
					}
				}
			}
		}
	}
	return false
}
