// Package change reads a proposed change of DNS from the files that it is kept
// in, and lays it over DNS as it is published: zone files, Route 53 batches,
// Terraform plans, octoDNS zones, DNSControl's intermediate representation.
//
//	c, err := change.Read([]string{"example.jp.zone"}, "", os.Stdin)
//	…
//	layer, err := c.Layer()
//	…
//	after := resolve.Chain(published, layer)
//
// Each [Record] keeps its file and line. Files are taken for hostile: their
// size, the number of records and the depth are bounded, and what can't be read
// is an error with its place.
package change

// Change is what a set of files says of DNS. The zero Change says nothing.
type Change struct {
	Records []Record // in the order of the files
	// Zones are the origins of whole zones: a name in one of them that isn't in
	// Records doesn't exist.
	Zones   []string
	Unknown []Unknown
}

// Place is where a part of a [Change] stands.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line" jsonschema:"description=from 1; 0 for the whole file"`
	// Source is where the tool that wrote the file has it from: Terraform's
	// address of the resource, DNSControl's position in its own file. It may be
	// empty.
	Source string `json:"source,omitempty" jsonschema:"description=where the tool that wrote the file has it from"`
}

// Record is one resource record that comes or goes.
type Record struct {
	Name string // the owner in lower case, with the dot at the end, escaped as in a zone file
	Type string // "TXT"
	// Data is in presentation format, with whole names. It is empty in a
	// deletion of a whole RRset, and in records of types that play no part in
	// mail: of these only the name is known to exist.
	Data string
	// Deleted says that the record goes; with no Data all of its RRset does. Of
	// an RRset that other records set anew, the deletion says nothing.
	Deleted bool
	// Beside says that the record comes beside those which are published. All
	// others replace their RRset.
	Beside bool
	Zone   string // the origin of the whole zone that it is part of, or ""
	Place
}

// Unknown is an RRset that the files leave open.
type Unknown struct {
	Name   string // "" where the name itself isn't known: no question fails for it
	Type   string // "" for all types
	Reason string // a part of a sentence, in English
	Place
}

// Names returns the owners that the change touches, each once, in the order of
// the files. That a name isn't in a whole zone any more can't be seen from it.
func (c *Change) Names() []string {
	var names []string
	seen := map[string]bool{"": true}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, r := range c.Records {
		add(r.Name)
	}
	for _, u := range c.Unknown {
		add(u.Name)
	}
	return names
}
