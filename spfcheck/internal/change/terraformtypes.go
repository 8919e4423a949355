package change

import (
	"fmt"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// terraformType is a type of resource that records are kept in.
type terraformType struct {
	beside bool // a resource is one record of its RRset, and not the RRset
	read   func(terraformResource) (*terraformRecord, error)
}

// terraformTypes are the resources that are read.
var terraformTypes = map[string]terraformType{
	"aws_route53_record":    {read: awsRecord},
	"cloudflare_record":     {read: cloudflareRecord, beside: true},
	"cloudflare_dns_record": {read: cloudflareRecord, beside: true},
	"google_dns_record_set": {read: googleRecord},
}

// terraformRecord is what a resource says.
type terraformRecord struct {
	set
	reason string   // why it is left open; "" when it isn't
	types  []string // of what is left open, where it isn't just the set's type
	flat   bool     // the set is a CNAME that is flattened
}

// terraformResource is a resource before or after the change.
type terraformResource struct {
	zone.Place
	plan        *terraformPlan
	attrs, open *doc.Value // open: what is known after apply only
}

const afterApply = "known after apply"

// isOpen reports whether a part of an attribute isn't known yet.
func (res terraformResource) isOpen(attr string) bool { return anyTrue(res.open.Get(attr)) }

func anyTrue(v *doc.Value) bool {
	if v == nil {
		return false
	}
	for _, item := range v.List {
		if anyTrue(item) {
			return true
		}
	}
	return v.Scalar == true
}

// filled reports whether an attribute is there, and no empty text or list.
func (res terraformResource) filled(attr string) bool {
	v := res.attrs.Get(attr)
	return v != nil && (v.Text() != "" || len(v.List) > 0)
}

// head reads the name and the type. origin is the name of the zone, if known.
func (res terraformResource) head(origin string) (*terraformRecord, error) {
	rec := &terraformRecord{set: set{Place: res.Place}}
	if res.isOpen("type") {
		rec.reason = afterApply
	} else {
		rec.rrtype = canonicalType(res.attrs.Get("type").Text())
	}
	if res.isOpen("name") {
		rec.reason = "the name is " + afterApply
		return rec, nil
	}
	name := res.attrs.Get("name").Text()
	if full, ok := wholeIn(name, origin); ok {
		var err error
		if rec.name, err = zone.NameIn(full, ""); err != nil {
			return nil, res.Errorf("%w", err)
		}
		return rec, nil
	}
	rec.reason = fmt.Sprintf("the zone of the name %s isn't in the plan", doc.Excerpt(name))
	return rec, nil
}

// wholeIn completes a name that may be relative to its zone. Without the zone, a
// name that ends in a public suffix is taken for whole.
func wholeIn(name, zone string) (string, bool) {
	zone = strings.ToLower(strings.TrimSuffix(zone, "."))
	bare := strings.ToLower(strings.TrimSuffix(name, "."))
	switch {
	case zone != "" && (name == "" || name == "@"):
		return zone, true
	case strings.HasSuffix(name, ".") && bare != "":
		return name, true
	case zone != "" && (bare == zone || strings.HasSuffix(bare, "."+zone)):
		return name, true
	case zone != "":
		return name + "." + zone, true
	}
	suffix, icann := publicsuffix.PublicSuffix(bare)
	return name, icann && suffix != bare
}

// list reads a list of values.
func (res terraformResource) list(attr string) []datum {
	var list []datum
	for _, v := range res.attrs.Get(attr).Items() {
		list = append(list, datum{text: v.Text(), line: v.Line})
	}
	return list
}

// awsRecord reads an aws_route53_record. The provider puts quotes around a text,
// and takes \"\" inside of it for the seam of two strings.
func awsRecord(res terraformResource) (*terraformRecord, error) {
	zone := res.plan.zones[res.attrs.Get("zone_id").Text()]
	if fqdn := res.attrs.Get("fqdn").Text(); fqdn != "" && !res.isOpen("fqdn") {
		name := res.attrs.Get("name").Text()
		if rest, below := strings.CutPrefix(strings.ToLower(fqdn), strings.ToLower(name)+"."); below {
			zone = rest
		} else if strings.EqualFold(name, fqdn) {
			zone = fqdn
		}
	}
	rec, err := res.head(zone)
	if err != nil || rec.reason != "" {
		return rec, err
	}
	rec.values, rec.texts = res.list("records"), awsTexts
	switch {
	case res.filled("alias") || res.isOpen("alias"):
		rec.reason = "an alias"
	case res.filled("set_identifier") || res.isOpen("set_identifier"):
		rec.reason = "the answer depends on a routing policy"
	case res.isOpen("records"):
		rec.reason = afterApply
	}
	return rec, nil
}

func awsTexts(data string) ([]string, error) {
	if !strings.HasPrefix(data, `"`) || !strings.HasSuffix(data, `"`) || len(data) < 2 {
		data = `"` + data + `"`
	}
	return quoted(data, octal)
}

// cloudflareRecord reads a cloudflare_record or cloudflare_dns_record. Addresses
// of a record that is proxied are Cloudflare's own. A CNAME at the origin is
// flattened, and stands beside TXT and MX
// (https://developers.cloudflare.com/dns/cname-flattening/).
func cloudflareRecord(res terraformResource) (*terraformRecord, error) {
	zone := res.plan.zones[res.attrs.Get("zone_id").Text()]
	rec, err := res.head(zone)
	if err != nil || rec.reason != "" {
		return rec, err
	}
	rec.beside, rec.texts = true, plainOrQuoted
	content := res.attrs.Get("content")
	if content.Text() == "" {
		content = res.attrs.Get("value") // its name in old versions
	}
	rec.values = []datum{{text: content.Text(), line: content.At()}}
	if rec.rrtype == "MX" {
		rec.values[0].text = res.attrs.Get("priority").Text() + " " + content.Text()
	}
	apex := zone != "" && rec.name == strings.ToLower(strings.TrimSuffix(zone, "."))+"."
	rec.flat = rec.rrtype == "CNAME" && apex
	switch {
	case res.attrs.Get("proxied") != nil && res.attrs.Get("proxied").Scalar == true || res.isOpen("proxied"):
		rec.reason, rec.types = "the record is proxied", addressTypes
	case content.Text() == "" && (res.isOpen("content") || res.isOpen("value")),
		rec.rrtype == "MX" && res.isOpen("priority"):
		rec.reason = afterApply
		if rec.flat {
			rec.types = addressTypes
		}
	}
	return rec, nil
}

// googleRecord reads a google_dns_record_set, whose texts are as in a zone file.
func googleRecord(res terraformResource) (*terraformRecord, error) {
	rec, err := res.head("")
	if err != nil || rec.reason != "" {
		return rec, err
	}
	rec.values = res.list("rrdatas")
	rec.texts = func(data string) ([]string, error) { return quoted(data, decimal) }
	switch {
	case res.filled("routing_policy") || res.isOpen("routing_policy"):
		rec.reason = "the answer depends on a routing policy"
	case res.isOpen("rrdatas"):
		rec.reason = afterApply
	}
	return rec, nil
}
