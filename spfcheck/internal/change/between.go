package change

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/folder"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// Gone is a whole zone that was in the files and isn't any more. The change has it
// without any record.
type Gone struct {
	Zone       string // its origin
	zone.Place        // where it was
}

// Between reads the same files as they were and as they are. A file that only one of
// the two has is deleted or new, and one that neither has is an error; a pattern or a
// folder may have other files in each. base is nil where none of them was there.
func Between(sets []Set, before, after Files) (base, proposed *Change, err error) {
	were, err := present(sets, before)
	if err != nil {
		return nil, nil, err
	}
	are, err := present(sets, after)
	if err != nil {
		return nil, nil, err
	}
	for i, s := range sets {
		for _, path := range s.Paths {
			if !slices.Contains(were[i].Paths, path) && !slices.Contains(are[i].Paths, path) {
				return nil, nil, fmt.Errorf("reading the change %q: %w", path, errNowhere)
			}
		}
	}
	if proposed, err = readSets(are, "the change", true); err != nil {
		return nil, nil, err
	}
	if base, err = readSets(were, "the change", true); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrBefore, err)
	}
	if base.empty() {
		if base = nil; proposed.empty() {
			return nil, nil, fmt.Errorf("reading the change: %w", errNoZone)
		}
		return nil, proposed, nil
	}
	proposed.lose(base)
	return base, proposed, nil
}

// ErrBefore is that the files can't be read as they were.
var ErrBefore = errors.New("before the change")

var (
	errNowhere = fmt.Errorf("%w, neither before nor after", fs.ErrNotExist)
	errNoZone  = errors.New("no file is recognised as a zone, neither before nor after")
)

// empty reports whether nothing was read.
func (c *Change) empty() bool { return len(c.Zones)+len(c.Records)+len(c.Unknown)+len(c.Skipped) == 0 }

// present gives of sets what is there.
func present(sets []Set, files Files) ([]Set, error) {
	there := slices.Clone(sets)
	for i, s := range sets {
		there[i].Files, there[i].Paths = files, nil
		for _, path := range s.Paths {
			is, err := has(files, path)
			if err != nil {
				return nil, fmt.Errorf("reading the change %q: %w", path, folder.Cause(err))
			}
			if is {
				there[i].Paths = append(there[i].Paths, path)
			}
		}
	}
	return there, nil
}

// Lose has the whole zones go that base has and c says nothing of, where a folder, a
// pattern or the configuration of a server stands for the files of c: those are all that
// there are.
func (c *Change) Lose(base *Change, sets []Set) {
	if c.all {
		c.lose(base)
		return
	}
	for _, s := range sets {
		for _, path := range s.Paths {
			if info, err := os.Stat(path); err == nil && info.IsDir() || strings.ContainsAny(path, "*?[") {
				c.lose(base)
				return
			}
		}
	}
}

// lose has go what base has and c, of the same files, says nothing of: whole zones, and
// the records of lists. A zone whose names one above has by now, without a delegation, is
// part of that.
func (c *Change) lose(base *Change) {
	for _, rec := range c.missing(base, false) {
		c.goes(rec, rec.File)
	}
	unnamed := notNamed
	if len(c.Unused) > 0 {
		unnamed = severalConfigs
	}
	for _, origin := range base.named {
		if i := slices.IndexFunc(c.Records, func(rec Record) bool { return rec.Zone == origin }); i >= 0 && !slices.Contains(c.named, origin) {
			c.Unknown = append(c.Unknown, Unknown{Zone: origin, Reason: unnamed, Place: c.Records[i].Place})
		}
	}
	for _, origin := range base.Zones {
		if slices.Contains(c.Zones, origin) || c.joined(origin) || slices.ContainsFunc(c.Unknown, func(u Unknown) bool { return u.Name == "" && u.Labels == "" && (u.Zone == "" || u.Zone == origin) }) {
			continue
		}
		if i := slices.IndexFunc(c.elsewhere, func(u Unknown) bool { return u.Zone == origin }); i >= 0 {
			c.Unknown = append(c.Unknown, c.elsewhere[i])
			continue
		}
		gone := Gone{Zone: origin}
		for _, rec := range base.Records {
			if rec.Zone == origin {
				gone.File, gone.Source = rec.File, rec.Source
				break
			}
		}
		c.Zones, c.Gone = append(c.Zones, origin), append(c.Gone, gone)
	}
}

// joined reports whether a zone above another has its names.
func (c *Change) joined(origin string) bool {
	cut := slices.ContainsFunc(c.Records, func(rec Record) bool { return rec.Name == origin && rec.Type == "NS" && !rec.Deleted })
	return !cut && slices.ContainsFunc(c.Zones, func(above string) bool { return strings.HasSuffix(origin, "."+strings.TrimPrefix(above, ".")) })
}
