package tree

import (
	"math/big"
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// Authorised is which addresses of one family pass.
type Authorised struct {
	// Pass are the addresses that pass, when a term whose match depends on more
	// than DNS says matches nobody.
	Pass *netipx.IPSet
	// Open are the addresses for which that isn't the last word: their
	// evaluation gets to such a term (macros, ptr), or to what wasn't loaded.
	// Outside of Open, Pass is exact.
	Open *netipx.IPSet
	// Gaps are the terms that keep Pass from being complete, for whichever
	// family, in the order of Nodes.
	Gaps []Gap
}

// Count is the number of addresses that pass. Of IPv4 it fits into a uint64.
func (a Authorised) Count() *big.Int { return Count(a.Pass) }

// Count is the number of addresses in a set.
func Count(set *netipx.IPSet) *big.Int {
	sum, one := new(big.Int), big.NewInt(1)
	for _, p := range set.Prefixes() {
		sum.Add(sum, new(big.Int).Lsh(one, uint(p.Addr().BitLen()-p.Bits())))
	}
	return sum
}

// Ranges are the addresses of one family.
type Ranges struct {
	Addresses string         `json:"addresses"`      // how many addresses there are, as a decimal number
	Ranges    []netip.Prefix `json:"ranges"`         // the fewest ranges that hold them, at most 1000
	More      int            `json:"more,omitempty"` // how many ranges there are beyond those listed
}

// maxRanges is how many ranges of a family are listed.
const maxRanges = 1000

// NewRanges gives a set of addresses of one family as it is shown.
func NewRanges(set *netipx.IPSet) Ranges {
	all := set.Prefixes()
	shown := all[:min(len(all), maxRanges)]
	return Ranges{Addresses: Count(set).String(), Ranges: append([]netip.Prefix{}, shown...), More: len(all) - len(shown)}
}

// Why is why a term is a Gap.
type Why string

// The reasons.
const (
	PerMessage Why = "message"    // it depends on the sender or HELO, which aren't known
	PerAddress Why = "address"    // it depends on the single address
	Failed     Why = "dns-failed" // DNS failed, so that who gets here has a temperror
	Limited    Why = "limit"      // a limit of the tree was in the way
)

// Gap is a term because of which a set isn't complete.
type Gap struct {
	Node  *Node
	Index int // of the term in Node.Terms
	Why   Why
}

// Authorised computes which addresses of the family pass, from left to right as
// an evaluator does, errors included, but without limits of lookups (RFC 7208
// §4.6.4). Whoever gets to an error or into a loop doesn't pass.
func (t *Tree) Authorised(f Family) Authorised {
	t.evaluated.Do(func() { t.outcome = evaluate(t) })
	family := setOf(f.everything())
	return Authorised{Pass: both(t.outcome.pass, family), Open: both(t.outcome.open, family), Gaps: t.Gaps()}
}

// AuthorisesNobody reports whether no address passes by n's record and all that it
// reaches: each ends in fail, softfail or neutral. It is false where DNS failed, a
// limit was in the way, or a match depends on more than DNS says.
func (n *Node) AuthorisesNobody() bool {
	o := evaluate(&Tree{Root: n})
	return o.open == nobody && o.other.Equal(everyone)
}

// Fails reports whether the evaluation of n's record ends in an error for some address,
// whatever it costs.
func (n *Node) Fails() bool { return evaluate(&Tree{Root: n}).failed != nobody }

// Gaps are the terms that keep a set from being complete, in the order of Nodes.
func (t *Tree) Gaps() []Gap {
	var gaps []Gap
	for _, n := range t.Nodes {
		for i := range n.Terms {
			if why := n.Terms[i].gap(); why != "" {
				gaps = append(gaps, Gap{Node: n, Index: i, Why: why})
			}
		}
	}
	return gaps
}

// gap gives the reason for which the term is a gap; "": it is none.
func (t *Term) gap() Why {
	_, failed4 := t.Failed(IPv4)
	_, failed6 := t.Failed(IPv6)
	switch {
	case t.Skipped || t.Name == "exp":
		return ""
	case t.NotLoaded:
		return Limited
	case t.PerAddress:
		return PerAddress
	case t.Unknown:
		return PerMessage
	case failed4 || failed6 || t.Child != nil && t.Child.Problem == DNSFailed:
		return Failed
	default:
		return ""
	}
}

// open reports whether more than DNS decides if the term matches.
func (t *Term) open() bool {
	why := t.gap()
	return why != "" && why != Failed
}

// Prefixes are all ranges of the tree, sorted, each once. Two addresses that are
// in the same of them have the same result for the same message, unless it
// depends on the single address (see [Authorised.Open]).
func (t *Tree) Prefixes() []netip.Prefix {
	var all []netip.Prefix
	for _, n := range t.Nodes {
		for _, term := range n.Terms {
			all = append(all, term.Networks...)
		}
	}
	slices.SortFunc(all, netip.Prefix.Compare)
	return slices.Compact(all)
}
