package detect

import (
	"context"
	"net"
	"net/netip"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// HostName gives the name of a host by its address: the first of its PTR records whose
// own address it is, in A-labels; "" where there is none. Whoever has an address can
// give it any name (RFC 7208 §5.5), but not the name that address. Where DNS failed for a
// name that might be the one, or there are too many, it isn't known.
func HostName(ctx context.Context, l resolve.Lookup, address netip.Addr) (name string, known bool) {
	l.Client = address.Unmap()
	names, err := l.LookupAddr(ctx, l.Client.String())
	known = !resolve.Failed(err) && len(names) <= record.MaxNames
	for _, name := range names[:min(len(names), record.MaxNames)] {
		addrs, err := l.LookupIPAddr(ctx, name)
		back := slices.ContainsFunc(addrs, func(a net.IPAddr) bool {
			ip, _ := netip.AddrFromSlice(a.IP)
			return ip.Unmap() == l.Client
		})
		if domain, wrong := identity.ParseMailDomain(name); back && wrong == nil {
			return domain, true
		}
		known = known && !resolve.Failed(err)
	}
	return "", known
}
