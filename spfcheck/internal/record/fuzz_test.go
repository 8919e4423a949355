package record_test

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

func FuzzParse(f *testing.F) {
	for _, c := range append(malformed, suspicious...) {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := record.Parse(text)
		if r.Text != text {
			t.Fatalf("text %q", r.Text)
		}
		end := 0
		for _, term := range r.Terms {
			if term.Offset < end || term.End() > len(text) || term.Text == "" || text[term.Offset:term.End()] != term.Text {
				t.Fatalf("%q: term %q at %d to %d", text, term.Text, term.Offset, term.End())
			}
			if strings.Trim(text[end:term.Offset], " ") != "" && end > 0 {
				t.Fatalf("%q: %q is in no term", text, text[end:term.Offset])
			}
			end = term.End()
		}
		end = 0
		for _, e := range r.Errors {
			checkFault(t, text, e, end)
			end = e.End
		}
		end = 0
		for _, s := range r.Suspects() {
			checkFault(t, text, record.SyntaxError(s), end)
			end = s.End
		}
		checkWhole(t, r)
	})
}

func checkFault(t *testing.T, text string, e record.SyntaxError, after int) {
	t.Helper()
	if e.Offset < after || e.End > len(text) || e.Offset > e.End || e.Offset == e.End && text != "" {
		t.Fatalf("%q: range %d to %d after %d: %v", text, e.Offset, e.End, after, e)
	}
	if !e.Problem.Complete() || e.Section == "" || e.Likely == text[e.Offset:e.End] && text != "" {
		t.Fatalf("%q: incomplete: %+v", text, e)
	}
}

// checkWhole demands that what is well-formed is said by its terms alone.
func checkWhole(t *testing.T, r record.Record) {
	t.Helper()
	malformed := 0
	parts := []string{"v=spf1"}
	for _, term := range r.Terms {
		if !term.WellFormed() {
			malformed++
		}
		parts = append(parts, term.Text)
	}
	if len(r.Errors) > 0 {
		return
	}
	if malformed > 0 || !record.IsSPF(r.Text) {
		t.Fatalf("%q: no error, %d terms malformed", r.Text, malformed)
	}
	again := record.Parse(strings.Join(parts, " "))
	if len(again.Errors) > 0 || len(again.Terms) != len(r.Terms) {
		t.Fatalf("%q: parsed again: %+v", r.Text, again)
	}
	for i, term := range r.Terms {
		same := again.Terms[i]
		same.Offset = term.Offset
		if !reflect.DeepEqual(term, same) {
			t.Fatalf("%q: %+v, parsed again %+v", r.Text, term, same)
		}
	}
}

func FuzzExpand(f *testing.F) {
	f.Add("%{ir}.%{v}.%{d2}", "strong-bad@email.example.com", "mail.example.com", "192.0.2.3")
	f.Add("%{L1r+-}.%{h}%%%_%-", "a.b+c@", "[::1]", "2001:db8::1")
	f.Add("%{s}.%{s}.%{s}.%{S}..", strings.Repeat("a.", 100)+"@b", " \x00\"", "")
	f.Fuzz(func(t *testing.T, text, sender, domain, client string) {
		m, err := record.ParseExplanation(text)
		if err != nil {
			return
		}
		addr, _ := netip.ParseAddr(client)
		v := record.Values{Sender: sender, Domain: domain, Helo: domain, Client: addr}
		m.ExpandText(v)
		name := m.ExpandDomain(v)
		octets := 0
		for i := 0; i < len(name); i++ {
			octets++
			if name[i] == '\\' {
				if i+3 >= len(name) || strings.Trim(name[i+1:i+4], "0123456789") != "" {
					t.Fatalf("%q: escape at %d", name, i)
				}
				i += 3
			} else if name[i] <= ' ' || name[i] > '~' || strings.IndexByte(`"'()$%/:;@`, name[i]) >= 0 {
				t.Fatalf("%q: raw byte %q", name, name[i])
			}
		}
		if octets > 253 {
			t.Fatalf("%q: %d octets", name, octets)
		}
	})
}
