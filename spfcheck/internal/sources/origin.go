package sources

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"
	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/detect"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Named is a source that is known to be yours: a service or a range.
type Named struct {
	Service *senders.Preset // nil: a range
	Range   netip.Prefix
}

// String gives a source as ParseNamed reads it.
func (n Named) String() string {
	switch {
	case n.Service != nil:
		return n.Service.ID
	case n.Range.IsSingleIP():
		return n.Range.Addr().String()
	}
	return n.Range.String()
}

// ParseNamed reads a source as people write it: a sending service as senders.Find takes
// it, an address, or a range in CIDR notation. An error is an *input.Error.
func ParseNamed(value string) (Named, error) {
	if p, err := netip.ParsePrefix(value); err == nil {
		return Named{Range: p.Masked()}, nil
	}
	if a, err := netip.ParseAddr(value); err == nil && a.Zone() == "" {
		a = a.Unmap()
		return Named{Range: netip.PrefixFrom(a, a.BitLen())}, nil
	}
	if m := senders.Find(value); m.Preset != nil {
		return Named{Service: m.Preset}, nil
	}
	return Named{}, &input.Error{Problem: notNamed.Format(value), Hint: senders.Unknown(value).Hint, See: input.AllSenders}
}

// basis is how it is known who an address belongs to, the surest first.
type basis int

const (
	byName    basis = iota // it was named
	byRecord               // the domain's SPF record has it, now
	byMail                 // the service's name stands in the envelope or in a signature
	byRange                // it is in a range of the service, or its host name is the service's
	byOwnHost              // its host name is in the domain
	byNetwork              // it is not known
)

// origin is who an address belongs to.
type origin struct {
	name    string // tells it from others of the domain
	service *senders.Preset
	via     string       // the service as senders.Parse reads it
	ranges  netip.Prefix // that was named; zero: none was
	shown   i18n.Text
	basis   basis
}

// origins finds out who addresses belong to.
type origins struct {
	named  []Named
	found  map[Named]bool // those of named that sent something
	ranges []serviceRange // by preset; nil: not asked for yet
	asked  bool
	known  map[netip.Addr]*senders.Preset // by range; a nil Preset: none
	lookup resolve.Lookup
	hosts  map[netip.Addr]string // host names that lead back, where they are asked for
}

type serviceRange struct {
	preset *senders.Preset
	ranges []*netipx.IPSet
}

// of says who sent mail.
func (o *origins) of(ctx context.Context, m mail, v *verdict) origin {
	at := o.unnamed(ctx, m, v)
	for _, n := range o.named {
		o.found[n] = o.found[n] || n.Service != nil && n.Service == at.service || n.Service == nil && n.Range.Contains(m.source)
		switch {
		case n.Service != nil && n.Service == at.service:
			at.basis = byName
		case n.Service == nil && n.Range.Contains(m.source) && at.service == nil:
			at = origin{name: n.Range.String(), shown: same(n.Range.String()), basis: byName, ranges: n.Range}
		case n.Service == nil && n.Range.Contains(m.source):
			at.basis = byName
		}
	}
	return at
}

func (o *origins) unnamed(ctx context.Context, m mail, v *verdict) origin {
	if len(v.path) > 0 {
		return byPath(m.from, v.path)
	}
	if found := namedIn(m); found.Preset != nil {
		return ofService(found, byMail)
	}
	if p := o.inRange(ctx, m.source); p != nil {
		return ofService(senders.Match{Preset: p}, byRange)
	}
	if host := o.hosts[m.source]; host != "" {
		return byHostName(m.from, host)
	}
	bits := 24
	if m.source.Is6() {
		bits = 48
	}
	network, _ := m.source.Prefix(bits) // it fails for more bits than an address has
	return origin{name: network.String(), shown: same(network.String()), basis: byNetwork}
}

