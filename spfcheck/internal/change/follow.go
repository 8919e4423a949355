package change

import "path/filepath"

// Follow has the records go that a file of base lists and the file of the same name
// doesn't any more: it is the same file, before and after. Another says nothing of
// them, so that they stay, and a whole zone says it itself.
func (c *Change) Follow(base *Change) {
	if base == nil {
		return
	}
	c.Stays = nil // it may be the second time
	files := c.lists()
	sets := map[rrset]bool{}
	for _, rec := range c.Records {
		sets[rrset{name: rec.Name, rrtype: rec.Type}] = true
	}
	for _, u := range c.Unknown {
		sets[rrset{name: u.Name, rrtype: u.Type}] = true
	}
	for _, rec := range base.Records {
		k := rrset{name: rec.Name, rrtype: rec.Type}
		file, same := files[filepath.Base(rec.File)]
		if !rec.Listed || sets[k] {
			continue
		}
		sets[k] = true
		if !same {
			c.Stays = append(c.Stays, rec.Place)
			continue
		}
		gone := Record{Record: rec.Record, Deleted: true}
		gone.Data, gone.File, gone.Line = "", file, 0
		c.Records = append(c.Records, gone)
	}
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
		files[filepath.Base(u.File)] = u.File
	}
	return files
}
