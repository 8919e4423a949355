// Package atomicfile replaces files as a whole. The libraries for it do without
// Windows, or without the sync of the folder.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Write has the content of a file written beside it and then puts that in its
// place: a reader finds the old one or the new one, never a part, and after an
// error the old one.
func Write(file string, content func(io.Writer) error) error {
	dir, base := filepath.Split(file)
	made, err := os.OpenFile(fmt.Sprintf("%s.%s-%08x", dir, base, rand.Uint32()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(made)
	err = content(w)
	if err = errors.Join(err, w.Flush(), made.Sync(), made.Close()); err == nil {
		err = os.Rename(made.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(made.Name()))
	}
	syncDir(filepath.Dir(file))
	return nil
}

// syncDir makes the new name certain, where a folder can be synced.
func syncDir(name string) {
	if dir, err := os.Open(name); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}
