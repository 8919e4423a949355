package change

import (
	"cmp"
	"errors"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
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

// endpointKind tells manifests among which one is for external-dns.
var endpointKind = lazy.MustCompile(`(?m)^[\s-]*kind:\s*["']?DNSEndpoint\b`)

// readEndpoints leaves open what the manifests in a file of a folder have for
// external-dns. Templates of them aren't YAML.
func readEndpoints(r *reader, f *file) error {
	top, err := f.parsed(doc.YAML{Anchors: true, Documents: true}.Parse)
	if err != nil {
		u := Unknown{Value: string(f.data), Reason: brokenEndpoint, Place: zone.Place{File: f.name}}
		if e, ok := errors.AsType[*zone.Error](err); ok {
			u.Place = e.Place
		}
		return r.unknown(u)
	}
	for _, m := range top.Items() {
		if !isEndpoint(m) {
			continue
		}
		u := Unknown{Reason: ofEndpoint, Value: flat(m), Place: f.at(m)}
		said, err := r.endpoint(m, u)
		if err == nil && !said {
			err = r.unknown(u)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// endpoint leaves open the RRsets that a manifest names; false where it doesn't name
// what there is.
func (r *reader) endpoint(m *doc.Value, u Unknown) (said bool, err error) {
	for _, e := range m.Get("spec").Get("endpoints").Items() {
		name, err := zone.NameIn(firstOf(e, "dnsName", "dns_name").Text(), "")
		if err != nil || name == "." {
			return false, nil
		}
		one := u
		one.Name, one.Type = name, canonicalType(firstOf(e, "recordType", "record_type").Text())
		if err := r.unknown(one); err != nil {
			return false, err
		}
		said = true
	}
	return said, nil
}

// endpoints leaves open what external-dns makes of its records: by its policy it may
// leave what is there.
func (p *terraformPlan) endpoints(body *doc.Value, at zone.Place) error {
	u := Unknown{Reason: ofEndpoint, Value: flat(body.Get("after")), Place: at}
	all := !anyTrue(body.Get("after_unknown").Get("manifest"))
	for _, side := range []string{"before", "after"} {
		m := manifest(body.Get(side))
		said, err := p.reader.endpoint(m, u)
		if err != nil {
			return err
		}
		all = all && (said || m.Null())
	}
	if all {
		return nil
	}
	return p.reader.unknown(u)
}
