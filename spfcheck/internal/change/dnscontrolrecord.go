package change

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

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
	if s.rrtype == "CNAME" && rec.Get("meta").Get("cloudflare_cname_flatten").Text() == "on" {
		return nil, d.flattened(*s)
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
