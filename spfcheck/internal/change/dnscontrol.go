package change

import (
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// isDNSControl recognises what dnscontrol print-ir prints, and what it is made of.
func isDNSControl(f *file, named bool) bool {
	return named && isScript(f.name) || hasKey("domains", "dns_providers")(f, named)
}

func isScript(name string) bool { return strings.EqualFold(filepath.Ext(name), ".js") }

// readDNSControl reads what dnscontrol print-ir prints. A domain is a whole zone,
// but for what NO_PURGE or IGNORE let stay.
func readDNSControl(r *reader, f *file) error {
	if isScript(f.name) {
		data, err := r.print(printIR, f.name)
		if err != nil {
			return zone.Place{File: f.name}.Errorf("%w", err)
		}
		f.data, f.script = data, f.name
	}
	top, err := f.object()
	if err != nil {
		return err
	}
	domains := top.Get("domains")
	if domains == nil || domains.Kind != '[' {
		return f.at(top).Errorf("it has no list of domains")
	}
	views := map[string][]*dnscontrolDomain{}
	var order []string
	for _, body := range domains.Items() {
		d, err := newDNSControlDomain(r, f, top, body)
		if err != nil {
			return err
		}
		if providers := body.Get("dnsProviders"); providers != nil && len(providers.Keys) == 0 {
			r.said++ // it is only at a registrar
			r.change.elsewhere = append(r.change.elsewhere, Unknown{Zone: d.origin, Reason: noProvider, Place: f.at(body)})
			continue
		}
		if views[d.origin] == nil {
			order = append(order, d.origin)
		}
		views[d.origin] = append(views[d.origin], d)
	}
	for _, origin := range order {
		d, err := r.publicView(views[origin])
		if err != nil {
			return err
		}
		if err := d.read(); err != nil {
			return err
		}
	}
	return nil
}

// dnscontrolDomain is a domain that is being read.
type dnscontrolDomain struct {
	*reader
	file      *file
	body      *doc.Value
	origin    string
	tag       string // of a view; "": none
	zone      string // the origin, where the zone is whole
	quoteless bool   // whether the provider takes quotes off texts isn't known
}

// newDNSControlDomain reads the head of a domain. The name of a view is that of the
// zone, an exclamation mark and a tag.
func newDNSControlDomain(r *reader, f *file, top, body *doc.Value) (*dnscontrolDomain, error) {
	name, tag, _ := strings.Cut(body.Get("name").Text(), "!")
	if meta := body.Get("meta").Get("dnscontrol_tag").Text(); meta != "" {
		tag = meta
	}
	if name == "" {
		return nil, f.at(body).Errorf("the domain has no name")
	}
	origin, err := zone.NameIn(name, "")
	if err != nil {
		return nil, f.at(body).Errorf("the domain: %w", err)
	}
	d := &dnscontrolDomain{reader: r, file: f, body: body, origin: origin, tag: tag, quoteless: atCloudflare(top, body)}
	if !isTrue(body.Get("keepunknown")) {
		d.zone = origin
	}
	return d, nil
}

// atCloudflare reports whether a domain is or may be at Cloudflare, whose API alone
// takes quotes off texts. The types of providers stand in another file for the most part.
func atCloudflare(top, body *doc.Value) bool {
	for _, key := range body.Get("dnsProviders").Names() {
		kind := ""
		for _, p := range top.Get("dns_providers").Items() {
			if p.Get("name").Text() == key {
				kind = p.Get("type").Text()
			}
		}
		key = strings.ToLower(key)
		if kind == "CLOUDFLAREAPI" || (kind == "" || kind == "-") && (strings.Contains(key, "cloudflare") || key == "cf") {
			return true
		}
	}
	return false
}

// publicView chooses the view of a zone that the world sees.
func (r *reader) publicView(views []*dnscontrolDomain) (*dnscontrolDomain, error) {
	var tags []string
	for _, d := range views {
		tags = append(tags, d.tag)
	}
	i := r.publicTag(tags)
	if i < 0 {
		return nil, views[1].file.at(views[1].body).Errorf("the zone %s has the views %s, and which is public isn't known", views[0].origin, strings.Join(tags, ", "))
	}
	return views[i], nil
}

func (d *dnscontrolDomain) read() error {
	if d.zone != "" {
		if err := d.reader.zone(d.zone, d.file.at(d.body)); err != nil {
			return err
		}
		if err := d.ignored(); err != nil {
			return err
		}
	}
	sets := map[rrset]*set{}
	var order []*set
	for _, rec := range d.body.Get("records").Items() {
		s, err := d.record(rec)
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		k := rrset{name: s.name, rrtype: s.rrtype}
		if sets[k] == nil {
			sets[k] = s
			order = append(order, s)
			continue
		}
		sets[k].values = append(sets[k].values, s.values...)
	}
	for _, s := range order {
		if err := d.put(*s); err != nil {
			return err
		}
	}
	return d.absent()
}

// ignored notes what stays though the zone is whole; the last two are of old versions.
func (d *dnscontrolDomain) ignored() error {
	for _, form := range []struct{ key, labels, types, data string }{
		{"unmanaged", "label_pattern", "rType_pattern", "target_pattern"},
		{"ignored_names", "pattern", "types", ""},
		{"ignored_targets", "", "type", "pattern"},
	} {
		for _, p := range d.body.Get(form.key).Items() {
			k := Kept{
				Zone: d.zone, Labels: p.Get(form.labels).Text(), Types: p.Get(form.types).Text(), Data: p.Get(form.data).Text(),
				Place: d.file.at(p),
			}
			if err := d.keep(k); err != nil {
				return err
			}
		}
	}
	return nil
}

// absent reads what ENSURE_ABSENT names.
func (d *dnscontrolDomain) absent() error {
	for _, rec := range d.body.Get("recordsabsent").Items() {
		s, err := d.record(rec)
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		if err := d.remove(*s); err != nil {
			return err
		}
	}
	return nil
}
