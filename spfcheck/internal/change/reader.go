package change

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// reader gathers a change from files.
type reader struct {
	change Change
	sets   map[rrset]zone.Place // the RRsets that are replaced, and where
}

// rrset is an RRset of a whole zone, or of none.
type rrset struct{ zone, name, rrtype string }

func newReader() *reader {
	return &reader{sets: map[rrset]zone.Place{}}
}

// add takes a record whose name and data are canonical.
func (r *reader) add(rec Record) error {
	if len(r.change.Records) == zone.MaxRecords {
		return rec.Errorf("more than %d records", zone.MaxRecords)
	}
	r.change.Records = append(r.change.Records, rec)
	return nil
}

// zone begins a whole zone.
func (r *reader) zone(origin string, at zone.Place) error {
	if slices.Contains(r.change.Zones, origin) {
		return at.Errorf("duplicate zone %s", origin)
	}
	r.change.Zones = append(r.change.Zones, origin)
	return nil
}

// unknown takes an RRset that is left open.
func (r *reader) unknown(u Unknown) error {
	if len(r.change.Unknown) == zone.MaxRecords {
		return u.Errorf("more than %d record sets that aren't known", zone.MaxRecords)
	}
	r.change.Unknown = append(r.change.Unknown, u)
	return nil
}

// replace notes that an RRset is set at a place, which can be done once.
func (r *reader) replace(rec zone.Record) error {
	k := rrset{rec.Zone, rec.Name, rec.Type}
	if first, twice := r.sets[k]; twice {
		return rec.Errorf("%s %s is set already at %s", rec.Name, rec.Type, first)
	}
	r.sets[k] = rec.Place
	return nil
}

// finish checks what comes, of all files together.
func (r *reader) finish() error {
	var all zone.Zone
	for _, rec := range r.change.Records {
		if !rec.Deleted {
			all.Records = append(all.Records, rec.Record)
		}
	}
	return all.Check()
}

// within reports whether a canonical name is origin or below it.
func within(name, origin string) bool {
	n, err := dnsmsg.ParseName(name)
	apex, apexErr := dnsmsg.ParseName(origin)
	return err == nil && apexErr == nil && n.Within(apex)
}
