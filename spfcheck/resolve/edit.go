package resolve

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/dns"
)

// Edit is a change to one RRset of which the rest stays as it is published. An
// RRset that is known in full belongs into a patch: see [Overlay].
type Edit struct {
	Name, Type string
	Clear      bool     // every published record goes
	Remove     []string // the data of single records that go, in presentation format
	Add        []string // the data of records that come
	Unknown    string   // why nothing is known of the RRset: a question for it fails, and says so
}

// Edits makes changes to single records of what comes from below. A name whose
// last record goes is taken to exist still: whether it has others isn't asked.
// What is said of a CNAME holds for all types at its name that have no Edit; a
// removal of one clears it, and none can be added. Names are exact: a wildcard
// that goes still answers for the names that it makes.
func Edits(edits ...Edit) (Layer, error) {
	changes, added := map[question]change{}, map[name]bool{}
	for _, e := range edits {
		k, c, err := e.compile()
		if err != nil {
			return nil, fmt.Errorf("editing %q %s: %w", e.Name, e.Type, err)
		}
		if _, twice := changes[k]; twice {
			return nil, fmt.Errorf("editing %q %s: there are two edits of it", e.Name, e.Type)
		}
		changes[k] = c
		if len(c.add) > 0 {
			added[k.name] = true
		}
	}
	return func(next Exchanger) Exchanger {
		return &editor{next: next, changes: changes, added: added}
	}, nil
}

// change is an [Edit], read.
type change struct {
	clear   bool
	remove  []string
	add     []dns.RR
	unknown string
}

func (e Edit) compile() (question, change, error) {
	owner, err := parseName(e.Name)
	if err != nil {
		return question{}, change{}, err
	}
	k := question{owner, dns.StringToType[e.Type]}
	if k.qtype == dns.TypeNone {
		return question{}, change{}, fmt.Errorf("there is no type %q", e.Type)
	}
	c := change{clear: e.Clear, unknown: e.Unknown}
	for _, data := range e.Remove {
		rr, err := recordOf(k, data)
		if err != nil {
			return question{}, change{}, err
		}
		c.remove = append(c.remove, dataOf(rr))
	}
	for _, data := range e.Add {
		rr, err := recordOf(k, data)
		if err != nil {
			return question{}, change{}, err
		}
		c.add = append(c.add, rr)
	}
	if k.qtype == dns.TypeCNAME {
		if len(c.add) > 0 {
			return question{}, change{}, errors.New("a CNAME replaces all at its name, nothing is added beside it")
		}
		c.clear = c.clear || len(c.remove) > 0
	}
	return k, c, nil
}

// recordOf makes the record of a key with the given data.
func recordOf(k question, data string) (dns.RR, error) {
	rr, err := parseEntry(fmt.Sprintf("%s %d IN %s %s", k.name, defaultTTL, dns.Type(k.qtype), data), "")
	if err != nil {
		return nil, fmt.Errorf("the data %q can't be read: %w", data, err)
	}
	return rr, nil
}

type editor struct {
	next    Exchanger
	changes map[question]change
	added   map[name]bool // the names that have records added
}

func (e *editor) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := newQuestion(q)
	if err != nil {
		return nil, err
	}
	m := newReply(q)
	for range maxLinks {
		below, target, err := e.step(ctx, m, k)
		if err != nil || below != nil {
			return below, err
		}
		if target == "" {
			return m, nil
		}
		k.name = target
	}
	return m, nil
}

// step answers for one name of a chain: with the message from below where
// nothing of it is changed, or else in m. It returns the name to go on with.
func (e *editor) step(ctx context.Context, m *dns.Msg, k question) (whole *dns.Msg, target name, err error) {
	c, edited := e.changes[k]
	if !edited {
		c = e.changes[question{k.name, dns.TypeCNAME}]
		c.clear = c.clear && k.qtype != dns.TypeCNAME
	}
	if c.unknown != "" {
		return nil, "", undeterminedError{k, c.unknown}
	}
	if c.clear {
		m.Answer = append(m.Answer, c.add...)
		return nil, "", nil
	}
	below, err := e.next.Exchange(ctx, k.wire())
	if err != nil {
		return nil, "", err
	}
	if below.Rcode != dns.RcodeSuccess && below.Rcode != dns.RcodeNameError {
		return below, "", nil
	}
	if edited {
		if set, ok := c.apply(rrsetOf(below.Answer, k.name, k.qtype)); ok {
			m.Answer = append(m.Answer, set...)
			return nil, "", nil
		}
	}
	target = e.walk(m, below, k)
	if target == "" && len(m.Answer) == 0 && !e.revives(k.name, below) {
		return below, "", nil
	}
	return nil, target, nil
}

// undeterminedError says why nothing is known of an RRset.
type undeterminedError struct {
	question
	why string
}

func (e undeterminedError) Error() string {
	return fmt.Sprintf("undetermined: %s %s: %s", e.name.display(), dns.Type(e.qtype), e.why)
}

// apply makes the new RRset. It reports false when there was none and is none:
// the answer from below holds then, whatever it is.
func (c change) apply(published []dns.RR) ([]dns.RR, bool) {
	set := slices.Clone(c.add)
	for _, rr := range published {
		if !slices.Contains(c.remove, dataOf(rr)) {
			set = append(set, rr)
		}
	}
	return set, len(set) > 0 || len(published) > 0
}

// revives reports whether below denies a name that an edit makes.
func (e *editor) revives(n name, below *dns.Msg) bool {
	return below.Rcode == dns.RcodeNameError && len(below.Answer) == 0 && e.added[n]
}

// walk copies an answer into m, up to the first name of its chain that has edits,
// which it returns. It leaves m alone where there is none and m is empty.
func (e *editor) walk(m, below *dns.Msg, k question) name {
	var links []dns.RR
	for at := k.name; len(links) < maxLinks; {
		rr, target, ok := aliasOf(below.Answer, at)
		if !ok || k.qtype == dns.TypeCNAME {
			break
		}
		links = append(links, rr)
		_, direct := e.changes[question{target, k.qtype}]
		_, alias := e.changes[question{target, dns.TypeCNAME}]
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
