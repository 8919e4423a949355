package change

import "github.com/spfcheck/spfcheck/spfcheck/internal/zone"

// set is an RRset as a format has it, before anything of it is checked.
type set struct {
	zone.Place
	name, rrtype string // canonical
	origin       string // relative names in the data are below it; "" takes them for whole
	zone         string // the origin of the whole zone that it is part of, or ""
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

// put takes the records of a set.
func (r *reader) put(s set) error {
	records, err := s.records()
	if err != nil {
		return err
	}
	for i, rec := range records {
		if i == 0 && !s.beside {
			if err := r.replace(rec.Record); err != nil {
				return err
			}
		}
		if err := r.add(rec); err != nil {
			return err
		}
	}
	return nil
}

// remove takes back single records of a set.
func (r *reader) remove(s set) error {
	records, err := s.records()
	if err != nil {
		return err
	}
	for _, rec := range records {
		rec.Deleted, rec.Beside = true, false
		if err := r.add(rec); err != nil {
			return err
		}
	}
	return nil
}

// clear deletes a whole set.
func (r *reader) clear(name, rrtype string, at zone.Place) error {
	rec, err := zone.New(name, rrtype, "", at)
	if err != nil {
		return err
	}
	return r.add(Record{Record: rec, Deleted: true})
}

// flatten has a name answer with the addresses of the one that the set's CNAME
// names.
func (r *reader) flatten(s set) error {
	records, err := s.records()
	if err != nil {
		return err
	}
	for _, rrtype := range addressTypes {
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
		return nil, s.Errorf("%s %s has no records", s.name, s.rrtype)
	}
	var records []Record
	for _, v := range s.values {
		at := s.On(v.line)
		if v.source != "" {
			at.Source = v.source
		}
		data, err := canonicalData(s.rrtype, v.text, s.origin, s.texts)
		if err != nil {
			return nil, at.Errorf("%s %s: %w", s.name, s.rrtype, err)
		}
		rec, err := zone.New(s.name, s.rrtype, data, at)
		if err != nil {
			return nil, err
		}
		rec.Zone = s.zone
		records = append(records, Record{Record: rec, Beside: s.beside})
	}
	return records, nil
}
