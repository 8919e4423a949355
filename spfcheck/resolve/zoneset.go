package resolve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// zoneSet is what several zone files say together: a tree for each whole zone
// with the patches below it worked in, and one for each of the other patches.
// Where files contradict each other, the later one is right.
type zoneSet struct {
	trees   map[name]*tree
	overlay bool // a patch says nothing of names and types that aren't in it
}

func newZoneSet(zones []Zone, overlay bool) *zoneSet {
	s := &zoneSet{trees: map[name]*tree{}, overlay: overlay}
	patch := map[name]node{}
	for _, z := range zones {
		for _, whole := range z.wholes {
			t := &tree{apex: whole.apex, whole: true, nodes: map[name]node{}}
			for _, k := range whole.keys {
				t.put(k.name, k.qtype, whole.data[k])
			}
			s.trees[t.apex] = t
		}
		if z.patch == nil {
			continue
		}
		for _, k := range z.patch.keys {
			patch[k.name] = patched(patch[k.name], k.qtype, z.patch.data[k])
		}
	}
	s.apply(patch)
	return s
}

// patched returns d with one RRset replaced. A CNAME takes the place of all
// else, and all else takes the place of an older patch's CNAME.
func patched(d node, rrtype uint16, rrs []dns.RR) node {
	if d == nil || rrtype == dns.TypeCNAME || len(d[dns.TypeCNAME]) > 0 && !besideCNAME[rrtype] {
		d = node{}
	}
	d[rrtype] = rrs
	return d
}

// apply works patches into whole zones, and makes trees of the rest, from the
// top down so that names below others become part of their tree.
func (s *zoneSet) apply(patch map[name]node) {
	apexes := map[name]name{}
	var owners []name
	for owner := range patch {
		owners = append(owners, owner)
		apexes[owner] = owner
		if strings.HasPrefix(string(owner), "\x01*") {
			apexes[owner] = owner.parent()
		}
	}
	slices.SortFunc(owners, func(a, b name) int {
		return cmp.Or(cmp.Compare(apexes[a].labels(), apexes[b].labels()), cmp.Compare(a, b))
	})
	for _, owner := range owners {
		t := s.closest(owner)
		if t == nil || t.whole && t.delegates(owner) {
			t = &tree{apex: apexes[owner], nodes: map[name]node{}}
			s.trees[t.apex] = t
		}
		if len(patch[owner][dns.TypeCNAME]) > 0 {
			delete(t.nodes, owner)
		}
		for rrtype, rrs := range patch[owner] {
			t.put(owner, rrtype, rrs)
		}
	}
}

// closest returns the tree with the longest apex at or above n, or nil.
func (s *zoneSet) closest(n name) *tree {
	for ; ; n = n.parent() {
		if t := s.trees[n]; t != nil {
			return t
		}
		if n == root {
			return nil
		}
	}
}

// find looks for one RRset in the tree that n belongs to.
func (s *zoneSet) find(n name, qtype uint16) ([]dns.RR, ending, *tree) {
	t := s.closest(n)
	if t == nil {
		return nil, outside, nil
	}
	search := t.find
	if s.overlay && !t.whole {
		search = t.exact
	}
	rrs, end := search(n, qtype)
	return rrs, end, t
}

// answer completes m with what the zones say of n, and follows CNAMEs as far as
// they stay inside. It reports false when the zones don't say anything.
func (s *zoneSet) answer(m *dns.Msg, n name, qtype uint16) bool {
	for link := 0; ; link++ {
		rrs, end, t := s.find(n, qtype)
		if end == outside {
			return link > 0
		}
		m.Answer = append(m.Answer, rrs...)
		if end == alias && link < maxLinks {
			_, target, ok := aliasOf(rrs, n)
			if ok {
				n = target
				continue
			}
		}
		if end == noName {
			m.Rcode = dns.RcodeNameError
		}
		if end == noData || end == noName {
			m.Ns = t.nodes[t.apex][dns.TypeSOA]
		}
		return true
	}
}

// Exchange answers from the zones alone.
func (s *zoneSet) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	k, err := newQuestion(q)
	if err != nil {
		return nil, err
	}
	m := newReply(q)
	if !s.answer(m, k.name, k.qtype) {
		return nil, s.offline(k)
	}
	return m, nil
}

func (s *zoneSet) offline(k question) error {
	if t := s.closest(k.name); t != nil && t.whole {
		return fmt.Errorf("%s is delegated away in the zone %s and in none of the other zone files (offline)",
			k.name.display(), t.apex.display())
	}
	return fmt.Errorf("%s is in none of the zone files (offline)", k.name.display())
}

// Offline answers from zones alone, without any network. A name inside a zone
// that isn't there doesn't exist. A patch has the names that its records are at
// and all names below them. For any other name there is no answer.
func Offline(zones ...Zone) Exchanger { return newZoneSet(zones, false) }
