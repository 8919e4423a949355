package zone

import (
	"maps"
	"strings"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Places knows where the records stand that several files say, of which a later one
// takes the place of an earlier one, RRset by RRset.
type Places struct {
	sets    map[dnsmsg.Question][]Record
	names   map[dnsmsg.Name]bool
	origins map[dnsmsg.Name]Place // where each whole zone begins
}

// NewPlaces takes in zones, in the order in which one is put over the other.
func NewPlaces(zones ...Zone) *Places {
	p := &Places{map[dnsmsg.Question][]Record{}, map[dnsmsg.Name]bool{}, map[dnsmsg.Name]Place{}}
	for _, z := range zones {
		sets := map[dnsmsg.Question][]Record{}
		for _, rec := range z.Records {
			sets[rec.key] = append(sets[rec.key], rec)
			p.names[rec.key.Name] = true
			if rec.Type == "SOA" && rec.key.Name != dnsmsg.Root { // a root is there to stand for DNS
				p.origins[rec.key.Name] = rec.Place
			}
		}
		maps.Copy(p.sets, sets)
	}
	return p
}

// Text finds the TXT record with the text at a name, as who asks for it is answered:
// by way of the CNAMEs and the wildcard that the files have. Where no text is meant, it
// is the record of a policy (such as v=spf1), or that which would bring one: the CNAME,
// or the beginning of the whole zone that the name is in. nil: there is none.
func (p *Places) Text(name, text string) *Place {
	at, err := dnsmsg.ParseName(name)
	if err != nil {
		return nil
	}
	var link *Place // the CNAME that led here
	for range dnsmsg.MaxLinks {
		owner := p.owner(at)
		for _, rec := range p.sets[dnsmsg.Question{Name: owner, Type: dns.TypeTXT}] {
			if rec.Text() == text || text == "" && strings.HasPrefix(strings.ToLower(rec.Text()), "v=") {
				return new(rec.Place)
			}
		}
		alias := p.sets[dnsmsg.Question{Name: owner, Type: dns.TypeCNAME}]
		if len(alias) == 0 {
			break
		}
		cname, ok := alias[0].rr.(*dns.CNAME)
		if !ok { // only its name is known
			return new(alias[0].Place)
		}
		link = new(alias[0].Place)
		if at, err = dnsmsg.ParseName(cname.Target); err != nil {
			break
		}
	}
	if link != nil || text != "" {
		return link
	}
	return p.origin(at)
}

// owner is the name whose records answer for n: itself, or the wildcard below the
// closest name above that is there (RFC 4592 §3.3.1).
func (p *Places) owner(n dnsmsg.Name) dnsmsg.Name {
	for at := n; !p.names[at] && at != dnsmsg.Root; at = at.Parent() {
		if wildcard, err := dnsmsg.ParseName("*." + at.Parent().String()); err == nil && p.names[wildcard] {
			return wildcard
		}
		if p.names[at.Parent()] {
			break
		}
	}
	return n
}

// origin finds the whole zone that a name is in.
func (p *Places) origin(n dnsmsg.Name) *Place {
	for ; ; n = n.Parent() {
		if at, ok := p.origins[n]; ok {
			return &at
		}
		if n == dnsmsg.Root {
			return nil
		}
	}
}
