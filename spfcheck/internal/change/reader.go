package change

import (
	"errors"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// reader gathers a change from files.
type reader struct {
	options       Options
	formats       []Format
	origin        string // of options, canonical
	files         Files
	empty         bool            // a folder needn't have zones
	count, octets int             // of files that were read so far
	said          int             // how many things the files have said so far
	taken         map[string]bool // the files that a configuration has named
	change        Change
	sets          map[rrset]held  // the RRsets that are replaced
	before        *reader         // of what was before the change; nil: nothing says so
	isPrior       bool            // it is the reader of that
	unknowns      map[Unknown]int // by what is open alone, where in change.Unknown
}

// rrset is an RRset of a whole zone, or of none.
type rrset struct{ zone, name, rrtype string }

// held is an RRset that the change has.
type held struct {
	zone.Place
	data []string // sorted
}

func newReader(o Options) *reader {
	return &reader{options: o, sets: map[rrset]held{}, unknowns: map[Unknown]int{}, taken: map[string]bool{}}
}

// add takes a record whose name and data are canonical.
func (r *reader) add(rec Record) error {
	r.said++
	if len(r.change.Records) == zone.MaxRecords {
		return rec.Errorf("more than %d records", zone.MaxRecords)
	}
	r.change.Records = append(r.change.Records, rec)
	return nil
}

// zone begins a whole zone. One that the files have twice is open.
func (r *reader) zone(origin string, at zone.Place) error {
	r.said++
	if slices.Contains(r.change.Zones, origin) {
		return r.broken(Unknown{Zone: origin}, at.Errorf("the files have the zone %s twice", origin))
	}
	r.change.Zones = append(r.change.Zones, origin)
	return nil
}

// unknown takes what is left open. What several records leave open is one, and is the
// same only where all of them are.
func (r *reader) unknown(u Unknown) error {
	r.said++
	k := Unknown{Name: u.Name, Zone: u.Zone, Labels: u.Labels, Type: u.Type, Fresh: u.Fresh, Guess: u.Guess}
	if i, again := r.unknowns[k]; again {
		at := &r.change.Unknown[i]
		at.Exists = at.Exists || u.Exists
		if at.Value != "" && u.Value != "" {
			at.Value += "\n" + u.Value
		} else {
			at.Value = ""
		}
		return nil
	}
	if len(r.change.Unknown) == zone.MaxRecords {
		return u.Errorf("more than %d record sets that aren't known", zone.MaxRecords)
	}
	r.unknowns[k] = len(r.change.Unknown)
	r.change.Unknown = append(r.change.Unknown, u)
	return nil
}

// skip notes a record of a private zone.
func (r *reader) skip(at zone.Place) {
	r.said++
	if len(r.change.Skipped) < zone.MaxRecords {
		r.change.Skipped = append(r.change.Skipped, at)
	}
}

// prior is a reader of what was before the change.
func (r *reader) prior() *reader {
	if r.before == nil {
		r.before = newReader(r.options)
		r.before.origin, r.before.files, r.before.isPrior = r.origin, r.files, true
	}
	return r.before
}

// open leaves a name open for some types.
func (r *reader) open(u Unknown, types ...string) error {
	for _, u.Type = range types {
		if err := r.unknown(u); err != nil {
			return err
		}
	}
	return nil
}

// broken leaves open what can't be read, and says why.
func (r *reader) broken(u Unknown, err error) error {
	if e, ok := errors.AsType[*zone.Error](err); ok {
		u.Place, err = e.Place, e.Err
	}
	u.Reason = cantRead.Format(err.Error())
	return r.unknown(u)
}

// replace takes the records of an RRset. One that is set twice, and not to the same,
// is open.
func (r *reader) replace(records []Record) error {
	r.said++
	first := records[0]
	k := rrset{first.Zone, first.Name, first.Type}
	h := held{Place: first.Place}
	for _, rec := range records {
		h.data = append(h.data, rec.Data)
	}
	slices.Sort(h.data)
	before, twice := r.sets[k]
	if !twice {
		r.sets[k] = h
	} else if slices.Equal(before.data, h.data) {
		return nil
	}
	for _, rec := range records {
		if err := r.add(rec); err != nil {
			return err
		}
	}
	if twice {
		return r.broken(Unknown{Name: first.Name, Type: first.Type}, first.Errorf("it is set already at %s", before.Place))
	}
	return nil
}

// finish checks what comes, of all files together. A name with records that can't
// stand together is open.
func (r *reader) finish() error {
	var all zone.Zone
	for _, rec := range r.change.Records {
		if !rec.Deleted && rec.Flatten == "" {
			all.Records = append(all.Records, rec.Record)
		}
	}
	for _, c := range all.Conflicts() {
		if err := r.broken(Unknown{Name: c.Name}, c.Error); err != nil {
			return err
		}
	}
	if r.before == nil {
		return nil
	}
	if err := r.before.finish(); err != nil {
		return err
	}
	if p := &r.before.change; len(p.Records)+len(p.Unknown) > 0 {
		r.change.Prior = p
	}
	return nil
}

// within reports whether a canonical name is origin or below it.
func within(name, origin string) bool {
	n, err := dnsmsg.ParseName(name)
	apex, apexErr := dnsmsg.ParseName(origin)
	return err == nil && apexErr == nil && n.Within(apex)
}
