package change

import (
	"strings"
	"testing"
	"testing/fstest"
)

// fuzz reads hostile files of one format: they are an error, or a change that can
// be laid over DNS.
func fuzz(f *testing.F, format, name string, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := newReader(Options{Format: format})
		r.formats = Formats
		folder := fstest.MapFS{"x.zone.a": {Data: []byte("$INCLUDE x.zone.a\nx A 192.0.2.1")}, "x.zone.b": {Data: []byte("y TXT z")}}
		err := r.read(&file{name: name, data: []byte(text), folder: folder})
		if err == nil {
			err = r.finish()
		}
		if err != nil {
			if !strings.Contains(err.Error(), name) {
				t.Fatalf("an error without its file: %v", err)
			}
			return
		}
		for _, rec := range r.change.Records {
			if rec.Name == "" || rec.Type == "" || rec.File == "" || rec.Line == 0 {
				t.Fatalf("a record without name, type or place: %+v", rec)
			}
		}
		r.change.Layer()
	})
}

func FuzzReadZone(f *testing.F) {
	fuzz(f, "zone", "x.zone", "$ORIGIN example.jp.\n$TTL 1h\n@ SOA a b 1 1 1 1 1\n TXT ( \"a\" ; c\n \"b\" )\n$INCLUDE x.zone.b sub\n",
		"$INCLUDE x.zone.a\n", "a. CNAME b.\na. A 192.0.2.1", "a. TYPE65280 \\# 1 00")
}

func FuzzReadRoute53(f *testing.F) {
	fuzz(f, "route53", "x.json",
		`{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"\\052.example.jp","Type":"TXT","ResourceRecords":[{"Value":"\"a\" \"\\073\""}]}}]}`,
		`{"ResourceRecordSets":[{"Name":"a.","Type":"SOA","ResourceRecords":[{"Value":"a b 1 1 1 1 1"}]},{"Name":"a.","Type":"A","AliasTarget":{"DNSName":"b."}}]}`)
}

func FuzzReadNSUpdate(f *testing.F) {
	fuzz(f, "nsupdate", "x.txt", "zone a.\nupdate delete b.a. IN TXT\nupdate add b.a. 300 TXT \"x\" ; c\nsend\n", "del a.\nadd a. NS (", "update add $INCLUDE x.zone.a", "delete a 1 NONE MX 1 b.")
}

func FuzzReadTerraform(f *testing.F) {
	fuzz(f, "terraform", "x.json",
		`{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"aws_route53_record","change":{"actions":["delete","create"],"before":{"name":"a.jp","type":"TXT","records":["x"]},"after":{"name":"a.jp","type":"TXT","records":["a\"\"b"]},"after_unknown":{"records":[true]}}}]}`,
		`{"format_version":"1.2","resource_changes":[{"type":"cloudflare_record","change":{"actions":["update"],"before":{"name":"a.jp","type":"TXT","content":"x"},"after":{"name":"a.jp","type":"TXT","content":"\"y\" \"z\""}}}]}`)
}

func FuzzReadOctoDNS(f *testing.F) {
	fuzz(f, "octodns", "example.jp.yaml", "'':\n- type: TXT\n  values:\n  - v=spf1 -all\n  - a\\;b\n- type: MX\n  value: {preference: 1, exchange: a.}\n",
		"? ''\n: type: A\n  value: 192.0.2.1\n", "a:\n  type: TXT\n  value: |\n    x\n", "a: {type: TXT, values: [a, b]}", "- - - -", "a: &b c", "[[[[")
}

func FuzzReadDNSControl(f *testing.F) {
	fuzz(f, "dnscontrol", "x.json",
		`{"domains":[{"name":"a.jp","records":[{"type":"TXT","name":"@","target":"ab","txtstrings":["a","b"]},{"type":"MX","name":"@","mxpreference":1,"target":"m"}],"recordsabsent":[{"type":"A","name":"x","target":"192.0.2.1"}]}]}`,
		`{"domains":[{"name":"a.jp!x","keepunknown":true,"records":[{"type":"ALIAS","name":"@","target":"b."}]}]}`)
}

func FuzzReadExports(f *testing.F) {
	fuzz(f, "", "x.json",
		`{"rrsets":[{"name":"a.","type":"SOA","records":[{"content":"a. b. 1 1 1 1 1"}]},{"name":"b.a","type":"TXT","changetype":"REPLACE","records":[{"content":"\"x\"","disabled":true}]}]}`,
		`[{"fqdn":"a.","type":"Microsoft.Network/dnszones/SOA","soaRecord":{"host":"a."}},{"fqdn":"b.a.","type":"Microsoft.Network/dnszones/TXT","txtRecords":[{"value":["x"]}]}]`,
		`[{"kind":"dns#resourceRecordSet","name":"a.","type":"TXT","rrdatas":["\"x\""]}]`,
		`{"Resources":{"A":{"Type":"AWS::Route53::RecordSet","Properties":{"Name":"a.","Type":"TXT","ResourceRecords":["\"x\"",{"Ref":"B"}]}}}}`,
		`{"steps":[{"op":"update","oldState":{"type":"aws:route53/record:Record","inputs":{"name":"a.jp","type":"TXT","records":["x"]}},"newState":{"type":"aws:route53/record:Record","inputs":{"zoneId":"z","name":"a.jp","type":"TXT","records":["04da6b54-80e4-46f7-96ec-b56ff0331ba9"]}}}]}`)
}

func FuzzReadTemplates(f *testing.F) {
	fuzz(f, "cloudformation", "x.jp.yaml", "Resources:\n  A:\n    Type: AWS::Route53::RecordSet\n    Properties: {Name: !Sub 'a', Type: TXT, ResourceRecords: ['\"x\"', !Ref B]}\n",
		"Resources: {A: {Type: AWS::Route53::RecordSetGroup, Properties: {RecordSets: [&a {Name: a, Type: A}, *a]}}}")
}
