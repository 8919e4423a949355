package dnsmsg_test

import (
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// TestOwns compares names with names in every form that they may have: the short
// way must come to the same as the owner taken apart.
func TestOwns(t *testing.T) {
	names := []string{
		".", "a.", "a", "A.example.", "a.example", `\097.example.`, `\A.example.`, "a.b.example.", "ab.example.",
		`a\.b.example.`, "b.example.", "example.", `a\\.example.`, "a.example.example.", `a\.example.`, "\xe9.example.",
		`\233.example.`, "a.exampl.", "a.examples.", "a..example.",
	}
	same := 0
	for _, text := range names[:len(names)-1] {
		asked, err := dnsmsg.ParseName(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range names {
			rr := &dns.A{Hdr: dns.RR_Header{Name: text}}
			owner, ok := dnsmsg.OwnerOf(rr)
			want := ok && owner == asked
			if got := asked.Owns(rr); got != want {
				t.Errorf("%q owns %q: %t", asked, text, got)
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
