package tree

import (
	"net/netip"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Family is a family of addresses. A client of one is asked for with A, of the
// other with AAAA, so the same record may cost them differently (RFC 7208 §5).
type Family int

// The families.
const (
	IPv4 Family = 4
	IPv6 Family = 6
)

// Families lists both.
var Families = []Family{IPv4, IPv6}

// FamilyOf gives the family of an address. An IPv4-mapped one is IPv4
// (RFC 7208 §5).
func FamilyOf(a netip.Addr) Family {
	if a.Unmap().Is4() {
		return IPv4
	}
	return IPv6
}

// String gives the family as it is written: "IPv4".
func (f Family) String() string {
	if f == IPv4 {
		return "IPv4"
	}
	return "IPv6"
}

// everything is the whole range of addresses of the family.
func (f Family) everything() netip.Prefix {
	if f == IPv4 {
		return netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	}
	return netip.PrefixFrom(netip.IPv6Unspecified(), 0)
}

// Type is the type of a DNS record.
type Type string

// The types that are asked for.
const (
	A    Type = "A"
	AAAA Type = "AAAA"
	MX   Type = "MX"
	TXT  Type = "TXT"
)

// code is the type as a number (RFC 1035 §3.2.2, RFC 3596 §2.1), for A and AAAA.
func (t Type) code() uint16 {
	if t == A {
		return 1
	}
	return 28
}

// Question is a question to DNS and how it was answered.
type Question struct {
	Name string
	Type Type
	Void bool  // answered, with nothing: a void lookup (RFC 7208 §4.6.4)
	Err  error // a *net.DNSError, for a name that doesn't exist too; nil: answered
}

// Failed reports whether DNS gave no usable answer, which is a temperror.
func (q Question) Failed() bool { return resolve.Failed(q.Err) }

// concerns reports whether a client of the family causes the question, asked
// for a term of that name.
func (q Question) concerns(term string, f Family) bool {
	switch {
	case term == "exp": // asked after the result is known
		return false
	case term == "exists": // always A (RFC 7208 §5.7)
		return true
	case q.Type == A:
		return f == IPv4
	case q.Type == AAAA:
		return f == IPv6
	default:
		return true
	}
}

// Void gives the question of the term that is a void lookup for a client of the
// family, and false where there is none. As in package eval, the addresses of
// an mx term's hosts aren't counted, and those of ptr belong to the client.
func (t Term) Void(f Family) (Question, bool) {
	for _, q := range t.Questions {
		if q.Void && q.concerns(t.Name, f) {
			return q, true
		}
	}
	return Question{}, false
}

// AllQuestions are the questions of t and of the hosts that it names.
func (t Term) AllQuestions() []Question {
	all := slices.Clip(t.Questions)
	for _, h := range t.Hosts {
		all = append(all, h.Questions...)
	}
	return all
}

// Failed gives the first question of the term, or of a host of an mx term, that
// makes it a temperror for a client of the family (RFC 7208 §5), and false
// where there is none.
func (t Term) Failed(f Family) (Question, bool) {
	for _, q := range t.AllQuestions() {
		if q.Failed() && q.concerns(t.Name, f) {
			return q, true
		}
	}
	return Question{}, false
}
