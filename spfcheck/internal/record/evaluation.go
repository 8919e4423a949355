package record

import (
	"iter"
	"net/netip"
)

// The limits of one evaluation (RFC 7208 §4.6.4).
const (
	MaxLookups = 10 // terms that cause DNS queries
	MaxVoids   = 2  // void lookups
	MaxMXHosts = 10 // hosts of one mx term
	MaxNames   = 10 // names of the client that ptr and %{p} look at
)

// Order gives the terms of r, by their index, in the order of an evaluation:
// directives from left to right, then redirect, wherever it stands (RFC 7208
// §4.6.2, §6.1). Terms without a part in the result (exp, unknown modifiers and
// malformed terms) come where they stand.
func (r Record) Order() iter.Seq[int] {
	return func(yield func(int) bool) {
		redirects := false
		for i := range r.Terms {
			if r.Terms[i].Name == "redirect" {
				redirects = true
			} else if !yield(i) {
				return
			}
		}
		for i := range r.Terms {
			if redirects && r.Terms[i].Name == "redirect" && !yield(i) {
				return
			}
		}
	}
}

// Covered is the range of addresses that an address of a or mx stands for
// (RFC 7208 §5.3, §5.4). Zero for an IPv4-mapped one, which matches no client:
// those are IPv4 clients, and asked for A (RFC 7208 §5).
func (t Term) Covered(a netip.Addr) netip.Prefix {
	switch {
	case a.Is4():
		return netip.PrefixFrom(a, t.Bits4).Masked()
	case a.Is4In6():
		return netip.Prefix{}
	default:
		return netip.PrefixFrom(a, t.Bits6).Masked()
	}
}
