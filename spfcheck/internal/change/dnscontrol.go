package change

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"
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

// record reads one record as a set of one; nil for one that is left open.
func (d *dnscontrolDomain) record(rec *doc.Value) (*set, error) {
	at := d.file.place(rec)
	label, typed := rec.Get("name"), rec.Get("type")
	if !typed.IsText() || !label.IsText() {
		return nil, d.broken(Unknown{Zone: d.origin}, at.Errorf("the record has no type or no name"))
	}
	name, err := zone.NameIn(label.Text(), d.origin)
	if err != nil {
		return nil, d.broken(Unknown{Zone: d.origin}, at.Errorf("%w", err))
	}
	s := &set{Place: at, name: name, rrtype: canonicalType(typed.Text()), origin: d.origin, zone: d.zone}
	if s.rrtype == "" {
		s.values = []datum{{text: flat(rec)}}
		var types []string // of R53_ALIAS and AZURE_ALIAS
		if t := firstOf(rec, "r53_alias", "azure_alias").Get("type"); t.IsText() {
			types = append(types, strings.ToUpper(t.Text()))
		}
		return nil, d.foreign(*s, typed.Text(), types...)
	}
	if d.isProxied(s.rrtype, rec) {
		return nil, d.proxied(name, at)
	}
	data, err := d.data(s.rrtype, rec)
	s.values = []datum{{text: data, line: rec.Get("target").At(), source: at.Source}}
	if err != nil {
		return nil, d.broken(s.open(), at.Errorf("%w", err))
	}
	s.texts = zoneTexts
	return s, nil
}

// place is where a record stands: in dnsconfig.js, if that was read.
func (f *file) place(rec *doc.Value) zone.Place {
	at, pos := f.at(rec), strings.Trim(rec.Get("filepos").Text(), "[]")
	if f.script == "" {
		at.Source = pos
		return at
	}
	at = zone.Place{File: f.script}
	if parts := strings.Split(pos, ":"); len(parts) == 3 { // line:LINE:COLUMN
		at.Line, _ = strconv.Atoi(parts[1])
	}
	return at
}

// isProxied reports whether Cloudflare answers with its own addresses.
func (d *dnscontrolDomain) isProxied(rrtype string, rec *doc.Value) bool {
	proxy := rec.Get("meta").Get("cloudflare_proxy")
	if proxy == nil {
		proxy = d.body.Get("meta").Get("cloudflare_proxy_default")
	}
	address := rrtype == "A" || rrtype == "AAAA" || rrtype == "CNAME"
	return address && slices.Contains([]string{"on", "full"}, strings.ToLower(proxy.Text()))
}

// data gives the data of a record as a zone file has it.
func (d *dnscontrolDomain) data(rrtype string, rec *doc.Value) (string, error) {
	target := rec.Get("target")
	switch {
	case slices.Contains(textTypes, rrtype):
		return d.text(rec)
	case !inMail(rrtype):
		return "", nil
	case !target.IsText():
		return "", errNoTarget
	case rrtype == "MX":
		return number(rec, "mxpreference") + " " + target.Text(), nil
	case rrtype == "SOA":
		fields := []string{target.Text(), rec.Get("soambox").Text()}
		for _, key := range []string{"soaserial", "soarefresh", "soaretry", "soaexpire", "soaminttl"} {
			fields = append(fields, number(rec, key))
		}
		return strings.Join(fields, " "), nil
	}
	return target.Text(), nil
}

// number gives a number, which the tool leaves out when it is zero.
func number(rec *doc.Value, key string) string {
	if text := rec.Get(key).Text(); text != "" {
		return text
	}
	return "0"
}

// text gives the strings of a text. Quotes in them are published.
func (d *dnscontrolDomain) text(rec *doc.Value) (string, error) {
	var list []string
	for _, str := range rec.Get("txtstrings").Items() {
		list = append(list, chunk(str.Text())...)
	}
	if target := rec.Get("target"); len(list) == 0 {
		if !target.IsText() {
			return "", errNoTarget
		}
		list = chunk(target.Text())
	}
	if joined := strings.Join(list, ""); d.quoteless && strings.HasPrefix(joined, `"`) {
		return joined, errQuotes
	}
	return quoteAll(list)
}

var (
	errNoTarget = errors.New("it has no target")
	errQuotes   = errors.New("whether the quotes around the text are published depends on the provider, which the file doesn't say")
)
