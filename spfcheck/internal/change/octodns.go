package change

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// octodnsAliases are types of octoDNS that servers answer with addresses of
// their own finding.
var octodnsAliases = []string{"ALIAS", "URLFWD"}

// readOctoDNS reads a zone of octoDNS, whose file has the name of the zone. It is
// a whole zone.
func readOctoDNS(r *reader, f file) error {
	base := filepath.Base(f.name)
	origin, err := zone.NameIn(strings.TrimSuffix(base, filepath.Ext(base)), "")
	at := zone.Place{File: f.name}
	if err != nil {
		return at.Errorf("a zone of octoDNS has the name of its file: %w", err)
	}
	top, err := doc.ParseYAML(f.data)
	if e, ok := errors.AsType[doc.Error](err); ok {
		return at.On(e.Line).Errorf("%w", e.Err)
	}
	if err := r.zone(origin, at); err != nil {
		return err
	}
	if top.Null() {
		return nil // an empty zone
	}
	if top.Kind != '{' {
		return at.On(top.Line).Errorf("the zone is not a map of names")
	}
	for i, key := range top.Keys {
		node := top.List[i]
		records := []*doc.Value{node}
		if node.Kind == '[' {
			records = node.Items()
		}
		owner, err := zone.NameIn(key.Name, origin)
		if err != nil {
			return at.On(node.Line).Errorf("%w", err)
		}
		for _, rec := range records {
			if err := r.octodnsRecord(rec, set{Place: at.On(rec.Line), name: owner, zone: origin}); err != nil {
				return err
			}
		}
	}
	return nil
}

// octodnsRecord reads a record, which is an RRset.
func (r *reader) octodnsRecord(rec *doc.Value, s set) error {
	kind := rec.Get("type")
	if !kind.IsText() {
		return s.Errorf("%s: the record has no type", s.name)
	}
	if slices.Contains(octodnsAliases, kind.Text()) {
		for _, rrtype := range []string{"A", "AAAA"} {
			u := Unknown{Name: s.name, Type: rrtype, Reason: "a record of the type " + kind.Text(), Place: s.Place}
			if err := r.unknown(u); err != nil {
				return err
			}
		}
		return nil
	}
	var err error
	if s.rrtype, err = canonicalType(kind.Text()); err != nil {
		return s.On(kind.Line).Errorf("%w", err)
	}
	if reason := octodnsOpen(rec); reason != "" {
		return r.unknown(Unknown{Name: s.name, Type: s.rrtype, Reason: reason, Place: s.Place})
	}
	s.texts = octodnsTexts
	values := rec.Get("values").Items()
	if one := rec.Get("value"); one != nil {
		values = append(slices.Clone(values), one)
	}
	for _, v := range values {
		text, err := octodnsValue(s.rrtype, v)
		if err != nil {
			return s.On(v.Line).Errorf("%s %s: %w", s.name, s.rrtype, err)
		}
		s.values = append(s.values, datum{text: text, line: v.Line})
	}
	return r.put(s)
}

// octodnsOpen says why the answer can't be read from a record.
func octodnsOpen(rec *doc.Value) string {
	for _, key := range []string{"dynamic", "geo"} {
		if rec.Get(key) != nil {
			return "the answer depends on who asks (" + key + ")"
		}
	}
	for _, key := range []string{"ignored", "excluded", "included"} {
		if v := rec.Get("octodns").Get(key); v != nil && v.Scalar != false {
			return "whether octoDNS publishes it depends on its configuration (" + key + ")"
		}
	}
	return ""
}

// octodnsValue gives a value as a zone file has it.
func octodnsValue(rrtype string, v *doc.Value) (string, error) {
	switch {
	case slices.Contains(otherTypes, rrtype):
		return "", nil
	case rrtype == "MX":
		preference, exchange := firstOf(v, "preference", "priority"), firstOf(v, "exchange", "value")
		if !preference.IsText() || !exchange.IsText() {
			return "", errors.New("the value has no preference or no exchange")
		}
		return preference.Text() + " " + exchange.Text(), wholeName(exchange.Text())
	case !v.IsText():
		return "", errors.New("the value is neither a text nor a number")
	case slices.Contains(hostTypes, rrtype):
		return v.Text(), wholeName(v.Text())
	}
	return v.Text(), nil
}

// hostTypes have a name for their data.
var hostTypes = []string{"CNAME", "DNAME", "NS", "PTR"}

// wholeName demands the dot at the end, as octoDNS does.
func wholeName(name string) error {
	if !strings.HasSuffix(name, ".") {
		return errors.New("the name " + doc.Excerpt(name) + " needs a dot at its end")
	}
	return nil
}

func firstOf(v *doc.Value, keys ...string) *doc.Value {
	for _, key := range keys {
		if found := v.Get(key); found != nil {
			return found
		}
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
