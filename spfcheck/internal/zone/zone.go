// Package zone reads zone files into records that keep their places, and answers
// from them: alone, or laid over DNS as it is published.
package zone

import (
	"fmt"
	"slices"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Zone is what one zone file says. A file may hold several zones, each with its
// SOA: such a zone is whole, and names below the SOA's owner that aren't in it
// don't exist, except at and below a delegation. Records that stand below no SOA
// of the file are a patch: they replace RRsets, and say nothing of the rest.
//
// The zero Zone says nothing.
type Zone struct {
	Origins []string // of the whole zones, in the order of the file
	Records []Record // in the order of the file
}

// zoneOf sorts records into whole zones and the patch.
func zoneOf(records []Record) Zone {
	z := Zone{Records: records}
	apexes := map[dnsmsg.Name]bool{}
	for _, rec := range records {
		if rec.key.Type == dns.TypeSOA && !apexes[rec.key.Name] {
			apexes[rec.key.Name] = true
			z.Origins = append(z.Origins, rec.Name)
		}
	}
	for i, rec := range records {
		n := rec.key.Name
		for n != dnsmsg.Root && !apexes[n] {
			n = n.Parent()
		}
		if apexes[n] {
			records[i].Zone = n.String()
		}
	}
	return z
}

// besideCNAME are the types that may stand beside a CNAME (RFC 2181 §10.1,
// RFC 4034 §3 and §4, RFC 3007 §3.1.1); no other may (RFC 1034 §3.6.2).
var besideCNAME = []string{"CNAME", "RRSIG", "NSEC", "KEY"}

// Conflict is a name whose records can't stand together.
type Conflict struct {
	Name string
	*Error
}

// Check refuses what no server would load: the first of the Conflicts. An error is
// an [*Error].
func (z Zone) Check() error {
	for _, c := range z.Conflicts() {
		return c.Error
	}
	return nil
}

// Conflicts are what no server would load, one for each name: a name has one CNAME
// and nothing beside it, and a zone has one SOA.
func (z Zone) Conflicts() []Conflict {
	type owner struct{ zone, name string }
	cnames, soas := map[owner]Record{}, map[owner]string{}
	var list []Conflict
	seen := map[owner]bool{}
	note := func(rec Record, format string, args ...any) {
		if k := (owner{rec.Zone, rec.Name}); !seen[k] {
			seen[k] = true
			list = append(list, Conflict{rec.Name, &Error{rec.Place, fmt.Errorf(format, args...)}})
		}
	}
	for _, rec := range z.Records {
		k := owner{rec.Zone, rec.Name}
		switch rec.Type {
		case "CNAME":
			if first, ok := cnames[k]; ok && first.Data != rec.Data {
				note(rec, "%s has another CNAME at %s; a name has one at most", rec.Name, first.Place)
			}
			cnames[k] = rec
		case "SOA":
			if first, ok := soas[k]; ok && first != rec.Data {
				note(rec, "%s has two SOA records; a zone has one", rec.Name)
			}
			soas[k] = rec.Data
		}
	}
	for _, rec := range z.Records {
		c, ok := cnames[owner{rec.Zone, rec.Name}]
		if ok && !slices.Contains(besideCNAME, rec.Type) {
			note(rec, "%s has a CNAME at %s and also %s; a CNAME stands alone", rec.Name, c.Place, rec.Type)
		}
	}
	return list
}
