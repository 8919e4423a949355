// Package change reads a proposed change of DNS from the files that it is kept
// in, and lays it over DNS as it is published: zone files, Route 53 batches,
// Terraform plans, octoDNS zones, DNSControl's intermediate representation.
//
//	c, err := change.Read(change.Set{Paths: []string{"example.jp.zone"}})
//	…
//	after := resolve.Chain(published, c.Layer())
//
// Each [Record] keeps its file and line. Files are taken for hostile: their
// size, the number of records and the depth are bounded, and what can't be read
// is an error with its place.
package change

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// Change is what a set of files says of DNS. The zero Change says nothing.
type Change struct {
	Records []Record // in the order of the files
	// Zones are the origins of whole zones: a name in one of them that isn't in
	// Records doesn't exist.
	Zones   []string
	Gone    []Gone // those of Zones that aren't in the files any more
	Kept    []Kept // what of Zones stays as it is published
	Unknown []Unknown
	Skipped []zone.Place // records of private zones, which the world doesn't see
	Outside []zone.Place // records of zone files that aren't in the file's zone, which servers leave out
	Stays   []zone.Place // what only files of other names list in the state before
	Unused  []zone.Place // configurations of octoDNS in a folder that has several of them
	// Prior is DNS before the change, as far as the files say it: the state that a
	// plan of Terraform begins with. nil: they don't.
	Prior *Change

	named     []string  // the origins of zones that a configuration names
	listing   []string  // files that list records, though they have none
	all       bool      // the configuration of a server names all zones that there are
	elsewhere []Unknown // the zones that the files have and leave to others
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
	// Yields says that the record doesn't come where a CNAME is published that stays.
	Yields bool
	// Listed says that the file has all records that are kept in it, though not of a
	// whole zone: one that isn't in it any more is gone.
	Listed bool
	// Retained says of a Listed record that it stays in DNS where its resource, the
	// Source, goes; and Kept where that has another record now.
	Retained, Kept bool
	// Flatten is the name whose addresses the record's name has, with no Data of its
	// own: of type A or AAAA, beside other data. "" is no name.
	Flatten string
}

// Unknown is what the files leave open: a name or value that only the provider
// knows, a type of record that isn't known, a record that the provider answers for in
// its own way. Whatever a reader can't turn into records belongs here: nothing that is
// left out may look like nothing.
//
// The more is set, the less is open:
//
//	{Name: "a.jp.", Type: "TXT"}     one RRset
//	{Name: "a.jp."}                  all at a name, as by a CNAME or a type that isn't known
//	{Zone: "a.jp."}                  all at or below a name, since the owner isn't known
//	{Zone: "a.jp.", Type: "TXT"}     the TXT records at or below a name
//	{Labels: "_dmarc.news"}          all at names that begin so, since the zone isn't known
//	{}                               all of DNS: neither owner nor zone is known
//
// A question for what is open fails, and the failure says "undetermined"; a flow or
// domain that needs no answer to it isn't concerned.
type Unknown struct {
	Name   string // the owner, canonical; "" where it isn't known
	Zone   string // without Name: the name that the owner is at or below; "" for any
	Labels string // without Name: what the owner begins with, without the dot behind; "" for anything
	// Type is "" where it isn't known, or not one of DNS, such as ALIAS. A CNAME
	// leaves all types open, too.
	Type string
	// Fresh says, without Name, that an RRset is made which isn't there yet, as by
	// Terraform's creation of an aws_route53_record: what is published stays.
	Fresh bool
	// Exists says that there will be records of the type, though not which: a proxied
	// record has addresses.
	Exists bool
	// ExceptOrigin says, with Name, that nothing is left open where the name is the
	// origin of its zone, which DNS can say.
	ExceptOrigin bool
	// Guess says, with Labels, that the files have been taken to mean another name, which
	// is in Records.
	Guess bool
	// Listed says, with Name and Type, that the file has all that are kept in it, as of
	// a [Record].
	Listed bool
	// Value is what the file says of it, in any form that is the same where the file
	// says the same: an unknown of the base and one of the change with the same
	// Name, Type and Value are no difference. "" is always one.
	Value  string
	Reason i18n.Text // a part of a sentence
	zone.Place
}
