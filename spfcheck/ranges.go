package spfcheck

import (
	"cmp"
	"context"
	"errors"
	"math/big"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// MaxPieces bounds the pieces that ranges fall into: each is evaluated once.
const MaxPieces = 10_000

// samples is how many addresses of a piece are evaluated where the result can
// differ from one to the next.
const samples = 16

// Span is what a result or a verdict holds for when whole ranges are judged.
type Span struct {
	Ranges  []netip.Prefix `json:"ranges,omitempty"`  // the addresses as the fewest CIDRs; only when whole ranges are judged
	Count   string         `json:"count,omitempty"`   // how many addresses these are; only when whole ranges are judged
	Sampled bool           `json:"sampled,omitempty"` // the result can differ from address to address: some were evaluated and stand for the others
}

// RangeError says why there is no range to judge.
type RangeError struct {
	Problem   i18n.Text
	Hint      i18n.Text
	DNSFailed bool // it is DNS's fault: another time it may be another
}

// Error gives the problem in English.
func (e *RangeError) Error() string { return e.Problem.EN }

// cover makes an address of each piece of the request's ranges a client.
func (r *run) cover(ctx context.Context, e resolve.Exchanger) error {
	ranges, err := r.ranges(ctx, e)
	if err != nil || ranges == nil {
		return err
	}
	r.coverage = &coverage{ranges: ranges, given: r.named()}
	r.part(ctx, e)
	if len(r.coverage.pieces) > MaxPieces {
		return &RangeError{Problem: tooManyPieces.Format(MaxPieces), Hint: smallerRanges}
	}
	return nil
}

// boundaries gives the first address after each boundary of the records that
// the identities reach, and the addresses for which the result of each can depend on
// the single address.
func (r *run) boundaries(ctx context.Context, e resolve.Exchanger) ([]netip.Addr, map[identity.Kind]*netipx.IPSet) {
	var cuts []netip.Addr
	open := map[identity.Kind]*netipx.IPSet{}
	known := map[tree.Message]*netipx.IPSet{} // identities of one address are the same
	for _, id := range r.identities {
		if id.Status != identity.Known {
			continue
		}
		message := tree.Message{Sender: id.Sender(), Helo: r.heloName()}
		if id.AnyLocal {
			message.Sender = "@" + id.Domain
		}
		if set := known[message]; set != nil {
			open[id.Kind] = set
			continue
		}
		t := tree.Load(ctx, resolve.Lookup{Exchanger: e}, id.Domain, message)
		for _, p := range t.Prefixes() {
			cuts = append(cuts, p.Masked().Addr())
			if next := netipx.PrefixLastIP(p).Next(); next.IsValid() {
				cuts = append(cuts, next)
			}
		}
		var set netipx.IPSetBuilder
		for _, f := range tree.Families {
			set.AddSet(t.Authorised(f).Open)
		}
		open[id.Kind], _ = set.IPSet() // it fails for invalid ranges alone
		known[message] = open[id.Kind]
	}
	slices.SortFunc(cuts, netip.Addr.Compare)
	return slices.Compact(cuts), open
}

// ranges gives what is to be judged as a set; nil where it is single addresses.
func (r *run) ranges(ctx context.Context, e resolve.Exchanger) (*netipx.IPSet, error) {
	var b netipx.IPSetBuilder
	switch {
	case r.request.Via != nil:
		if err := r.addService(ctx, e, &b); err != nil {
			unlisted, ok := errors.AsType[*RangeError](err)
			if !ok || unlisted.DNSFailed || len(r.request.Ranges)+len(r.request.Clients) == 0 {
				return nil, err
			}
			r.unlisted, r.assumed = true, append(r.assumed, namedAlone.Format(unlisted.Problem))
		}
	case len(r.request.Ranges) == 0 && len(r.request.Clients) == 0:
		if err := r.addEnvelope(ctx, e, &b); err != nil {
			return nil, err
		}
	case len(r.request.Ranges) == 0:
		return nil, nil
	}
	b.AddSet(r.named())
	return b.IPSet()
}

// addService adds the addresses of a sending service: those that its own record
// authorises, and those of its hosts.
func (r *run) addService(ctx context.Context, e resolve.Exchanger, b *netipx.IPSetBuilder) error {
	via := r.request.Via
	if via.RangesAt != "" {
		if err := r.addAuthorised(ctx, e, via.RangesAt, b); err != nil {
			return err
		}
	}
	for _, host := range via.Hosts {
		addrs, err := resolve.Lookup{Exchanger: e}.LookupIPAddr(ctx, host)
		if err != nil {
			return &RangeError{Problem: noRanges.Format(host, err.Error()), DNSFailed: resolve.Failed(err)}
		}
		for _, a := range addrs {
			if ip, ok := netip.AddrFromSlice(a.IP); ok {
				b.Add(ip.Unmap())
			}
		}
	}
	return nil
}

// addEnvelope adds the addresses that the envelope From's domain authorises.
func (r *run) addEnvelope(ctx context.Context, e resolve.Exchanger, b *netipx.IPSetBuilder) error {
	envelope := r.identity(identity.MailFrom)
	if envelope.Status != identity.Known {
		return &InputError{Problems: []*input.Error{r.request.noAddress()}}
	}
	r.assumed = append(r.assumed, envelopeRanges.Format(envelope.Domain))
	return r.addAuthorised(ctx, e, envelope.Domain, b)
}

// addAuthorised adds what the SPF record of a domain authorises.
func (r *run) addAuthorised(ctx context.Context, e resolve.Exchanger, domain string, b *netipx.IPSetBuilder) error {
	t := tree.Load(ctx, resolve.Lookup{Exchanger: e}, domain, tree.Message{Sender: "@" + domain})
	count := new(big.Int)
	for _, f := range tree.Families {
		a := t.Authorised(f)
		b.AddSet(a.Pass)
		count.Add(count, a.Count())
	}
	gap := func(why tree.Why) bool {
		return slices.ContainsFunc(t.Gaps(), func(g tree.Gap) bool { return g.Why == why })
	}
	if gap(tree.Failed) || t.Root.Problem == tree.DNSFailed {
		return &RangeError{Problem: rangesFailed.Format(domain), DNSFailed: true}
	}
	if count.Sign() == 0 {
		problem := cmp.Or(t.Root.Problem.Text(), authorisesNobody)
		if gap(tree.PerAddress) {
			problem = asksPerAddress
		}
		return &RangeError{Problem: noRanges.Format(domain, problem), Hint: giveAddress.Format(r.request.Words.Of(input.IP))}
	}
	return nil
}

var (
	tooManyPieces = i18n.Text{
		EN: "the ranges fall into more than %d pieces with results of their own",
		JA: "範囲が %d 個を超える区間に分かれ、それぞれ結果が異なります",
	}
	smallerRanges  = i18n.Text{EN: "give smaller ranges", JA: "範囲を小さくしてください"}
	envelopeRanges = i18n.Text{
		EN: "no sending address was given: the addresses that the envelope From's domain %s authorises are judged",
		JA: "送信元アドレスの指定がないため、エンベロープ From のドメイン %s が許可するアドレスについて判定しました",
	}
	namedAlone = i18n.Text{
		EN: "%s; the given addresses alone are judged",
		JA: "%s。指定されたアドレスだけを判定しました",
	}
	noRanges     = i18n.Text{EN: "no addresses to judge at %s: %s", JA: "%s から判定するアドレスが得られません: %s"}
	rangesFailed = i18n.Text{
		EN: "DNS failed for the SPF record of %s or for what it reaches, so its addresses aren't known",
		JA: "%s の SPF レコードまたはその参照先の問い合わせに失敗し、アドレスが分かりません",
	}
	authorisesNobody = i18n.Text{EN: "its SPF record authorises nobody", JA: "SPF レコードが許可するアドレスがありません"}
	asksPerAddress   = i18n.Text{
		EN: "its SPF record asks DNS for each address, so that they can't be listed",
		JA: "SPF レコードがアドレスごとに DNS へ問い合わせるため、一覧にできません",
	}
	giveAddress = i18n.Text{EN: "give the sending address with %s", JA: "送信元アドレスを %s で指定してください"}
)
