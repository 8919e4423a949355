// Package atomicfile replaces files as a whole. The libraries for it do without
// Windows, or without the sync of the folder.
//
// A new file has the permissions that the umask leaves, one that is there keeps its
// own. A link is followed: what it leads to is replaced. A device or a pipe is
// written to as it stands, since nothing can take its place.
//
// Until all of it is written a file has the name .NAME.spfcheck-new, in the same
// folder. What a killed run has left there is taken away by the next, whatever it is:
// no link is followed there.
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file that isn't in its place yet. One call of Commit or Discard ends it.
type File struct {
	made *os.File
	w    *bufio.Writer
	name string // of the place; "" where made has it already
}

// Create begins a file.
func Create(name string) (*File, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return begin(name, nil)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return open(name)
	}
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return nil, err
	}
	return begin(name, info)
}

// errNowhere: os would make the file that the link names, wherever that is.
var errNowhere = errors.New("it is a link to a file that doesn't exist")

// begin makes the file beside its place. Old is what is there; nil: nothing.
func begin(name string, old fs.FileInfo) (*File, error) {
	if old == nil {
		if _, err := os.Lstat(name); err == nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: errNowhere}
		}
	} else if err := writable(name); err != nil {
		return nil, err
	}
	made, err := create(beside(name))
	if err != nil {
		return nil, err
	}
	f := &File{made, bufio.NewWriter(made), name}
	if old != nil {
		if err := made.Chmod(old.Mode().Perm()); err != nil {
			return nil, errors.Join(err, f.Discard())
		}
	}
	return f, nil
}

// beside is what a file is called until it is whole.
func beside(name string) string {
	dir, base := filepath.Split(name)
	return dir + "." + base + ".spfcheck-new"
}

// create makes a file that nobody else has, in place of what a killed run has left.
func create(name string) (*os.File, error) {
	const flags = os.O_WRONLY | os.O_CREATE | os.O_EXCL // the last follows no link
	made, err := os.OpenFile(name, flags, 0o666)
	if !errors.Is(err, fs.ErrExist) {
		return made, err
	}
	if err := os.Remove(name); err != nil {
		return nil, err
	}
	return os.OpenFile(name, flags, 0o666)
}

// writable keeps a file that is protected from being replaced.
func writable(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// open is for what can't be replaced.
func open(name string) (*File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	return &File{f, bufio.NewWriter(f), ""}, nil
}

// Write adds to the file.
func (f *File) Write(b []byte) (int, error) { return f.w.Write(b) }

// errInUse keeps a run from putting what another one is writing in its own's place.
var errInUse = errors.New("another run is writing it")

// Commit puts the file in its place: a reader finds the old one or the new one,
// never a part. After an error there is the old one.
func (f *File) Commit() error {
	err := f.w.Flush()
	if f.name == "" {
		return errors.Join(err, f.made.Close())
	}
	info, statErr := f.made.Stat()
	if err = errors.Join(err, f.made.Sync(), statErr, f.made.Close()); err != nil {
		return errors.Join(err, os.Remove(f.made.Name()))
	}
	if now, err := os.Lstat(f.made.Name()); err != nil || !os.SameFile(info, now) {
		return errInUse
	}
	if err := os.Rename(f.made.Name(), f.name); err != nil {
		return errors.Join(err, os.Remove(f.made.Name()))
	}
	syncDir(filepath.Dir(f.name))
	return nil
}

// Discard leaves the place as it was.
func (f *File) Discard() error {
	err := f.made.Close()
	if f.name != "" {
		err = errors.Join(err, os.Remove(f.made.Name()))
	}
	return err
}

// Replace has the content of a file written that is spfcheck's own, and puts it in its
// place if there is no error: what stands there is replaced itself, a link, too.
func Replace(name string, content func(io.Writer) error) error {
	made, err := create(beside(name))
	if err != nil {
		return err
	}
	f := &File{made, bufio.NewWriter(made), name}
	if err := content(f); err != nil {
		return errors.Join(err, f.Discard())
	}
	return f.Commit()
}

// syncDir makes the new name certain, where a folder can be synced.
func syncDir(name string) {
	if dir, err := os.Open(name); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}
