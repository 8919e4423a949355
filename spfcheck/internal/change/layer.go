package change

import (
	"cmp"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Layer lays the change over DNS: answers are those of a server that serves it. A
// whole zone answers for all names in it; other records replace their RRsets, or
// come to what is published and go from it, with what follows for wildcards and
// for the names above and below (RFC 4592). A question for what isn't known fails,
// and the failure says "undetermined".
func (c *Change) Layer() resolve.Layer {
	whole, edits, opens := c.keeping(), zone.Edits(c.edits()...), zone.Opens(c.opens()...)
	return func(published resolve.Exchanger) resolve.Exchanger { return opens(edits(whole(published))) }
}

// whole gives the whole zones.
func (c *Change) whole() zone.Zone {
	z := zone.Zone{Origins: c.Zones}
	for _, rec := range c.Records {
		if rec.Zone != "" && rec.replaces() {
			z.Records = append(z.Records, rec.Record)
		}
	}
	return z
}

// replaces reports whether a record is part of an RRset that takes the place of
// the published one. A CNAME takes that of all at its name.
func (rec Record) replaces() bool { return !rec.Deleted && (!rec.Beside || rec.Type == "CNAME") }

// delegates reports whether a record of a whole zone leaves a name to servers of which
// the change has no zone: where they aren't those of today, what they say isn't known.
func (c *Change) delegates(rec Record) bool {
	return rec.Type == "NS" && rec.Name != rec.Zone && !slices.Contains(c.Zones, rec.Name)
}

// edits makes edits of what isn't part of a whole zone, and of its delegations.
func (c *Change) edits() []zone.Edit {
	e := editing{edits: map[rrset]*zone.Edit{}}
	for _, rec := range c.Records {
		switch {
		case rec.Flatten != "":
			e.at(rec.Name, rec.Type).Flatten = rec.Flatten
		case !rec.Deleted && (rec.Zone == "" || c.delegates(rec)):
			edit := e.at(rec.Name, rec.Type)
			edit.Add = append(edit.Add, rec.Record)
			edit.Clear = edit.Clear || rec.replaces()
			edit.Yields = edit.Yields || rec.Yields && rec.Type != "CNAME"
		}
	}
	for _, rec := range c.Records {
		if rec.Deleted && inMail(rec.Type) {
			e.remove(rec)
		}
	}
	for _, u := range c.Unknown {
		if u.Name == "" {
			continue
		}
		for _, rrtype := range u.types() {
			edit := e.at(u.Name, rrtype)
			edit.Unknown = edit.Unknown.And(u.gap())
		}
	}
	edits := make([]zone.Edit, 0, len(e.order))
	for _, k := range e.order {
		edits = append(edits, *e.edits[k])
	}
	return edits
}

// opens gives what is open without a name.
func (c *Change) opens() []zone.Open {
	var opens []zone.Open
	for _, u := range c.Unknown {
		if u.Name == "" {
			o := zone.Open{Zone: u.Zone, Labels: u.Labels, Type: u.dnsType(), Fresh: u.Fresh, Gap: u.gap()}
			if u.Zone == "" {
				o.Except = func(name string) bool { return ofService(name) || u.Guess && name == u.Labels }
			}
			opens = append(opens, o)
		}
	}
	return opens
}

// ofService reports whether a name is a sending service's own: no file of its customers
// has records of that.
func ofService(name string) bool {
	return senders.ByInclude(name).Preset != nil || senders.ByMX(name).Preset != nil
}

func (u Unknown) gap() zone.Gap {
	return zone.Gap{Why: cmp.Or(u.Reason, notKnown), Key: u.Value, Exists: u.Exists, ExceptOrigin: u.ExceptOrigin, Place: u.Place}
}

// types are the types that an Unknown with a name is about.
func (u Unknown) types() []string {
	if rrtype := u.dnsType(); rrtype != "" {
		return []string{rrtype}
	}
	types := slices.Clone(textTypes)
	for rrtype := range dataTypes {
		types = append(types, rrtype)
	}
	slices.Sort(types)
	return types
}

// dnsType is the type, or "" where it is none that can be asked for: it may then
// bring any.
func (u Unknown) dnsType() string {
	if !zone.IsType(u.Type) {
		return ""
	}
	return u.Type
}

// editing gathers edits by RRset.
type editing struct {
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

// remove takes a record that goes. What replaces an RRset is stronger.
func (e *editing) remove(rec Record) {
	switch edit := e.at(rec.Name, rec.Type); {
	case edit.Clear && len(edit.Add) > 0:
	case rec.Data == "":
		edit.Clear = true
	default:
		edit.Remove = append(edit.Remove, rec.Record)
	}
}
