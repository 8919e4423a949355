package change

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
)

// What a resource does to all records of a zone, though it is none.

// of finds the zone that a setting is of, by its name or its ID; "" if it isn't known.
func (z *terraformZones) of(attrs *doc.Value) string {
	for _, attr := range append([]string{"hosted_zone_id", "zone_id", "dns_name"}, otherZones...) {
		text := attrs.Get(attr).Text()
		if found, ok := z.byID[text]; ok {
			return found.name
		}
		if origin, ok := zoneNamed(text); ok {
			return origin
		}
	}
	return ""
}

// sameDS reports whether a resource is of a DS record that stays as it is.
func sameDS(kind terraformType, body *doc.Value, before, after []*terraformRecord) bool {
	if len(before) != 1 || len(after) != 1 || before[0].rrtype != "DS" || after[0].rrtype != "DS" || before[0].name != after[0].name {
		return false
	}
	data := func(state string) (list []*doc.Value) {
		for _, attr := range append(slices.Clone(kind.values), "data") {
			list = append(list, body.Get(state).Get(attr))
		}
		return list
	}
	return flatAll(data("before")) == flatAll(data("after")) && !slices.ContainsFunc(data("after_unknown"), anyTrue)
}

// signAttrs say whether a zone is signed, where they are in a resource of its keys; and
// zoneSignAttrs where they are in one of the zone.
var (
	signAttrs     = []string{"signing_status", "status"}
	zoneSignAttrs = []string{"dnssec", "sign_and_serve"}
)

// isUnsigned reports whether a zone isn't signed any more, or not with the same keys.
func isUnsigned(kind string, body *doc.Value) bool {
	before, after := body.Get("before"), body.Get("after")
	if signing.MatchString(kind) && !before.Null() && (after.Null() || len(body.Get("actions").Items()) > 1) {
		return true
	}
	attrs := zoneSignAttrs
	if signing.MatchString(kind) {
		attrs = signAttrs
	}
	return isSigned(before, attrs) && !after.Null() && !isSigned(after, attrs)
}

func isSigned(attrs *doc.Value, names []string) bool {
	state := firstOf(attrs, names...)
	if config := attrs.Get("dnssec_config"); config != nil { // of Google's
		if list := config.Items(); len(list) > 0 {
			config = list[0]
		}
		state = config.Get("state")
	}
	return isTrue(state) || slices.Contains([]string{"signing", "active", "on"}, strings.ToLower(state.Text()))
}

// flattensAll reports whether a setting of Cloudflare's has each CNAME of a zone answer
// with addresses; what it answers to other questions then isn't documented
// (https://developers.cloudflare.com/dns/cname-flattening/).
func flattensAll(attrs *doc.Value) bool {
	if isTrue(attrs.Get("flatten_all_cnames")) || attrs.Get("setting_id").Text() == "cname_flattening" && attrs.Get("value").Text() == "flatten_all" {
		return true
	}
	settings := attrs.Get("settings")
	if list := settings.Items(); len(list) > 0 {
		settings = list[0]
	}
	return settings.Get("cname_flattening").Text() == "flatten_all"
}

// sourceAttrs say of a zone whether its provider has its records from elsewhere: another
// server, or another zone.
var sourceAttrs = []string{"type", "kind", "mode", "link", "primary", "masters", "master_ips", "primary_nameservers"}

// ownSource are the words for a zone whose records are its provider's own.
var ownSource = []string{"native", "master", "primary", "producer", "full"}

// changesSource reports whether a zone gets its records from elsewhere than before.
func changesSource(kind string, body *doc.Value) bool {
	before, after, open := body.Get("before"), body.Get("after"), body.Get("after_unknown")
	return isZoneResource(kind) && !before.Null() && !after.Null() && slices.ContainsFunc(sourceAttrs, func(attr string) bool {
		return anyTrue(open.Get(attr)) || sourceOf(before.Get(attr)) != sourceOf(after.Get(attr))
	})
}

// sourceOf says where a zone has its records from; "" if they are its provider's own.
func sourceOf(v *doc.Value) string {
	if slices.Contains(ownSource, strings.ToLower(v.Text())) {
		return ""
	}
	return flatAll([]*doc.Value{v})
}
