package change

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// readZone reads a zone file (RFC 1035 §5). What stands at or below the owner of
// an SOA is a whole zone; without one there are single RRsets. What is outside of the
// zones of a file counts for nothing, as with servers. $INCLUDE reads files of
// the same folder and of those in it. An entry that can't be read is open; a text that
// doesn't begin as a zone does is none, and no entry of it says anything.
func readZone(r *reader, f *file) error {
	var broken []zone.Broken
	var begins beginning
	z, err := zone.Read(zone.File{
		Name: f.name, Text: string(f.data), Folder: f.folder, Origin: r.zoneOrigin(f),
		Broken: func(b zone.Broken) {
			begins.see(b)
			broken = append(broken, b)
		},
	})
	if err != nil {
		return err
	}
	named := func(origin string) bool { return slices.Contains(r.change.named, origin) }
	if f.found && slices.ContainsFunc(z.Origins, named) { // in a folder whose configuration has another file for it
		r.said++
		return nil
	}
	first := len(r.change.Unknown)
	for _, b := range broken {
		if strings.HasPrefix(b.Text, "<<<<<<< ") {
			return b.Errorf("a merge conflict that isn't resolved")
		}
		if err := r.zoneBroken(f, b); err != nil {
			return err
		}
	}
	if err := begins.check(z.Records); err != nil {
		return err
	}
	if open, at := noApex(f, z); open != "" {
		return r.broken(Unknown{Zone: open, Value: "no SOA"}, at.Errorf("the file has no SOA at %s, so that no server loads the zone: a name whose dot at the end is missing counts as one below it", strings.TrimSuffix(open, ".")))
	}
	if err := r.zoneSets(f, z); err != nil {
		return err
	}
	for i := range r.change.Unknown[first:] {
		r.change.Unknown[first+i].Listed = len(z.Origins) == 0
	}
	return nil
}

// zoneSets takes the RRsets of a zone file.
func (r *reader) zoneSets(f *file, z zone.Zone) error {
	apex, exported := zone.Export(string(f.data))
	sets := map[rrset][]Record{}
	var order []rrset
	for _, rec := range z.Records {
		if rec.Zone == "" && len(z.Origins) > 0 {
			r.change.Outside = append(r.change.Outside, rec.Place)
			continue
		}
		k := rrset{rec.Zone, rec.Name, rec.Type}
		if sets[k] == nil {
			order = append(order, k)
		}
		sets[k] = append(sets[k], Record{Record: rec, Listed: rec.Zone == ""})
	}
	for _, k := range order {
		if err := r.zoneSet(k, sets[k], exported && k.name == apex); err != nil {
			return err
		}
	}
	return nil
}

// zoneSet takes an RRset of a zone file. Cloudflare serves no CNAME at the apex,
// which flat says: the name has the addresses of the target
// (https://developers.cloudflare.com/dns/cname-flattening/).
func (r *reader) zoneSet(k rrset, records []Record, flat bool) error {
	first := records[0]
	switch {
	case k.rrtype == "SOA":
		if err := r.zone(first.Name, first.Place); err != nil {
			return err
		}
	case slices.ContainsFunc(records, func(rec Record) bool { return rec.Proxied }):
		return r.proxied(first.Name, first.Place)
	case first.Flattened && !flat:
		return r.flattened(set{Place: first.Place, name: first.Name, values: []datum{{text: first.Data}}})
	case k.rrtype == "CNAME" && flat:
		return r.flatten(set{Place: first.Place, name: first.Name, values: []datum{{text: first.Data}}}, addressTypes...)
	}
	return r.replace(records)
}

// noApex gives the zone that a file is of and has no SOA of, and where that of another
// stands. It is the zone that a server's configuration has the file for; or else the one
// whose name, or the end of it, the name of the SOA repeats, as where a dot is missing.
func noApex(f *file, z zone.Zone) (open string, at zone.Place) {
	if len(z.Origins) == 0 || slices.Contains(z.Origins, f.origin) {
		return "", at
	}
	i := slices.IndexFunc(z.Records, func(rec zone.Record) bool { return rec.Type == "SOA" })
	at = z.Records[i].Place
	if f.origin != "" {
		return f.origin, at
	}
	_, again, _ := strings.Cut(z.Origins[0], ".")
	for strings.Count(again, ".") > 1 {
		if name := strings.TrimSuffix(z.Origins[0], again); strings.HasSuffix("."+name, "."+again) {
			return name, at
		}
		_, again, _ = strings.Cut(again, ".")
	}
	return "", at
}

// beginning tells a zone file from another text by its first entry, which is of a type
// that some server knows, be it one that can't be read.
type beginning struct {
	foreign *zone.Broken // the first entry that is of none
}

