package zone

import (
	"context"
	"fmt"
	"slices"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Edit is a change to one RRset of which the rest stays as it is published. An
// RRset that is known in full belongs into a patch: see [Overlay].
type Edit struct {
	Name, Type string
	Clear      bool     // every published record goes
	Remove     []Record // single records that go
	Add        []Record // records that come
	Unknown    string   // why nothing is known of the RRset: a question for it fails, and says so
}

// Edits makes changes to single records of what comes from below; there is one
// Edit of an RRset at most. A name whose last record goes is taken to exist still:
// whether it has others isn't asked. What is said of a CNAME holds for all types
// at its name that have no Edit; a removal of one clears it, and none is added: a
// CNAME is a patch. Names are exact: a wildcard that goes still answers for the
// names that it makes. A name or type that can't be asked for has no Edit.
func Edits(edits ...Edit) func(next dnsmsg.Exchanger) dnsmsg.Exchanger {
	changes, added := map[dnsmsg.Question]Edit{}, map[dnsmsg.Name]bool{}
	for _, e := range edits {
		owner, err := dnsmsg.ParseName(e.Name)
		k := dnsmsg.Question{Name: owner, Type: dns.StringToType[e.Type]}
		if err != nil || k.Type == dns.TypeNone {
			continue
		}
		e.Clear = e.Clear || k.Type == dns.TypeCNAME && len(e.Remove) > 0
		changes[k] = e
		added[owner] = added[owner] || len(e.Add) > 0
	}
	return func(next dnsmsg.Exchanger) dnsmsg.Exchanger { return &editor{next, changes, added} }
}

type editor struct {
	next    dnsmsg.Exchanger
	changes map[dnsmsg.Question]Edit
	added   map[dnsmsg.Name]bool // the names that have records added
}

func (e *editor) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	m := dnsmsg.NewReply(q)
	for range dnsmsg.MaxLinks {
		below, target, err := e.step(ctx, m, k)
		if err != nil || below != nil {
			return below, err
		}
		if target == "" {
			return m, nil
		}
		k.Name = target
	}
	return m, nil
}

// step answers for one name of a chain: with the message from below where
// nothing of it is changed, or else in m. It returns the name to go on with.
func (e *editor) step(ctx context.Context, m *dns.Msg, k dnsmsg.Question) (whole *dns.Msg, target dnsmsg.Name, err error) {
	c, edited := e.changes[k]
	if !edited {
		c = e.changes[dnsmsg.Question{Name: k.Name, Type: dns.TypeCNAME}]
		c.Clear = c.Clear && k.Type != dns.TypeCNAME
	}
	if c.Unknown != "" {
		return nil, "", UndeterminedError{k, c.Unknown}
	}
	if c.Clear {
		m.Answer = append(m.Answer, rrsOf(c.Add)...)
		return nil, "", nil
	}
	below, err := e.next.Exchange(ctx, k.Wire())
	if err != nil {
		return nil, "", err
	}
	if below.Rcode != dns.RcodeSuccess && below.Rcode != dns.RcodeNameError {
		return below, "", nil
	}
	if edited {
		if set, ok := c.apply(k.Name.RRset(below.Answer, k.Type)); ok {
			m.Answer = append(m.Answer, set...)
			return nil, "", nil
		}
	}
	target = e.walk(m, below, k)
	if target == "" && len(m.Answer) == 0 && !e.revives(k.Name, below) {
		return below, "", nil
	}
	return nil, target, nil
}

// UndeterminedError says why nothing is known of an RRset.
type UndeterminedError struct {
	dnsmsg.Question
	Why string
}

// Error begins with "undetermined".
func (e UndeterminedError) Error() string {
	return fmt.Sprintf("undetermined: %s: %s", e.Question, e.Why)
}

// apply makes the new RRset. It reports false when there was none and is none:
// the answer from below holds then, whatever it is.
func (e Edit) apply(published []dns.RR) ([]dns.RR, bool) {
	set := rrsOf(e.Add)
	for _, rr := range published {
		goes := func(rec Record) bool { return rec.Data == dnsmsg.Data(rr) }
		if !slices.ContainsFunc(e.Remove, goes) {
			set = append(set, rr)
		}
	}
	return set, len(set) > 0 || len(published) > 0
}

// rrsOf gives the records in the form of messages.
func rrsOf(records []Record) []dns.RR {
	rrs := make([]dns.RR, len(records))
	for i, rec := range records {
		rrs[i] = rec.rr
	}
	return rrs
}

// revives reports whether below denies a name that an edit makes.
func (e *editor) revives(n dnsmsg.Name, below *dns.Msg) bool {
	return below.Rcode == dns.RcodeNameError && len(below.Answer) == 0 && e.added[n]
}

// walk copies an answer into m, up to the first name of its chain that has edits,
// which it returns. It leaves m alone where there is none and m is empty.
func (e *editor) walk(m, below *dns.Msg, k dnsmsg.Question) dnsmsg.Name {
	var links []dns.RR
	for at := k.Name; len(links) < dnsmsg.MaxLinks; {
		rr, target, ok := at.Alias(below.Answer)
		if !ok || k.Type == dns.TypeCNAME {
			break
		}
		links = append(links, rr)
		_, direct := e.changes[dnsmsg.Question{Name: target, Type: k.Type}]
		_, alias := e.changes[dnsmsg.Question{Name: target, Type: dns.TypeCNAME}]
		if direct || alias {
			m.Answer = append(m.Answer, links...)
			return target
		}
		at = target
	}
	if len(m.Answer) > 0 {
		m.Answer = append(m.Answer, below.Answer...)
		m.Ns, m.Rcode = below.Ns, below.Rcode
	}
	return ""
}
