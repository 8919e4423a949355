package change

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// isSplit tells the folder of a zone that octoDNS splits: it has the zone's name with
// its dot, or the file $ZONE.yaml.
func isSplit(path string, entries []fs.DirEntry) bool {
	return strings.HasSuffix(filepath.Base(path), ".") && len(filepath.Base(path)) > 2 ||
		slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return isYAML(e.Name()) && strings.HasPrefix(e.Name(), "$") })
}

// octodnsSplit reads a split zone: a file for each name, and one with the apex and
// whatever can't be the name of a file.
func (r *reader) octodnsSplit(path string, entries []fs.DirEntry) error {
	origin := octodnsOrigin(filepath.Base(path) + "yaml") // ZONE. and the ending
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "$") && isYAML(e.Name()) {
			origin = octodnsOrigin(e.Name())
		}
	}
	at := zone.Place{File: path}
	if origin == "" {
		return at.Errorf("the folder of a zone that octoDNS splits has the name of the zone, which this hasn't")
	}
	if err := r.zone(origin, at); err != nil {
		return err
	}
	for _, e := range entries {
		if err := r.octodnsEntry(octodnsZone{origin: origin}, path, e.Name()); err != nil {
			return err
		}
	}
	return nil
}

// octodnsEntry reads an entry of a folder, if it is a file of a zone that has begun.
func (r *reader) octodnsEntry(z octodnsZone, path, name string) error {
	if !isYAML(name) {
		return nil
	}
	if is, err := r.isFile(path, name); err != nil || !is {
		return err
	}
	return r.octodnsPart(z, filepath.Join(path, name))
}

// octodnsPart reads a file of a zone that has begun.
func (r *reader) octodnsPart(z octodnsZone, path string) error {
	r.taken[path] = true
	f, err := r.load(path)
	if err != nil {
		return err
	}
	top, err := f.parsed(octodnsYAML.Parse)
	if err != nil {
		return err
	}
	return r.octodnsNames(z, f, top)
}

// octodnsConfig reads the zones that octoDNS's configuration names.
func (r *reader) octodnsConfig(f *file, top *doc.Value) error {
	c := octodnsConfig{reader: r, file: f, top: top}
	zones := top.Get("zones")
	for i, key := range zones.Keys {
		if strings.HasPrefix(key.Name, "*") {
			if err := c.every(zones.List[i]); err != nil {
				return err
			}
			continue
		}
		if err := c.zone(key.Name, zones.List[i]); err != nil {
			return err
		}
	}
	return nil
}

type octodnsConfig struct {
	*reader
	file *file
	top  *doc.Value
}

// zone reads a zone of the configuration. An alias has the records of another.
func (c octodnsConfig) zone(name string, body *doc.Value) error {
	at := c.file.at(body)
	origin, err := zone.Absolute(name)
	if err != nil {
		return at.Errorf("the zone %w", err)
	}
	c.change.named = append(c.change.named, origin)
	if err := c.reader.zone(origin, at); err != nil {
		return err
	}
	z, from := octodnsZone{origin: origin, lenient: isTrue(body.Get("lenient"))}, name
	if alias := body.Get("alias"); alias != nil {
		from = alias.Text()
		body = c.top.Get("zones").Get(from)
	}
	if c.filtered(body) {
		text, err := c.unprocessed(z, from, body)
		if err != nil {
			return err
		}
		return c.unknown(Unknown{Zone: origin, Value: text, Reason: processed, Place: at})
	}
	if len(body.Get("sources").Items()) == 0 {
		return c.unknown(Unknown{Zone: origin, Value: "no sources", Reason: noSources, Place: at})
	}
	return c.sources(z, from, body)
}

// sources reads the sources of a zone.
func (c octodnsConfig) sources(z octodnsZone, name string, body *doc.Value) error {
	for _, source := range body.Get("sources").Items() {
		if err := c.source(z, strings.TrimSuffix(name, "."), source.Text(), c.file.at(source)); err != nil {
			return err
		}
	}
	return nil
}

