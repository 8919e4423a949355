package change

import (
	"cmp"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// listedZone is a zone, or a pattern or template of zones, as NSD and Knot list them.
type listedZone struct {
	servedZone
	from      string // the pattern that it takes the rest from
	secondary bool   // its data are another server's
}

// What Knot takes where a zone names no template, and a template no file.
const (
	knotDefault = "default"
	knotFile    = "%s.zone"
)

// listReader reads a configuration of NSD or Knot: sections of lines with a key and a
// value (https://nsd.docs.nlnetlabs.nl/en/latest/manpages/nsd.conf.html,
// https://www.knot-dns.cz/docs/latest/html/reference.html).
type listReader struct {
	*serverConfig
	section  string
	entry    listedZone
	zones    []listedZone
	patterns map[string]listedZone
}

// lists reads a configuration and what it includes, and then the zones of all of them.
func (s *serverConfig) lists(f *file) error {
	l := &listReader{serverConfig: s, patterns: map[string]listedZone{
		knotDefault: {servedZone: servedZone{file: knotFile}},
	}}
	if err := l.file(f, 0); err != nil {
		return err
	}
	for _, z := range l.zones {
		for depth := 0; z.from != "" && depth < maxFolder; depth++ {
			from := l.patterns[z.from]
			z.file, z.dir, z.secondary, z.from = cmp.Or(z.file, from.file), cmp.Or(z.dir, from.dir), z.secondary || from.secondary, from.from
		}
		if z.secondary && s.secondary(z.servedZone) {
			continue
		}
		z.file = strings.ReplaceAll(z.file, "%s", strings.TrimSuffix(z.name, "."))
		s.zones = append(s.zones, z.servedZone)
	}
	return nil
}

// file reads one file.
func (l *listReader) file(f *file, depth int) error {
	n := 0
	for line := range strings.Lines(string(f.data)) {
		n++
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		if value == "" && key != "" && strings.HasPrefix(line, key) {
			l.end()
			l.section = key
			continue
		}
		item := strings.TrimPrefix(key, "- ")
		if l.flows(key, value, item) {
			at := zone.Place{File: f.name, Line: n}
			if err := l.broken(Unknown{Value: line}, at.Errorf("zones in braces aren't read: write each key on a line of its own")); err != nil {
				return err
			}
		}
		if item == "include" && value != "" && depth < maxFolder {
			if err := l.include(f, value, depth); err != nil {
				return err
			}
			continue
		}
		l.line(item, value, item != key, zone.Place{File: f.name, Line: n})
	}
	l.end()
	return nil
}

// flows reports whether a line has zones or templates in YAML's flow form.
func (l *listReader) flows(key, value, item string) bool {
	const begin = "[{"
	sections := []string{"zone", "template"}
	return slices.Contains(sections, key) && strings.IndexAny(value, begin) == 0 ||
		slices.Contains(sections, l.section) && item != key && strings.IndexAny(strings.TrimSpace(item), begin) == 0
}

// line takes a key and its value. An item of a list of Knot's begins with a name.
func (l *listReader) line(key, value string, item bool, at zone.Place) {
	switch key {
	case "name", "domain", "id":
		if item {
			l.end()
		}
		l.entry.name, l.entry.Place = value, at
		if key == "domain" {
			l.entry.from = knotDefault
		}
	case "zonefile", "file":
		l.entry.file = value
	case "storage":
		l.entry.dir = value
	case "zonesdir":
		l.dir = value
	case "include-pattern", "template":
		l.entry.from = value
	case "request-xfr", "master":
		l.entry.secondary = true
	}
}

// end takes what has been read of an entry.
func (l *listReader) end() {
	switch {
	case l.entry.name == "":
	case l.section == "zone":
		l.zones = append(l.zones, l.entry)
	case l.section == "template":
		l.entry.file = cmp.Or(l.entry.file, knotFile)
		l.patterns[l.entry.name] = l.entry
	case l.section == "pattern":
		l.patterns[l.entry.name] = l.entry
	}
	l.entry = listedZone{}
}

// include reads a configuration that is there.
func (l *listReader) include(f *file, name string, depth int) error {
	path := l.findBeside(f.name, filepath.FromSlash(name), fs.FileMode.IsRegular)
	if path == "" {
		return nil
	}
	l.taken[path] = true
	included, err := l.load(path)
	if err != nil {
		return err
	}
	l.end()
	return l.file(included, depth+1)
}
