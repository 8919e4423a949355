package change

import (
	"cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// manifest gives the manifest of Kubernetes that a resource has, or is: of Terraform's
// kubernetes_manifest, kubectl_manifest, or Pulumi's types of the same names as Kubernetes'.
func manifest(attrs *doc.Value) *doc.Value {
	if text := attrs.Get("yaml_body").Text(); text != "" {
		parsed, _ := doc.YAML{Anchors: true}.Parse([]byte(text)) // what isn't YAML is no manifest
		return parsed
	}
	return cmp.Or(attrs.Get("manifest"), attrs)
}

// isEndpoint recognises the records that external-dns makes
// (https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/).
func isEndpoint(manifest *doc.Value) bool { return manifest.Get("kind").Text() == "DNSEndpoint" }

// endpoints leaves open what external-dns makes of its records: by its policy it may
// leave what is there.
func (p *terraformPlan) endpoints(body *doc.Value, at zone.Place) error {
	said := false
	u := Unknown{Reason: "a DNSEndpoint of external-dns", Value: flat(body.Get("after")), Place: at}
	for _, side := range []string{"before", "after"} {
		for _, e := range manifest(body.Get(side)).Get("spec").Get("endpoints").Items() {
			name, err := zone.NameIn(firstOf(e, "dnsName", "dns_name").Text(), "")
			if err != nil || name == "." {
				return p.reader.unknown(u)
			}
			one := u
			one.Name, one.Type = name, canonicalType(firstOf(e, "recordType", "record_type").Text())
			if err := p.reader.unknown(one); err != nil {
				return err
			}
			said = true
		}
	}
	if said && !anyTrue(body.Get("after_unknown").Get("manifest")) {
		return nil
	}
	return p.reader.unknown(u)
}
