package change

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// octodnsYAML is YAML as octoDNS reads it, with PyYAML.
var octodnsYAML = doc.YAML{Anchors: true, Tags: true, Twice: true}

// isOctoDNS takes YAML that holds records, or whatever is YAML and named itself.
func isOctoDNS(f *file, named bool) bool {
	if !isYAML(f.name) {
		return false
	}
	if named {
		return true
	}
	top, err := f.parsed(octodnsYAML.Parse)
	return err == nil && octodnsOrigin(f.name) != "" && slices.ContainsFunc(top.List, func(v *doc.Value) bool {
		return v.Get("type") != nil || len(v.Items()) > 0 && v.List[0].Get("type") != nil
	})
}

// isOctoDNSConfig tells octoDNS's own configuration.
func isOctoDNSConfig(top *doc.Value) bool {
	return top.Get("providers") != nil && top.Get("zones") != nil
}

// readOctoDNS reads a zone of octoDNS, whose file has the name of the zone, or
// octoDNS's own configuration. It is a whole zone.
func readOctoDNS(r *reader, f *file) error {
	top, err := f.parsed(octodnsYAML.Parse)
	if err != nil {
		return err
	}
	if isOctoDNSConfig(top) {
		return r.octodnsConfig(f, top)
	}
	if isEndpoint(top) {
		return f.at(top).Errorf("a DNSEndpoint of external-dns isn't read: write the record sets that it makes into a zone file")
	}
	origin := f.origin
	if origin == "" {
		origin = octodnsOrigin(f.name)
	}
	if origin == "" {
		origin = r.origin
	}
	if origin == "" {
		return zone.Place{File: f.name}.Errorf("a zone of octoDNS has the name of its file, which %s isn't", filepath.Base(f.name))
	}
	if err := r.zone(origin, zone.Place{File: f.name}); err != nil {
		return err
	}
	return r.octodnsNames(octodnsZone{origin: origin}, f, top)
}

// octodnsOrigin gives the zone that a file is called after: in a folder of a split
// zone $ZONE.yaml is the one with the apex.
func octodnsOrigin(name string) string {
	base := strings.TrimPrefix(filepath.Base(name), "$")
	base = strings.TrimSuffix(base, filepath.Ext(base))
	origin, err := zone.NameIn(base, "")
	if err != nil || !strings.Contains(base, ".") {
		return ""
	}
	return origin
}

// octodnsZone is what holds for the records of a zone.
type octodnsZone struct {
	origin  string
	lenient bool // octoDNS publishes what it else refuses
}

// octodnsNames reads the names of a file and their records.
func (r *reader) octodnsNames(z octodnsZone, f *file, top *doc.Value) error {
	if top.Null() {
		return nil // an empty zone
	}
	if top.Kind != '{' {
		return f.at(top).Errorf("the zone is not a map of names")
	}
	for i, key := range top.Keys {
		node := top.List[i]
		records := []*doc.Value{node}
		if node.Kind == '[' {
			records = node.Items()
		}
		at := f.at(node)
		owner, err := zone.NameIn(key.Name, z.origin)
		if err != nil {
			if err := r.broken(Unknown{Zone: z.origin}, at.Errorf("%w", err)); err != nil {
				return err
			}
			continue
		}
		for _, rec := range records {
			if err := r.octodnsRecord(z, rec, set{Place: at.On(rec.Line), name: owner, zone: z.origin}); err != nil {
				return err
			}
		}
	}
	return nil
}

// octodnsRecord reads a record, which is an RRset.
func (r *reader) octodnsRecord(z octodnsZone, rec *doc.Value, s set) error {
	kind := rec.Get("type")
	if !kind.IsText() || rec.Tag != "" {
		return r.broken(Unknown{Name: s.name}, s.Errorf("the record has no type"))
	}
	s.rrtype = canonicalType(kind.Text())
	if reason := octodnsOpen(rec); reason.Complete() {
		return r.unknown(Unknown{Name: s.name, Type: s.rrtype, Exists: true, Reason: reason, Value: flat(rec), Place: s.Place})
	}
	if isTrue(rec.Get("octodns").Get("cloudflare").Get("proxied")) {
		return r.proxied(s.name, s.Place)
	}
	if s.rrtype == "" {
		s.values = []datum{{text: flat(rec)}}
		var types []string // of Route53Provider/ALIAS
		for _, v := range octodnsValues(rec) {
			if t := v.Get("type"); t.IsText() {
				types = append(types, strings.ToUpper(t.Text()))
			}
		}
		return r.foreign(s, kind.Text(), types...)
	}
	z.lenient = z.lenient || isTrue(rec.Get("octodns").Get("lenient"))
	s.texts = octodnsTexts
	for _, v := range octodnsValues(rec) {
		text, err := z.value(s.rrtype, v)
		if err != nil {
			u := s.open()
			u.Value = flat(rec)
			return r.broken(u, s.On(v.Line).Errorf("%w", err))
		}
		s.values = append(s.values, datum{text: text, line: v.Line})
	}
	return r.put(s)
}

// octodnsValues gives the values, which may be one.
func octodnsValues(rec *doc.Value) []*doc.Value {
	v := firstOf(rec, "values", "value")
	if v == nil || v.Kind == '[' {
		return v.Items()
	}
	return []*doc.Value{v}
}

// octodnsOpen says why the answer can't be read from a record.
func octodnsOpen(rec *doc.Value) i18n.Text {
	for _, key := range []string{"dynamic", "geo"} {
		if rec.Get(key) != nil {
			return whoAsks.Format(key)
		}
	}
	for _, key := range []string{"ignored", "excluded", "included"} {
		if v := rec.Get("octodns").Get(key); v != nil && v.Scalar != false {
			return octodnsDecides.Format(key)
		}
	}
	return i18n.Text{}
}

// value gives a value as a zone file has it.
func (z octodnsZone) value(rrtype string, v *doc.Value) (string, error) {
	switch {
	case v.Tag != "":
		return "", errors.New("the value has the tag " + doc.Excerpt(v.Tag))
	case !inMail(rrtype):
		return "", nil
	case rrtype == "MX":
		preference, exchange := firstOf(v, "preference", "priority"), firstOf(v, "exchange", "value")
		if !preference.IsText() || !exchange.IsText() {
			return "", errors.New("the value has no preference or no exchange")
		}
		return preference.Text() + " " + exchange.Text(), z.wholeName(exchange.Text())
	case !v.IsText():
		return "", errors.New("the value is neither a text nor a number")
	case slices.Contains(hostTypes, rrtype):
		return v.Text(), z.wholeName(v.Text())
	}
	return v.Text(), nil
}

// hostTypes have a name for their data.
var hostTypes = []string{"CNAME", "DNAME", "NS", "PTR"}

// wholeName demands the dot at the end, as octoDNS does unless it is lenient.
func (z octodnsZone) wholeName(name string) error {
	if !strings.HasSuffix(name, ".") && !z.lenient {
		return errors.New("the name " + doc.Excerpt(name) + " needs a dot at its end")
	}
	return nil
}

// octodnsTexts reads a text: semicolons are escaped, and it may be cut into
// quoted strings, which octoDNS joins and cuts anew.
func octodnsTexts(data string) ([]string, error) {
	data = strings.ReplaceAll(data, `\;`, ";")
	if len(data) > 1 && data[0] == '"' && data[len(data)-1] == '"' {
		data = strings.ReplaceAll(data[1:len(data)-1], `" "`, "")
		data = strings.ReplaceAll(data, `\"`, `"`)
	}
	return chunk(data), nil
}
