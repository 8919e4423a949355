package gate_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// writer writes zones in a format.
type writer struct {
	name  string
	file  string                             // what the file is called
	tells bool                               // it tells changes, and not states
	write func(before, after []rrset) string // nil: a tool has written them
}

var writers = []writer{
	{name: "dnscontrol"},
	{name: "terraform-aws", tells: true},
	{name: "terraform-cloudflare", tells: true},
	{name: "octodns", file: "shop.example.jp.yaml", write: octodns},
	{name: "octodns split", file: "shop.example.jp./$shop.example.jp.yaml", write: octodns},
	{name: "route53 list", file: "list.json", write: route53List},
	{name: "route53 array", file: "array.json", write: func(_, after []rrset) string { return asJSON(route53Sets(after)) }},
	{name: "route53 batch", file: "batch.json", tells: true, write: route53Batch},
	{name: "powerdns", file: "zone.json", write: powerdns},
	{name: "powerdns patch", file: "patch.json", tells: true, write: powerdnsPatch},
	{name: "nsupdate", file: "script.txt", tells: true, write: nsupdate},
	{name: "gcloud", file: "records.yaml", write: gcloud},
	{name: "azure", file: "list.json", write: azure},
	{name: "cloudformation", file: "template.json", write: cloudformation},
	{name: "pulumi", file: "preview.json", tells: true, write: pulumi},
	{name: "cloudflare export", file: "export.txt", write: cloudflareExport},
	{name: "zone without SOA", file: "records.txt", write: fragment},
}

type object = map[string]any

func asJSON(v any) string {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(text)
}

// label is a name relative to the zone, "" for the apex.
func label(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, shop), ".")
}

// octal are strings as Route 53 has them.
func octal(text string) string {
	var parts []string
	for len(text) > 0 {
		n := min(255, len(text))
		var b strings.Builder
		for _, c := range []byte(text[:n]) {
			switch {
			case c == '"' || c == '\\':
				b.WriteString(`\` + string(c))
			case c < ' ' || c > '~':
				fmt.Fprintf(&b, `\%03o`, c)
			default:
				b.WriteByte(c)
			}
		}
		parts, text = append(parts, `"`+b.String()+`"`), text[n:]
	}
	return strings.Join(parts, " ")
}

func octodns(_, after []rrset) string {
	names := object{}
	for _, s := range after {
		if s.kind == "SOA" { // octoDNS leaves it to the servers
			continue
		}
		var values []any
		for i, data := range s.data {
			switch s.kind {
			case "TXT":
				text := strings.ReplaceAll(s.texts[i], ";", `\;`)
				if strings.Contains(text, `"`) {
					text = `"` + strings.ReplaceAll(text, `"`, `\"`) + `"`
				}
				values = append(values, text)
			case "MX":
				preference, host, _ := strings.Cut(data, " ")
				values = append(values, object{"preference": json.Number(preference), "exchange": host})
			default:
				values = append(values, data)
			}
		}
		list, _ := names[label(s.name)].([]any)
		names[label(s.name)] = append(list, object{"type": s.kind, "values": values})
	}
	return asJSON(names) // JSON is YAML
}

func route53Sets(sets []rrset) []any {
	var list []any
	for _, s := range sets {
		list = append(list, route53Set(s))
	}
	return list
}

func route53Set(s rrset) object {
	var records []any
	for i, data := range s.data {
		if s.kind == "TXT" {
			data = octal(s.texts[i])
		}
		records = append(records, object{"Value": data})
	}
	return object{"Name": s.name, "Type": s.kind, "TTL": 300, "ResourceRecords": records}
}

func route53List(_, after []rrset) string {
	return asJSON(object{"ResourceRecordSets": route53Sets(after), "IsTruncated": false})
}

// differ gives the RRsets that go and those that come or change.
func differ(before, after []rrset) (gone, comes []rrset) {
	same := func(a, b rrset) bool { return a.name == b.name && a.kind == b.kind }
	for _, s := range before {
		if !slices.ContainsFunc(after, func(a rrset) bool { return same(a, s) }) {
			gone = append(gone, s)
		}
	}
	for _, s := range after {
		if !slices.ContainsFunc(before, func(b rrset) bool { return same(b, s) && slices.Equal(b.data, s.data) }) {
			comes = append(comes, s)
		}
	}
	return gone, comes
}

func route53Batch(before, after []rrset) string {
	gone, comes := differ(before, after)
	changes := []any{}
	for _, s := range gone {
		changes = append(changes, object{"Action": "DELETE", "ResourceRecordSet": route53Set(s)})
	}
	for _, s := range comes {
		changes = append(changes, object{"Action": "UPSERT", "ResourceRecordSet": route53Set(s)})
	}
	return asJSON(object{"Changes": changes})
}

func powerdnsSet(s rrset, change string) object {
	records := []any{}
	for _, data := range s.data {
		records = append(records, object{"content": data, "disabled": false})
	}
	made := object{"name": s.name, "type": s.kind, "ttl": 300, "records": records}
	if change != "" {
		made["changetype"] = change
	}
	return made
}

func powerdns(_, after []rrset) string {
	var sets []any
	for _, s := range after {
		sets = append(sets, powerdnsSet(s, ""))
	}
	return asJSON(object{"name": shop, "kind": "Native", "rrsets": sets})
}

