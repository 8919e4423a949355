package change

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// dnscontrolAliases are types of DNSControl that servers answer with addresses
// of their own finding.
var dnscontrolAliases = []string{
	"AKAMAICDN", "ALIAS", "ANAME", "AZURE_ALIAS", "CLOUDNS_WR", "FRAME", "NS1_URLFWD", "PORKBUN_URLFWD", "R53_ALIAS",
	"URL", "URL301",
}

// readDNSControl reads what dnscontrol print-ir prints. A domain is a whole zone,
// unless NO_PURGE or IGNORE let records stay that aren't in it.
func readDNSControl(r *reader, f file) error {
	top, err := parseJSONFile(f)
	if err != nil {
		return err
	}
	at := zone.Place{File: f.name, Line: top.Line}
	domains := top.Get("domains")
	if domains == nil || domains.Kind != '[' {
		return at.Errorf("it has no list of domains")
	}
	for _, d := range domains.Items() {
		if err := r.dnscontrolDomain(d, at.On(d.Line)); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) dnscontrolDomain(d *doc.Value, at zone.Place) error {
	// The name of a view is that of the zone, an exclamation mark and a tag.
	name, _, _ := strings.Cut(d.Get("name").Text(), "!")
	if name == "" {
		return at.Errorf("the domain has no name")
	}
	origin, err := zone.NameIn(name, "")
	if err != nil {
		return at.Errorf("the domain: %w", err)
	}
	zone := origin
	for _, key := range []string{"keepunknown", "unmanaged", "ignored_names", "ignored_targets"} {
		if v := d.Get(key); v != nil && v.Scalar != false {
			zone = ""
		}
	}
	if zone != "" {
		if err := r.zone(zone, at); err != nil {
			return err
		}
	}
	sets := map[string]*set{}
	var order []*set
	for _, rec := range d.Get("records").Items() {
		s, err := r.dnscontrolRecord(rec, origin, at.On(rec.Line))
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		s.zone = zone
		k := s.name + " " + s.rrtype
		if sets[k] == nil {
			sets[k] = s
			order = append(order, s)
		} else if err := r.dnscontrolMore(sets[k], s); err != nil {
			return err
		}
	}
	for _, s := range order {
		if err := r.put(*s); err != nil {
			return err
		}
	}
	return r.dnscontrolAbsent(d, origin, at)
}

// dnscontrolMore adds a record to its set.
func (r *reader) dnscontrolMore(first, more *set) error {
	if len(first.values) == zone.MaxRecords {
		return more.Errorf("more than %d records", zone.MaxRecords)
	}
	first.values = append(first.values, more.values...)
	return nil
}

// dnscontrolAbsent reads what ENSURE_ABSENT names.
func (r *reader) dnscontrolAbsent(d *doc.Value, origin string, at zone.Place) error {
	for _, rec := range d.Get("recordsabsent").Items() {
		s, err := r.dnscontrolRecord(rec, origin, at.On(rec.Line))
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		if err := r.remove(*s); err != nil {
			return err
		}
	}
	return nil
}

// dnscontrolRecord reads one record as a set of one; nil for one that is left
// open.
func (r *reader) dnscontrolRecord(rec *doc.Value, origin string, at zone.Place) (*set, error) {
	at.Source = strings.Trim(rec.Get("filepos").Text(), "[]")
	label, typed, target := rec.Get("name"), rec.Get("type"), rec.Get("target")
	if !typed.IsText() || !label.IsText() {
		return nil, at.Errorf("the record has no type or no name")
	}
	name, err := zone.NameIn(label.Text(), origin)
	if err != nil {
		return nil, at.Errorf("%w", err)
	}
	if kind := typed.Text(); slices.Contains(dnscontrolAliases, kind) || strings.HasPrefix(kind, "CF_") ||
		strings.HasPrefix(kind, "CLOUDFLAREAPI_") {
		for _, rrtype := range []string{"A", "AAAA"} {
			u := Unknown{Name: name, Type: rrtype, Reason: "a record of the type " + doc.Excerpt(kind), Place: at}
			if err := r.unknown(u); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}
	rrtype, err := canonicalType(typed.Text())
	if err != nil {
		return nil, at.On(typed.Line).Errorf("%w", err)
	}
	s := &set{Place: at, name: name, rrtype: rrtype, origin: origin}
	s.values = []datum{{line: target.At(), source: at.Source}}
	return s, s.dnscontrolData(rec, target)
}

// dnscontrolData reads the data of a record.
func (s *set) dnscontrolData(rec, target *doc.Value) error {
	v := &s.values[0]
	strs := rec.Get("txtstrings").Items()
	switch {
	case slices.Contains(otherTypes, s.rrtype):
	case slices.Contains(textTypes, s.rrtype) && len(strs) > 0:
		var list []string
		for _, str := range strs {
			list = append(list, chunk(str.Text())...)
		}
		text, err := quoteAll(list)
		if err != nil {
			return s.On(v.line).Errorf("%s %s: %w", s.name, s.rrtype, err)
		}
		v.text, s.texts = text, plainOrQuoted
	case !target.IsText():
		return s.Errorf("%s %s has no target", s.name, s.rrtype)
	case slices.Contains(textTypes, s.rrtype):
		v.text, s.texts = target.Text(), plainOrQuoted
	case s.rrtype == "MX":
		preference := rec.Get("mxpreference").Text()
		if preference == "" {
			preference = "0" // left out by the tool when it is zero
		}
		v.text = preference + " " + target.Text()
	case s.rrtype == "SOA":
		fields := []string{target.Text(), rec.Get("soambox").Text()}
		for _, key := range []string{"soaserial", "soarefresh", "soaretry", "soaexpire", "soaminttl"} {
			number := rec.Get(key).Text()
			if number == "" {
				number = "0"
			}
			fields = append(fields, number)
		}
		v.text = strings.Join(fields, " ")
	default:
		v.text = target.Text()
	}
	return nil
}
