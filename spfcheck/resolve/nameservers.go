package resolve

import (
	"context"

	"github.com/miekg/dns"
)

// LookupNS returns the hosts that the NS records of a name give, in presentation
// format with the dot at the end. Those at a name that a CNAME leads to don't
// count: they are of another zone.
func (l Lookup) LookupNS(ctx context.Context, name string) ([]string, error) {
	return collect(ctx, l, name, dns.TypeNS, func(rr *dns.NS) (string, bool) {
		at, err := parseName(name)
		owner, ownerErr := parseName(rr.Hdr.Name)
		return rr.Ns, err == nil && ownerErr == nil && at == owner && rr.Ns != ""
	})
}
