package change

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// pulumiTypes are the types of resources that Pulumi has from Terraform's providers,
// whose attributes it writes in another case
// (https://www.pulumi.com/docs/iac/concepts/resources/names/#types).
var pulumiTypes = map[string]string{
	"aws:route53/record:Record":              "aws_route53_record",
	"cloudflare:index/record:Record":         "cloudflare_record",
	"cloudflare:index/dnsRecord:DnsRecord":   "cloudflare_dns_record",
	"gcp:dns/recordSet:RecordSet":            "google_dns_record_set",
	"azure:dns/aRecord:ARecord":              "azurerm_dns_a_record",
	"azure:dns/aaaaRecord:AaaaRecord":        "azurerm_dns_aaaa_record",
	"azure:dns/cNameRecord:CNameRecord":      "azurerm_dns_cname_record",
	"azure:dns/mxRecord:MxRecord":            "azurerm_dns_mx_record",
	"azure:dns/nsRecord:NsRecord":            "azurerm_dns_ns_record",
	"azure:dns/txtRecord:TxtRecord":          "azurerm_dns_txt_record",
	"digitalocean:index/dnsRecord:DnsRecord": "digitalocean_record",
	"dnsimple:index/zoneRecord:ZoneRecord":   "dnsimple_zone_record",
	"gandi:livedns/record:Record":            "gandi_livedns_record",
	"hcloud:index/zoneRrset:ZoneRrset":       "hcloud_zone_rrset",
	"linode:index/domainRecord:DomainRecord": "linode_domain_record",
	"ns1:index/record:Record":                "ns1_record",
	"ovh:domain/zoneRecord:ZoneRecord":       "ovh_domain_zone_record",
	"vultr:index/dnsRecord:DnsRecord":        "vultr_dns_record",

	// zones
	"aws:route53/zone:Zone":                                "aws_route53_zone",
	"aws-native:route53:HostedZone":                        "aws_route53_zone",
	"gcp:dns/managedZone:ManagedZone":                      "google_dns_managed_zone",
	"google-native:dns/v1:ManagedZone":                     "google_dns_managed_zone",
	"azure:dns/zone:Zone":                                  "azurerm_dns_zone",
	"azure-native:network:Zone":                            "azurerm_dns_zone",
	"azure-native:dns:Zone":                                "azurerm_dns_zone",
	"gandi:livedns/domain:Domain":                          "gandi_livedns_domain",
	"oci:Dns/zone:Zone":                                    "oci_dns_zone",
	"openstack:dns/zone:Zone":                              "openstack_dns_zone_v2",
	"ovh:domain/zone:Zone":                                 "ovh_domain_zone",
	"aws:route53domains/registeredDomain:RegisteredDomain": "aws_route53domains_registered_domain",
}

// pulumiRecords look as if they were records of DNS.
var pulumiRecords = lazy.MustCompile(`(?i)(record(set)?s?|rrset|recordset|record_?set_?group|sakuracloud:index.*:dns)$`)

// pulumiLists are the attributes that Pulumi gives names in the plural.
var pulumiLists = map[string]string{"aliases": "alias"}

// pulumiIdle are the steps that change nothing: what a replacement is of stands in others
// (https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/history.go).
var pulumiIdle = []string{
	"same", "replace", "read", "read-replacement", "refresh", "discard", "discard-replaced", "remove-pending-replace",
}

// What stands in a preview for a value that isn't known, and for a secret: a text, or an
// object with this key that has it encrypted.
const (
	pulumiOpen   = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
	pulumiHidden = "[secret]"
	pulumiSecret = "4dabf18193072939515e22adb298388d"
)

// readPulumi reads what pulumi preview --json prints.
func readPulumi(r *reader, f *file) error {
	top, err := f.object()
	if err != nil {
		return err
	}
	for _, d := range top.Get("diagnostics").Items() {
		if d.Get("severity").Text() == "error" {
			return f.at(d).Errorf("the preview failed, so that it isn't all of what changes: %s", doc.Excerpt(d.Get("message").Text()))
		}
	}
	p := &terraformPlan{reader: r, zones: newTerraformZones(&doc.Value{}), cleared: map[rrset]zone.Place{}}
	steps := top.Get("steps").Items()
	for _, step := range steps {
		for _, side := range []string{"oldState", "newState"} {
			state := step.Get(side)
			for _, attrs := range []string{"inputs", "outputs"} {
				p.zones.noteKind(pulumiType(state.Get("type").Text()), state.Get("urn").Text(), snaked(state.Get(attrs), 0))
			}
		}
	}
	for _, step := range steps {
		if err := p.step(f, step); err != nil {
			return err
		}
	}
	return nil
}

