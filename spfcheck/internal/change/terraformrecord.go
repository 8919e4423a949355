package change

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// terraformRecord is what a resource says.
type terraformRecord struct {
	set
	labels   string    // where the name isn't known, or taken for whole, but for its first labels
	within   string    // where it isn't known but for its zone
	reason   i18n.Text // why it is left open; zero when it isn't
	types    []string  // of what is left open, where it isn't just the set's type
	exists   bool      // what is left open is something
	flat     bool      // the set is a CNAME that is flattened
	supposed bool      // it is if its name is the origin of the zone, which the plan doesn't say
	private  bool      // the world doesn't see it
	foreign  string    // a type that isn't one of DNS
}

// terraformResource is a resource before or after the change.
type terraformResource struct {
	zone.Place
	terraformType
	plan        *terraformPlan
	address     string     // without the keys of count and for_each
	attrs, open *doc.Value // open: what is known after apply only
}

// isOpen reports whether a part of an attribute isn't known yet.
func (res terraformResource) isOpen(attrs ...string) bool {
	return slices.ContainsFunc(attrs, func(attr string) bool { return anyTrue(res.open.Get(attr)) })
}

func anyTrue(v *doc.Value) bool {
	if v == nil {
		return false
	}
	return v.Scalar == true || slices.ContainsFunc(v.List, anyTrue)
}

// filled gives the first attribute that is there, and neither empty nor false; nil
// if none is.
func (res terraformResource) filled(attrs ...string) *doc.Value {
	for _, attr := range attrs {
		if v := res.attrs.Get(attr); v != nil && v.Scalar != "" && v.Scalar != false && (v.Kind == 0 || len(v.List) > 0) {
			return v
		}
	}
	return nil
}

// records reads a resource, which may be a list of records.
func (res terraformResource) records() []*terraformRecord {
	if res.blocks == "" {
		return []*terraformRecord{res.record(res.attrs)}
	}
	var list []*terraformRecord
	for _, block := range res.attrs.Get(res.blocks).Items() {
		one := res
		one.attrs, one.open = block, nil
		list = append(list, one.record(res.attrs))
	}
	if res.isOpen(res.blocks) {
		rec := &terraformRecord{set: set{Place: res.Place}, reason: afterApply}
		rec.within, _, _ = res.zoneName(res.attrs)
		list = append(list, rec)
	}
	return list
}

// record reads one record; the zone is an attribute of whole.
func (res terraformResource) record(whole *doc.Value) *terraformRecord {
	rec := &terraformRecord{set: set{Place: res.Place}}
	origin, private, known := res.zoneName(whole)
	rec.private = private || strings.EqualFold(res.filled(res.private).Text(), "PRIVATE")
	res.readType(rec)
	res.readName(rec, origin, known)
	res.readValues(rec, origin)
	for _, o := range res.terraformType.open {
		if res.filled(o.attr) != nil || res.isOpen(o.attr) {
			rec.reason, rec.exists = o.reason, true
			for _, value := range res.terraformType.open {
				rec.values = append(rec.values, datum{text: flat(res.attrs.Get(value.attr))})
			}
			break
		}
	}
	return rec
}

func (res terraformResource) readType(rec *terraformRecord) {
	kind := res.rrtype
	if kind == "" {
		kind = res.filled(res.kind...).Text()
	}
	if other := res.kinds[strings.ToUpper(kind)]; other != "" {
		kind = other
	}
	rec.rrtype = canonicalType(kind)
	switch {
	case kind == "" && res.isOpen(res.kind...):
		rec.reason = afterApply
	case rec.rrtype == "":
		rec.reason, rec.foreign = ofType.Format(doc.Excerpt(kind)), kind
		if isPointer(kind) {
			rec.types = addressTypes
		}
	}
}

// readName completes the owner.
func (res terraformResource) readName(rec *terraformRecord, origin string, known bool) {
	name := res.filled(res.terraformType.name...).Text()
	if name == "" && res.isOpen(res.terraformType.name...) {
		rec.reason = nameAfterApply
		rec.within = origin
		return
	}
	if full := res.filled(res.full).Text(); full != "" && !res.isOpen(res.full) {
		name, origin, known = strings.TrimSuffix(full, ".")+".", "", true
	}
	whole, ok := res.wholeName(name, origin)
	if !known && !strings.HasSuffix(name, ".") && len(res.zone)+len(res.zoneID) > 0 { // or else it is always whole
		rec.labels = strings.ToLower(strings.TrimPrefix(name, "@"))
	}
	if !ok && !known {
		rec.reason = unknownZone.Format(doc.Excerpt(name))
		return
	}
	var err error
	if rec.set.name, err = zone.NameIn(whole, ""); err != nil {
		rec.reason, rec.within = cantRead.Format(err.Error()), origin
	}
}

