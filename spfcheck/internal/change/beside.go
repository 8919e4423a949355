package change

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// findBeside finds a file or folder that another file names, in the folder of that
// one, and in those above it up to where the program runs; "" if it isn't there. A
// server names it from a folder of its own, or from the root: it is the longest end
// of its path that is there. No link leads out.
func (r *reader) findBeside(file, name string, want func(fs.FileMode) bool) (found string) {
	name = strings.TrimLeft(filepath.Clean("/"+name), string(filepath.Separator))
	for _, dir := range foldersOf(file) {
		_ = r.files.Within(dir, func(in fs.FS) error { // there may be no such folder
			for rest, more := filepath.ToSlash(name), true; more && found == ""; _, rest, more = strings.Cut(rest, "/") {
				if info, err := fs.Stat(in, rest); err == nil && want(info.Mode()) {
					found = filepath.Join(dir, rest)
				}
			}
			return nil
		})
		if found != "" {
			return found
		}
	}
	return ""
}

// matching gives the names that a pattern stands for which another file names, as
// findBeside looks for one; a name that is no pattern stands for itself.
func (r *reader) matching(file, pattern string) []string {
	if !isPattern(pattern) {
		return []string{pattern}
	}
	rest := strings.TrimLeft(filepath.ToSlash(filepath.Clean(pattern)), "/")
	for more := true; more; _, rest, more = strings.Cut(rest, "/") {
		for _, dir := range foldersOf(file) {
			found, _ := r.files.Glob(filepath.Join(dir, filepath.FromSlash(rest))) // a bad pattern stands for nothing
			for i, path := range found {
				if name, err := filepath.Rel(dir, path); err == nil {
					found[i] = name
				}
			}
			if len(found) > 0 {
				return found
			}
		}
		if strings.Count(rest, "/") < 2 { // the folder says more than the name of the files
			break
		}
	}
	return nil
}

// foldersOf are the folders to look in for what a file names.
func foldersOf(file string) []string {
	dirs := []string{filepath.Dir(file)}
	if filepath.IsLocal(file) {
		for dir := dirs[0]; dir != "."; {
			dir = filepath.Dir(dir)
			dirs = append(dirs, dir)
		}
		return dirs
	}
	return append(dirs, filepath.Dir(dirs[0]))
}
