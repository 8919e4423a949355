package zone

import (
	"cmp"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Edit is a change to one RRset. The zero Edit of a name and type changes nothing.
type Edit struct {
	Name, Type string
	Clear      bool     // every published record goes; with Add, the RRset is replaced
	Remove     []Record // single records that go
	Add        []Record // records that come; without data, it is known that the name exists
	// Yields says of records that come that they don't where a CNAME is published and
	// stays, as a dynamic update has it (RFC 2136 §3.4.2.2).
	Yields bool
	// Flatten is the name whose addresses take the place of the RRset, of type A
	// or AAAA: an ALIAS record, or a CNAME that a server flattens, which stands
	// beside other data. Where it has none, there are none. "" is no name.
	Flatten string
	Unknown Gap // what is left open of the RRset: a question for it fails, and says so
}

// Edits answers as a server would that serves what is published below after the
// edits (RFC 1034 §4.3.2, RFC 4592); there is one Edit of an RRset at most, and one
// of a name or type that can't be asked for is left out.
//
// A CNAME that is added takes the place of all else at its name, and all else
// that of a published CNAME. What is said of a CNAME holds for all types at its
// name that have no Edit; a removal of one clears it. A DNAME hides what is below
// it. A name that comes into being exists, with the names above it, for all types,
// and no wildcard answers for it any more; whether one did so before is asked for,
// with questions below the name, where the answer depends on it. A name at which
// nothing is left falls back under the wildcard. Whether something is left is
// asked for as well as it can be: the types that mail uses and a few names below.
//
// Names up to the registrable domain are taken to exist where anything below them
// does. Servers that the edits delegate a name to, or from, may say anything of it:
// a question fails as for what is unknown, unless one of the servers that it had
// stays, or records come with them that only the origin of a zone has.
func Edits(list ...Edit) func(next dnsmsg.Exchanger) dnsmsg.Exchanger {
	made := edits{}
	for _, e := range list {
		owner, err := dnsmsg.ParseName(e.Name)
		rrtype := dns.StringToType[e.Type]
		if err != nil || rrtype == dns.TypeNone {
			continue
		}
		c := &edit{clear: e.Clear, comes: len(e.Add) > 0, add: rrsOf(e.Add), yields: e.Yields, unknown: e.Unknown}
		if all := slices.Concat(e.Add, e.Remove); len(all) > 0 {
			c.at = all[0].Place
		}
		for _, rec := range e.Remove {
			if rec.rr != nil {
				c.remove, c.places = append(c.remove, content(rec.rr)), append(c.places, rec.Place)
			}
		}
		if e.Flatten != "" {
			if c.flatten, err = dnsmsg.ParseName(e.Flatten); err != nil {
				c.unknown.Why = cmp.Or(c.unknown.Why, i18n.Text{EN: err.Error(), JA: err.Error()})
			}
		}
		c.clear = c.clear || rrtype == dns.TypeCNAME && len(e.Remove) > 0
		made.at(owner)[rrtype] = c
	}
	return made.over
}

// edits are changes to RRsets by name and type.
type edits map[dnsmsg.Name]map[uint16]*edit

// edit is an [Edit] that has been read.
type edit struct {
	clear, comes bool // comes: records come, of which some may have no data
	yields       bool // to a CNAME
	add          []dns.RR
	remove       []string // by their content
	places       []Place  // of them
	flatten      dnsmsg.Name
	unknown      Gap
	at           Place // of the first record that comes, or goes
}

func (s edits) at(owner dnsmsg.Name) map[uint16]*edit {
	if s[owner] == nil {
		s[owner] = map[uint16]*edit{}
	}
	return s[owner]
}

// set replaces an RRset.
func (s edits) set(k dnsmsg.Question, rrs []dns.RR) {
	here := s.at(k.Name)
	c := here[dns.TypeCNAME]
	if k.Type == dns.TypeCNAME || c != nil && !slices.Contains(besideCNAME, dns.Type(k.Type).String()) {
		clear(here)
	}
	here[k.Type] = &edit{clear: true, comes: true, add: rrs}
}

// exists reports whether the edit leaves its name in existence, whatever is
// published. What isn't known is taken to be something.
func (e *edit) exists() bool { return e.comes || e.flatten != "" || e.unknown.isOpen() }

// replaces reports whether the edit makes an RRset, whatever is published.
func (e *edit) replaces() bool { return e != nil && e.clear && e.comes }

// open reports whether the edit leaves the RRset open.
func (e *edit) open() bool { return e != nil && e.unknown.isOpen() }

// clears reports whether nothing that is published stays.
func (e *edit) clears() bool { return e != nil && e.clear }

// apply makes the new RRset, in which no record is twice.
func (e *edit) apply(published []dns.RR) []dns.RR {
	if e == nil {
		return published
	}
	rrs := e.add
	for _, rr := range published {
		is := content(rr)
		again := func(rr dns.RR) bool { return content(rr) == is }
		if !e.clear && !slices.Contains(e.remove, is) && !slices.ContainsFunc(e.add, again) {
			rrs = append(slices.Clip(rrs), rr)
		}
	}
	return rrs
}

// misses says of a text that is to go and isn't published that another of its kind is,
// and stays: providers delete a record by its ID, whatever it says by now.
func (e *edit) misses(published []dns.RR) Gap {
	if e == nil || e.clear {
		return Gap{}
	}
	for i, gone := range e.remove {
		kind := kindOf(gone)
		if kind == "" || slices.ContainsFunc(published, func(rr dns.RR) bool { return content(rr) == gone }) {
			continue
		}
		other := func(rr dns.RR) bool {
			is := content(rr)
			comes := func(rr dns.RR) bool { return content(rr) == is }
			return kindOf(is) == kind && !slices.Contains(e.remove, is) && !slices.ContainsFunc(e.add, comes)
		}
		if slices.ContainsFunc(published, other) {
			return Gap{Why: otherGoes.Format(kind), Place: e.places[i]}
		}
	}
	return Gap{}
}

var otherGoes = i18n.Text{
	EN: "the %s record that goes isn't published as it stands there, and another is, which may be the one that goes",
	JA: "削除される %s のレコードは書かれたとおりには公開されておらず、公開中の別のレコードが削除されるおそれがあります",
}

// kindOf gives the version that a text for mail begins with, such as v=spf1; "" for
// another text.
func kindOf(text string) string {
	version, _, _ := strings.Cut(text, " ")
	version, _, _ = strings.Cut(version, ";")
	if !strings.HasPrefix(version, "v=") {
		return ""
	}
	return version
}

// content is what a record is known by: names whatever their case, and a text whatever
// the strings that its provider cuts it into, since files have it in one piece, or in others.
func content(rr dns.RR) string {
	if txt, ok := rr.(*dns.TXT); ok {
		return strings.Join(txt.Txt, "")
	}
	return strings.ToLower(dnsmsg.Data(rr))
}

// rrsOf gives the records in the form of messages.
func rrsOf(records []Record) []dns.RR {
	var rrs []dns.RR
	for _, rec := range records {
		if rec.rr != nil {
			rrs = append(rrs, rec.rr)
		}
	}
	return rrs
}
