package change

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// reader gathers a change from files.
type reader struct {
	change Change
	sets   map[rrset]Place // the RRsets that are replaced, and where
}

// rrset is an RRset of a whole zone, or of none.
type rrset struct{ zone, name, rrtype string }

func newReader() *reader {
	return &reader{sets: map[rrset]Place{}}
}

// String gives the place as compilers do: FILE:LINE.
func (p Place) String() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Source != "" {
		at += " (" + p.Source + ")"
	}
	return at
}

// errorf makes an error that begins with the place.
func (p Place) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w", p, fmt.Errorf(format, args...))
}

// on is the same place with another line; 0 leaves it.
func (p Place) on(line int) Place {
	if line > 0 {
		p.Line = line
	}
	return p
}

// add takes a record whose name and data are canonical.
func (r *reader) add(rec Record) error {
	if len(r.change.Records) == maxRecords {
		return rec.errorf("more than %d records", maxRecords)
	}
	r.change.Records = append(r.change.Records, rec)
	return nil
}

// zone begins a whole zone.
func (r *reader) zone(origin string, at Place) error {
	if slices.Contains(r.change.Zones, origin) {
		return at.errorf("the zone %s is given twice", origin)
	}
	r.change.Zones = append(r.change.Zones, origin)
	return nil
}

// unknown takes an RRset that is left open.
func (r *reader) unknown(u Unknown) error {
	if len(r.change.Unknown) == maxRecords {
		return u.errorf("more than %d record sets that aren't known", maxRecords)
	}
	r.change.Unknown = append(r.change.Unknown, u)
	return nil
}

// replace notes that an RRset is set at a place, which can be done once.
func (r *reader) replace(rec Record) error {
	k := rrset{rec.Zone, rec.Name, rec.Type}
	if first, twice := r.sets[k]; twice {
		return rec.errorf("%s %s is set already at %s", rec.Name, rec.Type, first)
	}
	r.sets[k] = rec.Place
	return nil
}

// finish checks what the files say together: a CNAME stands alone at its name
// (RFC 1034 §3.6.2), and a zone has one SOA.
func (r *reader) finish() error {
	type owner struct{ zone, name string }
	cnames := map[owner]Record{}
	soas := map[string]string{}
	for _, rec := range r.change.Records {
		if rec.Deleted {
			continue
		}
		switch rec.Type {
		case "CNAME":
			k := owner{rec.Zone, rec.Name}
			if first, ok := cnames[k]; ok && first.Data != rec.Data {
				return rec.errorf("%s has another CNAME at %s; a name has one at most", rec.Name, first.Place)
			}
			cnames[k] = rec
		case "SOA":
			if first, ok := soas[rec.Name]; ok && first != rec.Data {
				return rec.errorf("%s has two SOA records; a zone has one", rec.Name)
			}
			soas[rec.Name] = rec.Data
		}
	}
	for _, rec := range r.change.Records {
		c, ok := cnames[owner{rec.Zone, rec.Name}]
		if ok && !rec.Deleted && !slices.Contains(besideCNAME, rec.Type) {
			return rec.errorf("%s has a CNAME at %s and also %s; a CNAME stands alone", rec.Name, c.Place, rec.Type)
		}
	}
	return nil
}

// besideCNAME are the types that may stand beside a CNAME (RFC 2181 §10.1,
// RFC 4034 §3 and §4).
var besideCNAME = []string{"CNAME", "RRSIG", "NSEC", "KEY"}

// nameIn makes a name canonical. One that doesn't end in a dot is below origin,
// and "@" or nothing is the origin; an empty origin takes it for whole.
func nameIn(name, origin string) (string, error) {
	if origin != "" && (name == "" || name == "@") {
		return origin, nil
	}
	if origin != "" && !strings.HasSuffix(name, ".") {
		name += "." + strings.TrimPrefix(origin, ".")
	}
	ascii, err := toASCII(name)
	if err != nil {
		return "", err
	}
	return resolve.CanonicalName(ascii)
}

// idnaProfile maps to A-labels as look-ups do, and lets _dmarc and * be.
var idnaProfile = idna.New(idna.MapForLookup(), idna.StrictDomainName(false))

func toASCII(name string) (string, error) {
	for _, c := range []byte(name) {
		if c >= 0x80 {
			return idnaProfile.ToASCII(name)
		}
	}
	return name, nil
}

// within reports whether a canonical name is origin or below it.
func within(name, origin string) bool {
	return name == origin || origin == "." || strings.HasSuffix(name, "."+origin)
}
