package change

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// export is a list of RRsets as a provider's tool or API gives it: the names of its keys.
type export struct {
	name, kind, values string
	item               string // in each of the values; "": they are texts
	off                string // in each of the values, or in the set: it isn't published
	open               string // what leaves open what is answered
	texts              func(string) ([]string, error)
}

// gcloudExport is what gcloud dns record-sets list, export and transaction write
// (https://cloud.google.com/dns/docs/reference/rest/v1/resourceRecordSets).
var gcloudExport = export{name: "name", kind: "type", values: "rrdatas", open: "routingPolicy", texts: zoneTexts}

// powerdnsExport is a zone of PowerDNS's API, or a PATCH to it
// (https://doc.powerdns.com/authoritative/http-api/zone.html).
var powerdnsExport = export{name: "name", kind: "type", values: "records", item: "content", off: "disabled", texts: zoneTexts}

const gcloudKind = "dns#resourceRecordSet"

// isGcloud recognises lists of record sets in YAML, a document each, and in JSON.
func isGcloud(f *file, _ bool) bool {
	return strings.Contains(string(f.data), gcloudKind) && (isJSON(f.data) || isYAML(f.name))
}

func readGcloud(r *reader, f *file) error {
	top, err := f.jsonOr(doc.YAML{Documents: true})
	if err != nil {
		return err
	}
	var sets []*doc.Value
	documents := top.Items()
	if top.Kind == '{' { // a change of the API
		documents = []*doc.Value{top}
	}
	for _, d := range documents {
		switch {
		case firstOf(d, "additions", "deletions") != nil:
			for _, gone := range d.Get("deletions").Items() {
				if err := r.exportGone(gcloudExport, f, gone); err != nil {
					return err
				}
			}
			for _, s := range d.Get("additions").Items() {
				if err := r.exportSet(gcloudExport, f, s, "", false); err != nil {
					return err
				}
			}
		default:
			sets = append(sets, d)
		}
	}
	return r.exportList(gcloudExport, f, sets)
}

// readPowerDNS reads a zone, or changes of RRsets.
func readPowerDNS(r *reader, f *file) error {
	top, err := f.object()
	if err != nil {
		return err
	}
	list := top.Get("rrsets")
	if list == nil || list.Kind != '[' {
		return f.at(top).Errorf("rrsets is not a list")
	}
	if top.Get("name") == nil { // a PATCH, which may change nothing
		r.said++
	}
	var sets []*doc.Value
	for _, s := range list.Items() {
		switch change := s.Get("changetype").Text(); strings.ToUpper(change) {
		case "":
			sets = append(sets, s)
		case "DELETE":
			err = r.exportGone(powerdnsExport, f, s)
		case "REPLACE":
			err = r.exportSet(powerdnsExport, f, s, "", false)
		default:
			u := Unknown{Value: flat(s)}
			if head, bad := exportHead(powerdnsExport, f, s); bad == nil {
				u.Name, u.Type = head.name, head.rrtype
			}
			err = r.broken(u, f.at(s).Errorf("the changetype %s is not one of REPLACE and DELETE", doc.Excerpt(change)))
		}
		if err != nil {
			return err
		}
	}
	return r.exportList(powerdnsExport, f, sets)
}

// exportList reads a list of RRsets, which is the whole zone if it has the SOA.
func (r *reader) exportList(e export, f *file, sets []*doc.Value) error {
	origin := ""
	for _, s := range sets {
		if s.Get(e.kind).Text() == "SOA" {
			origin, _ = zone.Absolute(s.Get(e.name).Text())
			if err := r.zone(origin, f.at(s)); err != nil {
				return err
			}
		}
	}
	for _, s := range sets {
		if err := r.exportSet(e, f, s, origin, origin == ""); err != nil {
			return err
		}
	}
	return nil
}

// exportHead reads the name and the type of an RRset.
func exportHead(e export, f *file, body *doc.Value) (set, error) {
	s := set{Place: f.at(body), rrtype: canonicalType(body.Get(e.kind).Text()), texts: e.texts}
	name := body.Get(e.name).Text()
	if name == "" {
		return s, s.Errorf("the record set has no name")
	}
	var err error
	if s.name, err = zone.Absolute(name); err != nil {
		return s, s.Errorf("%w", err)
	}
	return s, nil
}

func (r *reader) exportGone(e export, f *file, body *doc.Value) error {
	s, err := exportHead(e, f, body)
	switch {
	case err != nil:
		return r.broken(Unknown{}, err)
	case s.rrtype == "":
		return r.foreign(s, body.Get(e.kind).Text())
	}
	return r.clear(s.name, s.rrtype, s.Place)
}

