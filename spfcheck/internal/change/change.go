// Package change reads a proposed change of DNS from the files that it is kept
// in, and lays it over DNS as it is published: zone files, Route 53 batches,
// Terraform plans, octoDNS zones, DNSControl's intermediate representation.
//
//	c, err := change.Read([]string{"example.jp.zone"}, "", os.Stdin)
//	…
//	after := resolve.Chain(published, c.Layer())
//
// Each [Record] keeps its file and line. Files are taken for hostile: their
// size, the number of records and the depth are bounded, and what can't be read
// is an error with its place.
package change

import "github.com/spfcheck/spfcheck/spfcheck/internal/zone"

// Change is what a set of files says of DNS. The zero Change says nothing.
type Change struct {
	Records []Record // in the order of the files
	// Zones are the origins of whole zones: a name in one of them that isn't in
	// Records doesn't exist.
	Zones   []string
	Unknown []Unknown
}

// Record is one resource record that comes or goes. A deletion without data is
// that of a whole RRset; otherwise data is missing for types that play no part in
// mail, of which it is enough that the name exists.
type Record struct {
	zone.Record
	// Deleted says that the record goes; with no Data all of its RRset does. Of
	// an RRset that other records set anew, the deletion says nothing.
	Deleted bool
	// Beside says that the record comes beside those which are published. All
	// others replace their RRset.
	Beside bool
	// Flatten is the name whose addresses the record's name has, with no Data of its
	// own: of type A or AAAA, beside other data. "" is no name.
	Flatten string
}

// Unknown is an RRset that the files leave open.
type Unknown struct {
	Name   string // "" where the name itself isn't known: no question fails for it
	Type   string // "" for all types
	Reason string // a part of a sentence, in English
	zone.Place
}
