package dnsmsg

import (
	"fmt"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// MaxLinks is how many CNAMEs are followed for one question. RFC 1034 §3.6.2
// asks for the chain to be followed and names no limit; servers stop at 8 to 16.
const MaxLinks = 10

// Ending is how the search for an RRset ends.
type Ending int

// The endings.
const (
	Outside Ending = iota // not ours to say
	Found                 // the records are there
	Alias                 // a CNAME stands in their place
	NoData                // the name exists, the records don't (RFC 2308 §2.2)
	NoName                // the name doesn't exist (RFC 2308 §2.1)
)

// RRset picks the records of one name and type out of an answer. Whatever else
// the answer holds is nobody's data (RFC 5452 §6). What it gives may be a part of
// rrs.
func (n Name) RRset(rrs []dns.RR, rrtype uint16) []dns.RR {
	other := func(rr dns.RR) bool {
		h := rr.Header()
		return h.Rrtype != rrtype || h.Class != dns.ClassINET || !n.Owns(rr)
	}
	if !slices.ContainsFunc(rrs, other) { // the usual case
		return slices.Clip(rrs)
	}
	return slices.DeleteFunc(slices.Clone(rrs), other)
}

// Alias finds the CNAME of n in an answer, and where it leads.
func (n Name) Alias(rrs []dns.RR) (rr dns.RR, target Name, ok bool) {
	for _, rr := range n.RRset(rrs, dns.TypeCNAME) {
		if c, ok := rr.(*dns.CNAME); ok {
			if target, err := ParseName(c.Target); err == nil {
				return rr, target, true
			}
		}
	}
	return nil, "", false
}

// Denied reports whether an authority section says that n's data ends here: an
// SOA of a zone that n is in (RFC 2308 §2.2).
func (n Name) Denied(authority []dns.RR) bool {
	for _, rr := range authority {
		if rr.Header().Rrtype != dns.TypeSOA {
			continue
		}
		if apex, ok := OwnerOf(rr); ok && n.Within(apex) {
			return true
		}
	}
	return false
}

// Normalise brings a record into the form that it has when it comes from a
// server: names and texts escaped in one way, nothing that no message can hold.
func Normalise(rr dns.RR) (dns.RR, error) {
	h := rr.Header()
	what := fmt.Sprintf("%q %s", h.Name, dns.Type(h.Rrtype))
	if h.Class != dns.ClassINET {
		return nil, fmt.Errorf("%s: class %s is not supported, only IN", what, dns.Class(h.Class))
	}
	owner, err := ParseName(h.Name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	h.Name = owner.String()
	wire := make([]byte, dns.Len(rr)+1)
	n, err := dns.PackRR(rr, wire, 0, nil, false)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	made, _, err := dns.UnpackRR(wire[:n], 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	if made.Header().Rdlength == 0 {
		return nil, fmt.Errorf("%s: the record has no data", what)
	}
	return made, nil
}

// Data gives what stands behind the type of a record, in presentation format.
func Data(rr dns.RR) string {
	if unknown, ok := rr.(*dns.RFC3597); ok { // its text has a header of another form
		return fmt.Sprintf(`\# %d %s`, len(unknown.Rdata)/2, unknown.Rdata)
	}
	return strings.TrimPrefix(rr.String(), rr.Header().String())
}
