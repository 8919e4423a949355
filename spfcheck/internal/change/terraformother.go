package change

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// Resources of which no table says how they are read.
var (
	// otherRecords look as if they were records of DNS: by the type in their name, or by
	// what they are called at a provider of DNS.
	otherRecords = lazy.MustCompile(`_(a|aaaa|cname|mx|ns|txt|spf|dkim|dmarc)_records?$|_record_(a|aaaa|cname|mx|ns|txt)$` +
		`|(dns|domain|zone|route53|^ns1|^digitalocean|^dnsimple).*` +
		`_(entry|rr|records?|record_?sets?(?:_group)?|recordset|rrsets?|routing|zone_import|zone_?file)(_v\d+|_exclusive)?$` +
		`|^volterra_dns_zone$`)
	// signing has a zone be signed (RFC 4035 §2).
	signing = lazy.MustCompile(`dns_?sec$|key_signing_key$`)
	// delegations are where a registrar is told the servers of a domain.
	delegations = lazy.MustCompile(`domain|delegation|name_?servers?|registrar`)
	// serversAlone are of nothing but those servers.
	serversAlone = lazy.MustCompile(`name_?servers?$`)
	// privateRecords are of zones that the world doesn't see.
	privateRecords = lazy.MustCompile(`private_dns|_private_zone|pvtz|dns_private`)
)

// zoneResources have a zone with all that is in them; some have a second version, with _v2.
var zoneResources = []string{
	"akamai_dns_zone", "aws_route53_zone", "azurerm_dns_zone", "cloudflare_zone", "desec_domain", "digitalocean_domain",
	"dnsimple_domain", "dnsimple_zone", "gandi_livedns_domain", "google_dns_managed_zone", "hcloud_zone", "hetznerdns_zone",
	"huaweicloud_dns_zone", "linode_domain", "ns1_zone", "oci_dns_zone", "openstack_dns_zone", "ovh_domain_zone", "powerdns_zone",
	"sakura_dns", "sakuracloud_dns", "scaleway_domain_zone", "vultr_dns_domain",
}

func isZoneResource(kind string) bool {
	return slices.Contains(zoneResources, strings.TrimSuffix(kind, "_v2"))
}

// emailRouting turn on what writes records of Cloudflare's
// (https://developers.cloudflare.com/email-routing/setup/email-routing-dns-records/).
var emailRouting = []string{"cloudflare_email_routing_dns", "cloudflare_email_routing_settings"}

// otherZones are where such a resource may say its zone, or its owner.
var otherZones = []string{"zone", "zone_name", "hosted_zone_name", "dns_zone", "domain", "domain_name", "fqdn", "name"}

// other leaves open what a resource of another type does to its zone, if it has to do
// with DNS.
func (p *terraformPlan) other(kind string, records bool, body *doc.Value, at zone.Place) error {
	if privateRecords.MatchString(kind) {
		p.reader.skip(at)
		return nil
	}
	if isEndpoint(manifest(body.Get("before"))) || isEndpoint(manifest(body.Get("after"))) {
		return p.endpoints(body, at)
	}
	u := Unknown{Reason: ofResource.Format(doc.Excerpt(kind)), Value: flat(body.Get("after")), Place: at}
	if slices.Contains(emailRouting, kind) { // MX and SPF of Cloudflare's
		u.Zone = p.zones.byID[firstOf(body, "after", "before").Get("zone_id").Text()].name
		return p.reader.open(u, "MX", "TXT")
	}
	switch {
	case isUnsigned(kind, body):
		u.Reason, u.Zone = unsigned, p.zones.of(body.Get("before"))
		return p.reader.unknown(u)
	case flattensAll(body.Get("before")) != flattensAll(body.Get("after")):
		u.Reason, u.Zone = allFlattened, p.zones.of(firstOf(body, "after", "before"))
		return p.reader.unknown(u)
	case signing.MatchString(kind):
		return nil
	}
	moves := serversMove(kind, body) || changesSource(kind, body)
	if moves {
		u.Reason = otherServers.Format(kind)
	}
	if !records && !moves && !saysType(body) && policyTexts(body.Get("before")) == policyTexts(body.Get("after")) {
		return nil
	}
	for _, attr := range otherZones {
		text := strings.TrimSuffix(firstOf(body, "after", "before").Get(attr).Text(), ".")
		if origin, err := zone.Absolute(text); err == nil && isWhole(text) {
			u.Zone = origin
			break
		}
	}
	if moves && u.Zone == "" { // servers of something else
		return nil
	}
	return p.reader.unknown(u)
}

