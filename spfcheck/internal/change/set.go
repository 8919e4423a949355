package change

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// set is an RRset as a format has it, before anything of it is checked.
type set struct {
	zone.Place
	name, rrtype string // canonical
	origin       string // relative names in the data are below it; "" takes them for whole
	zone         string // the origin of the whole zone that it is part of, or ""
	listed       bool   // the file has all that are kept in it
	retained     bool   // what is listed stays where its resource goes
	kept         bool   // what is listed stays where its resource has another record
	beside       bool   // the records come beside those that are published
	texts        func(string) ([]string, error)
	values       []datum
}

// datum is the data of one record as the format has it, and its line.
type datum struct {
	text   string
	line   int    // 0: that of the set
	source string // "": that of the set
}

// put takes the records of a set, which is open if they can't be read.
func (r *reader) put(s set) error {
	records, err := s.records()
	if err != nil {
		return r.broken(s.open(), err)
	}
	if s.rrtype == "DS" && s.zone == "" && !s.listed && !r.isPrior { // of a file that names what changes
		u := Unknown{Zone: s.name, Value: s.open().Value, Reason: ofSigner, Place: s.Place}
		if err := r.unknown(u); err != nil {
			return err
		}
	}
	if !s.beside {
		return r.replace(records)
	}
	for _, rec := range records {
		if err := r.add(rec); err != nil {
			return err
		}
	}
	return nil
}

// open is what is left open where nothing of the set is known.
func (s set) open() Unknown {
	var all []string
	for _, v := range s.values {
		all = append(all, v.text)
	}
	return Unknown{Name: s.name, Type: s.rrtype, Value: strings.Join(all, "\n"), Listed: s.listed && !s.retained, Place: s.Place}
}

// remove takes back single records of a set.
func (r *reader) remove(s set) error {
	records, err := s.records()
	if err != nil {
		return r.broken(s.open(), err)
	}
	for _, rec := range records {
		rec.Deleted, rec.Beside = true, false
		if err := r.add(rec); err != nil {
			return err
		}
	}
	return nil
}

// clear deletes a whole set. One that is set already, and by another change, is open.
func (r *reader) clear(name, rrtype string, at zone.Place) error {
	if h, here := r.sets[rrset{name: name, rrtype: rrtype}]; here {
		return r.broken(Unknown{Name: name, Type: rrtype}, at.Errorf("it goes, and is set at %s", h.Place))
	}
	rec, err := zone.New(name, rrtype, "", at)
	if err != nil {
		return r.broken(Unknown{Name: name}, err)
	}
	return r.add(Record{Record: rec, Deleted: true})
}

// flatten has a name answer with the addresses of the one that the set's only value,
// a name, is; of the types of addresses that are given.
func (r *reader) flatten(s set, types ...string) error {
	s.rrtype = "CNAME" // its data is read as
	records, err := s.records()
	if err != nil {
		u := s.open()
		u.Reason = cantRead.Format(err.Error())
		return r.open(u, types...)
	}
	for _, rrtype := range types {
		rec, err := zone.New(s.name, rrtype, "", records[0].Place)
		if err != nil {
			return err
		}
		if err := r.add(Record{Record: rec, Flatten: records[0].Data}); err != nil {
			return err
		}
	}
	return nil
}

// records makes the data of a set canonical.
func (s set) records() ([]Record, error) {
	if len(s.values) == 0 {
		return nil, s.Errorf("it has no records")
	}
	var records []Record
	for _, v := range s.values {
		at := s.On(v.line)
		if v.source != "" {
			at.Source = v.source
		}
		data, err := canonicalData(s.rrtype, v.text, s.origin, s.texts)
		if err != nil {
			return nil, at.Errorf("%w", err)
		}
		rec, err := zone.New(s.name, s.rrtype, data, at)
		if err != nil {
			return nil, err
		}
		rec.Zone = s.zone
		records = append(records, Record{Record: rec, Beside: s.beside, Listed: s.listed, Retained: s.retained, Kept: s.kept})
	}
	return records, nil
}
