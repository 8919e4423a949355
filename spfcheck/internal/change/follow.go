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
// Nor is it of a whole zone where the only file that lists records repeats more of it than
// it changes. Another file says nothing of them, so that they stay, and a whole zone says
// it itself.
func (c *Change) Follow(base *Change) {
	if base == nil {
		return
	}
	c.Stays = nil // it may be the second time
	files := c.lists()
	file, pair := only(files), only(base.lists()) != ""
	whole := file != "" && len(c.Zones) == 0 && len(base.Zones) == 1 && len(base.lists()) == 0
	same, changed, added := c.overlap(base, whole)
	for _, rec := range c.missing(base, whole && same > changed+added) {
		its, isSame := files[filepath.Base(rec.File)]
		switch {
		case whole || !isSame && pair && file != "" && same == 0 && changed > 0:
			c.Unknown = append(c.Unknown, Unknown{
				Name: rec.Name, Type: rec.Type, Place: zone.Place{File: file},
				Reason: notRepeated.Format(doc.Excerpt(rec.Place.String())),
			})
		case isSame:
			c.goes(rec, its)
		case pair && file != "" && same > 0:
			c.goes(rec, file)
		default:
			c.Stays = append(c.Stays, rec.Place)
		}
	}
}

// only gives the only one of files; "" where there are others or none.
func only(files map[string]string) string {
	if len(files) != 1 {
		return ""
	}
	return slices.Collect(maps.Values(files))[0]
}

// missing are the RRsets that base lists, or has in a whole zone, and c says nothing of: a
// record of each. What stays though its resource goes isn't among them, nor what each zone
// has at its origin.
func (c *Change) missing(base *Change, whole bool) []Record {
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
		if rec.Listed && !c.retains(rec) || whole && rec.Zone != "" && rec.Type != "SOA" && !(rec.Type == "NS" && rec.Name == rec.Zone) {
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

// retains reports whether a record stays that base has, though its resource goes, or has
// another record now.
func (c *Change) retains(rec Record) bool {
	replaced := slices.ContainsFunc(c.Records, func(now Record) bool {
		return now.Source == rec.Source && filepath.Base(now.File) == filepath.Base(rec.File) && !now.Deleted
	})
	return replaced && rec.Kept || !replaced && rec.Retained
}

// overlap counts the RRsets that are listed: those that base lists, too, or has in a whole
// zone, as they are there or otherwise, and those that it hasn't.
func (c *Change) overlap(base *Change, whole bool) (same, changed, added int) {
	were := base.sets(func(rec Record) bool { return rec.Listed || whole && rec.Zone != "" })
	for k, data := range c.sets(func(rec Record) bool { return rec.Listed }) {
		switch was := were[k]; {
		case slices.Equal(was, data):
			same++
		case was != nil:
			changed++
		default:
			added++
		}
	}
	return same, changed, added
}

// sets are the data of RRsets, sorted.
func (c *Change) sets(of func(Record) bool) map[rrset][]string {
	sets := map[rrset][]string{}
	for _, rec := range c.Records {
		if k := (rrset{name: rec.Name, rrtype: rec.Type}); of(rec) {
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
	for _, file := range c.listing {
		files[filepath.Base(file)] = file
	}
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
