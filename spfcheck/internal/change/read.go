package change

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// file is a file that is being read.
type file struct {
	name   string // for people
	data   []byte
	folder fs.FS // what it may include; nil for nothing
}

// Stdin is the name of a file that stands for standard input.
const Stdin = "-"

// Read reads files, and the folders of octoDNS zones among them; [Stdin] is read
// from stdin. An empty format recognises each file for itself; the others are in
// [Formats]. An error names the file, and the line where there is one.
func Read(files []string, format string, stdin io.Reader) (*Change, error) {
	if !known(format) {
		return nil, fmt.Errorf("reading a change: there is no format %q; there are %s", format, strings.Join(FormatNames(), ", "))
	}
	r := newReader()
	for _, path := range files {
		if err := readPath(r, path, format, stdin); err != nil {
			return nil, fmt.Errorf("reading the change %q: %w", path, err)
		}
	}
	if err := r.finish(); err != nil {
		return nil, fmt.Errorf("reading the change: %w", err)
	}
	return &r.change, nil
}

func known(format string) bool {
	for _, f := range Formats {
		if f.Name == format {
			return true
		}
	}
	return format == ""
}

func readPath(r *reader, path, format string, stdin io.Reader) error {
	if path == Stdin {
		data, err := readAll(path, stdin)
		if err != nil {
			return err
		}
		return r.read(file{name: path, data: data}, format)
	}
	info, err := os.Stat(path)
	if err != nil {
		return errors.Unwrap(err) // the path is in the caller's sentence
	}
	if info.IsDir() {
		return readFolder(r, path, format)
	}
	data, err := readFile(os.Open, path)
	if err != nil {
		return err
	}
	// A Root follows no link and no ".." out of the folder.
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer root.Close()
	return r.read(file{name: path, data: data, folder: root.FS()}, format)
}

// readFolder reads the YAML files of a folder: the zones of octoDNS. Its other
// files are no zones, its folders are another matter.
func readFolder(r *reader, path, format string) error {
	if format != "" && format != "octodns" {
		return fmt.Errorf("it is a folder; only zones of octoDNS are read from one, not the format %s", format)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	found := false
	for _, e := range entries {
		if e.IsDir() || !isYAML(e.Name()) {
			continue
		}
		found = true
		name := filepath.Join(path, e.Name())
		data, err := readFile(os.Open, name)
		if err != nil {
			return err
		}
		if err := r.read(file{name: name, data: data}, "octodns"); err != nil {
			return err
		}
	}
	if !found {
		return errors.New("the folder has no YAML file, and only zones of octoDNS are read from a folder")
	}
	return nil
}

// readFile reads what open opens, up to the limit.
func readFile[F fs.File](open func(string) (F, error), name string) ([]byte, error) {
	f, err := open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(name, f)
}

func readAll(name string, f io.Reader) ([]byte, error) {
	data, err := zone.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// read reads one file into the change.
func (r *reader) read(f file, format string) error {
	for _, known := range Formats {
		if known.Name == format || format == "" && known.Detect(f.name, f.data) {
			return known.read(r, f)
		}
	}
	if isJSON(f.data) {
		if _, err := parseJSONFile(f); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s: the format isn't recognised; it may be one of %s", f.name, strings.Join(FormatNames(), ", "))
}

// parseJSONFile reads a file of which the top is an object.
func parseJSONFile(f file) (*doc.Value, error) {
	top, err := doc.ParseJSON(f.data)
	if e, ok := errors.AsType[doc.Error](err); ok {
		return nil, zone.Place{File: f.name, Line: e.Line}.Errorf("%w", e.Err)
	}
	if top.Kind != '{' {
		return nil, zone.Place{File: f.name, Line: top.Line}.Errorf("the JSON value is not an object")
	}
	return top, nil
}
