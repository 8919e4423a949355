package change

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// maxIncludes is how deep $INCLUDE goes.
const maxIncludes = 8

// readZone reads a zone file (RFC 1035 §5). What stands at or below the owner of
// an SOA is a whole zone, and the rest are single RRsets. $INCLUDE reads files of
// the same folder and of those in it, named from that folder.
func readZone(r *reader, f file) error {
	z := &zoneFile{folder: f.folder, total: len(f.data)}
	if err := z.read(f.name, string(f.data), &zoneState{}, 0); err != nil {
		return err
	}
	var origins []string
	for _, rec := range z.records {
		if rec.Type == "SOA" && !slices.Contains(origins, rec.Name) {
			origins = append(origins, rec.Name)
			if err := r.zone(rec.Name, rec.Place); err != nil {
				return err
			}
		}
	}
	set := map[rrset]bool{}
	for _, rec := range z.records {
		rec.Zone = closest(rec.Name, origins)
		if k := (rrset{rec.Zone, rec.Name, rec.Type}); !set[k] {
			set[k] = true
			if err := r.replace(rec); err != nil {
				return err
			}
		}
		if err := r.add(rec); err != nil {
			return err
		}
	}
	return nil
}

// closest returns the longest of the origins that a name is in, or "".
func closest(name string, origins []string) string {
	best := ""
	for _, origin := range origins {
		if within(name, origin) && len(origin) > len(best) {
			best = origin
		}
	}
	return best
}

// zoneFile is a zone file with what it includes.
type zoneFile struct {
	folder  fs.FS
	total   int // octets so far, each file as often as it is included
	files   int
	records []Record
}

// zoneState is what an entry takes over from those before it.
type zoneState struct{ origin, owner string }

func (z *zoneFile) read(name, text string, state *zoneState, depth int) error {
	for _, e := range entries(text) {
		at := Place{File: name, Line: e.line}
		var err error
		if words := e.directive(); words != nil {
			err = z.obey(words, at, state, depth)
		} else {
			err = z.record(e, at, state)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// record reads an entry that is no directive.
func (z *zoneFile) record(e entry, at Place, state *zoneState) error {
	text := e.text
	if e.indent {
		if state.owner == "" {
			return at.errorf("the record has no owner, and there is none before it")
		}
		text = state.owner + text
	}
	rec, err := resolve.ParseEntry(text, state.origin)
	if err != nil {
		line, err := relative(err)
		return at.on(at.Line+line-1).errorf("%w", err)
	}
	if len(z.records) == maxRecords {
		return at.errorf("more than %d records", maxRecords)
	}
	state.owner = rec.Name
	if !inMail(rec.Type) {
		rec.Data = ""
	}
	z.records = append(z.records, Record{Name: rec.Name, Type: rec.Type, Data: rec.Data, Place: at})
	return nil
}

var linePrefix = lazy.MustCompile(`^line (\d+): `)

// relative takes the line off an error of an entry.
func relative(err error) (int, error) {
	m := linePrefix.FindStringSubmatch(err.Error())
	if m == nil {
		return 1, err
	}
	line, convErr := strconv.Atoi(m[1])
	if convErr != nil || line < 1 {
		return 1, err
	}
	return line, errors.New(strings.TrimPrefix(err.Error(), m[0]))
}

var ttlForm = lazy.MustCompile(`^(?i)(\d+[smhdw]?)+$`)

// obey does what a directive says.
func (z *zoneFile) obey(words []string, at Place, state *zoneState, depth int) error {
	name, args := strings.ToUpper(words[0]), words[1:]
	switch {
	case name == "$ORIGIN" && len(args) == 1:
		origin, err := originIn(args[0], state.origin)
		if err != nil {
			return at.errorf("$ORIGIN: %w", err)
		}
		state.origin = origin
		return nil
	case name == "$TTL" && len(args) == 1 && ttlForm.MatchString(args[0]):
		return nil // nothing here counts time
	case name == "$INCLUDE" && (len(args) == 1 || len(args) == 2):
		return z.include(args, at, *state, depth)
	case name == "$GENERATE":
		return at.errorf("$GENERATE is not taken: write the records out")
	}
	return at.errorf("the directive %s can't be read", doc.Excerpt(strings.Join(words, " ")))
}

func originIn(name, origin string) (string, error) {
	if origin == "" && !strings.HasSuffix(name, ".") {
		return "", fmt.Errorf("the name %q is relative and no $ORIGIN stands before it: end it with a dot", name)
	}
	return nameIn(name, origin)
}

// include reads another file of the folder. Origin and owner are as before after
// it (RFC 1035 §5.1).
func (z *zoneFile) include(args []string, at Place, state zoneState, depth int) error {
	name := path.Clean(args[0])
	if z.folder == nil || !fs.ValidPath(name) {
		return at.errorf("$INCLUDE %s is outside of the folder of the zone file", doc.Excerpt(args[0]))
	}
	if depth == maxIncludes {
		return at.errorf("$INCLUDE is more than %d deep", maxIncludes)
	}
	if len(args) == 2 {
		origin, err := originIn(args[1], state.origin)
		if err != nil {
			return at.errorf("$INCLUDE: %w", err)
		}
		state.origin = origin
	}
	info, err := fs.Stat(z.folder, name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a file")
	}
	var data []byte
	if err == nil {
		data, err = readFile(z.folder.Open, name)
	}
	if err != nil {
		return at.errorf("$INCLUDE %s: %w", doc.Excerpt(args[0]), err)
	}
	z.files++
	if z.total += len(data); z.total > maxBytes || z.files > maxRecords {
		return at.errorf("the zone file and what it includes have more than %d MiB", maxBytes>>20)
	}
	return z.read(path.Join(path.Dir(at.File), name), string(data), &state, depth+1)
}
