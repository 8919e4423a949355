package zone

import (
	"context"
	"errors"
	"slices"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// patch answers for published names with edits.
type patch struct {
	published
	near map[dnsmsg.Name]*nearby // the names that have edits, and all above them
	cuts bool                    // there are edits of NS or DNAME
}

// nearby is what edits do at and below a name.
type nearby struct {
	exists   bool // records come, so that the name exists whatever is published
	children []dnsmsg.Name
	names    int // how many names are nearby below it
}

// over lays the edits over what is published.
func (s edits) over(next dnsmsg.Exchanger) dnsmsg.Exchanger {
	if len(s) == 0 {
		return next
	}
	p := &patch{published: published{next, s}, near: map[dnsmsg.Name]*nearby{}}
	for owner, types := range s {
		exists := false
		for rrtype, e := range types {
			exists = exists || e.exists()
			p.cuts = p.cuts || rrtype == dns.TypeNS || rrtype == dns.TypeDNAME
		}
		p.note(owner, exists)
	}
	return p
}

// note puts a name, and all above it, among those nearby.
func (p *patch) note(n dnsmsg.Name, exists bool) {
	var child dnsmsg.Name // that is new
	for names := 0; ; n = n.Parent() {
		at := p.near[n]
		known := at != nil
		if !known {
			at = &nearby{}
			p.near[n] = at
		}
		if child != "" {
			at.children = append(at.children, child)
		}
		at.names += names
		at.exists = at.exists || exists
		if n == dnsmsg.Root {
			return
		}
		if child = ""; !known {
			child = n
			names++
		}
	}
}

func (p *patch) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	w := walk{patch: p, m: dnsmsg.NewReply(q), at: k.Name, qtype: k.Type}
	for range dnsmsg.MaxLinks {
		m, err := w.step(ctx)
		var no failure
		if errors.As(err, &no) {
			m, err = dnsmsg.NewReply(q), nil
			m.Rcode = no.rcode
		}
		if m != nil || err != nil {
			return m, err
		}
	}
	if w.flat != nil { // a loop of them
		w.m.Rcode = dns.RcodeServerFailure
	}
	return w.m, nil
}

// walk follows a chain of CNAMEs for one question.
type walk struct {
	*patch
	m     *dns.Msg
	at    dnsmsg.Name
	qtype uint16
	flat  *flattening // nil: nothing is flattened
}

// flattening is a name that has the addresses of another.
type flattening struct {
	owner dnsmsg.Name
	links int // the records of the answer that come before
}

// step answers for one name of the chain. It gives the answer once it is whole.
func (w *walk) step(ctx context.Context) (*dns.Msg, error) {
	s, err := w.find(ctx, w.at, w.qtype)
	switch {
	case err != nil:
		return nil, err
	case s.flatten != "":
		if w.flat == nil {
			w.flat = &flattening{w.at, len(w.m.Answer)}
		}
		w.at = s.flatten
		return nil, nil
	case s.end == dnsmsg.Outside:
		return w.take(s.m), nil
	}
	w.m.Answer = append(w.m.Answer, s.rrs...)
	if s.end == dnsmsg.Alias && w.qtype != dns.TypeCNAME {
		_, w.at, _ = w.at.Alias(s.rrs)
		return nil, nil
	}
	if s.end == dnsmsg.NoName {
		w.m.Rcode = dns.RcodeNameError
	}
	return w.end(), nil
}

// take copies an answer from below, up to the first name of its chain for which
// something may be changed.
func (w *walk) take(m *dns.Msg) *dns.Msg {
	at, whole := w.at, false
	var links []dns.RR
	for len(links) < dnsmsg.MaxLinks {
		rr, target, ok := at.Alias(m.Answer)
		whole = len(at.RRset(m.Answer, w.qtype)) > 0 || m.Rcode == dns.RcodeNameError || at.Denied(m.Ns)
		if !ok || w.qtype == dns.TypeCNAME {
			break
		}
		links, at = append(links, rr), target
		if !w.quiet(at) {
			w.m.Answer, w.at = append(w.m.Answer, links...), at
			return nil
		}
	}
	if len(w.m.Answer) == 0 && w.flat == nil {
		return m
	}
	w.m.Answer = append(w.m.Answer, m.Answer...)
	w.m.Rcode, w.m.Ns = m.Rcode, m.Ns
	if w.flat != nil && !whole && at != w.at {
		w.at = at
		return nil
	}
	return w.end()
}

// end gives the answer, whose last part may be flattened.
func (w *walk) end() *dns.Msg {
	if w.flat != nil {
		rest := w.m.Answer[w.flat.links:]
		others := func(rr dns.RR) bool { return rr.Header().Rrtype != w.qtype }
		w.m.Answer = append(w.m.Answer[:w.flat.links:w.flat.links], renamed(slices.DeleteFunc(rest, others), w.flat.owner)...)
		w.m.Rcode, w.m.Ns = dns.RcodeSuccess, nil
	}
	return w.m
}
