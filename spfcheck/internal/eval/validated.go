package eval

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// unknownName is the value of %{p} where no name is validated (RFC 7208 §7.3).
const unknownName = "unknown"

// validatedName is the value of %{p}: the domain itself if it is a validated
// name of the client, else one below it, else any, else "unknown" (RFC 7208 §7.3).
func (r *resolver) validatedName(ctx context.Context, domain string) string {
	best := unknownName
	names, _ := r.validatedNames(ctx)
	for _, name := range names {
		switch {
		case strings.EqualFold(name, domain):
			return name
		case isWithin(name, domain):
			best = name
		case best == unknownName:
			best = name
		}
	}
	return best
}

// validatedNames are the names of the client that resolve back to it. A name
// that can't be resolved is skipped (RFC 7208 §5.5); where that is since a plan leaves
// its addresses open, it may be one of them all the same, which open says.
func (r *resolver) validatedNames(ctx context.Context) (validated []string, open error) {
	names, err := r.LookupAddr(ctx, r.req.Client.String())
	if err != nil {
		return nil, isOpen(err)
	}
	for _, name := range names[:min(len(names), record.MaxNames)] {
		addrs, err := r.LookupIPAddr(ctx, name)
		if err == nil && slices.ContainsFunc(addrs, r.isClient) {
			validated = append(validated, strings.TrimSuffix(name, "."))
		}
		open = cmp.Or(open, isOpen(err))
	}
	return validated, open
}

// isOpen gives an error that says that a plan leaves the answer open, and nil for any
// other.
func isOpen(err error) error {
	if _, open := errors.AsType[zone.UndeterminedError](err); open {
		return err
	}
	return nil
}

func (r *resolver) isClient(a net.IPAddr) bool {
	ip, ok := netip.AddrFromSlice(a.IP)
	return ok && ip.Unmap() == r.req.Client
}

// isWithin reports whether a name is the domain or below it.
func isWithin(name, domain string) bool {
	domain = strings.TrimSuffix(domain, ".")
	above := len(name) - len(domain)
	return above >= 0 && strings.EqualFold(name[above:], domain) && (above == 0 || name[above-1] == '.')
}
