package resolve

import (
	"slices"

	"github.com/miekg/dns"
)

// maxLinks is how many CNAMEs are followed for one question. RFC 1034 §3.6.2
// asks for the chain to be followed and names no limit; servers stop at 8 to 16.
const maxLinks = 10

// rrsetOf picks the records of one name and type out of an answer. Whatever
// else the answer holds is nobody's data (RFC 5452 §6). What it gives may be a
// part of rrs.
func rrsetOf(rrs []dns.RR, owner name, rrtype uint16) []dns.RR {
	other := func(rr dns.RR) bool {
		h := rr.Header()
		return h.Rrtype != rrtype || h.Class != dns.ClassINET || !owner.owns(rr)
	}
	if !slices.ContainsFunc(rrs, other) { // the usual case
		return slices.Clip(rrs)
	}
	return slices.DeleteFunc(slices.Clone(rrs), other)
}

// aliasOf finds the CNAME of owner in an answer, and where it leads.
func aliasOf(rrs []dns.RR, owner name) (rr dns.RR, target name, ok bool) {
	for _, rr := range rrsetOf(rrs, owner, dns.TypeCNAME) {
		if c, ok := rr.(*dns.CNAME); ok {
			if target, err := parseName(c.Target); err == nil {
				return rr, target, true
			}
		}
	}
	return nil, "", false
}

// denies reports whether an authority section says that n's data ends here: an
// SOA of a zone that n is in (RFC 2308 §2.2).
func denies(authority []dns.RR, n name) bool {
	for _, rr := range authority {
		if rr.Header().Rrtype != dns.TypeSOA {
			continue
		}
		if apex, ok := ownerOf(rr); ok && n.within(apex) {
			return true
		}
	}
	return false
}
