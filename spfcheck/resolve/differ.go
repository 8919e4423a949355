package resolve

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// Differ calls note for the RRsets in which an answer differs from that of
// before: what was asked for, and what CNAMEs on the way lead to. An RRset that
// a change leaves open differs, too, unless the same was open before, and so does one that
// gets no answer for another reason, where it got one before: what a change leaves of a
// name may depend on names that nobody can tell of. The order of records and their TTLs
// don't count.
//
// Put it above a layer that changes answers, with what is below that layer as
// before: give both a [Cache] below, since before is asked everything a second
// time. Calls of note don't overlap, and come once for each RRset.
func Differ(before Exchanger, note func(RRset)) Layer {
	return func(next Exchanger) Exchanger {
		return &differ{before: before, after: next, note: note, noted: map[RRset]bool{}, compared: map[question]bool{}}
	}
}

type differ struct {
	before, after Exchanger

	mu       sync.Mutex
	note     func(RRset)
	noted    map[RRset]bool
	compared map[question]bool
}

func (d *differ) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	m, err := d.after.Exchange(ctx, q)
	open, isOpen := errors.AsType[zone.UndeterminedError](err)
	if d.seen(k) {
		return m, err
	}
	old, oldErr := d.before.Exchange(ctx, q)
	was, wasOpen := errors.AsType[zone.UndeterminedError](oldErr)
	switch {
	case isOpen && wasOpen && open.Same(was):
	case err != nil && !isOpen && oldErr != nil: // nothing is known before or after
	case err != nil || oldErr != nil || !sameAnswer(m, old):
		d.differs(k, m, old)
	}
	return m, err
}

// seen reports whether a question was compared before.
func (d *differ) seen(k question) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	seen := d.compared[k]
	d.compared[k] = true
	return seen
}

// differs notes the question, and the owners of all records in the answers.
func (d *differ) differs(k question, answers ...*dns.Msg) {
	sets := []RRset{{k.Name.String(), dns.Type(k.Type).String()}}
	for _, m := range answers {
		if m == nil {
			continue
		}
		for _, rr := range m.Answer {
			if n, ok := dnsmsg.OwnerOf(rr); ok {
				sets = append(sets, RRset{n.String(), dns.Type(k.Type).String()})
			}
			if c, ok := rr.(*dns.CNAME); ok {
				sets = append(sets, RRset{c.Target, dns.Type(k.Type).String()})
			}
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range sets {
		if !d.noted[s] {
			d.noted[s] = true
			d.note(s)
		}
	}
}

// sameAnswer reports whether two answers say the same.
func sameAnswer(a, b *dns.Msg) bool {
	return a == b || a.Rcode == b.Rcode && slices.Equal(saidBy(a), saidBy(b))
}

// saidBy gives the records of an answer without what doesn't count.
func saidBy(m *dns.Msg) []string {
	var said []string
	for _, rr := range m.Answer {
		n, _ := dnsmsg.OwnerOf(rr)
		said = append(said, string(n)+dns.Type(rr.Header().Rrtype).String()+" "+dnsmsg.Data(rr))
	}
	slices.Sort(said)
	return slices.Compact(said)
}