func powerdnsPatch(before, after []rrset) string {
	gone, comes := differ(before, after)
	sets := []any{}
	for _, s := range gone {
		sets = append(sets, powerdnsSet(s, "DELETE"))
	}
	for _, s := range comes {
		sets = append(sets, powerdnsSet(s, "REPLACE"))
	}
	return asJSON(object{"rrsets": sets})
}

func nsupdate(before, after []rrset) string {
	gone, comes := differ(before, after)
	b := strings.Builder{}
	for _, s := range slices.Concat(gone, comes) {
		fmt.Fprintf(&b, "update delete %s %s\n", s.name, s.kind)
	}
	for _, s := range comes {
		for _, data := range s.data {
			fmt.Fprintf(&b, "update add %s 300 %s %s\n", s.name, s.kind, data)
		}
	}
	return b.String() + "send\n"
}

func gcloud(_, after []rrset) string {
	var b strings.Builder
	for _, s := range after {
		fmt.Fprintf(&b, "---\nkind: dns#resourceRecordSet\nname: %s\nrrdatas:\n", s.name)
		for _, data := range s.data {
			fmt.Fprintf(&b, "- '%s'\n", strings.ReplaceAll(data, "'", "''"))
		}
		fmt.Fprintf(&b, "ttl: 300\ntype: %s\n", s.kind)
	}
	return b.String()
}

func azure(_, after []rrset) string {
	var list []any
	for _, s := range after {
		set := object{"name": label(s.name), "fqdn": s.name, "type": "Microsoft.Network/dnszones/" + s.kind}
		var items []any
		for i, data := range s.data {
			fields := strings.Fields(data)
			switch s.kind {
			case "TXT":
				items = append(items, object{"value": chunks(s.texts[i])})
			case "MX":
				items = append(items, object{"preference": json.Number(fields[0]), "exchange": fields[1]})
			case "A":
				items = append(items, object{"ipv4Address": data})
			case "NS":
				items = append(items, object{"nsdname": data})
			case "CNAME":
				set["cnameRecord"] = object{"cname": data}
			case "SOA":
				set["soaRecord"] = object{"host": fields[0], "email": fields[1], "serialNumber": 1, "refreshTime": 1, "retryTime": 1, "expireTime": 1, "minimumTtl": 1}
			}
		}
		if items != nil {
			set[s.kind+"Records"] = items
		}
		list = append(list, set)
	}
	return asJSON(list)
}

// chunks cuts a text into strings between characters, since JSON has no others.
func chunks(text string) []string {
	var list []string
	for len(text) > 200 {
		list, text = append(list, text[:200]), text[200:]
	}
	return append(list, text)
}

// kept are the RRsets that tools keep which leave those of the servers alone.
func kept(sets []rrset) []rrset {
	return slices.DeleteFunc(slices.Clone(sets), func(s rrset) bool { return s.kind == "SOA" || s.kind == "NS" })
}

func cloudformation(_, after []rrset) string {
	resources := object{}
	for i, s := range kept(after) {
		var records []any
		for j, data := range s.data {
			if s.kind == "TXT" {
				data = octal(s.texts[j])
			}
			records = append(records, data)
		}
		resources[fmt.Sprintf("R%d", i)] = object{"Type": "AWS::Route53::RecordSet", "Properties": object{
			"HostedZoneName": shop, "Name": s.name, "Type": s.kind, "TTL": "300", "ResourceRecords": records,
		}}
	}
	return asJSON(object{"Resources": resources})
}

func pulumi(before, after []rrset) string {
	gone, comes := differ(kept(before), kept(after))
	state := func(s rrset) object {
		records := slices.Clone(s.data)
		for i := range records {
			if s.kind == "TXT" {
				records[i] = awsText(s.texts[i])
			}
		}
		return object{"type": "aws:route53/record:Record", "inputs": object{"zoneId": "Z1", "name": strings.TrimSuffix(s.name, "."), "type": s.kind, "records": records}}
	}
	steps := []any{object{"op": "same", "urn": "z", "newState": object{"type": "aws:route53/zone:Zone", "inputs": object{"name": shop}, "outputs": object{"name": shop, "zoneId": "Z1"}}}}
	for _, s := range gone {
		steps = append(steps, object{"op": "delete", "urn": s.name, "oldState": state(s)})
	}
	for _, s := range comes {
		step := object{"op": "create", "urn": s.name, "newState": state(s)}
		if i := slices.IndexFunc(before, func(b rrset) bool { return b.name == s.name && b.kind == s.kind }); i >= 0 {
			step["op"], step["oldState"] = "update", state(before[i])
		}
		steps = append(steps, step)
	}
	return asJSON(object{"steps": steps})
}

// awsText is a text as Terraform's provider for Route 53 wants it.
func awsText(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), `"`, `\"`)
	if len(text) > 200 {
		text = text[:200] + `""` + text[200:]
	}
	return text
}

func cloudflareExport(_, after []rrset) string {
	var b strings.Builder
	b.WriteString(";; Domain:     shop.example.jp.\n;; Exported:   2026-11-21 01:02:03\n")
	for _, s := range after {
		name := s.name
		if s.kind == "SOA" {
			name = strings.TrimSuffix(name, ".")
		}
		for _, data := range s.data {
			fmt.Fprintf(&b, "%s\t1\tIN\t%s\t%s\n", name, s.kind, data)
		}
	}
	return b.String()
}

func fragment(_, after []rrset) string {
	var b strings.Builder
	for _, s := range kept(after) {
		for _, data := range s.data {
			fmt.Fprintf(&b, "%s 300 IN %s %s\n", s.name, s.kind, data)
		}
	}
	return b.String()
}