// pulumiType gives Terraform's name of a type, or one that is like it.
func pulumiType(kind string) string {
	if name, ok := pulumiTypes[kind]; ok {
		return name
	}
	provider, rest, _ := strings.Cut(kind, ":")
	return provider + "_" + snake(rest[strings.LastIndexByte(rest, ':')+1:])
}

// step reads a step of the preview.
func (p *terraformPlan) step(f *file, step *doc.Value) error {
	op := step.Get("op").Text()
	goes := slices.Contains([]string{"update", "delete", "delete-replaced"}, op)
	comes := slices.Contains([]string{"update", "create", "create-replacement", "import", "import-replacement"}, op)
	if retained := goes && !comes && isTrue(step.Get("oldState").Get("retainOnDelete")); retained || slices.Contains(pulumiIdle, op) {
		return nil
	}
	at := f.at(step)
	at.Source = step.Get("urn").Text()
	typed := cmp.Or(firstOf(step, "newState", "oldState").Get("type").Text(), typeOfURN(at.Source))
	name := pulumiType(typed)
	kind, ok := terraformTypes[name]
	if ok && !goes && !comes {
		return p.reader.broken(Unknown{Value: flat(step)}, at.Errorf("the op %s can't be read", doc.Excerpt(op)))
	}
	inputs := func(side string) *doc.Value { return snaked(step.Get(side).Get("inputs"), 0) }
	if ok && (goes && inputs("oldState") == nil || comes && inputs("newState") == nil) {
		return p.reader.broken(Unknown{Value: flat(step)}, at.Errorf("what the record was or will be isn't in the preview"))
	}
	if !ok && goes && op != "update" && isZoneResource(name) {
		return p.zoneGoes(name, inputs("oldState"), at)
	}
	if !ok {
		return p.other(name, pulumiRecords.MatchString(typed), pulumiBody(inputs("oldState"), inputs("newState")), at)
	}
	read := func(side string) []*terraformRecord {
		attrs := inputs(side)
		return p.resource(name, kind, terraformResource{Place: at, address: at.Source, attrs: attrs, open: sentinels(attrs)})
	}
	var before, after []*terraformRecord
	if goes {
		before = read("oldState")
	}
	if comes {
		after = read("newState")
	}
	if kind.beside {
		return p.single(before, after)
	}
	return p.whole(one(before), one(after), op == "create")
}

// typeOfURN gives the type that a URN ends with before the name, without those of the
// resources around it (https://www.pulumi.com/docs/iac/concepts/resources/names/#urns).
func typeOfURN(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return ""
	}
	return parts[2][strings.LastIndexByte(parts[2], '$')+1:]
}

// pulumiBody gives a step in the form of a change of Terraform's.
func pulumiBody(before, after *doc.Value) *doc.Value {
	return &doc.Value{
		Kind: '{', Keys: []doc.Key{{Name: "before"}, {Name: "after"}, {Name: "after_unknown"}},
		List: []*doc.Value{before, after, sentinels(after)},
	}
}

// snaked gives a value with its keys in Terraform's case.
func snaked(v *doc.Value, depth int) *doc.Value {
	if v == nil || v.Kind == 0 {
		return v
	}
	made := &doc.Value{Position: v.Position, Kind: v.Kind}
	for i, item := range v.List {
		if v.Kind == '{' {
			key := v.Keys[i]
			if key.Name = snake(key.Name); depth == 0 && pulumiLists[key.Name] != "" {
				key.Name = pulumiLists[key.Name]
			}
			made.Keys = append(made.Keys, key)
		}
		made.List = append(made.List, snaked(item, depth+1))
	}
	return made
}

func snake(s string) string {
	var b strings.Builder
	for i, c := range s {
		if unicode.IsUpper(c) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// sentinels gives true for what isn't known, in the form of Terraform's after_unknown.
func sentinels(v *doc.Value) *doc.Value {
	if v == nil {
		return nil
	}
	if v.Get(pulumiSecret) != nil {
		return &doc.Value{Position: v.Position, Scalar: true}
	}
	made := &doc.Value{Position: v.Position, Kind: v.Kind, Keys: v.Keys}
	if v.Kind == 0 {
		made.Scalar = v.Scalar == pulumiOpen || v.Scalar == pulumiHidden
	}
	for _, item := range v.List {
		made.List = append(made.List, sentinels(item))
	}
	return made
}
