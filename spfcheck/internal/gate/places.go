package gate

import (
	"slices"
	"strings"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// differences are the RRsets of which answers differ.
type differences struct {
	mu   sync.Mutex
	sets []resolve.RRset
}

// above gives DNS after a change, and notes what differs from before.
func (d *differences) above(before, after resolve.Exchanger) resolve.Exchanger {
	return resolve.Chain(after, resolve.Differ(before, func(s resolve.RRset) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.sets = append(d.sets, s)
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
}

func newPlaces(c *change.Change) places {
	p := places{map[resolve.RRset][]change.Record{}, map[string]zone.Place{}}
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
	for _, u := range c.Unknown {
		for _, rrtype := range []string{u.Type, "TXT"} {
			set := resolve.RRset{Name: u.Name, Type: rrtype}
			p.records[set] = append(p.records[set], change.Record{Record: zone.Record{Name: u.Name, Type: u.Type, Place: u.Place}})
		}
	}
	return p
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
