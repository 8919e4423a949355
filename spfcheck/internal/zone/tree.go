package zone

import (
	"slices"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// node is what stands at one name: RRsets by type. A name that exists only
// because there are names below it has the nil node (RFC 4592 §2.2.2).
type node map[uint16][]dns.RR

// find looks for one RRset. A record of the type goes before a CNAME: they stand
// together only where a patch put the one beside the other.
func (d node) find(qtype uint16) ([]dns.RR, dnsmsg.Ending) {
	if rrs := d[qtype]; len(rrs) > 0 {
		return rrs, dnsmsg.Found
	}
	if rrs := d[dns.TypeCNAME]; len(rrs) > 0 {
		return rrs, dnsmsg.Alias
	}
	return nil, dnsmsg.NoData
}

// tree is the data at and below one name.
type tree struct {
	apex  dnsmsg.Name
	whole bool // what isn't here doesn't exist
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

// exact looks at one name only: neither cuts nor wildcards.
func (t *tree) exact(n dnsmsg.Name, qtype uint16) ([]dns.RR, dnsmsg.Ending) {
	if rrs, end := t.nodes[n].find(qtype); end != dnsmsg.NoData {
		return rrs, end
	}
	return nil, dnsmsg.Outside
}

// find looks for one RRset as an authoritative server does (RFC 1034 §4.3.2).
func (t *tree) find(n dnsmsg.Name, qtype uint16) ([]dns.RR, dnsmsg.Ending) {
	if t.whole && t.delegates(n) {
		return nil, dnsmsg.Outside
	}
	if rrs, ok := t.redirect(n); ok {
		return rrs, dnsmsg.Alias
	}
	if d, ok := t.nodes[n]; ok {
		return d.find(qtype)
	}
	if n == t.apex { // of a patch that has only a wildcard
		return nil, dnsmsg.Outside
	}
	return t.wildcard(n, qtype)
}

// delegates reports whether n is at or below a zone cut: NS records below the
// apex (RFC 1034 §4.2.1).
func (t *tree) delegates(n dnsmsg.Name) bool {
	for ; n != t.apex; n = n.Parent() {
		if len(t.nodes[n][dns.TypeNS]) > 0 {
			return true
		}
	}
	return false
}

// redirect makes the CNAME for a name below a DNAME (RFC 6672 §3.1).
func (t *tree) redirect(n dnsmsg.Name) ([]dns.RR, bool) {
	for at := n; at != t.apex; {
		at = at.Parent()
		for _, rr := range t.nodes[at][dns.TypeDNAME] {
			d, ok := rr.(*dns.DNAME)
			if !ok {
				continue
			}
			target, err := dnsmsg.ParseName(d.Target)
			if err != nil || len(n)-len(at)+len(target) > dnsmsg.MaxName {
				continue
			}
			h := dns.RR_Header{Name: n.String(), Rrtype: dns.TypeCNAME, Class: dns.ClassINET, Ttl: d.Hdr.Ttl}
			return []dns.RR{&dns.CNAME{Hdr: h, Target: (n[:len(n)-len(at)] + target).String()}}, true
		}
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
	d, ok := t.nodes["\x01*"+encloser]
	if !ok {
		return nil, dnsmsg.NoName
	}
	rrs, end := d.find(qtype)
	made := make([]dns.RR, len(rrs))
	for i, rr := range rrs {
		made[i] = dns.Copy(rr)
		made[i].Header().Name = n.String()
	}
	return made, end
}
