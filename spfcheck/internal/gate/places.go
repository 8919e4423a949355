package gate

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// differences are the RRsets of which answers differ, and what is left open of
// those that were asked for.
type differences struct {
	mu   sync.Mutex
	sets []resolve.RRset
	open map[resolve.RRset]zone.Gap
}

// above gives DNS after a change, and notes what differs from before.
func (d *differences) above(before, after resolve.Exchanger) resolve.Exchanger {
	differ := resolve.Differ(before, func(s resolve.RRset) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.sets = append(d.sets, s)
	})
	return resolve.Chain(after, differ, resolve.Observe(func(q dns.Question, _ *dns.Msg, err error) {
		d.mu.Lock()
		defer d.mu.Unlock()
		if e, open := errors.AsType[zone.UndeterminedError](err); open {
			if d.open == nil {
				d.open = map[resolve.RRset]zone.Gap{}
			}
			d.open[resolve.RRset{Name: q.Name, Type: dns.Type(q.Qtype).String()}] = e.Gap
		}
	}))
}

// list gives them in an order that doesn't depend on that of the answers.
func (d *differences) list() []resolve.RRset {
	d.mu.Lock()
	defer d.mu.Unlock()
	sets := slices.Clone(d.sets)
	slices.SortFunc(sets, func(a, b resolve.RRset) int {
		return strings.Compare(a.Name+" "+a.Type, b.Name+" "+b.Type)
	})
	return sets
}

// places knows where the records of a change stand.
type places struct {
	records map[resolve.RRset][]change.Record
	zones   map[string]zone.Place // the first record of each whole zone

	mu   *sync.Mutex
	open map[resolve.RRset]zone.Gap // of RRsets that were needed and aren't known
}

func newPlaces(c *change.Change) places {
	p := places{
		map[resolve.RRset][]change.Record{},
		map[string]zone.Place{},
		new(sync.Mutex),
		map[resolve.RRset]zone.Gap{},
	}
	if c == nil {
		return p
	}
	for _, rec := range c.Records {
		set := resolve.RRset{Name: rec.Name, Type: rec.Type}
		p.records[set] = append(p.records[set], rec)
		if _, known := p.zones[rec.Zone]; rec.Zone != "" && !known {
			p.zones[rec.Zone] = rec.Place
		}
	}
	return p
}

// need notes what is open of what a flow or a domain has asked for.
func (p places) need(d *differences) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.Copy(p.open, d.open)
}

// needed reports whether what the files leave open is needed.
func (p places) needed(u change.Unknown) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, gap := range p.open {
		if gap.Place == u.Place {
			return true
		}
	}
	return false
}

// gap finds what leaves an RRset open.
func (p places) gap(s resolve.RRset) *zone.Place {
	p.mu.Lock()
	defer p.mu.Unlock()
	if gap, open := p.open[s]; open && gap.File != "" {
		return new(gap.Place)
	}
	return nil
}

// of finds the record to blame among RRsets that differ: one at the last of the
// preferred domains that has one, or else the first. A record that isn't in a
// whole zone any more has the place where the zone begins. nil: there is none.
func (p places) of(sets []resolve.RRset, prefer []string) *zone.Place {
	rank := func(s resolve.RRset) int { return slices.Index(prefer, strings.TrimSuffix(s.Name, ".")) }
	sets = slices.Clone(sets)
	slices.SortStableFunc(sets, func(a, b resolve.RRset) int { return rank(b) - rank(a) })
	for _, s := range sets {
		if at := p.at(s, ""); at != nil {
			return at
		}
	}
	for _, s := range sets {
		if at := p.zoneOf(s.Name); at != nil {
			return at
		}
	}
	return nil
}

// at finds a record of an RRset, or the CNAME in its place; if there are several,
// the one that comes with the text, as [places.holding] does.
func (p places) at(s resolve.RRset, text string) *zone.Place {
	if at := p.holding(s, text); at != nil {
		return at
	}
	if at := p.gap(s); at != nil {
		return at
	}
	if records := p.in(s); len(records) > 0 {
		return new(records[0].Place)
	}
	return nil
}

// holding finds the record that comes with a text: that of a fault, or where it is
// empty, any policy's, such as v=spf1 or v=DMARC1.
func (p places) holding(s resolve.RRset, text string) *zone.Place {
	for _, rec := range p.in(s) {
		meant := rec.Text() == text
		if text == "" {
			meant = strings.HasPrefix(strings.ToLower(rec.Text()), "v=")
		}
		if meant && !rec.Deleted {
			return new(rec.Place)
		}
	}
	return nil
}

// in lists the records of an RRset, and the CNAME in its place.
func (p places) in(s resolve.RRset) []change.Record {
	return slices.Concat(p.records[s], p.records[resolve.RRset{Name: s.Name, Type: "CNAME"}])
}

// zoneOf finds the whole zone that a name is in.
func (p places) zoneOf(name string) *zone.Place {
	for rest := name; rest != ""; {
		if at, ok := p.zones[rest]; ok {
			return &at
		}
		_, rest, _ = strings.Cut(rest, ".")
	}
	return nil
}
