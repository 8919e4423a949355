package change

import (
	"maps"
	"path/filepath"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// Follow has the records go that a file of base lists and the file of the same name
// doesn't any more: it is the same file, before and after. So are the only two files
// that list records, if the later one repeats what hasn't changed; if all that both have
// changes, it may have no more than that, and what becomes of the rest isn't known.
// Another file says nothing of them, so that they stay, and a whole zone says it itself.
func (c *Change) Follow(base *Change) {
	if base == nil {
		return
	}
	c.Stays = nil // it may be the second time
	files, pair := c.lists(), ""
	if is, was := slices.Collect(maps.Values(files)), slices.Collect(maps.Values(base.lists())); len(is) == 1 && len(was) == 1 {
		pair = is[0]
	}
	shares, repeats := c.shares(base)
	for _, rec := range c.missing(base) {
		file, same := files[filepath.Base(rec.File)]
		switch {
		case same:
			c.goes(rec, file)
		case pair != "" && repeats:
			c.goes(rec, pair)
		case pair != "" && shares:
			c.Unknown = append(c.Unknown, Unknown{
				Name: rec.Name, Type: rec.Type, Place: zone.Place{File: pair},
				Reason: notRepeated.Format(doc.Excerpt(rec.Place.String())),
			})
		default:
			c.Stays = append(c.Stays, rec.Place)
		}
	}
}

// missing are the RRsets that base lists and c says nothing of: a record of each. What
// stays though its resource goes isn't among them.
func (c *Change) missing(base *Change) []Record {
	said := map[rrset]bool{}
	for _, rec := range c.Records {
		said[rrset{name: rec.Name, rrtype: rec.Type}] = true
	}
	for _, u := range c.Unknown {
		for _, rrtype := range u.types() {
			said[rrset{name: u.Name, rrtype: rrtype}] = true
		}
	}
	var list []Record
	miss := func(rec Record) {
		if k := (rrset{name: rec.Name, rrtype: rec.Type}); !said[k] {
			said[k] = true
			list = append(list, rec)
		}
	}
	for _, rec := range base.Records {
		if rec.Listed && !c.retains(rec) {
			miss(rec)
		}
	}
	for _, u := range base.Unknown {
		if rec, err := zone.New(u.Name, u.Type, "", u.Place); u.Listed && err == nil {
			miss(Record{Record: rec})
		}
	}
	return list
}

// goes deletes the RRset of a record, which its file hasn't any more.
func (c *Change) goes(rec Record, file string) {
	gone := Record{Record: rec.Record, Deleted: true}
	gone.Data, gone.File, gone.Line = "", file, 0
	c.Records = append(c.Records, gone)
}

// retains reports whether a record stays that base has, though its resource goes. A
// resource that is still there has another record now.
func (c *Change) retains(rec Record) bool {
	return rec.Retained && !slices.ContainsFunc(c.Records, func(now Record) bool { return now.Source == rec.Source && !now.Deleted })
}

// shares reports whether an RRset is listed that base lists, too, and whether one is
// repeated as base lists it.
func (c *Change) shares(base *Change) (shares, repeats bool) {
	were := base.listed()
	for k, data := range c.listed() {
		shares = shares || were[k] != nil
		repeats = repeats || slices.Equal(were[k], data)
	}
	return shares, repeats
}

// listed are the data of the RRsets that files list, sorted.
func (c *Change) listed() map[rrset][]string {
	sets := map[rrset][]string{}
	for _, rec := range c.Records {
		if k := (rrset{name: rec.Name, rrtype: rec.Type}); rec.Listed {
			sets[k] = append(sets[k], rec.Data)
		}
	}
	for _, data := range sets {
		slices.Sort(data)
	}
	return sets
}

// lists are the files that list records, by their names without the folder.
func (c *Change) lists() map[string]string {
	files := map[string]string{}
	for _, rec := range c.Records {
		if rec.Listed {
			files[filepath.Base(rec.File)] = rec.File
		}
	}
	for _, u := range c.Unknown {
		if u.Listed {
			files[filepath.Base(u.File)] = u.File
		}
	}
	return files
}
