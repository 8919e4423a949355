package resolve

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Lookup answers as a net.Resolver does, and satisfies go/spf's DNSResolver.
//
// Names are in presentation format: \DDD and \X are escapes, octets above ASCII
// stand for themselves, the dot at the end may be left out. A name that can't
// exist (an empty label, one of more than 63 octets, more than 255 octets in
// all) isn't found, and nobody is asked.
//
// Every error is a bare *net.DNSError, since go/spf asserts that type. NXDOMAIN
// is IsNotFound; SERVFAIL, REFUSED and the like, timeouts, answers that were cut
// or make no sense, and a context that ended are IsTemporary. A name without
// records of the type (NODATA) gives an empty slice and no error. Server is set
// where the failure lies between us and a server that is known.
type Lookup struct {
	Exchanger Exchanger
	// Client decides the address family: A for IPv4, AAAA for IPv6
	// (RFC 7208 §5), both for the zero Addr.
	Client netip.Addr
}

// LookupTXT returns the TXT records of a name, the strings of each joined
// without a space (RFC 7208 §3.3), byte for byte as they were published.
func (l Lookup) LookupTXT(ctx context.Context, name string) ([]string, error) {
	texts, err := collect(ctx, l, name, dns.TypeTXT, func(rr *dns.TXT) (string, bool) {
		return dnsmsg.Text(rr.Txt), len(rr.Txt) > 0
	})
	if texts == nil && err == nil {
		texts = []string{}
	}
	return texts, err
}

// TXTStrings returns the TXT records of a name, each as the strings that it is
// made of.
func (l Lookup) TXTStrings(ctx context.Context, name string) ([][]string, error) {
	_, texts, err := l.AliasAndTXT(ctx, name)
	return texts, err
}

// AliasAndTXT returns what LookupCNAME does and what TXTStrings does, which one answer
// tells. The alias is there also where its target doesn't exist. A server that has TXT
// records beside a CNAME, which RFC 1034 §3.6.2 forbids, may give them alone.
func (l Lookup) AliasAndTXT(ctx context.Context, name string) (alias string, texts [][]string, err error) {
	c := chain{qtype: dns.TypeTXT}
	rrs, err := l.along(ctx, &c, name)
	return c.alias(), valuesOf(rrs, func(rr *dns.TXT) ([]string, bool) {
		strs := make([]string, len(rr.Txt))
		for i, s := range rr.Txt {
			strs[i] = dnsmsg.Unescape(s)
		}
		return strs, len(strs) > 0
	}), err
}

// LookupCNAME returns the name that a CNAME record at the name leads to, in
// presentation format with the dot at the end; "" where there is none.
func (l Lookup) LookupCNAME(ctx context.Context, name string) (string, error) {
	targets, err := collect(ctx, l, name, dns.TypeCNAME, func(rr *dns.CNAME) (string, bool) { return rr.Target, true })
	if len(targets) == 0 {
		return "", err
	}
	return targets[0], nil
}

// LookupNS returns the hosts that the NS records of a name give, in presentation
// format with the dot at the end. Those at a name that a CNAME leads to don't
// count: they are of another zone.
func (l Lookup) LookupNS(ctx context.Context, name string) ([]string, error) {
	return collect(ctx, l, name, dns.TypeNS, func(rr *dns.NS) (string, bool) {
		at, err := dnsmsg.ParseName(name)
		owner, ownerErr := dnsmsg.ParseName(rr.Hdr.Name)
		return rr.Ns, err == nil && ownerErr == nil && at == owner && rr.Ns != ""
	})
}

// LookupSPF99 returns the records of the type SPF (99) of a name, the strings of
// each joined without a space. The type was an experiment; evaluators don't ask
// for it any more (RFC 7208 §3.1).
func (l Lookup) LookupSPF99(ctx context.Context, name string) ([]string, error) {
	return collect(ctx, l, name, dns.TypeSPF, func(rr *dns.SPF) (string, bool) {
		return dnsmsg.Text(rr.Txt), len(rr.Txt) > 0
	})
}

