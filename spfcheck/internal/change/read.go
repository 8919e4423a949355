package change

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/folder"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// Options say how files are read. The zero value recognises each file for itself.
type Options struct {
	Format string    // a name in [Formats]; "": each file is recognised
	Origin string    // the zone of names that a file has no zone for; "": the file's name may say it
	View   string    // the tag of the public one of several views of a zone (DNSControl)
	Stdin  io.Reader // what [Stdin] stands for
	Files  Files     // nil: [Disk]
}

// Stdin is the name of a file that stands for standard input.
const Stdin = "-"

// The limits of what is read in all.
const (
	maxFiles  = 10_000
	maxOctets = 100 << 20
	maxFolder = 8 // how deep folders lie in a folder
)

// file is a file that is being read.
type file struct {
	name   string // for people
	data   []byte
	folder fs.FS  // what it may include; nil for nothing
	origin string // its zone, where another file says so
	script string // the file that a tool has made it of; "": none
	depth  int    // how many files have named one another up to this
	found  bool   // in a folder: the user hasn't named it himself

	top *doc.Value // of JSON or YAML
	err error      // of top
}

// Set is files that are read in the same way.
type Set struct {
	Paths []string
	Options
}

// Read reads files; of a folder, those which hold zones; a name with *, ? or [ that
// isn't there is a pattern. An error names the file, and the line where there is one.
func Read(sets ...Set) (*Change, error) { return readSets(sets, "the change", false) }

// ReadBase reads the state before a change as Read does, and says of errors that they
// are in that.
func ReadBase(s Set) (*Change, error) {
	return readSets([]Set{s}, "the state before the change", false)
}

// readSets reads sets, which errors call what; where empty is allowed, a folder needn't
// have zones.
func readSets(sets []Set, what string, empty bool) (*Change, error) {
	r := newReader(Options{})
	r.empty = empty
	r.formats = Formats
	for _, s := range sets {
		if err := r.as(s.Options); err != nil {
			return nil, fmt.Errorf("reading %s: %w", what, err)
		}
		for _, path := range s.Paths {
			if err := r.path(path); err != nil {
				return nil, fmt.Errorf("reading %s %q: %w", what, path, err)
			}
		}
	}
	if err := r.finish(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	return &r.change, nil
}

// as has the files that come be read as o says.
func (r *reader) as(o Options) (err error) {
	if o.Format != "" && !slices.Contains(FormatNames(), o.Format) {
		return fmt.Errorf("there is no format %q; there are %s", o.Format, strings.Join(FormatNames(), ", "))
	}
	r.options, r.origin, r.files = o, "", o.Files
	if r.files == nil {
		r.files = Disk
	}
	if o.Origin == "" {
		return nil
	}
	if r.origin, err = zone.Absolute(o.Origin); err != nil {
		return fmt.Errorf("the origin %w", err)
	}
	return nil
}

// path reads what the user has named.
func (r *reader) path(path string) error {
	if path == Stdin {
		data, err := r.readAll(path, r.options.Stdin)
		if err != nil {
			return err
		}
		return r.read(&file{name: path, data: data})
	}
	info, err := r.files.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && isPattern(path) {
		return r.pattern(path)
	}
	if err != nil {
		return folder.Cause(err) // the path is in the caller's sentence
	}
	if info.IsDir() {
		return r.folder(path)
	}
	return r.file(path, "")
}

// pattern reads the files and folders that a pattern stands for.
func (r *reader) pattern(pattern string) error {
	if strings.Contains(pattern, "**") {
		return errors.New("** is not supported: name the folder, of which the folders are read, too")
	}
	paths, err := r.files.Glob(pattern)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return errors.New("no file has such a name")
	}
	for _, path := range paths {
		if err := r.path(path); err != nil {
			return err
		}
	}
	return nil
}

// file reads a file whose zone is origin; "" where nothing says so.
func (r *reader) file(path, origin string) error {
	f, err := r.load(path)
	if err != nil {
		return err
	}
	f.origin = origin
	return r.inPlace(f)
}

// inPlace reads a file that may include others of its folder.
func (r *reader) inPlace(f *file) error {
	return r.files.Within(filepath.Dir(f.name), func(folder fs.FS) error {
		f.folder = folder
		return r.read(f)
	})
}

// load gets a file's data.
func (r *reader) load(path string) (*file, error) {
	in, err := r.files.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := r.readAll(path, in)
	return &file{name: path, data: data}, err
}

func (r *reader) readAll(name string, f io.Reader) ([]byte, error) {
	data, err := zone.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	r.count++
	if r.octets += len(data); r.count > maxFiles || r.octets > maxOctets {
		return nil, fmt.Errorf("%s: more than %d files or %d MiB", name, maxFiles, maxOctets>>20)
	}
	return data, nil
}

// routefile tells the Ruby of Roadworker.
var routefile = lazy.MustCompile(`(?m)^\s*hosted_zone\s+["'][^"']+["'].*\bdo\b`)

// read reads one file into the change.
func (r *reader) read(f *file) error {
	for _, known := range r.formats {
		if known.Name == r.options.Format || r.options.Format == "" && known.detect(f, true) {
			before := r.said
			err := known.read(r, f)
			if err == nil && r.said == before && !known.mayBeEmpty {
				err = zone.Place{File: f.name}.Errorf("there is no record in it: who wants a zone to go leaves its file out")
			}
			return err
		}
	}
	if routefile.Match(f.data) {
		return fmt.Errorf("%s: a Routefile of Roadworker is a program: give what it makes of the zone, from aws route53 list-resource-record-sets before and after, or a change batch", f.name)
	}
	if isJSON(f.data) {
		if _, err := f.json(); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s: the format isn't recognised; it may be one of %s", f.name, strings.Join(namesOf(r.formats), ", "))
}

// json reads a file of JSON.
func (f *file) json() (*doc.Value, error) { return f.parsed(doc.ParseJSON) }

// jsonOr reads a file of JSON or YAML.
func (f *file) jsonOr(y doc.YAML) (*doc.Value, error) {
	if isJSON(f.data) {
		return f.json()
	}
	return f.parsed(y.Parse)
}

func (f *file) parsed(parse func([]byte) (*doc.Value, error)) (*doc.Value, error) {
	if f.top == nil && f.err == nil {
		var err error
		f.top, err = parse(f.data)
		if e, ok := errors.AsType[doc.Error](err); ok {
			f.err = zone.Place{File: f.name, Line: e.Line}.Errorf("%w", e.Err)
		}
	}
	return f.top, f.err
}

// object reads a file of which the top is an object of JSON.
func (f *file) object() (*doc.Value, error) {
	top, err := f.json()
	if err == nil && top.Kind != '{' {
		err = f.at(top).Errorf("the JSON value is not an object")
	}
	return top, err
}

// at is where a value stands.
func (f *file) at(v *doc.Value) zone.Place { return zone.Place{File: f.name, Line: v.At()} }