func (b *beginning) see(broken zone.Broken) {
	if broken.Name == "" {
		return // a directive, or an entry that leaves its zone open
	}
	entry := canonicalType(broken.Type) != "" || isPointer(broken.Type)
	if b.foreign == nil && !entry {
		b.foreign = &broken
	}
}

// check says what is wrong with a text of which these are the records.
func (b *beginning) check(records []zone.Record) error {
	if b.foreign == nil || len(records) > 0 && records[0].Place.Line < b.foreign.Line {
		return nil
	}
	err := fmt.Errorf("%s is not an entry of a zone file", doc.Excerpt(b.foreign.Text))
	if filepath.Ext(b.foreign.File) == ".tf" {
		err = errSource
	}
	return &zone.Error{Place: b.foreign.Place, Err: err}
}

var errSource = errors.New("sources of Terraform don't say what changes: print a plan with terraform show -json FILE")

// beginsZone reports whether a text begins as a zone does.
func beginsZone(text string) bool {
	var b beginning
	z, _ := zone.Read(zone.File{Text: text, Origin: ".", Broken: b.see}) // what breaks it off is for readZone to say
	return b.check(z.Records) == nil
}

// zoneBroken leaves open what an entry that can't be read may have said. Where not even
// the zone is known of a file that is named itself, who has named it can say it.
func (r *reader) zoneBroken(f *file, b zone.Broken) error {
	if b.Name == "" && b.Origin == "" && !f.found {
		return b.Error
	}
	if b.Name == "" {
		return r.broken(Unknown{Zone: b.Origin, Value: b.Text}, b.Error)
	}
	s := set{Place: b.Place, name: b.Name, rrtype: canonicalType(b.Type), values: []datum{{text: b.Text}}}
	switch {
	case b.Type == "":
	case s.rrtype == "":
		return r.foreign(s, b.Type)
	case !inMail(s.rrtype): // it is enough that there is one
		return r.put(s)
	}
	return r.broken(s.open(), b.Error)
}

// proxied leaves the addresses of a name open: they are those of a proxy. Other types
// are what they are, though the record be a CNAME.
func (r *reader) proxied(name string, at zone.Place) error {
	u := Unknown{Name: name, Exists: true, Value: "proxied", Reason: isProxied, Place: at}
	return r.open(u, addressTypes...)
}

// flattened leaves open what a CNAME answers that Cloudflare flattens though it isn't at
// the origin (https://developers.cloudflare.com/dns/cname-flattening/set-up-cname-flattening/).
func (r *reader) flattened(s set) error {
	u := s.open()
	u.Exists, u.Reason = true, isFlattened
	return r.open(u, "CNAME")
}

// zoneOrigin is what names of a zone file are relative to before its first $ORIGIN:
// what the user or the server's configuration says; the root, if the owner of the SOA
// is a whole name without its dot; or what the file is called after.
func (r *reader) zoneOrigin(f *file) string {
	switch {
	case f.origin != "":
		return f.origin
	case r.origin != "":
		return r.origin
	}
	if m := firstSOA.FindStringSubmatch(string(f.data)); m != nil && isWhole(m[1]) {
		return "."
	}
	return originOfFile(f.name)
}

// firstSOA finds the owner of an SOA that no $ORIGIN stands before.
var firstSOA = lazy.MustCompile(`^(?:[ \t]*(?:;.*)?\r?\n|\$TTL.*\n)*([^\s;$]+)\s+(?:\d\w*\s+|(?i:IN)\s+)*(?i:SOA)\s`)

// isWhole reports whether a name without a dot at its end is that of a zone all the
// same, since it ends in a public suffix.
func isWhole(name string) bool {
	name = strings.ToLower(name)
	if strings.HasSuffix(name, ".arpa") {
		return true
	}
	suffix, icann := publicsuffix.PublicSuffix(name)
	return icann && suffix != name && !strings.HasSuffix(name, ".")
}

// What files of zones are called beside the zone's name.
var (
	zonePrefixes = []string{"db.", "zone.", "zones.", "named.", "master.", "pri.", "primary."}
	zoneSuffixes = []string{".zone", ".db", ".dns", ".hosts", ".txt", ".bind", ".master", ".signed", ".conf", ".fwd", ".forward"}
)

// originOfFile gives the zone that a zone file is called after; "" if it is none.
func originOfFile(name string) string {
	name = strings.ToLower(filepath.Base(name))
	for before := ""; before != name; { // such as example.jp.zone.txt
		before = name
		for _, suffix := range zoneSuffixes {
			name = strings.TrimSuffix(name, suffix)
		}
	}
	for _, prefix := range zonePrefixes {
		name = strings.TrimPrefix(name, prefix)
	}
	name = strings.TrimSuffix(name, ".")
	if !isWhole(name) {
		return ""
	}
	origin, err := zone.Absolute(name)
	if err != nil {
		return ""
	}
	return origin
}
