package change

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Files is where files are read from, by the names that they have on the disk. Its
// methods do what those of package os do, and follow links.
type Files interface {
	Open(name string) (fs.File, error)
	Stat(name string) (fs.FileInfo, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	Glob(pattern string) ([]string, error)
	// Within gives what a folder has, for as long as use runs: neither a link nor ".."
	// leads out of it.
	Within(folder string, use func(fs.FS) error) error
}

// Disk has the files as they are.
var Disk Files = disk{}

type disk struct{}

func (disk) Open(name string) (fs.File, error)          { return os.Open(name) }
func (disk) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }
func (disk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (disk) Glob(pattern string) ([]string, error)      { return filepath.Glob(pattern) }

func (disk) Within(folder string, use func(fs.FS) error) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	return use(root.FS())
}

// print has a program print a file. One that isn't on the disk is put there for that,
// with the scripts and JSON of its folder, which it may need.
func (r *reader) print(program func(path string) ([]byte, error), path string) ([]byte, error) {
	if _, is := r.files.(disk); is {
		return program(path)
	}
	base := filepath.Base(path)
	folder, err := os.MkdirTemp("", "spfcheck")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	err = r.files.Within(filepath.Dir(path), func(in fs.FS) error { return r.copy(folder, in, base) })
	if err != nil {
		return nil, err
	}
	return program(filepath.Join(folder, base))
}

// copy puts a file of a folder, and the scripts and JSON in it, on the disk. A link is
// what it leads to, if that is in the folder.
func (r *reader) copy(to string, from fs.FS, base string) error {
	return fs.WalkDir(from, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil: // of a submodule, for one: the program says so, if it needs it
			return fs.SkipDir
		case e.IsDir():
			return os.MkdirAll(filepath.Join(to, filepath.FromSlash(name)), 0o700)
		case name != base && !isScript(name) && !strings.HasSuffix(name, ".json"):
			return nil
		}
		in, err := from.Open(name)
		if err != nil {
			return nil // as above
		}
		defer in.Close()
		data, err := r.readAll(name, in)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, filepath.FromSlash(name)), data, 0o600)
	})
}

// isPattern reports whether a name that isn't there stands for others.
func isPattern(name string) bool { return strings.ContainsAny(name, "*?[") }

// has reports whether what the user has named is there.
func has(files Files, name string) (bool, error) {
	if name == Stdin {
		_, is := files.(disk)
		return is, nil
	}
	_, err := files.Stat(name)
	if errors.Is(err, fs.ErrNotExist) && strings.Contains(name, "**") {
		return true, nil // reading it says what is wrong with it
	}
	if errors.Is(err, fs.ErrNotExist) && isPattern(name) {
		found, err := files.Glob(name)
		return len(found) > 0, err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
