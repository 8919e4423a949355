package zone_test

import (
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

func TestEdits(t *testing.T) {
	const at, www = "example.jp.", "www.example.jp."
	tests := []struct {
		what  string
		edit  zone.Edit
		name  string
		qtype uint16
		want  string
	}{
		{"a record comes", zone.Edit{Name: at, Type: "TXT", Add: one(t, at, "TXT", `"new"`)}, at, dns.TypeTXT, `NOERROR TXT "new", TXT "published"`},
		{"a record goes", zone.Edit{Name: at, Type: "TXT", Remove: one(t, at, "TXT", `published`)}, at, dns.TypeTXT, "NOERROR"},
		{"another record goes", zone.Edit{Name: at, Type: "TXT", Remove: one(t, at, "TXT", `"other"`)}, at, dns.TypeTXT, `NOERROR TXT "published"`},
		{"all records go", zone.Edit{Name: at, Type: "TXT", Clear: true}, at, dns.TypeTXT, "NOERROR"},
		{"and no other type", zone.Edit{Name: at, Type: "TXT", Clear: true}, at, dns.TypeMX, "NOERROR MX 10 mail.example.jp."},
		{"a CNAME goes", zone.Edit{Name: "alias.example.jp.", Type: "CNAME", Clear: true}, "alias.example.jp.", dns.TypeA, "NOERROR"},
		{"by its data", zone.Edit{Name: "alias.example.jp.", Type: "CNAME", Remove: one(t, "alias.example.jp.", "CNAME", www)}, "alias.example.jp.", dns.TypeA, "NOERROR"},
		{"a chain ends where one goes", zone.Edit{Name: "alias.example.jp.", Type: "CNAME", Clear: true}, "alias2.example.jp.", dns.TypeA, "NOERROR CNAME alias.example.jp."},
		{"a chain leads to an edit", zone.Edit{Name: www, Type: "TXT", Add: one(t, www, "TXT", `"new"`)}, "alias2.example.jp.", dns.TypeTXT, `NOERROR CNAME alias.example.jp., CNAME www.example.jp., TXT "new", TXT "www"`},
		{"a chain leads past one", zone.Edit{Name: www, Type: "TXT", Clear: true}, "alias.example.jp.", dns.TypeA, "NOERROR CNAME www.example.jp., A 192.0.2.1"},
		{"a name comes", zone.Edit{Name: "new.example.jp.", Type: "TXT", Add: one(t, "new.example.jp.", "TXT", `"new"`)}, "new.example.jp.", dns.TypeTXT, `NOERROR TXT "new"`},
		{"and exists", zone.Edit{Name: "new.example.jp.", Type: "TXT", Add: one(t, "new.example.jp.", "TXT", `"new"`)}, "new.example.jp.", dns.TypeA, "NOERROR"},
		{"no name comes", zone.Edit{Name: "new.example.jp.", Type: "TXT", Remove: one(t, "new.example.jp.", "TXT", `"new"`)}, "new.example.jp.", dns.TypeTXT, "NXDOMAIN"},
		{"unknown", zone.Edit{Name: at, Type: "TXT", Unknown: "known after apply"}, at, dns.TypeTXT, "error: undetermined: example.jp TXT: known after apply"},
		{"unknown CNAME", zone.Edit{Name: at, Type: "CNAME", Unknown: "known after apply"}, at, dns.TypeMX, "error: undetermined: example.jp MX: known after apply"},
		{"unknown at the end of a chain", zone.Edit{Name: www, Type: "A", Unknown: "an alias"}, "alias.example.jp.", dns.TypeA, "error: undetermined: www.example.jp A: an alias"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			edited := zone.Edits(tt.edit)(zone.Offline(read(t, published)))
			if got := brief(edited.Exchange(t.Context(), ask(tt.name, tt.qtype))); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

// one is a list of one record.
func one(t *testing.T, name, rrtype, data string) []zone.Record {
	t.Helper()
	rec, err := zone.New(name, rrtype, data, zone.Place{})
	if err != nil {
		t.Fatal(err)
	}
	return []zone.Record{rec}
}