// byPath is who an SPF record of the domain names: a service, the domain of another, or
// itself.
func byPath(from string, path []string) origin {
	for _, domain := range path[1:] {
		if m := senders.ByInclude(domain); m.Preset != nil {
			return ofService(m, byRecord)
		}
	}
	for _, domain := range path[1:] {
		if !dmarc.Aligned(domain, from, dmarc.Relaxed) {
			return origin{name: "include:" + domain, shown: same("include:" + domain), basis: byRecord}
		}
	}
	return origin{name: "own", shown: ownServers, basis: byRecord}
}

// byHostName is who a host name that leads back belongs to.
func byHostName(from, host string) origin {
	if found := senders.ByHost(host); found.Preset != nil {
		return ofService(found, byRange)
	}
	organization, ok := dmarc.OrganizationalDomain(host)
	if !ok {
		organization = host
	}
	at := origin{name: "host:" + organization, shown: hostsOf.Format(organization), basis: byNetwork}
	if dmarc.Aligned(host, from, dmarc.Relaxed) {
		at.basis = byOwnHost
	}
	return at
}

// maxHosts is how many addresses are asked for their host names: those with most
// messages.
const maxHosts = 200

// askHosts asks for the host names of the addresses that nothing else tells of.
func (o *origins) askHosts(ctx context.Context, all []mail, verdicts map[sent]*verdict, counts map[mail]int64, workers int) error {
	messages := map[netip.Addr]int64{}
	for _, m := range all {
		if o.of(ctx, m, verdicts[m.sent]).basis == byNetwork {
			messages[m.source] += counts[m]
		}
	}
	asked := largest(messages, netip.Addr.Compare, maxHosts)
	names := make([]string, len(asked))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(max(workers, 1))
	for i, a := range asked {
		work.Go(func() error {
			names[i], _ = detect.HostName(ctx, o.lookup, a) // one that isn't known is none
			return ctx.Err()
		})
	}
	err := work.Wait()
	o.hosts = map[netip.Addr]string{}
	for i, a := range asked {
		o.hosts[a] = names[i]
	}
	return err
}

// namedIn is the service whose name stands in the envelope or in a signature.
func namedIn(m mail) senders.Match {
	for _, domain := range append([]string{m.envelope, m.helo}, strings.Fields(m.signers)...) {
		if domain == "" || dmarc.Aligned(domain, m.from, dmarc.Relaxed) {
			continue
		}
		if found := senders.ByHost(domain); found.Preset != nil {
			return found
		}
	}
	return senders.Match{}
}

func ofService(m senders.Match, b basis) origin {
	return origin{name: m.Preset.ID, service: m.Preset, via: m.Via(), shown: m.Preset.Name, basis: b}
}

// inRange is the service that an address is of, by the SPF records of all services. What
// DNS doesn't say isn't known.
func (o *origins) inRange(ctx context.Context, a netip.Addr) *senders.Preset {
	if !o.asked {
		o.asked, o.known = true, map[netip.Addr]*senders.Preset{}
		for _, p := range senders.All {
			if p.RangesAt == "" || strings.Contains(p.RangesAt, "<") {
				continue
			}
			t := tree.Load(ctx, o.lookup, p.RangesAt, tree.Message{Sender: "@" + p.RangesAt})
			o.ranges = append(o.ranges, serviceRange{p, []*netipx.IPSet{t.Authorised(tree.IPv4).Pass, t.Authorised(tree.IPv6).Pass}})
		}
	}
	if p, ok := o.known[a]; ok {
		return p
	}
	for _, r := range o.ranges {
		if slices.ContainsFunc(r.ranges, func(set *netipx.IPSet) bool { return set.Contains(a) }) {
			o.known[a] = r.preset
			break
		}
	}
	return o.known[a]
}

// same is a name that is written the same in every language.
func same(name string) i18n.Text { return i18n.Text{EN: name, JA: name} }

var (
	ownServers = i18n.Text{EN: "servers in the SPF record", JA: "SPF レコードのサーバー"}
	hostsOf    = i18n.Text{EN: "hosts of %s", JA: "%s のホスト"}
	notNamed   = i18n.Text{EN: "%q is neither a sending service nor an address or range", JA: "%q は配信サービス、アドレス、範囲のどれでもありません"}
)
