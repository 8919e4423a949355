package gate

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
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
	slices.SortFunc(sets, byName)
	return sets
}

// places knows where the records of a change stand.
type places struct {
	records map[resolve.RRset][]change.Record
	zones   map[string]zone.Place        // the first record of each whole zone
	before  func(resolve.RRset) []string // the data of an RRset before the change

	mu      *sync.Mutex
	open    map[resolve.RRset]zone.Gap // of RRsets that were needed and aren't known
	changed map[resolve.RRset]bool     // the RRsets that differ and were needed
}

func newPlaces(c *change.Change, before func(resolve.RRset) []string) places {
	p := places{
		records: map[resolve.RRset][]change.Record{}, zones: map[string]zone.Place{}, before: before,
		mu: new(sync.Mutex), open: map[resolve.RRset]zone.Gap{}, changed: map[resolve.RRset]bool{},
	}
	if c == nil {
		return p
	}
	for _, gone := range c.Gone {
		p.zones[gone.Zone] = gone.Place
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

// dataIn gives the data of RRsets as DNS has them, which has been asked.
func dataIn(ctx context.Context, e resolve.Exchanger) func(resolve.RRset) []string {
	return func(s resolve.RRset) []string {
		rrs, _ := resolve.Lookup{Exchanger: e}.Records(ctx, s.Name, dns.StringToType[s.Type]) // a failure has none
		var data []string
		for _, rr := range rrs {
			data = append(data, dnsmsg.Data(rr))
		}
		return data
	}
}

// need notes what is open of what a flow or a domain has asked for.
func (p places) need(d *differences) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.Copy(p.open, d.open)
	for _, s := range d.list() {
		p.changed[s] = true
	}
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

// gapOf finds what is open at a place or, if nothing is, of a domain's own names; the
// zero Gap where nothing is.
func (p places) gapOf(at *zone.Place, domain string) zone.Gap {
	p.mu.Lock()
	defer p.mu.Unlock()
	var here, own []resolve.RRset
	for s, gap := range p.open {
		if at != nil && gap.Place == *at {
			here = append(here, s)
		} else if owner(plain(s.Name)) == domain {
			own = append(own, s)
		}
	}
	for _, sets := range [][]resolve.RRset{here, own} {
		if len(sets) > 0 {
			return p.open[slices.MinFunc(sets, byName)]
		}
	}
	return zone.Gap{}
}

// byName orders RRsets.
func byName(a, b resolve.RRset) int { return strings.Compare(a.Name+" "+a.Type, b.Name+" "+b.Type) }

// of finds the record to blame among RRsets that differ: one at the last of the
// preferred names that has one, or else the first: those above and below the preferred
// names before others, and those for DMARC and DKIM last. A record that isn't in a whole
// zone any more has the place where the zone begins. nil: there is none.
func (p places) of(sets []resolve.RRset, prefer []string) *zone.Place {
	sets = slices.Clone(sets)
	rank := func(s resolve.RRset) int { return p.rank(s, prefer) }
	// Where a change is large, few of its sets are of the preferred names.
	mine := slices.DeleteFunc(slices.Clone(sets), func(s resolve.RRset) bool {
		return !slices.Contains(prefer, plain(s.Name)) || rank(s) >= 0
	})
	slices.SortStableFunc(mine, func(a, b resolve.RRset) int { return rank(b) - rank(a) })
	for len(mine) > 0 { // of a name at a time: what is there still, or else its zone
		name := mine[0].Name
		for len(mine) > 0 && mine[0].Name == name {
			if at := p.at(mine[0], ""); at != nil {
				return at
			}
			mine = mine[1:]
		}
		if at := p.zoneOf(name); at != nil {
			return at
		}
	}
	slices.SortStableFunc(sets, func(a, b resolve.RRset) int { return rank(a) - rank(b) }) // of mine there is nothing
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

// rank orders RRsets by how likely it is that one is to blame, the likeliest lowest:
// those of the preferred names are below zero.
func (p places) rank(s resolve.RRset, prefer []string) int {
	name := plain(s.Name)
	for i, preferred := range slices.Backward(prefer) {
		if preferred == name && !p.besides(s) {
			return i - len(prefer) // below zero: preferred
		}
	}
	far := 0
	if !slices.ContainsFunc(prefer, func(p string) bool { return p != "" && below(name, p) || below(p, name) }) {
		far = 2
	}
	if owner(name) != name || p.besides(s) {
		far++
	}
	return far
}

// besides reports whether only such texts of a name change that are no policy's, as
// those for the verification of a domain.
func (p places) besides(s resolve.RRset) bool {
	if s.Type != "TXT" || len(p.in(s)) == 0 || p.gap(s) != nil {
		return false
	}
	var policies []string
	for _, rec := range p.in(s) {
		if rec.Type != "TXT" || rec.Deleted || rec.Beside {
			return false // what there will be isn't said
		}
		if isPolicy(rec.Text()) {
			policies = append(policies, rec.Data)
		}
	}
	was := slices.DeleteFunc(slices.Clone(p.before(s)), func(data string) bool { return !isPolicy(strings.Trim(data, `"`)) })
	slices.Sort(policies)
	slices.Sort(was)
	return slices.Equal(policies, was)
}

// isPolicy reports whether a text is of a policy or a key, such as v=spf1.
func isPolicy(text string) bool { return strings.HasPrefix(strings.ToLower(text), "v=") }

// below reports whether a name is below another one.
func below(name, other string) bool { return strings.HasSuffix(name, "."+other) }

// at finds a record of an RRset, or the CNAME in its place. If there are several, it is
// one that wasn't there before rather than one that was, and the one that comes with
// the text rather than another; where no text is meant, any policy's, such as v=spf1
// or v=DMARC1.
func (p places) at(s resolve.RRset, text string) *zone.Place {
	var best *zone.Place
	score := -1
	for _, rec := range p.in(s) {
		meant := rec.Text() == text
		if text == "" {
			meant = isPolicy(rec.Text())
		}
		points := 0
		if meant && !rec.Deleted {
			points += 2
		}
		if !slices.Contains(p.before(s), rec.Data) {
			points++
		}
		if points > score {
			best, score = new(rec.Place), points
		}
	}
	if gap := p.gap(s); gap != nil && score < 2 {
		return gap
	}
	return best
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
