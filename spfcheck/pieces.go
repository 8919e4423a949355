package spfcheck

import (
	"math/big"
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// split cuts a range in front of each of the cuts, which are sorted.
func split(whole netipx.IPRange, cuts []netip.Addr) []netipx.IPRange {
	var parts []netipx.IPRange
	from := whole.From()
	i, _ := slices.BinarySearchFunc(cuts, from, netip.Addr.Compare)
	for ; i < len(cuts) && cuts[i].Compare(whole.To()) <= 0; i++ {
		if cuts[i].BitLen() != from.BitLen() || cuts[i] == from {
			continue
		}
		parts = append(parts, netipx.IPRangeFrom(from, cuts[i].Prev()))
		from = cuts[i]
	}
	return append(parts, netipx.IPRangeFrom(from, whole.To()))
}

// shares parts a range into n parts of about the same size, fewer where it has
// fewer addresses.
func shares(whole netipx.IPRange, n int64) []netipx.IPRange {
	size := new(big.Int).Sub(number(whole.To()), number(whole.From()))
	size.Add(size, big.NewInt(1))
	if size.Cmp(big.NewInt(n)) < 0 {
		n = size.Int64()
	}
	var parts []netipx.IPRange
	from := whole.From()
	for i := int64(1); i <= n; i++ {
		to := whole.To()
		if i < n {
			offset := new(big.Int).Div(new(big.Int).Mul(size, big.NewInt(i)), big.NewInt(n))
			to = address(offset.Add(offset, number(whole.From())), from.BitLen()).Prev()
		}
		parts = append(parts, netipx.IPRangeFrom(from, to))
		from = to.Next()
	}
	return parts
}

// middle is the address in the middle of a range: the first is often that of a network,
// and no host's.
func middle(r netipx.IPRange) netip.Addr {
	sum := new(big.Int).Add(number(r.From()), number(r.To()))
	return address(sum.Rsh(sum, 1), r.From().BitLen())
}

func number(a netip.Addr) *big.Int { return new(big.Int).SetBytes(a.AsSlice()) }

func address(n *big.Int, bits int) netip.Addr {
	a, _ := netip.AddrFromSlice(n.FillBytes(make([]byte, bits/8)))
	return a
}
