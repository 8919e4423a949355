package resolve

import (
	"errors"
	"fmt"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// Zone is what one zone file says, as [ParseZone] reads it. A file may hold
// several zones, each with its SOA: such a zone is whole, and names below the
// SOA's owner that aren't in it don't exist, except at and below a delegation.
// Records that stand below no SOA of the file are a patch: they replace RRsets,
// and say nothing of the rest.
//
// [Offline] and [Overlay] make an [Exchanger] of zones. The zero Zone says
// nothing.
type Zone = zone.Zone

// ParseZone reads a zone file (RFC 1035 §5). The name of the file is for errors,
// which say the line, too.
//
// Names end in a dot or follow an $ORIGIN; $TTL may be left out; $INCLUDE and
// $GENERATE are refused, and so is a class other than IN. A file has up to
// 10 MiB and 100,000 records.
func ParseZone(r io.Reader, file string) (Zone, error) {
	z, err := parseZone(r, file)
	if e, ok := errors.AsType[*zone.Error](err); ok {
		err = fmt.Errorf("line %d: %w", e.Line, e.Err)
	}
	if err != nil {
		return Zone{}, fmt.Errorf("reading zone %q: %w", file, err)
	}
	return z, nil
}

func parseZone(r io.Reader, file string) (Zone, error) {
	text, err := zone.ReadAll(r)
	if err != nil {
		return Zone{}, err
	}
	z, err := zone.Read(zone.File{Name: file, Text: string(text)})
	if err != nil {
		return Zone{}, err
	}
	return z, z.Check()
}

// Offline answers from zones alone, without any network. A name inside a zone
// that isn't there doesn't exist. A patch has the names that its records are at
// and all names below them. For any other name there is no answer.
func Offline(zones ...Zone) Exchanger { return zone.Offline(zones...) }

// Overlay answers as a server would that serves the zones, and asks below for the
// rest.
//
// A whole zone (one with an SOA) answers for every name in it. A patch replaces
// just the RRsets that it has: a CNAME in it takes the place of everything at its
// name, and other data that of a published CNAME. A name that a patch brings into
// being exists for all types, and so do the names above it; no wildcard answers
// for them and below them any more (RFC 4592 §2.2), and one in a patch answers for
// names that don't exist otherwise. Whether a wildcard made an answer from below is
// asked for, with questions below the name, where the answer depends on it; put
// [Cache] below, and between one Overlay and another.
//
// Where a chain of CNAMEs from below leads to a name that the zones answer for, their
// answer takes the place of the rest of the chain.
func Overlay(zones ...Zone) Layer {
	over := zone.Overlay(zones...)
	return func(next Exchanger) Exchanger { return over(next) }
}
