package change

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Layer lays the change over DNS. A whole zone answers for all names in it; other
// records replace their RRsets, or come to what is published and go from it. A
// question for what isn't known fails, and the failure says "undetermined".
//
// Tools that keep zones without an SOA leave the SOA, NS, DS and DNSKEY of the
// origin to the servers: those that such a zone doesn't have stay as published.
func (c *Change) Layer() (resolve.Layer, error) {
	zones, kept, err := c.zones()
	if err != nil {
		return nil, fmt.Errorf("laying the change over DNS: %w", err)
	}
	overlay, err := resolve.Keep(resolve.Overlay(zones...), kept...)
	if err != nil {
		return nil, fmt.Errorf("laying the change over DNS: %w", err)
	}
	edits, err := resolve.Edits(c.edits()...)
	if err != nil {
		return nil, fmt.Errorf("laying the change over DNS: %w", err)
	}
	return func(published resolve.Exchanger) resolve.Exchanger {
		return resolve.Chain(published, overlay, edits)
	}, nil
}

// serverTypes are the types at an origin that servers and registries care for.
var serverTypes = []string{"SOA", "NS", "DS", "DNSKEY"}

// zones makes zones of the records that come: the whole ones and a patch. It
// returns the RRsets of their origins that they say nothing of, too.
func (c *Change) zones() (zones []resolve.Zone, kept []resolve.RRset, err error) {
	texts, has := map[string]*strings.Builder{"": {}}, map[resolve.RRset]bool{}
	for _, origin := range c.Zones {
		texts[origin] = &strings.Builder{}
	}
	for _, rec := range c.Records {
		text := texts[rec.Zone]
		if rec.Deleted || rec.Beside && rec.Type != "CNAME" || text == nil {
			continue
		}
		has[resolve.RRset{Name: rec.Name, Type: rec.Type}] = true
		switch {
		case inMail(rec.Type):
			fmt.Fprintf(text, "%s %s %s\n", rec.Name, rec.Type, rec.Data)
		case !slices.Contains(besideCNAME, rec.Type):
			// A type for private use (RFC 6895 §3.1): the name exists.
			fmt.Fprintf(text, "%s TYPE65280 \\# 1 00\n", rec.Name)
		}
	}
	for _, origin := range append(slices.Clone(c.Zones), "") {
		soa := resolve.RRset{Name: origin, Type: "SOA"}
		if origin != "" && !has[soa] {
			fmt.Fprintf(texts[origin], "%s SOA . . 0 0 0 0 0\n", origin)
			for _, rrtype := range serverTypes {
				if set := (resolve.RRset{Name: origin, Type: rrtype}); !has[set] {
					kept = append(kept, set)
				}
			}
		}
		z, err := resolve.ParseZone(strings.NewReader(texts[origin].String()), "change of "+origin)
		if err != nil {
			return nil, nil, err
		}
		zones = append(zones, z)
	}
	return zones, kept, nil
}

// edits makes edits of what goes, what comes beside others, and what isn't known.
func (c *Change) edits() []resolve.Edit {
	e := editing{set: map[resolve.RRset]bool{}, edits: map[resolve.RRset]*resolve.Edit{}}
	types := map[string][]string{} // that are set, by name
	for _, rec := range c.Records {
		k := resolve.RRset{Name: rec.Name, Type: rec.Type}
		if rec.Zone == "" && !rec.Deleted && (!rec.Beside || rec.Type == "CNAME") && !e.set[k] {
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
	edits := make([]resolve.Edit, 0, len(e.order))
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
	set   map[resolve.RRset]bool // the RRsets that are replaced, whole zones apart
	order []resolve.RRset
	edits map[resolve.RRset]*resolve.Edit
}

func (e *editing) at(name, rrtype string) *resolve.Edit {
	k := resolve.RRset{Name: name, Type: rrtype}
	if e.edits[k] == nil {
		e.edits[k] = &resolve.Edit{Name: name, Type: rrtype}
		e.order = append(e.order, k)
	}
	return e.edits[k]
}

// record takes a record. What replaces an RRset is stronger than what is deleted
// from it, and so is a CNAME that takes the place of all types.
func (e *editing) record(rec Record) {
	set := e.set[resolve.RRset{Name: rec.Name, Type: rec.Type}] || e.set[resolve.RRset{Name: rec.Name, Type: "CNAME"}]
	switch {
	case !inMail(rec.Type):
	case rec.Deleted && !set && rec.Data == "":
		e.at(rec.Name, rec.Type).Clear = true
	case rec.Deleted && !set:
		edit := e.at(rec.Name, rec.Type)
		edit.Remove = append(edit.Remove, rec.Data)
	case rec.Beside && rec.Type != "CNAME":
		edit := e.at(rec.Name, rec.Type)
		edit.Add = append(edit.Add, rec.Data)
	}
}
