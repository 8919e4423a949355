package change

import (
	"cmp"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// How configurations of servers name zones: BIND, NSD, Knot, and gdnsd, which has the
// zones in a folder beside it.
var (
	bindZone  = lazy.MustCompile(`(?m)(?:^|\S[^\n]*[;{}])\s*(?:zone\s+"?[^\s"{;]+"?[^{;]*\{|include\s+"[^"\n]+"\s*;)`)
	nsdZone   = lazy.MustCompile(`(?m)^zone:`)
	gdnsdFile = lazy.MustCompile(`(?m)^\s*(options|service_types|plugins|zones_default_ttl)\s*=>`)
)

// isServer recognises the configuration of a name server that is named itself.
func isServer(f *file, named bool) bool {
	base := filepath.Base(f.name)
	conf := strings.HasPrefix(base, "named.") || strings.HasSuffix(base, ".conf") || base == "config"
	return named && conf && (bindZone.Match(f.data) || nsdZone.Match(f.data) || gdnsdFile.Match(f.data))
}

// readServer reads the zones that a server's configuration names.
func readServer(r *reader, f *file) error {
	if gdnsdFile.Match(f.data) {
		folder := r.findBeside(f.name, "zones", fs.FileMode.IsDir)
		if folder == "" {
			return zone.Place{File: f.name}.Errorf("there is no folder zones beside it")
		}
		return r.folder(folder)
	}
	s := &serverConfig{reader: r}
	if bindZone.Match(f.data) {
		if err := s.bind(f, "", 0); err != nil {
			return err
		}
	} else {
		if err := s.lists(f); err != nil {
			return err
		}
	}
	r.change.all = true
	zones, err := s.public()
	if err != nil {
		return err
	}
	for _, z := range zones {
		z.dir = cmp.Or(z.dir, s.dir)
		if err := s.read(z); err != nil {
			return err
		}
	}
	return nil
}

// serverConfig gathers the zones of a configuration.
type serverConfig struct {
	*reader
	zones []servedZone
	dir   string // of the files of all zones, unless one says another
}

// servedZone is a zone that a server has from a file.
type servedZone struct {
	zone.Place
	name, file, view string
	dir              string // what the file is in, where that isn't a whole path; "": not said
}

// read reads the file of a zone. One that isn't there leaves the zone open.
func (s *serverConfig) read(z servedZone) error {
	origin, err := zone.Absolute(z.name)
	if err != nil {
		return s.broken(Unknown{}, z.Errorf("the zone %w", err))
	}
	s.change.named = append(s.change.named, origin)
	if z.file == "" {
		return s.unknown(Unknown{Zone: origin, Reason: noFile, Place: z.Place})
	}
	name := z.file
	if !strings.HasPrefix(name, "/") {
		name = z.dir + "/" + name
	}
	path := s.findBeside(z.File, filepath.FromSlash(name), fs.FileMode.IsRegular)
	if path == "" {
		return s.unknown(Unknown{Zone: origin, Reason: fileGone.Format(z.file), Place: z.Place})
	}
	s.taken[path] = true
	return s.file(path, origin)
}

// secondary leaves open a zone that the server has from another one; false where its name
// is none.
func (s *serverConfig) secondary(z servedZone) bool {
	origin, err := zone.Absolute(z.name)
	if err == nil {
		u := Unknown{Zone: origin, Reason: transferred, Place: z.Place}
		s.change.elsewhere = append(s.change.elsewhere, u)
	}
	return err == nil
}

// public gives each zone once: that of the view that the world sees.
func (s *serverConfig) public() ([]servedZone, error) {
	var list []servedZone
	byName := map[string][]servedZone{}
	var order []string
	for _, z := range s.zones {
		name := strings.ToLower(strings.TrimSuffix(z.name, "."))
		if byName[name] == nil {
			order = append(order, name)
		}
		byName[name] = append(byName[name], z)
	}
	for _, name := range order {
		views := byName[name]
		var tags []string
		for _, z := range views {
			tags = append(tags, z.view)
		}
		i := s.publicTag(tags)
		if i < 0 {
			if strings.Join(tags, "") == "" {
				return nil, views[1].Errorf("the zone %s is there already at %s", name, views[0].Place)
			}
			return nil, views[1].Errorf("the zone %s has the views %s, and which is public isn't known", name, strings.Join(tags, ", "))
		}
		list = append(list, views[i])
	}
	return list, nil
}

// What a configuration of BIND is of.
var (
	bindComment = lazy.MustCompile(`"(?:[^"\\\n]|\\.)*"|/\*(?s:.*?)\*/|//[^\n]*|#[^\n]*`)
	bindDir     = lazy.MustCompile(`[;{\s]directory\s+"([^"\n]+)"`)
	bindWord    = lazy.MustCompile(`"(?:[^"\\\n]|\\.)*"|[{};]|[^\s{};"]+|\n`)
)

// bind reads a configuration of BIND, or a part of one that a view includes, and what it
// includes, as far as it is there.
func (s *serverConfig) bind(f *file, view string, depth int) error {
	text := bindComment.ReplaceAllStringFunc(string(f.data), func(m string) string {
		if m[0] == '"' {
			return m
		}
		return strings.Repeat("\n", strings.Count(m, "\n"))
	})
	if m := bindDir.FindStringSubmatch(text); m != nil {
		s.dir = m[1]
	}
	b := bindReader{serverConfig: s, file: f, depth: depth, line: 1, words: bindWord.FindAllString(text, -1)}
	return b.statements(view, 0)
}

type bindReader struct {
	*serverConfig
	file  *file
	depth int // of includes
	line  int
	words []string
}

// next gives the next word; "" at the end.
func (b *bindReader) next() string {
	for len(b.words) > 0 {
		w := b.words[0]
		b.words = b.words[1:]
		if w != "\n" {
			return strings.Trim(w, `"`)
		}
		b.line++
	}
	return ""
}

// statements reads statements up to the end of a block.
func (b *bindReader) statements(view string, depth int) error {
	var words []string
	begun := b.line
	for w := b.next(); w != "" || len(b.words) > 0; w = b.next() {
		switch {
		case w == "}":
			return nil
		case w == ";":
			if err := b.include(view, words); err != nil {
				return err
			}
			words = nil
		case w == "{" && len(words) > 1 && words[0] == "view" && depth < maxFolder:
			if err := b.statements(words[1], depth+1); err != nil {
				return err
			}
			words = nil
		case w == "{" && len(words) > 1 && words[0] == "zone":
			b.zone(words[1], view, begun)
			words = nil
		case w == "{":
			b.block()
		default:
			if len(words) == 0 {
				begun = b.line
			}
			words = append(words, w)
		}
	}
	return nil
}

// block leaves a block out.
func (b *bindReader) block() {
	for depth := 1; depth > 0 && len(b.words) > 0; {
		switch b.next() {
		case "{":
			depth++
		case "}":
			depth--
		}
	}
}

// zone reads the options of a zone. A server has those of other types from elsewhere.
func (b *bindReader) zone(name, view string, line int) {
	var words []string
	z := servedZone{Place: zone.Place{File: b.file.name, Line: line}, name: name, view: view}
	kind, elsewhere := "", false // a template or a database has the records
	for w := b.next(); w != "}" && (w != "" || len(b.words) > 0); w = b.next() {
		switch w {
		case "{":
			b.block()
		case ";":
			if len(words) == 2 && words[0] == "type" {
				kind = words[1]
			}
			if len(words) == 2 && words[0] == "file" {
				z.file = words[1]
			}
			elsewhere = elsewhere || len(words) == 2 && (words[0] == "template" || words[0] == "database")
			words = nil
		default:
			words = append(words, w)
		}
	}
	if slices.Contains([]string{"slave", "secondary", "mirror"}, kind) {
		_ = b.secondary(z)
	}
	if (z.file != "" || elsewhere) && z.name != "." && slices.Contains([]string{"master", "primary", ""}, kind) {
		b.zones = append(b.zones, z)
	}
}

// include reads the other configurations that a name or a pattern stands for, as far as
// they are there.
func (b *bindReader) include(view string, words []string) error {
	if len(words) != 2 || words[0] != "include" || b.depth == maxFolder {
		return nil
	}
	for _, name := range b.matching(b.file.name, filepath.FromSlash(words[1])) {
		path := b.findBeside(b.file.name, name, fs.FileMode.IsRegular)
		if path == "" || path == b.file.name {
			continue
		}
		b.taken[path] = true
		f, err := b.load(path)
		if err != nil {
			return err
		}
		if err := b.bind(f, view, b.depth+1); err != nil {
			return err
		}
	}
	return nil
}
