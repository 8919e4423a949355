package zone

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// The limits of what is read.
const (
	MaxBytes    = 10 << 20 // of a zone file with all that it includes
	MaxRecords  = 100_000
	maxIncludes = 8 // how deep $INCLUDE goes
)

// File is a zone file that is to be read (RFC 1035 §5).
type File struct {
	Name   string // for people
	Text   string
	Folder fs.FS // what $INCLUDE may read, and may name from there; nil: nothing
}

// Read reads a zone file. Names end in a dot or follow an $ORIGIN; $TTL may be
// left out; $GENERATE is refused, and so is a class other than IN. An error is an
// [*Error].
func Read(f File) (Zone, error) {
	r := &reader{folder: f.Folder, octets: len(f.Text)}
	if err := r.read(f.Name, f.Text, &state{ttl: defaultTTL}, 0); err != nil {
		return Zone{}, err
	}
	return zoneOf(r.records), nil
}

// ReadAll reads a zone file up to its limit.
func ReadAll(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err == nil && len(text) > MaxBytes {
		err = fmt.Errorf("more than %d MiB", MaxBytes>>20)
	}
	return text, err
}

// reader is a zone file that is being read, with what it includes.
type reader struct {
	folder  fs.FS
	octets  int // so far, each file as often as it is included
	files   int
	records []Record
}

// state is what an entry takes over from those before it.
type state struct {
	origin string // "": there is none
	owner  string
	ttl    uint32
	fixed  bool // the TTL is that of a $TTL (RFC 2308 §4), and not of the record before
}

func (r *reader) read(name, text string, s *state, depth int) error {
	for e := range entries(text) {
		at := Place{File: name, Line: e.line}
		var err error
		if words := e.directive(); words != nil {
			err = r.obey(words, at, s, depth)
		} else {
			err = r.record(e, at, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// record reads an entry that is no directive.
func (r *reader) record(e entry, at Place, s *state) error {
	rr, read, err := parse(e.text, s.origin, s.ttl)
	switch {
	case err != nil && e.open: // the rest of the file is in it
		return at.Errorf("%w", err)
	case err != nil:
		return s.fault(e.text, read, at, err)
	}
	h := rr.Header()
	if h.Name == "" {
		if h.Name = s.owner; h.Name == "" {
			return at.Errorf("the record has no owner, and no record before it has one")
		}
	}
	if rr, err = dnsmsg.Normalise(rr); err != nil {
		return at.Errorf("%w", err)
	}
	if len(r.records) == MaxRecords {
		return at.Errorf("more than %d records", MaxRecords)
	}
	rec := recordOf(rr, at)
	r.records = append(r.records, rec)
	s.owner = rec.Name
	if !s.fixed {
		s.ttl = rr.Header().Ttl
	}
	return nil
}

// fault says what is wrong with an entry that the parser has read so far.
func (s *state) fault(text string, read int, at Place, err error) error {
	done := strings.TrimRight(text[:read], " \t\r\n")
	at.Line += strings.Count(done, "\n")
	if s.origin != "" {
		return at.Errorf("%w", err)
	}
	// Where the parser gets further with an origin, a relative name has stopped it.
	if _, further, withOrigin := parse(text, ".", s.ttl); withOrigin != nil && further <= read {
		return at.Errorf("%w", err)
	}
	const between = " \t\r\n();" // names
	done = strings.TrimRight(done, between)
	return at.Errorf("the name %q is relative and no $ORIGIN stands before it: end it with a dot or add $ORIGIN",
		done[strings.LastIndexAny(done, between)+1:])
}

// obey does what a directive says.
func (r *reader) obey(words []string, at Place, s *state, depth int) error {
	name, args := strings.ToUpper(words[0]), words[1:]
	switch {
	case name == "$ORIGIN" && len(args) == 1:
		origin, err := originIn(args[0], s.origin)
		if err != nil {
			return at.Errorf("$ORIGIN: %w", err)
		}
		s.origin = origin
		return nil
	case name == "$TTL" && len(args) == 1:
		// The parser knows the forms of a TTL, and says what it is by a record that has it.
		if rr, _, err := parse("$TTL "+args[0]+"\n. A 192.0.2.1\n", "", 0); err == nil {
			s.ttl, s.fixed = rr.Header().Ttl, true
			return nil
		}
	case name == "$INCLUDE" && (len(args) == 1 || len(args) == 2):
		return r.include(args, at, *s, depth)
	case name == "$GENERATE":
		return at.Errorf("$GENERATE is not supported: write the records out")
	}
	return at.Errorf("the directive %.60q can't be read", strings.Join(words, " "))
}

func originIn(name, origin string) (string, error) {
	if origin == "" && !strings.HasSuffix(name, ".") {
		return "", fmt.Errorf("the name %q is relative and no $ORIGIN stands before it: end it with a dot", name)
	}
	return NameIn(name, origin)
}

// include reads another file of the folder. Origin, owner and TTL are as before
// after it (RFC 1035 §5.1).
func (r *reader) include(args []string, at Place, s state, depth int) error {
	name := path.Clean(args[0])
	switch {
	case r.folder == nil:
		return at.Errorf("$INCLUDE is not supported: put the records into this file")
	case !fs.ValidPath(name):
		return at.Errorf("$INCLUDE %.60q is outside of the folder of the zone file", args[0])
	case depth == maxIncludes:
		return at.Errorf("$INCLUDE is more than %d deep", maxIncludes)
	}
	if len(args) == 2 {
		origin, err := originIn(args[1], s.origin)
		if err != nil {
			return at.Errorf("$INCLUDE: %w", err)
		}
		s.origin = origin
	}
	text, err := readFile(r.folder, name)
	if err != nil {
		return at.Errorf("$INCLUDE %.60q: %w", args[0], err)
	}
	r.files++
	if r.octets += len(text); r.octets > MaxBytes || r.files > MaxRecords {
		return at.Errorf("the zone file and what it includes have more than %d MiB", MaxBytes>>20)
	}
	return r.read(path.Join(path.Dir(at.File), name), string(text), &s, depth+1)
}

func readFile(folder fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(folder, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a file")
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadAll(f)
}
