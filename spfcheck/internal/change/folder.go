package change

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// folder reads the files of a folder, and of those in it, that hold zones. What
// octoDNS splits is a folder for each zone. Other files are no zones, and hidden ones
// another matter.
func (r *reader) folder(path string) error {
	found, err := r.walk(path, 0)
	if err == nil && found == 0 {
		err = errors.New("the folder has no file that is recognised as a zone")
	}
	return err
}

// walk counts the files that it reads.
func (r *reader) walk(path string, depth int) (found int, err error) {
	if depth > maxFolder {
		return 0, fmt.Errorf("%s: folders lie more than %d deep", path, maxFolder)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return 0, err
	}
	if isSplit(path, entries) && (r.options.Format == "" || r.options.Format == "octodns") {
		return 1, r.octodnsSplit(path, entries)
	}
	for _, e := range entries {
		n, name := 0, filepath.Join(path, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			n, err = r.walk(name, depth+1)
		case e.Type().IsRegular():
			n, err = r.inFolder(name)
		}
		if err != nil {
			return 0, err
		}
		found += n
	}
	return found, nil
}

// inFolder reads a file of a folder, if it holds a zone, and counts it.
func (r *reader) inFolder(path string) (found int, err error) {
	f, err := r.load(path)
	if err != nil {
		return 0, err
	}
	for _, format := range Formats {
		if (r.options.Format == "" || r.options.Format == format.Name) && format.detect(f, false) {
			return 1, r.inPlace(f)
		}
	}
	return 0, nil
}
