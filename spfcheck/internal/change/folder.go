package change

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/folder"
)

// folder reads the files of a folder, and of those in it, that hold zones. What
// octoDNS splits is a folder for each zone. Other files are no zones, and hidden ones
// another matter.
func (r *reader) folder(path string) error {
	found, err := r.octodnsIn(path)
	if err != nil {
		return err
	}
	served, err := r.servers(path, 0)
	if err != nil {
		return err
	}
	more, err := r.walk(path, 0)
	if err == nil && found+served+more == 0 && !r.empty {
		err = errors.New("the folder has no file that is recognised as a zone")
	}
	return err
}

// walk counts the files that it reads.
func (r *reader) walk(path string, depth int) (found int, err error) {
	if depth > maxFolder {
		return 0, fmt.Errorf("%s: folders lie more than %d deep", path, maxFolder)
	}
	entries, err := r.files.ReadDir(path)
	if err != nil {
		return 0, err
	}
	if isSplit(path, entries) && (r.options.Format == "" || r.options.Format == "octodns") {
		if r.taken[path] {
			return 0, nil
		}
		return 1, r.octodnsSplit(path, entries)
	}
	for _, e := range entries {
		n, name := 0, filepath.Join(path, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			n, err = r.walk(name, depth+1)
		default:
			n, err = r.inFolder(path, e.Name())
		}
		if err != nil {
			return 0, err
		}
		found += n
	}
	return found, nil
}

// isServerName tells the configuration of BIND, NSD or Knot by what it is called.
func isServerName(name string) bool {
	return strings.HasPrefix(name, "named.conf") || name == "nsd.conf" || name == "knot.conf"
}

// servers reads the configurations of name servers in a folder, and in those in it, before
// the files that they say something of, wherever those are.
func (r *reader) servers(path string, depth int) (found int, err error) {
	entries, err := r.files.ReadDir(path)
	if err != nil || depth > maxFolder {
		return 0, err
	}
	if found, err = r.serversIn(path, entries); err != nil {
		return 0, err
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			below, err := r.servers(filepath.Join(path, e.Name()), depth+1)
			if err != nil {
				return 0, err
			}
			found += below
		}
	}
	return found, nil
}

// serversIn reads the configurations of name servers in a folder, which say of its files what
// zones they are, and counts the zones.
func (r *reader) serversIn(path string, entries []fs.DirEntry) (found int, err error) {
	for _, e := range entries {
		name := filepath.Join(path, e.Name())
		if !isServerName(e.Name()) || r.taken[name] || r.options.Format != "" {
			continue
		}
		if is, err := r.isFile(path, e.Name()); err != nil || !is {
			continue
		}
		f, err := r.load(name)
		if err != nil {
			return 0, err
		}
		before := len(r.taken)
		if bindZone.Match(f.data) || nsdZone.Match(f.data) {
			if err := readServer(r, f); err != nil {
				return 0, err
			}
		}
		found += len(r.taken) - before
	}
	return found, nil
}

// isFile reports whether an entry of a folder is a file. An error names it.
func (r *reader) isFile(path, name string) (is bool, err error) {
	err = r.files.Within(path, func(in fs.FS) error {
		is, err = folder.IsFileIn(in, name)
		return err
	})
	if errors.Is(err, fs.ErrInvalid) { // an fs.FS has only names in UTF-8
		var info fs.FileInfo
		if info, err = r.files.Stat(filepath.Join(path, name)); err == nil {
			is, err = folder.IsFile(info)
		}
	}
	if err != nil {
		return false, fmt.Errorf("%s: %w", filepath.Join(path, name), folder.Cause(err))
	}
	return is, nil
}

// inFolder reads a file of a folder, if it holds a zone, and counts it.
func (r *reader) inFolder(path, name string) (found int, err error) {
	if is, err := r.isFile(path, name); err != nil || !is {
		return 0, err
	}
	if r.taken[filepath.Join(path, name)] {
		return 0, nil
	}
	f, err := r.load(filepath.Join(path, name))
	if err != nil {
		return 0, err
	}
	f.found = true
	for _, format := range r.formats {
		if (r.options.Format == "" || r.options.Format == format.Name) && format.detect(f, false) {
			return 1, r.inPlace(f)
		}
	}
	if isYAML(name) && endpointKind.Match(f.data) {
		return 1, readEndpoints(r, &file{name: f.name, data: f.data})
	}
	return 0, nil
}
