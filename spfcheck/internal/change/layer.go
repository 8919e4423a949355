package change

import (
	"fmt"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Layer lays the change over DNS. A whole zone answers for all names in it; other
// records replace their RRsets, or come to what is published and go from it. A
// question for what isn't known fails, and the failure says "undetermined".
func (c *Change) Layer() resolve.Layer {
	over, edited := zone.Overlay(c.zone()), zone.Edits(c.edits()...)
	return func(published resolve.Exchanger) resolve.Exchanger { return edited(over(published)) }
}

// replaces reports whether a record is part of an RRset that takes the place of
// the published one. A CNAME takes that of all at its name.
func (rec Record) replaces() bool { return !rec.Deleted && (!rec.Beside || rec.Type == "CNAME") }

// zone gives what is known in full: whole zones and a patch.
func (c *Change) zone() zone.Zone {
	z := zone.Zone{Origins: c.Zones}
	for _, rec := range c.Records {
		if rec.replaces() {
			z.Records = append(z.Records, rec.Record)
		}
	}
	return z
}

// edits makes edits of what goes, what comes beside others, and what isn't known.
func (c *Change) edits() []zone.Edit {
	e := editing{set: map[rrset]bool{}, edits: map[rrset]*zone.Edit{}}
	types := map[string][]string{} // that are set, by name
	for _, rec := range c.Records {
		k := rrset{name: rec.Name, rrtype: rec.Type}
		if rec.Zone == "" && rec.replaces() && !e.set[k] {
			e.set[k] = true
			types[rec.Name] = append(types[rec.Name], rec.Type)
		}
	}
	for _, rec := range c.Records {
		e.record(rec)
		if rec.Deleted && rec.Type == "CNAME" {
			for _, rrtype := range types[rec.Name] {
				e.at(rec.Name, rrtype) // an edit of nothing: the CNAME's doesn't hold for it
			}
		}
	}
	for _, u := range c.Unknown {
		for _, rrtype := range u.types() {
			if u.Name != "" {
				e.at(u.Name, rrtype).Unknown = fmt.Sprintf("%s (%s)", u.Reason, u.Place)
			}
		}
	}
	edits := make([]zone.Edit, 0, len(e.order))
	for _, k := range e.order {
		edits = append(edits, *e.edits[k])
	}
	return edits
}

// types are the types that an Unknown is about.
func (u Unknown) types() []string {
	if u.Type != "" {
		return []string{u.Type}
	}
	types := slices.Clone(textTypes)
	for rrtype := range dataTypes {
		types = append(types, rrtype)
	}
	slices.Sort(types)
	return types
}

// editing gathers edits by RRset.
type editing struct {
	set   map[rrset]bool // the RRsets that are replaced, whole zones apart
	order []rrset
	edits map[rrset]*zone.Edit
}

func (e *editing) at(name, rrtype string) *zone.Edit {
	k := rrset{name: name, rrtype: rrtype}
	if e.edits[k] == nil {
		e.edits[k] = &zone.Edit{Name: name, Type: rrtype}
		e.order = append(e.order, k)
	}
	return e.edits[k]
}

// record takes a record. What replaces an RRset is stronger than what is deleted
// from it, and so is a CNAME that takes the place of all types.
func (e *editing) record(rec Record) {
	set := e.set[rrset{name: rec.Name, rrtype: rec.Type}] || e.set[rrset{name: rec.Name, rrtype: "CNAME"}]
	switch {
	case !inMail(rec.Type):
	case rec.Deleted && !set && rec.Data == "":
		e.at(rec.Name, rec.Type).Clear = true
	case rec.Deleted && !set:
		edit := e.at(rec.Name, rec.Type)
		edit.Remove = append(edit.Remove, rec.Record)
	case rec.Beside && rec.Type != "CNAME":
		edit := e.at(rec.Name, rec.Type)
		edit.Add = append(edit.Add, rec.Record)
	}
}
