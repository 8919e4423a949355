package git

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// folder is a folder of a Tree as an [fs.FS].
type folder struct {
	tree *Tree
	root string
}

// valid is [fs.ValidPath] of names that needn't be UTF-8.
func valid(name string) bool { return fs.ValidPath(strings.ToValidUTF8(name, "?")) }

// find finds what a name in the folder leads to.
func (f folder) find(op, name string) (string, *entry, error) {
	at, e, err := f.tree.find(path.Join(f.root, name))
	if err == nil && f.root != "." && at != f.root && !strings.HasPrefix(at, f.root+"/") {
		err = errLeadsOut
	}
	if err != nil {
		return "", nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return at, e, nil
}

// Open implements [fs.FS].
func (f folder) Open(name string) (fs.File, error) {
	if !valid(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	_, e, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	o := &opened{info: info{f.tree, path.Base(name), e}}
	if e.mode.IsDir() {
		o.rest, err = f.ReadDir(name)
	} else {
		var data []byte
		data, err = f.tree.objects.read(e.object)
		o.data.Reset(data)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return o, nil
}

// Stat implements [fs.StatFS].
func (f folder) Stat(name string) (fs.FileInfo, error) {
	if !valid(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	_, e, err := f.find("stat", name)
	if err != nil {
		return nil, err
	}
	return info{f.tree, path.Base(name), e}, nil
}

// ReadDir implements [fs.ReadDirFS].
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) {
	if !valid(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	at, e, err := f.find("readdir", name)
	if err == nil && !e.mode.IsDir() {
		err = &fs.PathError{Op: "readdir", Path: name, Err: errNoFolder}
	}
	if err != nil {
		return nil, err
	}
	var entries []fs.DirEntry
	for _, child := range slices.Sorted(slices.Values(e.children)) {
		entries = append(entries, fs.FileInfoToDirEntry(info{f.tree, child, f.tree.entries[path.Join(at, child)]}))
	}
	return entries, nil
}

// info says what an entry is. git keeps no times.
type info struct {
	tree *Tree
	name string
	*entry
}

func (i info) Name() string       { return i.name }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) Sys() any           { return nil }

// Size is that of a file; 0 where it can't be read.
func (i info) Size() int64 {
	if !i.mode.IsRegular() {
		return 0
	}
	data, err := i.tree.objects.read(i.object)
	if err != nil {
		return 0
	}
	return int64(len(data))
}

// opened is a file or folder that is open.
type opened struct {
	info
	data bytes.Reader
	rest []fs.DirEntry
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *opened) Close() error               { return nil }

func (o *opened) Read(p []byte) (int, error) {
	if o.IsDir() {
		return 0, &fs.PathError{Op: "read", Path: o.name, Err: errNoFile}
	}
	return o.data.Read(p)
}

// ReadDir implements [fs.ReadDirFile].
func (o *opened) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(o.rest) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(o.rest) {
		n = len(o.rest)
	}
	entries := o.rest[:n]
	o.rest = o.rest[n:]
	return entries, nil
}
