package resolve_test

import (
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func TestEdits(t *testing.T) {
	const at, www = "example.jp.", "www.example.jp."
	tests := []struct {
		what  string
		edit  resolve.Edit
		name  string
		qtype uint16
		want  string
	}{
		{"a record comes", resolve.Edit{Name: at, Type: "TXT", Add: []string{`"new"`}}, at, dns.TypeTXT, `NOERROR TXT "new", TXT "published"`},
		{"a record goes", resolve.Edit{Name: at, Type: "TXT", Remove: []string{`published`}}, at, dns.TypeTXT, "NOERROR"},
		{"another record goes", resolve.Edit{Name: at, Type: "TXT", Remove: []string{`"other"`}}, at, dns.TypeTXT, `NOERROR TXT "published"`},
		{"all records go", resolve.Edit{Name: at, Type: "TXT", Clear: true}, at, dns.TypeTXT, "NOERROR"},
		{"and no other type", resolve.Edit{Name: at, Type: "TXT", Clear: true}, at, dns.TypeMX, "NOERROR MX 10 mail.example.jp."},
		{"a CNAME goes", resolve.Edit{Name: "alias.example.jp.", Type: "CNAME", Clear: true}, "alias.example.jp.", dns.TypeA, "NOERROR"},
		{"by its data", resolve.Edit{Name: "alias.example.jp.", Type: "CNAME", Remove: []string{www}}, "alias.example.jp.", dns.TypeA, "NOERROR"},
		{"a chain ends where one goes", resolve.Edit{Name: "alias.example.jp.", Type: "CNAME", Clear: true}, "alias2.example.jp.", dns.TypeA, "NOERROR CNAME alias.example.jp."},
		{"a chain leads to an edit", resolve.Edit{Name: www, Type: "TXT", Add: []string{`"new"`}}, "alias2.example.jp.", dns.TypeTXT, `NOERROR CNAME alias.example.jp., CNAME www.example.jp., TXT "new", TXT "www"`},
		{"a chain leads past one", resolve.Edit{Name: www, Type: "TXT", Clear: true}, "alias.example.jp.", dns.TypeA, "NOERROR CNAME www.example.jp., A 192.0.2.1"},
		{"a name comes", resolve.Edit{Name: "new.example.jp.", Type: "TXT", Add: []string{`"new"`}}, "new.example.jp.", dns.TypeTXT, `NOERROR TXT "new"`},
		{"and exists", resolve.Edit{Name: "new.example.jp.", Type: "TXT", Add: []string{`"new"`}}, "new.example.jp.", dns.TypeA, "NOERROR"},
		{"no name comes", resolve.Edit{Name: "new.example.jp.", Type: "TXT", Remove: []string{`"new"`}}, "new.example.jp.", dns.TypeTXT, "NXDOMAIN"},
		{"unknown", resolve.Edit{Name: at, Type: "TXT", Unknown: "known after apply"}, at, dns.TypeTXT, "error: undetermined: example.jp TXT: known after apply"},
		{"unknown CNAME", resolve.Edit{Name: at, Type: "CNAME", Unknown: "known after apply"}, at, dns.TypeMX, "error: undetermined: example.jp MX: known after apply"},
		{"unknown at the end of a chain", resolve.Edit{Name: www, Type: "A", Unknown: "an alias"}, "alias.example.jp.", dns.TypeA, "error: undetermined: www.example.jp A: an alias"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			layer, err := resolve.Edits(tt.edit)
			if err != nil {
				t.Fatal(err)
			}
			edited := resolve.Chain(resolve.Offline(dnstest.Zone(t, published)), layer)
			if got := brief(edited.Exchange(t.Context(), ask(tt.name, tt.qtype))); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestEditsRefused(t *testing.T) {
	for _, edits := range [][]resolve.Edit{
		{{Name: "a..b.", Type: "A"}},
		{{Name: "a.b.", Type: "NONE OF THESE"}},
		{{Name: "a.b.", Type: "A", Add: []string{"192.0.2.1\nb. A 192.0.2.2"}}},
		{{Name: "a.b.", Type: "A", Remove: []string{"text"}}},
		{{Name: "a.b.", Type: "CNAME", Add: []string{"c."}}},
		{{Name: "a.b.", Type: "A", Clear: true}, {Name: "A.b.", Type: "A"}},
	} {
		if _, err := resolve.Edits(edits...); err == nil {
			t.Errorf("%+v: no error", edits)
		}
	}
}

func TestKeep(t *testing.T) {
	over := resolve.Overlay(dnstest.Zone(t, "example.jp. SOA a. b. 1 1 1 1 1"))
	layer, err := resolve.Keep(over, resolve.RRset{Name: "Example.jp.", Type: "MX"})
	if err != nil {
		t.Fatal(err)
	}
	kept := resolve.Chain(resolve.Offline(dnstest.Zone(t, published)), layer)
	if got, want := brief(kept.Exchange(t.Context(), ask("example.jp.", dns.TypeMX))), "NOERROR MX 10 mail.example.jp."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := brief(kept.Exchange(t.Context(), ask("example.jp.", dns.TypeTXT))), "NOERROR"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, set := range []resolve.RRset{{Name: "a..", Type: "MX"}, {Name: "a.", Type: "X"}} {
		if _, err := resolve.Keep(over, set); err == nil {
			t.Errorf("%v: no error", set)
		}
	}
}

func TestParseEntry(t *testing.T) {
	tests := []struct{ text, origin, want string }{
		{"@ 60 IN TXT ( \"a\" ; b\n \"c\" )", "Example.jp.", `example.jp. TXT "a" "c"`},
		{"w\\119W MX 10 mail", "example.jp.", "www.example.jp. MX 10 mail.example.jp."},
		{"www A 192.0.2.1", "", `error: line 1: the name "www" is relative and no $ORIGIN stands before it: end it with a dot or add $ORIGIN`},
		{"a. A 192.0.2.1\nb. A 192.0.2.2", "", "error: the entry has more than one record"},
		{`a. TYPE65280 \# 2 01fF`, "", `a. TYPE65280 \# 2 01ff`},
		{"; none", "", "error: the entry has no record"},
		{"$INCLUDE x", "a.", "error: line 1: $INCLUDE is not taken: put the records into this file"},
	}
	for _, tt := range tests {
		e, err := resolve.ParseEntry(tt.text, tt.origin)
		got := e.Name + " " + e.Type + " " + e.Data
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != tt.want {
			t.Errorf("%q: %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

func TestCanonicalName(t *testing.T) {
	for given, want := range map[string]string{"WWW.Example.jp": "www.example.jp.", `\042.a b.`: `*.a\032b.`, ".": "."} {
		if got, err := resolve.CanonicalName(given); err != nil || got != want {
			t.Errorf("%q: %q, %v", given, got, err)
		}
	}
	if _, err := resolve.CanonicalName("a..b"); err == nil {
		t.Error("no error for an empty label")
	}
}