// LookupMX returns the MX records of a name by preference; those of the same
// preference stay in the order of the answer. Host is in presentation format
// with the dot at its end.
func (l Lookup) LookupMX(ctx context.Context, name string) ([]*net.MX, error) {
	mxs, err := collect(ctx, l, name, dns.TypeMX, func(rr *dns.MX) (*net.MX, bool) {
		return &net.MX{Host: rr.Mx, Pref: rr.Preference}, rr.Mx != ""
	})
	slices.SortStableFunc(mxs, func(a, b *net.MX) int { return cmp.Compare(a.Pref, b.Pref) })
	return mxs, err
}

// LookupIPAddr returns the addresses of a name, in the family of l.Client.
//
// It can't know what it is asked for: exists wants A records whatever the client
// is (RFC 7208 §5.7). Who evaluates exists asks [Lookup.Addrs] for dns.TypeA.
func (l Lookup) LookupIPAddr(ctx context.Context, host string) ([]net.IPAddr, error) {
	var all []net.IPAddr
	for _, qtype := range l.families() {
		addrs, err := l.Addrs(ctx, host, qtype)
		if err != nil {
			return nil, err
		}
		for _, a := range addrs {
			all = append(all, net.IPAddr{IP: a.AsSlice()})
		}
	}
	return all, nil
}

func (l Lookup) families() []uint16 {
	switch client := l.Client.Unmap(); {
	case client.Is4():
		return []uint16{dns.TypeA}
	case client.Is6():
		return []uint16{dns.TypeAAAA}
	default:
		return []uint16{dns.TypeA, dns.TypeAAAA}
	}
}

// Addrs returns the addresses of a name, those of dns.TypeA or of dns.TypeAAAA,
// whatever l.Client is. The root has none, and nobody is asked for them: it is
// what a null MX names (RFC 7505 §3).
func (l Lookup) Addrs(ctx context.Context, name string, qtype uint16) ([]netip.Addr, error) {
	if name == "." {
		return nil, nil
	}
	switch qtype {
	case dns.TypeA:
		return collect(ctx, l, name, qtype, func(rr *dns.A) (netip.Addr, bool) {
			return netip.AddrFromSlice(rr.A.To4())
		})
	case dns.TypeAAAA:
		return collect(ctx, l, name, qtype, func(rr *dns.AAAA) (netip.Addr, bool) {
			return netip.AddrFromSlice(rr.AAAA.To16())
		})
	default:
		return nil, temporary(name, fmt.Errorf("%s is not a type of address", dns.Type(qtype)))
	}
}

// LookupAddr returns the names that the PTR records of an address give, in
// presentation format with the dot at the end.
func (l Lookup) LookupAddr(ctx context.Context, addr string) ([]string, error) {
	ip, err := netip.ParseAddr(addr)
	if err != nil {
		return nil, notFound(addr, fmt.Sprintf("%q is not an IP address", addr))
	}
	reverse, err := dns.ReverseAddr(ip.Unmap().WithZone("").String())
	if err != nil {
		return nil, notFound(addr, err.Error())
	}
	return collect(ctx, l, reverse, dns.TypePTR, func(rr *dns.PTR) (string, bool) {
		return rr.Ptr, rr.Ptr != ""
	})
}

// collect asks for records of the Go type R and makes a V of each that has data.
func collect[R dns.RR, V any](ctx context.Context, l Lookup, name string, qtype uint16, value func(R) (V, bool)) ([]V, error) {
	rrs, err := l.Records(ctx, name, qtype)
	if err != nil {
		return nil, err
	}
	return valuesOf(rrs, value), nil
}

// valuesOf makes a V of each record of the Go type R that has data.
func valuesOf[R dns.RR, V any](rrs []dns.RR, value func(R) (V, bool)) []V {
	var values []V
	for _, rr := range rrs {
		r, ok := rr.(R)
		if !ok {
			continue
		}
		if v, ok := value(r); ok {
			values = append(values, v)
		}
	}
	return values
}
