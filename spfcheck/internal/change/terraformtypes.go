package change

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// terraformType is a type of resource that records are kept in: the names of its
// attributes, and what they mean. An attribute may have several names, of which the
// first that is filled counts.
type terraformType struct {
	beside bool   // a resource is one record of its RRset, and not the RRset
	blocks string // has a list of what is a resource else

	name   []string // the owner; relative, whole, "@" or nothing
	full   string   // the whole owner, which the provider fills in
	zone   []string // the name of the zone
	zoneID string   // its ID
	at     bool     // "@" is a label
	under  bool     // the owner is relative though it ends in the zone's name

	rrtype string            // the type of all of them; else the attribute kind has it
	kind   []string          // the type
	kinds  map[string]string // the types that are called otherwise

	values     []string // a value or a list of them
	item       string   // in each, where it is an object
	preference []string // of MX, in each or in the resource; without it the value has both

	relative bool                           // names in values without a dot are below the zone
	texts    func(string) ([]string, error) // nil: plainOrQuoted

	overwrite string // true: what is made may be there already; "": nobody knows
	private   string // filled or PRIVATE: the world doesn't see the record
	open      []openAttr
}

// openAttr is an attribute that, where it is filled and not false, leaves open what is answered.
type openAttr struct {
	attr   string
	reason i18n.Text
}

var awsOpen = []openAttr{
	{"alias", anAlias},
	{"set_identifier", routing},
	{"weighted_routing_policy", routing},
	{"geolocation_routing_policy", routing},
	{"latency_routing_policy", routing},
	{"failover_routing_policy", routing},
	{"geoproximity_routing_policy", routing},
	{"cidr_routing_policy", routing},
}

// azureType is a type of azurerm_dns_…_record.
func azureType(rrtype, values, item, preference string) terraformType {
	t := terraformType{
		name: []string{"name"}, zone: []string{"zone_name"}, under: true, rrtype: rrtype,
		values: []string{values}, item: item, open: []openAttr{{"target_resource_id", anAlias}},
		texts: plain, // quotes are published
	}
	if preference != "" {
		t.preference = []string{preference}
	}
	return t
}

// updateType is a type of the provider for dynamic updates (RFC 2136), dns_….
func updateType(rrtype, values, item, preference string) terraformType {
	t := azureType(rrtype, values, item, preference)
	t.zone, t.open = []string{"zone"}, nil
	return t
}

// infobloxType is a type of infoblox_…_record.
func infobloxType(rrtype, name, value string) terraformType {
	return terraformType{
		beside: true, name: []string{name}, rrtype: rrtype, values: []string{value}, preference: []string{"preference"}, texts: spacedTexts,
	}
}