// exportSet sets an RRset. listed says that the file has all that are kept in it.
func (r *reader) exportSet(e export, f *file, body *doc.Value, origin string, listed bool) error {
	s, err := exportHead(e, f, body)
	if err != nil {
		return r.broken(Unknown{Zone: origin}, err)
	}
	if origin != "" && within(s.name, origin) {
		s.zone = origin
	}
	s.listed = listed
	if open := body.Get(e.open); open != nil {
		return r.unknown(Unknown{Name: s.name, Type: s.rrtype, Exists: true, Listed: listed, Value: flat(open), Reason: routing, Place: s.Place})
	}
	for _, v := range body.Get(e.values).Items() {
		if e.item != "" {
			if isTrue(v.Get(e.off)) {
				continue
			}
			v = v.Get(e.item)
		}
		s.values = append(s.values, datum{text: v.Text(), line: v.At()})
	}
	if s.rrtype == "" {
		return r.foreign(s, body.Get(e.kind).Text())
	}
	if len(s.values) == 0 && e.off != "" { // all of it is off, or goes
		if s.zone != "" {
			return nil
		}
		return r.clear(s.name, s.rrtype, s.Place)
	}
	return r.put(s)
}

// azureKind is how the type of a record set of Azure begins.
const azureKind = "Microsoft.Network/dnszones/"

// azureValues are the keys of what each type has, without regard to case
// (https://learn.microsoft.com/en-us/rest/api/dns/record-sets/list-by-dns-zone).
var azureValues = map[string]struct {
	list string
	keys []string // in each: what its data is of
}{
	"A":     {"arecords", []string{"ipv4Address"}},
	"AAAA":  {"aaaarecords", []string{"ipv6Address"}},
	"MX":    {"mxrecords", []string{"preference", "exchange"}},
	"NS":    {"nsrecords", []string{"nsdname"}},
	"PTR":   {"ptrrecords", []string{"ptrdname"}},
	"CNAME": {"cnamerecord", []string{"cname"}},
	"SOA":   {"soarecord", []string{"host", "email", "serialNumber", "refreshTime", "retryTime", "expireTime", "minimumTtl"}},
	"TXT":   {"txtrecords", nil},
}

// isAzure recognises what az network dns record-set list prints.
func isAzure(f *file, _ bool) bool {
	if !isJSON(f.data) || !strings.Contains(strings.ToLower(string(f.data)), strings.ToLower(azureKind)) {
		return false
	}
	top, err := f.json()
	return err == nil && top.Kind == '[' && len(top.List) > 0 && top.List[0].Get("type") != nil
}

func readAzure(r *reader, f *file) error {
	top, err := f.json()
	if err != nil {
		return err
	}
	origin := ""
	azureType := func(body *doc.Value) string {
		kind := body.Get("type").Text()
		return strings.ToUpper(kind[strings.LastIndexByte(kind, '/')+1:])
	}
	for _, body := range top.Items() {
		if azureType(body) == "SOA" {
			origin, _ = zone.Absolute(body.Get("fqdn").Text())
			if err := r.zone(origin, f.at(body)); err != nil {
				return err
			}
		}
	}
	for _, body := range top.Items() {
		s, err := exportHead(export{name: "fqdn"}, f, body)
		if err != nil {
			if err := r.broken(Unknown{Zone: origin}, err); err != nil {
				return err
			}
			continue
		}
		s.rrtype, s.listed, s.texts = canonicalType(azureType(body)), origin == "", zoneTexts
		if origin != "" {
			s.zone = origin
		}
		if err := r.azureSet(s, body); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) azureSet(s set, body *doc.Value) error {
	if target := body.Get("targetResource").Get("id"); target != nil {
		return r.unknown(Unknown{Name: s.name, Type: s.rrtype, Listed: s.listed, Value: flat(target), Reason: anAlias, Place: s.Place})
	}
	form, known := azureValues[s.rrtype]
	if !known {
		s.values = []datum{{}}
		return r.put(s)
	}
	list := folded(body, form.list)
	items := list.Items()
	if list != nil && list.Kind == '{' {
		items = []*doc.Value{list}
	}
	for _, item := range items {
		var parts []string
		for _, key := range form.keys {
			parts = append(parts, folded(item, key).Text())
		}
		for _, text := range item.Get("value").Items() { // of a text
			part, err := quoteAll([]string{text.Text()})
			if err != nil {
				return r.broken(s.open(), err)
			}
			parts = append(parts, part)
		}
		s.values = append(s.values, datum{text: strings.Join(parts, " "), line: item.At()})
	}
	return r.put(s)
}

// folded gives the value of a key without regard to case.
func folded(v *doc.Value, key string) *doc.Value {
	i := slices.IndexFunc(v.Names(), func(name string) bool { return strings.EqualFold(name, key) })
	if i < 0 {
		return nil
	}
	return v.Get(v.Keys[i].Name)
}
