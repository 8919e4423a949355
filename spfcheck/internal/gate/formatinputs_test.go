package gate_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write writes what the tools read: dnsconfig.js for dnscontrol, main.tf.json for
// terraform, in a folder for each change and one for the base.
func (s *scene) write(t *testing.T, dir string) {
	zones := map[string]string{"base": s.base}
	for _, name := range s.names {
		zones[name] = s.after(t, name)
	}
	for name, text := range zones {
		sets := kept(setsOf(t, text))
		for file, data := range map[string]string{
			"dnscontrol/dnsconfig.js":           dnsconfig(sets),
			"terraform-aws/main.tf.json":        awsTF(sets),
			"terraform-cloudflare/main.tf.json": cloudflareTF(sets),
		} {
			path := filepath.Join(dir, name, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func dnsconfig(sets []rrset) string {
	var b strings.Builder
	b.WriteString("D(\"shop.example.jp\", NewRegistrar(\"none\"), DnsProvider(NewDnsProvider(\"bind\"))")
	for _, s := range sets {
		name := cmp.Or(label(s.name), "@")
		for i, data := range s.data {
			switch preference, host, _ := strings.Cut(data, " "); s.kind {
			case "TXT":
				fmt.Fprintf(&b, ",\n  TXT(%q, %s)", name, asJSON(s.texts[i]))
			case "MX":
				fmt.Fprintf(&b, ",\n  MX(%q, %s, %q)", name, preference, host)
			default:
				fmt.Fprintf(&b, ",\n  %s(%q, %q)", s.kind, name, data)
			}
		}
	}
	b.WriteString("\n);\n")
	return b.String()
}

// literal keeps a text from being a template of Terraform's.
func literal(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "${", "$${"), "%{", "%%{")
}

func awsTF(sets []rrset) string {
	resources := object{}
	for _, s := range sets {
		records := slices.Clone(s.data)
		for i := range records {
			if s.kind == "TXT" {
				records[i] = literal(awsText(s.texts[i]))
			}
		}
		resources[resource(s)] = object{"zone_id": "${data.aws_route53_zone.shop.zone_id}", "name": label(s.name), "type": s.kind, "ttl": 300, "records": records}
	}
	return configuration("aws", "hashicorp/aws", "aws_route53_zone", "aws_route53_record", resources)
}

func cloudflareTF(sets []rrset) string {
	resources := object{}
	for _, s := range sets {
		for i, data := range s.data {
			body := object{"zone_id": "${data.cloudflare_zone.shop.id}", "name": cmp.Or(label(s.name), "@"), "type": s.kind, "ttl": 300}
			switch preference, host, _ := strings.Cut(data, " "); {
			case s.kind == "MX":
				body["content"], body["priority"] = host, json.Number(preference)
			case s.kind == "TXT" && !strings.Contains(s.texts[i], `"`):
				body["content"] = literal(s.texts[i])
			default:
				body["content"] = literal(data)
			}
			resources[fmt.Sprintf("%s_%d", resource(s), i)] = body
		}
	}
	return configuration("cloudflare", "cloudflare/cloudflare", "cloudflare_zone", "cloudflare_record", resources)
}

func resource(s rrset) string {
	return strings.ReplaceAll("r"+label(s.name)+"_"+s.kind, ".", "_")
}

func configuration(provider, source, zone, record string, resources object) string {
	return asJSON(object{
		"terraform": object{"required_providers": object{provider: object{"source": source}}},
		"data":      object{zone: object{"shop": object{"name": strings.TrimSuffix(shop, ".")}}},
		"resource":  object{record: resources},
	})
}
