// Package folder says which entries of a folder are read: files, and never a pipe, a
// device or a socket, since who opens one may wait for ever. What the user names
// himself may be one.
package folder

import (
	"errors"
	"io/fs"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// IsFile reports whether an entry is a file; what is neither that nor a folder is an
// error, an [*input.Error].
func IsFile(entry fs.FileInfo) (bool, error) {
	switch {
	case entry.IsDir():
		return false, nil
	case !entry.Mode().IsRegular():
		return false, &input.Error{Problem: special, Hint: outOfHere}
	}
	return true, nil
}

// IsFileIn is IsFile of a name in a folder, where a link may lead to another place in
// the folder, and is an error if it leads out of it.
func IsFileIn(folder fs.FS, name string) (bool, error) {
	entry, err := fs.Stat(folder, name)
	if err != nil {
		return false, err
	}
	return IsFile(entry)
}

// Cause takes the name of the file, and what was done with it, from an error of package
// os or of an fs.FS.
func Cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

var (
	special   = i18n.Text{EN: "it is a pipe, a device or a socket, which is not read from a folder", JA: "パイプ、デバイス、ソケットのいずれかで、フォルダーからは読み込みません"}
	outOfHere = i18n.Text{EN: "move it out of the folder", JA: "フォルダーの外に移してください"}
)
