package change

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// nsupdateLine tells the commands of nsupdate from the entries of a zone file.
var nsupdateLine = lazy.MustCompile(`(?mi)^[ \t]*(?:update[ \t]+(?:add|del|delete)[ \t]+\S|send[ \t]*\r?$)`)

// isNSUpdate takes the commands of nsupdate that are named themselves: in a folder they
// may have been carried out long ago.
func isNSUpdate(f *file, named bool) bool {
	return named && !isJSON(f.data) && !isYAML(f.name) && nsupdateLine.Match(f.data)
}

// otherCommands of nsupdate change nothing. What the prerequisites demand is taken to be so.
var otherCommands = []string{
	"answer", "check-names", "check-svcb", "class", "debug", "gsstsig", "help", "key", "local", "lease", "nxdomain", "nxrrset", "oldgsstsig", "prereq",
	"realm", "server", "show", "ttl", "version", "yxdomain", "yxrrset",
}

// readNSUpdate reads the commands of nsupdate, in their order: names in them are whole
// (https://bind9.readthedocs.io/en/latest/manpages.html#nsupdate-dynamic-dns-update-utility).
func readNSUpdate(r *reader, f *file) error {
	u := updates{reader: r, file: f, cleared: map[rrset]zone.Place{}, came: map[string]zone.Place{}}
	line := 0
	for text := range strings.Lines(string(f.data)) {
		line++
		verb, rest := word(strings.TrimSpace(text))
		if strings.EqualFold(verb, "update") {
			verb, rest = word(rest)
		}
		if strings.EqualFold(verb, "quit") {
			break
		}
		var err error
		switch at := (zone.Place{File: f.name, Line: line}); strings.ToLower(verb) {
		case "zone":
			if u.zone, err = zone.Absolute(rest); err != nil {
				err = at.Errorf("the zone %w", err)
			}
		case "", "send": // an empty line sends, too
			u.unsent = nil
		case "add":
			err = u.comes(rest, at)
		case "del", "delete":
			err = u.goes(rest, at)
		default:
			if verb[0] != ';' && !slices.Contains(otherCommands, strings.ToLower(verb)) {
				err = r.broken(Unknown{Value: text}, at.Errorf("%s is not a command of nsupdate", doc.Excerpt(verb)))
			}
		}
		if err != nil {
			return err
		}
	}
	return u.finish()
}

// word cuts the first word off.
func word(text string) (first, rest string) {
	i := strings.IndexAny(text, " \t")
	if i < 0 {
		return text, ""
	}
	return text[:i], strings.TrimLeft(text[i:], " \t")
}

// updates are commands that are being read.
type updates struct {
	*reader
	file    *file
	zone    string                // as the last command has said; "": none has
	cleared map[rrset]zone.Place  // of what was published nothing stays
	order   []rrset               // of cleared
	came    map[string]zone.Place // the names that a record has come to, where first
	unsent  []unsent              // since the last send
}

// unsent is an RRset that a command is of, and where that stands.
type unsent struct {
	rrset
	zone.Place
}

// record reads a record as an entry of a zone file; false where it is left open.
func (u *updates) record(text string, at zone.Place) (rec zone.Record, ok bool, err error) {
	z, failed := zone.Read(zone.File{Name: u.file.name, Text: text, Origin: ".", Broken: func(b zone.Broken) {
		b.Place = at
		err = u.zoneBroken(u.file, b)
	}})
	if failed != nil {
		return rec, false, at.Errorf("%s is not a record", doc.Excerpt(text))
	}
	if err != nil || len(z.Records) == 0 {
		return rec, false, err
	}
	rec = z.Records[0]
	rec.Place, rec.Zone = at, ""
	return rec, true, nil
}

func (u *updates) comes(text string, at zone.Place) error {
	rec, ok, err := u.record(text, at)
	if !ok {
		return err
	}
	k := rrset{name: rec.Name, rrtype: rec.Type}
	u.unsent = append(u.unsent, unsent{k, at})
	u.sets[k] = held{Place: at, data: append(u.sets[k].data, rec.Data)} // what has it go after that is open
	if _, again := u.came[k.name]; !again {
		u.came[k.name] = at
	}
	_, cleared := u.cleared[k]
	return u.add(Record{Record: rec, Beside: !cleared, Yields: true})
}

// goes reads what goes: a record, an RRset, or all at a name.
func (u *updates) goes(text string, at zone.Place) error {
	owner, rest := word(text)
	kind, data := word(rest)
	for kind != "" && (strings.Trim(kind, "0123456789") == "" || slices.Contains([]string{"IN", "ANY", "NONE"}, strings.ToUpper(kind))) {
		kind, data = word(data)
	}
	if data != "" && data[0] != ';' {
		rec, ok, err := u.record(owner+" "+kind+" "+data, at)
		if !ok {
			return err
		}
		k := rrset{name: rec.Name, rrtype: rec.Type}
		u.unsent = append(u.unsent, unsent{k, at})
		if h, came := u.sets[k]; !came || slices.Contains(h.data, rec.Data) { // another one of its RRset goes, whatever came
			if again, err := u.again(k, at); again || err != nil {
				return err
			}
		}
		return u.add(Record{Record: rec, Deleted: true})
	}
	name, err := zone.NameIn(owner, "")
	rrtype := canonicalType(kind)
	switch {
	case err != nil:
		return u.broken(Unknown{Value: text}, at.Errorf("%w", err))
	case kind != "" && rrtype == "":
		return u.foreign(set{Place: at, name: name}, kind)
	}
	for _, rrtype := range (Unknown{Type: rrtype}).types() {
		if rrtype == "SOA" || rrtype == "NS" && name == u.zone { // they stay (RFC 2136 §3.4.2.3)
			continue
		}
		k := rrset{name: name, rrtype: rrtype}
		u.unsent = append(u.unsent, unsent{k, at})
		if again, err := u.again(k, at); err != nil {
			return err
		} else if !again {
			u.cleared[k] = at
			u.order = append(u.order, k)
		}
	}
	return nil
}

// again leaves open an RRset that goes after something has come to it.
func (u *updates) again(k rrset, at zone.Place) (bool, error) {
	h, again := u.sets[k]
	if first, came := u.came[k.name]; !again && came && k.rrtype == "CNAME" {
		return true, u.broken(Unknown{Name: k.name}, at.Errorf("the CNAME goes after a record has come to its name at %s, which a server leaves out", first))
	}
	if !again {
		return false, nil
	}
	return true, u.broken(Unknown{Name: k.name, Type: k.rrtype}, at.Errorf("it goes, and is set at %s", h.Place))
}

// finish has the RRsets go to which nothing comes. What isn't sent is open: nsupdate
// ends without it, unless what calls it adds that.
func (u *updates) finish() error {
	for _, s := range u.unsent {
		if err := u.broken(Unknown{Name: s.name, Type: s.rrtype}, s.Errorf("no send comes after it, so that nsupdate doesn't carry it out")); err != nil {
			return err
		}
	}
	for _, k := range u.order {
		if _, comes := u.sets[k]; comes {
			continue
		}
		if err := u.clear(k.name, k.rrtype, u.cleared[k]); err != nil {
			return err
		}
	}
	return nil
}
