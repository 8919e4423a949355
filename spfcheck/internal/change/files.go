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

// print has a program print a file, which must be on the disk for that.
func (r *reader) print(program func(path string) ([]byte, error), path string) ([]byte, error) {
	if _, is := r.files.(disk); !is {
		return nil, errNotOnDisk
	}
	return program(path)
}

var errNotOnDisk = errors.New("it can't be printed as it was in git: commit what the program prints, too, and name that")

// isPattern reports whether a name that isn't there stands for others.
func isPattern(name string) bool { return strings.ContainsAny(name, "*?[") }

// has reports whether what the user has named is there.
func has(files Files, name string) (bool, error) {
	if name == Stdin {
		_, is := files.(disk)
		return is, nil
	}
	_, err := files.Stat(name)
	if errors.Is(err, fs.ErrNotExist) && isPattern(name) {
		found, err := files.Glob(name)
		return len(found) > 0, err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
