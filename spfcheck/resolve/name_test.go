package resolve_test

import (
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestOwns compares names with names in every form that they may have.
func TestOwns(t *testing.T) {
	names := []string{
		".", "a.", "a", "A.example.", "a.example", `\097.example.`, `\A.example.`, "a.b.example.", "ab.example.",
		`a\.b.example.`, "b.example.", "example.", `a\\.example.`, "a.example.example.", `a\.example.`, "\xe9.example.",
		`\233.example.`, "a.exampl.", "a.examples.", "a..example.",
	}
	same := 0
	for _, asked := range names[:len(names)-1] {
		for _, owner := range names {
			rr := &dns.A{Hdr: dns.RR_Header{Name: owner}}
			got, want := resolve.Owns(asked, rr)
			if got != want {
				t.Errorf("%q owns %q: %t", asked, owner, got)
			}
			if want {
				same++
			}
		}
	}
	if same <= len(names) {
		t.Errorf("only %d are the same", same)
	}
}
