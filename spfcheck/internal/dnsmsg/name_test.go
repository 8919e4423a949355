package dnsmsg_test

import (
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// TestOwns: the owner of a record is the name in whatever form it is written.
func TestOwns(t *testing.T) {
	for name, owners := range map[string]map[string]bool{
		"a.example": {
			"a.example.": true, "A.eXample.": true, "a.example": true, `\097.example.`: true, `\a.example.`: true,
			".": false, "a.": false, "example.": false, "b.example.": false, "ab.example.": false, "a.b.example.": false,
			"a.exampl.": false, "a.examples.": false, "a.example.example.": false, `a\.example.`: false, "a..example.": false,
		},
		`a\.b.example`: {`a\.b.example.`: true, `A\046b.example.`: true, "a.b.example.": false, `a\\.b.example.`: false},
		"\xe9.example": {`\233.example.`: true, "\xe9.example.": true, "\xc9.example.": false},
		".":            {".": true, "": false, "a.": false},
	} {
		asked, err := dnsmsg.ParseName(name)
		if err != nil {
			t.Fatal(err)
		}
		for owner, want := range owners {
			if got := asked.Owns(&dns.A{Hdr: dns.RR_Header{Name: owner}}); got != want {
				t.Errorf("%q owns %q: %t", name, owner, got)
			}
		}
	}
}