// terraformTypes are the resources that are read, each as its provider documents it.
var terraformTypes = map[string]terraformType{
	"aws_route53_record": {
		name: []string{"name"}, full: "fqdn", zoneID: "zone_id", at: true, kind: []string{"type"},
		values: []string{"records"}, texts: awsTexts, overwrite: "allow_overwrite", open: awsOpen,
	},
	"cloudflare_record":     cloudflareType,
	"cloudflare_dns_record": cloudflareType,
	"google_dns_record_set": {
		name: []string{"name"}, zoneID: "managed_zone", kind: []string{"type"}, values: []string{"rrdatas"},
		texts: zoneTexts, open: []openAttr{{"routing_policy", routing}},
	},
	"azurerm_dns_a_record":     azureType("A", "records", "", ""),
	"azurerm_dns_aaaa_record":  azureType("AAAA", "records", "", ""),
	"azurerm_dns_caa_record":   azureType("CAA", "record", "value", ""),
	"azurerm_dns_cname_record": azureType("CNAME", "record", "", ""),
	"azurerm_dns_mx_record":    azureType("MX", "record", "exchange", "preference"),
	"azurerm_dns_ns_record":    azureType("NS", "records", "", ""),
	"azurerm_dns_ptr_record":   azureType("PTR", "records", "", ""),
	"azurerm_dns_srv_record":   azureType("SRV", "record", "target", ""),
	"azurerm_dns_txt_record":   azureType("TXT", "record", "value", ""),
	"digitalocean_record": {
		beside: true, name: []string{"name"}, full: "fqdn", zone: []string{"domain"}, kind: []string{"type"},
		values: []string{"value"}, preference: []string{"priority"},
	},
	"hcloud_zone_rrset": {
		name: []string{"name"}, zone: []string{"zone"}, kind: []string{"type"}, values: []string{"records"}, item: "value", relative: true,
	},
	"hcloud_zone_record": {
		beside: true, name: []string{"name"}, zone: []string{"zone"}, kind: []string{"type"}, values: []string{"value"}, relative: true,
	},
	"hetznerdns_record": {
		beside: true, name: []string{"name"}, zoneID: "zone_id", kind: []string{"type"}, values: []string{"value"}, relative: true,
	},
	"dnsimple_zone_record": {
		beside: true, name: []string{"name"}, full: "qualified_name", zone: []string{"zone_name"}, kind: []string{"type"},
		values: []string{"value"}, preference: []string{"priority"},
	},
	"dnsimple_record": {
		beside: true, name: []string{"name"}, full: "hostname", zone: []string{"domain"}, kind: []string{"type"},
		values: []string{"value"}, preference: []string{"priority"},
	},
	"ns1_record": {
		name: []string{"domain"}, zone: []string{"zone"}, kind: []string{"type"}, values: []string{"answers"}, item: "answer", texts: plain,
		open: []openAttr{{"link", anAlias}, {"filters", routing}},
	},
	"akamai_dns_record": {
		name: []string{"name"}, zone: []string{"zone"}, kind: []string{"recordtype"}, values: []string{"target"}, preference: []string{"priority"},
		texts: spacedTexts,
	},
	"gandi_livedns_record": {
		name: []string{"name"}, zone: []string{"zone"}, under: true, kind: []string{"type"}, values: []string{"values"}, relative: true,
	},
	"powerdns_record": {
		name: []string{"name"}, zone: []string{"zone"}, kind: []string{"type"}, values: []string{"records"}, texts: zoneTexts,
	},
	"ovh_domain_zone_record": {
		beside: true, name: []string{"subdomain"}, zone: []string{"zone"}, under: true, kind: []string{"fieldtype"},
		kinds: map[string]string{"SPF": "TXT", "DKIM": "TXT", "DMARC": "TXT"}, values: []string{"target"}, relative: true,
	},
	"sakuracloud_dns":        sakuraType,
	"sakuracloud_dns_record": sakuraRecordType,
	"sakura_dns":             sakuraType, // of the provider's successor
	"sakura_dns_record":      sakuraRecordType,
	"dns_a_record_set":       updateType("A", "addresses", "", ""),
	"dns_aaaa_record_set":    updateType("AAAA", "addresses", "", ""),
	"dns_cname_record":       updateType("CNAME", "cname", "", ""),
	"dns_mx_record_set":      updateType("MX", "mx", "exchange", "preference"),
	"dns_ns_record_set":      updateType("NS", "nameservers", "", ""),
	"dns_ptr_record":         updateType("PTR", "ptr", "", ""),
	"dns_srv_record_set":     updateType("SRV", "srv", "target", ""),
	"dns_txt_record_set":     updateType("TXT", "txt", "", ""),
	"desec_rrset": {
		name: []string{"subname"}, zone: []string{"domain"}, under: true, kind: []string{"type"}, values: []string{"records"}, texts: zoneTexts,
	},
	"oci_dns_rrset": {
		name: []string{"domain"}, zoneID: "zone_name_or_id", kind: []string{"rtype"}, values: []string{"items"}, item: "rdata",
		private: "scope", texts: zoneTexts,
	},
	"infoblox_a_record":     infobloxType("A", "fqdn", "ip_addr"),
	"infoblox_aaaa_record":  infobloxType("AAAA", "fqdn", "ipv6_addr"),
	"infoblox_cname_record": infobloxType("CNAME", "alias", "canonical"),
	"infoblox_mx_record":    infobloxType("MX", "fqdn", "mail_exchanger"),
	"infoblox_txt_record":   infobloxType("TXT", "fqdn", "text"),
	"inwx_nameserver_record": {
		beside: true, name: []string{"name"}, zone: []string{"domain"}, kind: []string{"type"}, values: []string{"content"}, preference: []string{"prio"},
	},
	"linode_domain_record": {
		beside: true, name: []string{"name"}, zoneID: "domain_id", kind: []string{"record_type"}, values: []string{"target"}, preference: []string{"priority"}, texts: plain,
	},
	"vultr_dns_record": {
		beside: true, name: []string{"name"}, zone: []string{"domain"}, kind: []string{"type"}, values: []string{"data"}, preference: []string{"priority"},
	},
	"scaleway_domain_record": {
		beside: true, name: []string{"name"}, full: "fqdn", zone: []string{"dns_zone"}, kind: []string{"type"}, values: []string{"data"}, preference: []string{"priority"}, relative: true,
		open: []openAttr{{"geo_ip", routing}, {"http_service", routing}, {"view", routing}, {"weighted", routing}},
	},
	"vercel_dns_record": {
		beside: true, name: []string{"name"}, zone: []string{"domain"}, kind: []string{"type"}, values: []string{"value"}, preference: []string{"mx_priority"}, texts: plain,
	},
	"openstack_dns_recordset_v2": {
		name: []string{"name"}, zoneID: "zone_id", kind: []string{"type"}, values: []string{"records"}, texts: zoneTexts,
	},
}

// cloudflareType are the records of Cloudflare, whose value had another name once.
// The proxy's addresses and what is flattened are seen to in cloudflare.
var cloudflareType = terraformType{
	beside: true, name: []string{"name"}, full: "hostname", zoneID: "zone_id", kind: []string{"type"},
	values: []string{"content", "value"}, preference: []string{"priority"},
}

// sakuraType is a zone of Sakura's cloud with its records, and sakuraRecordType a record.
var sakuraType = terraformType{
	beside: true, blocks: "record", name: []string{"name"}, zone: []string{"zone"}, under: true, kind: []string{"type"},
	values: []string{"value"}, preference: []string{"priority"}, texts: plain,
}

var sakuraRecordType = terraformType{
	beside: true, name: []string{"name"}, zoneID: "dns_id", under: true, kind: []string{"type"},
	values: []string{"value"}, preference: []string{"priority"}, texts: plain,
}
