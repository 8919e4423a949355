package zone

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// set is what several zones say together: a tree for each whole zone with the
// patches below it worked in, and one for each of the other patches. Where zones
// contradict each other, the later one is right.
type set struct {
	trees   map[dnsmsg.Name]*tree
	overlay bool // a patch says nothing of names and types that aren't in it
}

func newSet(zones []Zone, overlay bool) *set {
	s := &set{trees: map[dnsmsg.Name]*tree{}, overlay: overlay}
	patch := map[dnsmsg.Name]node{}
	for _, z := range zones {
		for _, origin := range z.Origins {
			if apex, err := dnsmsg.ParseName(origin); err == nil {
				s.trees[apex] = &tree{apex: apex, whole: true, nodes: map[dnsmsg.Name]node{apex: nil}}
			}
		}
		for _, rrs := range z.rrsets() {
			if apex, err := dnsmsg.ParseName(rrs.zone); err == nil && rrs.key.Name.Within(apex) && s.trees[apex] != nil {
				s.trees[apex].put(rrs.key, rrs.rrs)
			} else {
				patch[rrs.key.Name] = patched(patch[rrs.key.Name], rrs.key.Type, rrs.rrs)
			}
		}
	}
	s.apply(patch)
	return s
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

// patched returns d with one RRset replaced. A CNAME takes the place of all
// else, and all else takes the place of an older patch's CNAME.
func patched(d node, rrtype uint16, rrs []dns.RR) node {
	if d == nil || rrtype == dns.TypeCNAME || len(d[dns.TypeCNAME]) > 0 && !slices.Contains(besideCNAME, dns.Type(rrtype).String()) {
		d = node{}
	}
	d[rrtype] = rrs
	return d
}

// apply works patches into whole zones, and makes trees of the rest, from the
// top down so that names below others become part of their tree.
func (s *set) apply(patch map[dnsmsg.Name]node) {
	apexes := map[dnsmsg.Name]dnsmsg.Name{}
	var owners []dnsmsg.Name
	for owner := range patch {
		owners = append(owners, owner)
		apexes[owner] = owner
		if strings.HasPrefix(string(owner), "\x01*") {
			apexes[owner] = owner.Parent()
		}
	}
	slices.SortFunc(owners, func(a, b dnsmsg.Name) int {
		return cmp.Or(cmp.Compare(apexes[a].Labels(), apexes[b].Labels()), cmp.Compare(a, b))
	})
	for _, owner := range owners {
		t := s.closest(owner)
		if t == nil || t.whole && t.delegates(owner) {
			t = &tree{apex: apexes[owner], nodes: map[dnsmsg.Name]node{}}
			s.trees[t.apex] = t
		}
		if len(patch[owner][dns.TypeCNAME]) > 0 {
			delete(t.nodes, owner)
		}
		for rrtype, rrs := range patch[owner] {
			t.put(dnsmsg.Question{Name: owner, Type: rrtype}, rrs)
		}
	}
}

// closest returns the tree with the longest apex at or above n, or nil.
func (s *set) closest(n dnsmsg.Name) *tree {
	for ; ; n = n.Parent() {
		if t := s.trees[n]; t != nil {
			return t
		}
		if n == dnsmsg.Root {
			return nil
		}
	}
}

// find looks for one RRset in the tree that n belongs to.
func (s *set) find(n dnsmsg.Name, qtype uint16) ([]dns.RR, dnsmsg.Ending, *tree) {
	t := s.closest(n)
	if t == nil {
		return nil, dnsmsg.Outside, nil
	}
	search := t.find
	switch {
	case s.overlay && !t.whole:
		search = t.exact
	case s.overlay && n == t.apex && t.leaves(qtype):
		return nil, dnsmsg.Outside, nil
	}
	rrs, end := search(n, qtype)
	return rrs, end, t
}

// answer completes m with what the zones say of n, and follows CNAMEs as far as
// they stay inside. It reports false when the zones don't say anything.
func (s *set) answer(m *dns.Msg, n dnsmsg.Name, qtype uint16) bool {
	for link := 0; ; link++ {
		rrs, end, t := s.find(n, qtype)
		if end == dnsmsg.Outside {
			return link > 0
		}
		m.Answer = append(m.Answer, rrs...)
		if end == dnsmsg.Alias && link < dnsmsg.MaxLinks {
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

// Exchange answers from the zones alone.
func (s *set) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	m := dnsmsg.NewReply(q)
	if !s.answer(m, k.Name, k.Type) {
		return nil, s.offline(k)
	}
	return m, nil
}

func (s *set) offline(k dnsmsg.Question) error {
	if t := s.closest(k.Name); t != nil && t.whole {
		return fmt.Errorf("%s is delegated away in the zone %s and in none of the other zone files (offline)",
			k.Name.Display(), t.apex.Display())
	}
	return fmt.Errorf("%s is in none of the zone files (offline)", k.Name.Display())
}

// Offline answers from zones alone, without any network. A name inside a zone
// that isn't there doesn't exist. A patch has the names that its records are at
// and all names below them. For any other name there is no answer.
func Offline(zones ...Zone) dnsmsg.Exchanger { return newSet(zones, false) }
