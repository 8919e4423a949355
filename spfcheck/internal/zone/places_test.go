package zone_test

import (
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// TestPlaces finds records in a whole zone and in a patch that is put over it.
func TestPlaces(t *testing.T) {
	read := func(name, text string) zone.Zone {
		t.Helper()
		z, err := zone.Read(zone.File{Name: name, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	places := zone.NewPlaces(
		read("root", ". SOA a. b. 1 1 1 1 1\n"),
		read("whole", `$ORIGIN example.jp.
@      SOA ns hostmaster 1 3600 600 86400 60
@      TXT "hello"
@      TXT ( "v=spf1 "
             "-all" )
patched TXT "v=spf1 mx -all"
alias  CNAME @
away   CNAME example.net.
loop   CNAME loop
*.wild TXT "v=spf1 -all"
a.wild A 192.0.2.1
`),
		read("patch", "patched.example.jp. TXT \"v=spf1 a -all\"\nb.example.net. CNAME example.jp.\n"),
	)
	for _, tt := range []struct{ name, text, want string }{
		{"example.jp", "v=spf1 -all", "whole:4"},
		{"example.jp", "hello", "whole:3"},
		{"example.jp", "", "whole:4"},
		{"example.jp", "v=spf1 +all", ""},
		{"patched.example.jp", "v=spf1 a -all", "patch:1"},
		{"patched.example.jp", "v=spf1 mx -all", ""},
		{"alias.example.jp", "v=spf1 -all", "whole:4"},
		{"away.example.jp", "v=spf1 -all", "whole:8"},
		{"b.example.net", "v=spf1 -all", "whole:4"},
		{"loop.example.jp", "v=spf1 -all", "whole:9"},
		{"alias.example.jp", "v=spf1 +all", "whole:7"},
		{"x.y.wild.example.jp", "v=spf1 -all", "whole:10"},
		{"x.a.wild.example.jp", "v=spf1 -all", ""},
		{"_dmarc.example.jp", "", "whole:2"},
		{"example.net", "", ""},
		{"a..b", "", ""},
	} {
		got := ""
		if at := places.Text(tt.name, tt.text); at != nil {
			got = at.String()
		}
		if got != tt.want {
			t.Errorf("%s %q: %q instead of %q", tt.name, tt.text, got, tt.want)
		}
	}
}
