package zone

import (
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// set are the whole zones of several files, by origin.
type set map[dnsmsg.Name]*tree

// newSet sorts zones into the whole ones and the edits that the patches are.
// Where zones contradict each other, the later one is right: a CNAME of a patch
// takes the place of all else at its name, and all else that of an older CNAME.
func newSet(zones []Zone) (set, edits) {
	s, patches := set{}, edits{}
	for _, z := range zones {
		for _, origin := range z.Origins {
			if apex, err := dnsmsg.ParseName(origin); err == nil {
				s[apex] = &tree{apex: apex, nodes: map[dnsmsg.Name]node{apex: nil}}
			}
		}
		for _, rrs := range z.rrsets() {
			if apex, err := dnsmsg.ParseName(rrs.zone); err == nil && rrs.key.Name.Within(apex) && s[apex] != nil {
				s[apex].put(rrs.key, rrs.rrs)
			} else {
				patches.set(rrs.key, rrs.rrs)
			}
		}
	}
	return s, patches
}

// rrset are the records of one type at one name.
type rrset struct {
	zone string
	key  dnsmsg.Question
	rrs  []dns.RR
}

// rrsets gives the RRsets in the order of their first records. An RRset has no
// record twice, whatever the TTL (RFC 2181 §5).
func (z Zone) rrsets() []*rrset {
	type owner struct {
		zone string
		key  dnsmsg.Question
	}
	var list []*rrset
	sets := map[owner]*rrset{}
	type datum struct {
		*rrset
		data string
	}
	seen := map[datum]bool{}
	for _, rec := range z.Records {
		k := owner{rec.Zone, rec.key}
		s := sets[k]
		if s == nil {
			s = &rrset{rec.Zone, rec.key, nil}
			sets[k], list = s, append(list, s)
		}
		if d := (datum{s, rec.Data}); rec.rr != nil && !seen[d] {
			seen[d] = true
			s.rrs = append(s.rrs, rec.rr)
		}
	}
	return list
}

// closest returns the tree with the longest apex at or above n, or nil.
func (s set) closest(n dnsmsg.Name) *tree {
	for ; ; n = n.Parent() {
		if t := s[n]; t != nil {
			return t
		}
		if n == dnsmsg.Root {
			return nil
		}
	}
}

// find looks for one RRset in the tree that n belongs to.
func (s set) find(n dnsmsg.Name, qtype uint16) ([]dns.RR, dnsmsg.Ending, *tree) {
	t := s.closest(n)
	if t == nil {
		return nil, dnsmsg.Outside, nil
	}
	rrs, end := t.find(n, qtype)
	return rrs, end, t
}

// answer completes m with what the zones say of n, and follows CNAMEs as far as
// they stay inside. It reports false when the zones don't say anything.
func (s set) answer(m *dns.Msg, n dnsmsg.Name, qtype uint16) bool {
	for link := 0; ; link++ {
		rrs, end, t := s.find(n, qtype)
		if end == dnsmsg.Outside {
			return link > 0
		}
		m.Answer = append(m.Answer, rrs...)
		if end == dnsmsg.Alias && qtype != dns.TypeCNAME && link < dnsmsg.MaxLinks {
			_, target, ok := n.Alias(rrs)
			if ok {
				n = target
				continue
			}
		}
		if end == dnsmsg.NoName {
			m.Rcode = dns.RcodeNameError
		}
		if end == dnsmsg.NoData || end == dnsmsg.NoName {
			m.Ns = t.nodes[t.apex][dns.TypeSOA]
		}
		return true
	}
}