// unprocessed writes what the processors of a zone are given, and they themselves.
func (c octodnsConfig) unprocessed(z octodnsZone, name string, body *doc.Value) (string, error) {
	in := newReader(c.options)
	in.files, in.taken = c.files, c.taken
	if err := (octodnsConfig{in, c.file, c.top}).sources(z, name, body); err != nil {
		return "", err
	}
	var b strings.Builder
	write(&b, c.top.Get("processors"))
	write(&b, body)
	for _, rec := range in.change.Records {
		fmt.Fprintln(&b, rec.Name, rec.Type, rec.Data)
	}
	for _, u := range in.change.Unknown {
		fmt.Fprintln(&b, u.Name, u.Type, u.Value)
	}
	return b.String(), nil
}

// source reads what a source has of a zone. One that isn't a folder of YAML leaves
// the zone open.
func (c octodnsConfig) source(z octodnsZone, name, source string, at zone.Place) error {
	provider := c.top.Get("providers").Get(source)
	folder := c.folder(provider)
	if folder == "" {
		return c.unknown(Unknown{Zone: z.origin, Value: flat(provider), Reason: noFolder.Format(doc.Excerpt(source)), Place: at})
	}
	z.lenient = z.lenient || isTrue(provider.Get("lenient"))
	found := false
	names := []string{name + ".yaml", name + ".yml"}
	if shared := provider.Get("shared_filename").Text(); shared != "" && filepath.IsLocal(shared) { // of all zones
		names = append(names, shared)
	}
	for _, file := range names {
		if _, err := c.files.Stat(filepath.Join(folder, file)); err == nil {
			found = true
			if err := c.octodnsEntry(z, folder, file); err != nil {
				return err
			}
		}
	}
	for _, split := range []string{name + ".", name + provider.Get("split_extension").Text()} {
		entries, err := c.files.ReadDir(filepath.Join(folder, split))
		if err != nil || found {
			continue
		}
		found = true
		c.taken[filepath.Join(folder, split)] = true
		for _, e := range entries {
			if err := c.octodnsEntry(z, filepath.Join(folder, split), e.Name()); err != nil {
				return err
			}
		}
	}
	if !found {
		return c.unknown(Unknown{Zone: z.origin, Value: folder, Reason: noZoneFile.Format(folder), Place: at})
	}
	return nil
}

// every reads the zones of which a folder has a file.
func (c octodnsConfig) every(body *doc.Value) error {
	named := c.top.Get("zones")
	for _, source := range body.Get("sources").Items() {
		folder := c.folder(c.top.Get("providers").Get(source.Text()))
		entries, err := c.files.ReadDir(folder)
		if err != nil {
			return c.unknown(Unknown{Value: flat(body), Reason: noFolder.Format(doc.Excerpt(source.Text())), Place: c.file.at(body)})
		}
		for _, e := range entries {
			name := e.Name()
			if isYAML(name) {
				name = strings.TrimSuffix(name, filepath.Ext(name)) + "."
			}
			if strings.Contains(strings.TrimSuffix(name, "."), ".") && strings.HasSuffix(name, ".") && named.Get(name) == nil {
				if err := c.zone(name, body); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// folder finds the folder of a source, which is named from where octoDNS runs: a
// folder at or above that of the configuration.
func (c octodnsConfig) folder(provider *doc.Value) string {
	class, name := provider.Get("class").Text(), filepath.FromSlash(provider.Get("directory").Text())
	if !strings.HasSuffix(class, "YamlProvider") || name == "" {
		return ""
	}
	return c.findBeside(c.file.name, name, fs.FileMode.IsDir)
}

// filtered reports whether processors work on a zone that may leave records out.
func (c octodnsConfig) filtered(body *doc.Value) bool {
	names := slices.Concat(body.Get("processors").Items(), c.top.Get("manager").Get("processors").Items())
	return slices.ContainsFunc(names, func(name *doc.Value) bool {
		class := c.top.Get("processors").Get(name.Text()).Get("class").Text()
		return !slices.Contains(octodnsHarmless, class[strings.LastIndexByte(class, '.')+1:])
	})
}

// octodnsHarmless are processors that change nothing of the records for mail
// (https://octodns.readthedocs.io/en/latest/processors.html).
var octodnsHarmless = []string{
	"AcmeManagingProcessor", "EnsureTrailingDots", "MetaProcessor", "SpfDnsLookupProcessor", "TtlClampProcessor", "TtlRestrictionFilter",
}
