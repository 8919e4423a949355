package zone

import (
	"context"
	"slices"
	"strings"

	"github.com/miekg/dns"
	"golang.org/x/net/publicsuffix"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// published is what is served below, one name at a time.
type published struct {
	next    dnsmsg.Exchanger
	changes edits
}

// said is what was answered for a name itself: its RRset, or a CNAME in its place.
// Of a name below a published DNAME nothing is said, the end is Outside.
type said struct {
	rrs     []dns.RR
	end     dnsmsg.Ending
	m       *dns.Msg    // all of the answer, where it came as it is
	flatten dnsmsg.Name // the name whose addresses are the answer; "": none
}

// alias reports whether what was said is a CNAME.
func (s said) alias() bool { return len(s.rrs) > 0 && s.rrs[0].Header().Rrtype == dns.TypeCNAME }

// stands leaves an answer as it came.
func (s said) stands() said {
	s.end = dnsmsg.Outside
	return s
}

// failure is an answer that says nothing of DNS, such as SERVFAIL.
type failure struct{ rcode int }

func (f failure) Error() string { return "the server answered " + dns.RcodeToString[f.rcode] }

func (p published) ask(ctx context.Context, n dnsmsg.Name, qtype uint16) (said, error) {
	if len(n) > dnsmsg.MaxName {
		return said{end: dnsmsg.NoName}, nil
	}
	q := dnsmsg.Question{Name: n, Type: qtype}.Wire()
	m, err := p.next.Exchange(ctx, q)
	if err != nil {
		return said{}, err
	}
	if m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		return said{}, failure{m.Rcode}
	}
	s := said{rrs: n.RRset(m.Answer, qtype), end: dnsmsg.Found, m: m}
	if len(s.rrs) == 0 {
		s.end = dnsmsg.NoData
		if rr, _, ok := n.Alias(m.Answer); ok {
			s.rrs, s.end = []dns.RR{rr}, dnsmsg.Alias
		} else if m.Rcode == dns.RcodeNameError {
			s.end = dnsmsg.NoName
		}
	}
	if s.alias() {
		p.hide(q, n, &s)
	}
	return s, nil
}

// hide takes back what comes from a DNAME above n: of a name below one there is
// nothing else to say, and nothing at all where the DNAME is edited or gives way.
func (p published) hide(q dns.Question, n dnsmsg.Name, s *said) {
	for _, rr := range s.m.Answer {
		at, ok := dnsmsg.OwnerOf(rr)
		if !ok || rr.Header().Rrtype != dns.TypeDNAME || at == n || !n.Within(at) {
			continue
		}
		if s.end = dnsmsg.Outside; p.changes[at][dns.TypeDNAME] != nil || p.changes[at][dns.TypeCNAME].replaces() {
			m := dnsmsg.NewReply(q)
			m.Rcode = dns.RcodeNameError
			*s = said{end: dnsmsg.NoName, m: m}
			return
		}
	}
}

// same reports whether two names were given the same answer.
func (s said) same(t said) bool {
	data := func(s said) []string {
		var list []string
		for _, rr := range s.rrs {
			list = append(list, dnsmsg.Data(rr))
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	return s.end == t.end && slices.Equal(data(s), data(t))
}

// askWildcard asks for what a wildcard has, or makes where it is no name. Where there
// is none at all, one question tells so for all types.
func (p published) askWildcard(ctx context.Context, n dnsmsg.Name, qtype uint16) (said, error) {
	const first = dns.TypeTXT
	s, err := p.ask(ctx, n, first)
	if err != nil || s.end == dnsmsg.NoName || qtype == first {
		return s, err
	}
	return p.ask(ctx, n, qtype)
}

// real reports whether a name exists, given an answer for it or for a name below,
// which a wildcard may have made. A wildcard above n would answer for *.n, too, and
// in the same way, and for *.*.n, which a real *.n doesn't; nor does it for *.*.*.n
// where somebody meant a wildcard of two levels with *.*.n.
func (p published) real(ctx context.Context, n dnsmsg.Name, qtype uint16, a said) (bool, error) {
	if established(n) {
		return true, nil
	}
	below := wildcardOf(n)
	w, err := p.askWildcard(ctx, below, qtype)
	if err != nil || !w.same(a) {
		return true, err
	}
	for range 2 {
		below = wildcardOf(below)
		if v, err := p.ask(ctx, below, qtype); err != nil || !v.same(w) {
			return true, err
		}
	}
	return false, nil
}

// established reports whether a name is a registrable domain or above one. Such a
// name exists where names below it do: no registry has wildcards for the names of
// others.
func established(n dnsmsg.Name) bool {
	labels := n.Labels()
	if labels <= 2 {
		return true
	}
	suffix, listed := publicsuffix.PublicSuffix(n.Display())
	for !listed && strings.Contains(suffix, ".") { // of a hoster, in a domain of its own
		_, above, _ := strings.Cut(suffix, ".")
		suffix, listed = publicsuffix.PublicSuffix(above)
	}
	return labels <= strings.Count(suffix, ".")+2
}

// isOrigin reports whether a name is the origin of its zone, as far as what is
// published says: it has an SOA, or no zone of anybody lies between it and a public
// suffix, as where the zone is yet to be made.
func (p published) isOrigin(ctx context.Context, n dnsmsg.Name) bool {
	s, err := p.ask(ctx, n, dns.TypeSOA)
	if err != nil || s.end == dnsmsg.Found {
		return err == nil
	}
	for _, rr := range s.m.Ns {
		if at, ok := dnsmsg.OwnerOf(rr); ok && rr.Header().Rrtype == dns.TypeSOA {
			suffix, _ := publicsuffix.PublicSuffix(at.Display())
			return at == dnsmsg.Root || suffix == at.Display()
		}
	}
	return false
}

// Probe asks what [Edits] at or below a name may ask of it, for the sake of what lies
// below: whether it has records of the types of itself, or a wildcard made them.
func Probe(ctx context.Context, next dnsmsg.Exchanger, name string, types ...string) {
	n, err := dnsmsg.ParseName(name)
	if err != nil {
		return
	}
	p := published{next: next}
	for _, rrtype := range types {
		qtype := dns.StringToType[rrtype]
		if s, err := p.ask(ctx, n, qtype); err == nil && s.end != dnsmsg.NoName {
			_, _ = p.real(ctx, n, qtype, s)
		}
	}
}