// serversMove reports whether a resource, as of a registrar, leaves a domain to other servers.
func serversMove(kind string, body *doc.Value) bool {
	if !delegations.MatchString(kind) || isZoneResource(kind) {
		return false
	}
	attrs := serverAttrs
	if serversAlone.MatchString(kind) {
		attrs = slices.Concat(attrs, []string{"servers", "hosts"})
	}
	before, after := serversOf(body.Get("before"), attrs), serversOf(body.Get("after"), attrs)
	open := serversOf(body.Get("after_unknown"), attrs)
	return flatAll(before) != flatAll(after) || len(before) > 0 && slices.ContainsFunc(open, anyTrue)
}

// serverAttrs are what registrars' resources call the servers of a domain.
var serverAttrs = []string{"name_server", "name_servers", "nameserver", "nameservers", "ns_group"}

// serversOf gives the values of attributes, in whatever blocks they are.
func serversOf(v *doc.Value, attrs []string) (list []*doc.Value) {
	if v == nil {
		return nil
	}
	for i, item := range v.List {
		if v.Kind == '{' && slices.Contains(attrs, v.Keys[i].Name) {
			list = append(list, item)
		} else {
			list = append(list, serversOf(item, attrs)...)
		}
	}
	return list
}

// flatAll writes those of the values that are there.
func flatAll(list []*doc.Value) string {
	var b strings.Builder
	for _, v := range list {
		if !v.Null() && (v.Kind == 0 || len(v.List) > 0) {
			write(&b, v)
		}
	}
	return b.String()
}

// saysType reports whether a resource says of itself that it is a record for mail, in the
// words of DNS, of Azure's API, or as a template of CloudFormation.
func saysType(body *doc.Value) bool {
	attrs := firstOf(body, "after", "before")
	kind := firstOf(attrs, "type", "record_type", "rrtype").Text()
	stack := body.Get("before").Get("template_body").Text() + body.Get("after").Get("template_body").Text()
	url := func(side string) string { return body.Get(side).Get("template_url").Text() }
	return slices.Contains([]string{"TXT", "MX", "CNAME", "SPF"}, kind) || url("before") != url("after") ||
		strings.HasPrefix(strings.ToLower(kind), "microsoft.network/dnszones/") || strings.Contains(stack, cloudformationKind)
}

// policyText tells a text that has a record for mail in it: the body of a request to an
// API, a zone file, what a script is given.
var policyText = lazy.MustCompile(`(?i)v=(?:spf|dmarc|dkim)1|"(?:rr|record_?)?type"\s*:\s*"(?:TXT|MX|CNAME|SPF)"`)

// policyTexts gives the texts of a resource that have a record for mail in them.
func policyTexts(v *doc.Value) string {
	switch {
	case v.Null():
		return ""
	case v.IsText() && policyText.MatchString(v.Text()):
		return v.Text() + "\n"
	}
	var b strings.Builder
	for _, item := range v.List {
		b.WriteString(policyTexts(item))
	}
	return b.String()
}

// zoneGoes leaves open what becomes of a zone that is taken down.
func (p *terraformPlan) zoneGoes(kind string, attrs *doc.Value, at zone.Place) error {
	if isPrivateZone(attrs) {
		p.reader.skip(at)
		return nil
	}
	u := Unknown{Reason: zoneDown.Format(kind), Place: at}
	for _, attr := range zoneNames {
		if origin, ok := zoneNamed(attrs.Get(attr).Text()); ok {
			u.Zone = origin
			break
		}
	}
	return p.reader.unknown(u)
}

// deferred notes a change that Terraform puts off.
func (p *terraformPlan) deferred(c *tfjson.DeferredResourceChange, node *doc.Value, at zone.Place) error {
	if c.ResourceChange == nil {
		return at.Errorf("the deferred change is empty")
	}
	kind, ok := terraformTypes[c.ResourceChange.Type]
	if !ok {
		return nil
	}
	at.Source = c.ResourceChange.Address
	body := node.Get("resource_change").Get("change")
	res := terraformResource{Place: at, address: keyless(at.Source), attrs: body.Get("after"), open: body.Get("after_unknown")}
	for _, rec := range p.resource(c.ResourceChange.Type, kind, res) {
		rec.reason = deferredChange.Format(c.Reason)
		if err := p.leave(rec, false); err != nil {
			return err
		}
	}
	return nil
}
