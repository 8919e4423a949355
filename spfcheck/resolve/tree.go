package resolve

import "github.com/miekg/dns"

// ending is how the search for an RRset ends.
type ending int

const (
	outside ending = iota // not ours to say
	found                 // the records are there
	alias                 // a CNAME stands in their place
	noData                // the name exists, the records don't (RFC 2308 §2.2)
	noName                // the name doesn't exist (RFC 2308 §2.1)
)

// node is what stands at one name: RRsets by type. A name that exists only
// because there are names below it has the nil node (RFC 4592 §2.2.2).
type node map[uint16][]dns.RR

// find looks for one RRset. A record of the type goes before a CNAME: they stand
// together only where a patch put the one beside the other.
func (d node) find(qtype uint16) ([]dns.RR, ending) {
	if rrs := d[qtype]; len(rrs) > 0 {
		return rrs, found
	}
	if rrs := d[dns.TypeCNAME]; len(rrs) > 0 {
		return rrs, alias
	}
	return nil, noData
}

// tree is the data at and below one name.
type tree struct {
	apex  name
	whole bool // it has an SOA: what isn't here doesn't exist
	nodes map[name]node
}

// put adds an RRset, and the empty nodes between it and the apex.
func (t *tree) put(owner name, rrtype uint16, rrs []dns.RR) {
	if t.nodes[owner] == nil {
		t.nodes[owner] = node{}
	}
	t.nodes[owner][rrtype] = rrs
	for owner != t.apex {
		owner = owner.parent()
		if _, ok := t.nodes[owner]; ok || owner == t.apex {
			return
		}
		t.nodes[owner] = nil
	}
}

// exact looks at one name only: neither cuts nor wildcards.
func (t *tree) exact(n name, qtype uint16) ([]dns.RR, ending) {
	if rrs, end := t.nodes[n].find(qtype); end != noData {
		return rrs, end
	}
	return nil, outside
}

// find looks for one RRset as an authoritative server does (RFC 1034 §4.3.2).
func (t *tree) find(n name, qtype uint16) ([]dns.RR, ending) {
	if t.whole && t.delegates(n) {
		return nil, outside
	}
	if rrs, ok := t.redirect(n); ok {
		return rrs, alias
	}
	if d, ok := t.nodes[n]; ok {
		return d.find(qtype)
	}
	if n == t.apex { // of a patch that has only a wildcard
		return nil, outside
	}
	return t.wildcard(n, qtype)
}

// delegates reports whether n is at or below a zone cut: NS records below the
// apex (RFC 1034 §4.2.1).
func (t *tree) delegates(n name) bool {
	for ; n != t.apex; n = n.parent() {
		if len(t.nodes[n][dns.TypeNS]) > 0 {
			return true
		}
	}
	return false
}

// redirect makes the CNAME for a name below a DNAME (RFC 6672 §3.1).
func (t *tree) redirect(n name) ([]dns.RR, bool) {
	for at := n; at != t.apex; {
		at = at.parent()
		for _, rr := range t.nodes[at][dns.TypeDNAME] {
			d, ok := rr.(*dns.DNAME)
			if !ok {
				continue
			}
			target, err := parseName(d.Target)
			if err != nil || len(n)-len(at)+len(target) > maxName {
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
func (t *tree) wildcard(n name, qtype uint16) ([]dns.RR, ending) {
	encloser := n.parent()
	for encloser != t.apex {
		if _, ok := t.nodes[encloser]; ok {
			break
		}
		encloser = encloser.parent()
	}
	d, ok := t.nodes["\x01*"+encloser]
	if !ok {
		return nil, noName
	}
	rrs, end := d.find(qtype)
	made := make([]dns.RR, len(rrs))
	for i, rr := range rrs {
		made[i] = dns.Copy(rr)
		made[i].Header().Name = n.String()
	}
	return made, end
}