// wholeName completes a name that may be relative to its zone, which is canonical.
// Without the zone, a name that ends in a public suffix is taken for whole: that is a
// guess, and what it can be else is left open.
func (res terraformResource) wholeName(name, origin string) (string, bool) {
	bare := strings.ToLower(strings.TrimSuffix(name, "."))
	apex := strings.TrimSuffix(origin, ".")
	switch {
	case strings.HasSuffix(name, ".") && bare != "":
		return name, true
	case origin == "":
		suffix, icann := publicsuffix.PublicSuffix(bare)
		return name + ".", icann && suffix != bare
	case name == "" || name == "@" && !res.at:
		return origin, true
	case !res.under && (bare == apex || strings.HasSuffix(bare, "."+apex)):
		return name + ".", true
	}
	return name + "." + origin, true
}

// readValues reads the data.
func (res terraformResource) readValues(rec *terraformRecord, origin string) {
	rec.beside, rec.texts = res.beside, res.terraformType.texts
	if rec.texts == nil {
		rec.texts = plainOrQuoted
	}
	if res.relative {
		rec.origin = origin
	}
	names := res.valueNames()
	list := res.filled(names...)
	items := list.Items()
	if list != nil && list.Kind == 0 {
		items = []*doc.Value{list}
	}
	for _, item := range items {
		v := item
		if res.item != "" {
			v = item.Get(res.item)
		}
		text := v.Text()
		if text == "@" && origin != "" && !slices.Contains(textTypes, rec.rrtype) { // as no host is called
			text = origin
		}
		if preference := res.preferenceOf(item); preference != "" && rec.rrtype == "MX" {
			text = preference + " " + text
		}
		rec.values = append(rec.values, datum{text: text, line: item.At()})
	}
	switch {
	case !inMail(rec.rrtype):
		rec.values = []datum{{}}
	case res.isOpen(names...) && (len(items) == 0 || list.Kind != 0), rec.rrtype == "MX" && res.isOpen(res.preference...):
		if !rec.reason.Complete() {
			rec.reason = afterApply
		}
	}
}

// valueNames are the attributes that the values are in. Of several names for one thing the
// configuration sets one, and in the plan the others may still have what was before.
func (res terraformResource) valueNames() []string {
	names := res.terraformType.values
	set := slices.DeleteFunc(slices.Clone(names), func(attr string) bool {
		return res.plan.zones.config[res.address].Get(attr) == nil
	})
	if res.open == nil || len(set) == 0 { // what was before has all of them
		return names
	}
	return set
}

// preferenceOf gives the preference of an MX, which stands with the value or for all.
func (res terraformResource) preferenceOf(item *doc.Value) string {
	for _, attr := range res.preference {
		if v := item.Get(attr); v != nil {
			return v.Text()
		}
		if v := res.attrs.Get(attr); v != nil {
			return v.Text()
		}
	}
	return ""
}

// awsTexts reads a text as the provider for Route 53 does: it puts quotes around it,
// and \"\" inside of it is the seam of two strings.
func awsTexts(data string) ([]string, error) {
	if !strings.HasPrefix(data, `"`) || !strings.HasSuffix(data, `"`) || len(data) < 2 {
		data = `"` + data + `"`
	}
	return quoted(data, octal)
}

// isRegistrable reports whether a name is one that is bought, which no zone of its owner
// lies above.
func isRegistrable(name string) bool {
	domain, err := publicsuffix.EffectiveTLDPlusOne(strings.TrimSuffix(name, "."))
	return err == nil && domain+"." == name
}

// cloudflare sees to what Cloudflare answers with its own addresses: records that are
// proxied, and a CNAME at the apex, which stands beside TXT and MX
// (https://developers.cloudflare.com/dns/cname-flattening/).
func (res terraformResource) cloudflare(rec *terraformRecord) {
	if rec.rrtype != "CNAME" && !slices.Contains(addressTypes, rec.rrtype) {
		return
	}
	origin, _, known := res.zoneName(res.attrs)
	if !known {
		origin = res.plan.zones.top[res.attrs.Get("zone_id").Text()]
	}
	apex := rec.set.name != "" && rec.set.name == origin && !strings.Contains(origin, "_") // as no zone is called
	rec.flat = rec.rrtype == "CNAME" && apex
	rec.supposed = rec.flat && !known && !isRegistrable(origin)
	if rec.flat && rec.reason.Complete() {
		rec.types = addressTypes
	}
	if rec.rrtype == "CNAME" && !apex && (isTrue(res.attrs.Get("settings").Get("flatten_cname")) || anyTrue(res.open.Get("settings").Get("flatten_cname"))) {
		rec.reason, rec.exists = isFlattened, true
	}
	if isTrue(res.attrs.Get("proxied")) || res.isOpen("proxied") {
		rec.reason, rec.types, rec.exists = isProxied, addressTypes, true
	}
}
