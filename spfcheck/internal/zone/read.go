package zone

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/miekg/dns"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// The limits of what is read.
const (
	MaxBytes    = 10 << 20 // of a zone file with all that it includes
	MaxRecords  = 100_000
	maxIncludes = 8   // how deep $INCLUDE goes
	maxString   = 255 // octets of a character string (RFC 1035 §3.3)
)

// File is a zone file that is to be read (RFC 1035 §5).
type File struct {
	Name   string // for people
	Text   string
	Folder fs.FS // what $INCLUDE may read, and may name from there; nil: nothing
	// Origin is what names are relative to before the first $ORIGIN, canonical; ""
	// is nothing. [Export] has that of a file of Cloudflare's.
	Origin string
	// Broken takes each entry that can't be read, in place of an error; nil: the
	// first is the error. What breaks off the file is an error in any case.
	Broken func(Broken)
}

// Read reads a zone file. Names end in a dot or follow an $ORIGIN or f.Origin;
// $TTL may be left out; a class other than IN is refused. An error is an [*Error].
func Read(f File) (Zone, error) {
	r := &reader{folder: f.Folder, octets: len(f.Text), broken: f.Broken}
	s := &state{ttl: defaultTTL, origin: f.Origin}
	if export, ok := Export(f.Text); ok {
		r.export, s.origin = export, "."
	}
	if err := r.read(f.Name, f.Text, s, 0); err != nil {
		return Zone{}, err
	}
	return zoneOf(r.records), nil
}

// ReadAll reads a text file, such as a zone file, up to its limit. What Windows
// puts before UTF-8 is left out, and UTF-16 that says so becomes UTF-8.
func ReadAll(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err == nil && len(text) > MaxBytes {
		err = fmt.Errorf("more than %d MiB", MaxBytes>>20)
	}
	if err != nil {
		return nil, err
	}
	text, _, err = transform.Bytes(unicode.BOMOverride(transform.Nop), text)
	return text, err
}

// reader is a zone file that is being read, with what it includes.
type reader struct {
	folder  fs.FS
	octets  int // so far, each file as often as it is included
	files   int
	export  string // the zone, where Cloudflare has written the file
	broken  func(Broken)
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
		switch words := e.directive(); {
		case words == nil:
			err = r.record(e, at, s)
		case strings.EqualFold(words[0], "$GENERATE"):
			err = r.generate(e, at, s)
		default:
			err = r.obey(e, words, at, s, depth)
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
		return at.Errorf("a quote or a parenthesis that begins here isn't closed")
	case err != nil:
		return r.breaks(e, s, s.fault(e.text, read, at, err))
	}
	h := rr.Header()
	if n := e.longest(); n > maxString && (h.Rrtype == dns.TypeTXT || h.Rrtype == dns.TypeSPF) {
		return r.breaks(e, s, at.Errorf("a string of the text has %d octets, more than %d, so that no server loads it: write it as several in quotes", n, maxString))
	}
	if h.Name == "" {
		if h.Name = s.owner; h.Name == "" {
			return r.breaks(e, s, at.Errorf("the record has no owner, and no record before it has one"))
		}
	}
	if r.export != "" && h.Rrtype == dns.TypeSOA { // whatever stands before it
		h.Name = r.export
	}
	if rr, err = dnsmsg.Normalise(rr); err != nil {
		return r.breaks(e, s, at.Errorf("%w", err))
	}
	rec := recordOf(rr, at)
	rec.Proxied = r.export != "" && proxied(e.text)
	rec.Flattened = r.export != "" && rec.Type == "CNAME" && flattened(e.text)
	return r.take(rec, s)
}

// take adds a record.
func (r *reader) take(rec Record, s *state) error {
	if len(r.records) == MaxRecords {
		return rec.Errorf("more than %d records", MaxRecords)
	}
	r.records = append(r.records, rec)
	s.owner = rec.Name
	if !s.fixed {
		s.ttl = rec.rr.Header().Ttl
	}
	return nil
}

// generate reads the records that a $GENERATE stands for: up to 65,536.
func (r *reader) generate(e entry, at Place, s *state) error {
	p := dns.NewZoneParser(strings.NewReader(e.text), s.origin, "")
	for rr, ok := p.Next(); ok; rr, ok = p.Next() {
		rr, err := dnsmsg.Normalise(rr)
		if err != nil {
			return r.breaks(e, s, at.Errorf("%w", err))
		}
		if err := r.take(recordOf(rr, at), s); err != nil {
			return err
		}
	}
	if err := p.Err(); err != nil {
		return r.breaks(e, s, at.Errorf("$GENERATE: %w", bare(err)))
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
	done = strings.TrimRight(done, between)
	return at.Errorf("the name %q %w: end it with a dot or add $ORIGIN", done[strings.LastIndexAny(done, between)+1:], ErrRelative)
}

// ErrRelative is that nothing says which zone a relative name is in.
var ErrRelative = errors.New("is relative and no $ORIGIN stands before it")

// between are what may stand between names.
const between = " \t\r\n();"

// obey does what a directive says.
func (r *reader) obey(e entry, words []string, at Place, s *state, depth int) error {
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
		return r.include(e, args, at, *s, depth)
	}
	return r.breaks(e, s, at.Errorf("the directive %.60q can't be read", strings.Join(words, " ")))
}

func originIn(name, origin string) (string, error) {
	if origin == "" && !strings.HasSuffix(name, ".") {
		return "", fmt.Errorf("the name %q %w: end it with a dot", name, ErrRelative)
	}
	return NameIn(name, origin)
}

// include reads another file of the folder. Origin, owner and TTL are as before
// after it (RFC 1035 §5.1). Servers name it from a folder of their own, or from the
// root: it is the longest end of its path that is there.
func (r *reader) include(e entry, args []string, at Place, s state, depth int) error {
	switch {
	case r.folder == nil:
		return at.Errorf("$INCLUDE is not supported: put the records into this file")
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
	name := strings.TrimLeft(path.Clean("/"+args[0]), "/")
	text, err := readFile(r.folder, name)
	for errors.Is(err, fs.ErrNotExist) && strings.Contains(name, "/") {
		_, name, _ = strings.Cut(name, "/")
		text, err = readFile(r.folder, name)
	}
	if err != nil {
		return r.breaks(e, &s, at.Errorf("$INCLUDE %.60q: %w", args[0], withoutPath(err)))
	}
	r.files++
	if r.octets += len(text); r.octets > MaxBytes || r.files > MaxRecords {
		return at.Errorf("the zone file and what it includes have more than %d MiB", MaxBytes>>20)
	}
	return r.read(path.Join(path.Dir(at.File), name), string(text), &s, depth+1)
}

// withoutPath takes the name of the file, and what was done with it, from an error of
// an fs.FS.
func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
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
