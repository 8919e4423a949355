package zone

import (
	"slices"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// node is what stands at one name: RRsets by type. A name that exists only
// because there are names below it has the nil node (RFC 4592 §2.2.2).
type node map[uint16][]dns.RR

// find looks for one RRset.
func (d node) find(qtype uint16) ([]dns.RR, dnsmsg.Ending) {
	if rrs := d[qtype]; len(rrs) > 0 {
		return rrs, dnsmsg.Found
	}
	if rrs := d[dns.TypeCNAME]; len(rrs) > 0 {
		return rrs, dnsmsg.Alias
	}
	return nil, dnsmsg.NoData
}

// tree is a whole zone: what isn't here doesn't exist.
type tree struct {
	apex  dnsmsg.Name
	nodes map[dnsmsg.Name]node
}

// put adds an RRset, and the empty nodes between it and the apex.
func (t *tree) put(k dnsmsg.Question, rrs []dns.RR) {
	owner := k.Name
	if t.nodes[owner] == nil {
		t.nodes[owner] = node{}
	}
	t.nodes[owner][k.Type] = rrs
	for owner != t.apex {
		owner = owner.Parent()
		if _, ok := t.nodes[owner]; ok || owner == t.apex {
			return
		}
		t.nodes[owner] = nil
	}
}

// serverTypes are the types at an origin that servers and registries care for.
var serverTypes = []uint16{dns.TypeSOA, dns.TypeNS, dns.TypeDS, dns.TypeDNSKEY}

// leaves reports whether a type at the apex is left to the servers: tools that
// keep zones without an SOA leave it to them, and those of serverTypes that they
// don't have.
func (t *tree) leaves(qtype uint16) bool {
	d := t.nodes[t.apex]
	return len(d[dns.TypeSOA]) == 0 && len(d[qtype]) == 0 && slices.Contains(serverTypes, qtype)
}

// find looks for one RRset as an authoritative server does (RFC 1034 §4.3.2).
func (t *tree) find(n dnsmsg.Name, qtype uint16) ([]dns.RR, dnsmsg.Ending) {
	if _, cut := t.cut(n); cut || n == t.apex && t.leaves(qtype) {
		return nil, dnsmsg.Outside
	}
	if rrs, ok := t.redirect(n); ok {
		return rrs, dnsmsg.Alias
	}
	if d, ok := t.nodes[n]; ok {
		return d.find(qtype)
	}
	return t.wildcard(n, qtype)
}

// cut gives the zone cut that n is at or below, the topmost: NS records below the
// apex (RFC 1034 §4.2.1).
func (t *tree) cut(n dnsmsg.Name) (at dnsmsg.Name, ok bool) {
	for ; n != t.apex; n = n.Parent() {
		if len(t.nodes[n][dns.TypeNS]) > 0 {
			at, ok = n, true
		}
	}
	return at, ok
}

// redirect makes the CNAME for a name below a DNAME (RFC 6672 §3.1).
func (t *tree) redirect(n dnsmsg.Name) ([]dns.RR, bool) {
	for at := n; at != t.apex; {
		at = at.Parent()
		if rrs, ok := redirected(n, at, t.nodes[at][dns.TypeDNAME]); ok {
			return rrs, true
		}
	}
	return nil, false
}

// redirected makes the CNAME of n from a DNAME at a name above, which comes with it.
func redirected(n, at dnsmsg.Name, dnames []dns.RR) ([]dns.RR, bool) {
	for _, rr := range dnames {
		d, ok := rr.(*dns.DNAME)
		if !ok {
			continue
		}
		target, err := dnsmsg.ParseName(d.Target)
		if err != nil || len(n)-len(at)+len(target) > dnsmsg.MaxName {
			continue
		}
		h := dns.RR_Header{Name: n.String(), Rrtype: dns.TypeCNAME, Class: dns.ClassINET, Ttl: d.Hdr.Ttl}
		return []dns.RR{d, &dns.CNAME{Hdr: h, Target: (n[:len(n)-len(at)] + target).String()}}, true
	}
	return nil, false
}

// wildcard answers for a name that isn't there from the wildcard at its closest
// encloser: the longest name above it that exists (RFC 4592 §3.3.1).
func (t *tree) wildcard(n dnsmsg.Name, qtype uint16) ([]dns.RR, dnsmsg.Ending) {
	encloser := n.Parent()
	for encloser != t.apex {
		if _, ok := t.nodes[encloser]; ok {
			break
		}
		encloser = encloser.Parent()
	}
	d, ok := t.nodes[wildcardOf(encloser)]
	if !ok {
		return nil, dnsmsg.NoName
	}
	rrs, end := d.find(qtype)
	return renamed(rrs, n), end
}

// renamed are records with another owner.
func renamed(rrs []dns.RR, owner dnsmsg.Name) []dns.RR {
	made := make([]dns.RR, len(rrs))
	for i, rr := range rrs {
		made[i] = dns.Copy(rr)
		made[i].Header().Name = owner.String()
	}
	return made
}
