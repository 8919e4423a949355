package change

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// maxLooked is how many entries of folders Find looks at.
const maxLooked = 20_000

// Find looks for files with zones in this folder, and in those in it, by what they say
// themselves. It gives the paths that name them, and with them those that come: a
// folder; of this folder, patterns; or the configuration of a name server. A plan that
// is made anew for each change is no such file.
func Find() ([]string, error) {
	f := &finder{reader: newReader(Options{})}
	if err := f.as(Options{}); err != nil {
		return nil, err
	}
	return f.look(".", 0)
}

// finder looks for files with zones.
type finder struct {
	*reader
	looked int
}

var errManyFiles = errors.New("there are too many files to look for zones in")

// aside are folders that hold other things than what is published.
var aside = []string{"testdata", "node_modules", "vendor"}

// look gives the paths that a folder has.
func (f *finder) look(folder string, depth int) (paths []string, err error) {
	entries, err := f.files.ReadDir(folder)
	if err != nil || depth > maxFolder {
		return nil, nil // what may not be looked at, or lies too deep, is the user's to name
	}
	var own, servers []string
	for _, e := range entries {
		if f.looked++; f.looked > maxLooked {
			return nil, errManyFiles
		}
		name, path := e.Name(), filepath.Join(folder, e.Name())
		switch {
		case strings.HasPrefix(name, ".") || slices.Contains(aside, name):
		case e.IsDir() && f.isSplitZone(path):
			own = append(own, name)
		case e.IsDir():
			below, err := f.look(path, depth+1)
			if err != nil {
				return nil, err
			}
			paths = append(paths, below...)
		case folder == "." && f.holds(path, "server"):
			servers = append(servers, name)
		case f.holds(path, ""):
			own = append(own, name)
		}
	}
	switch {
	case len(own) > 0 && folder != ".":
		return []string{folder}, nil
	case len(servers) > 0: // they say what zones the files are
		return append(servers, paths...), nil
	}
	return append(patterns(own), paths...), nil
}

func (f *finder) isSplitZone(path string) bool {
	entries, err := f.files.ReadDir(path)
	return err == nil && isSplit(path, entries)
}

// made are the formats of what is made anew for each change.
var made = []string{"terraform", "pulumi"}

// holds reports whether a file holds zones, or names them as a server does.
func (f *finder) holds(path, format string) bool {
	server := isServerName(filepath.Base(path))
	if (format == "server") != server {
		return false
	}
	info, err := f.files.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > zone.MaxBytes {
		return false
	}
	in, err := f.load(path)
	if err != nil {
		return false
	}
	for _, known := range Formats {
		if (server == (known.Name == "server")) && !slices.Contains(made, known.Name) && known.detect(in, server) {
			return true
		}
	}
	return false
}

// What only files of zones are called like, at their beginning or end.
var (
	zoneBeginnings = []string{"db.", "zone.", "pri."}
	zoneEnds       = []string{".zone", ".dns", ".bind"}
)

// patterns name files by what they are called like, where others aren't called so.
func patterns(names []string) []string {
	var list []string
	for _, name := range names {
		for _, prefix := range zoneBeginnings {
			if strings.HasPrefix(name, prefix) {
				name = prefix + "*"
			}
		}
		if ext := filepath.Ext(name); slices.Contains(zoneEnds, ext) {
			name = "*" + ext
		}
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}
