package record_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

func TestIsSPF(t *testing.T) {
	tests := map[string]bool{
		"v=spf1":            true,
		"v=spf1 -all":       true,
		"V=sPf1 -all":       true,
		"v=spf1 ":           true,
		"":                  false,
		"v=spf10":           false,
		"v=spf1\t-all":      false,
		"v=spf1\u3000-all":  false,
		" v=spf1 -all":      false,
		"spf2.0/pra -all":   false,
		"v=\u017fpf1 -all":  false, // a long s folds to s in Unicode, not in ASCII
		"v=DMARC1; p=none;": false,
	}
	for text, want := range tests {
		if got := record.IsSPF(text); got != want {
			t.Errorf("IsSPF(%q) = %v, want %v", text, got, want)
		}
	}
}

// term is what a case compares of a record.Term.
type term struct {
	qualifier, name, domain, prefix string
	bits4, bits6                    int
}

func termOf(t record.Term) term {
	prefix := ""
	if t.Prefix.IsValid() {
		prefix = t.Prefix.String()
	}
	return term{t.Qualifier.String(), t.Name, t.Domain.String(), prefix, t.Bits4, t.Bits6}
}

func TestTerms(t *testing.T) {
	tests := map[string]term{
		"all":                           {"+", "all", "", "", 0, 0},
		"-ALL":                          {"-", "all", "", "", 0, 0},
		"?InClude:_spf.Example.com":     {"?", "include", "_spf.Example.com", "", 0, 0},
		"include:%{d}":                  {"+", "include", "%{d}", "", 0, 0},
		"include:o.example.com.":        {"+", "include", "o.example.com.", "", 0, 0},
		"a":                             {"+", "a", "", "", 32, 128},
		"a/24":                          {"+", "a", "", "", 24, 128},
		"a//64":                         {"+", "a", "", "", 32, 64},
		"mx/0//0":                       {"+", "mx", "", "", 0, 0},
		"mx:mail.example.com/24//64":    {"+", "mx", "mail.example.com", "", 24, 64},
		"a:foo:bar/baz.example.com":     {"+", "a", "foo:bar/baz.example.com", "", 32, 128},
		"a:1/24.example.com/8":          {"+", "a", "1/24.example.com", "", 8, 128},
		"a:%{d4/}/24":                   {"+", "a", "%{d4/}", "", 24, 128},
		"a:example.xn--zckzah":          {"+", "a", "example.xn--zckzah", "", 32, 128},
		"a:example.1-2":                 {"+", "a", "example.1-2", "", 32, 128},
		"a:.example":                    {"+", "a", ".example", "", 32, 128},
		"exists:foo%%":                  {"+", "exists", "foo%%", "", 0, 0},
		"exists:%{L1R+-}._spf.%{d2}":    {"+", "exists", "%{L1R+-}._spf.%{d2}", "", 0, 0},
		"ptr":                           {"+", "ptr", "", "", 0, 0},
		"ptr:example.com":               {"+", "ptr", "example.com", "", 0, 0},
		"ip4:192.0.2.1":                 {"+", "ip4", "", "192.0.2.1/32", 0, 0},
		"ip4:192.0.2.1/24":              {"+", "ip4", "", "192.0.2.1/24", 0, 0},
		"ip4:0.0.0.0/0":                 {"+", "ip4", "", "0.0.0.0/0", 0, 0},
		"ip6:2001:db8::cd30":            {"+", "ip6", "", "2001:db8::cd30/128", 0, 0},
		"ip6:2001:DB8::/32":             {"+", "ip6", "", "2001:db8::/32", 0, 0},
		"ip6:::1.1.1.1/0":               {"+", "ip6", "", "::101:101/0", 0, 0},
		"ip6:::ffff:192.0.2.1":          {"+", "ip6", "", "::ffff:192.0.2.1/128", 0, 0},
		"redirect=_spf.example.com":     {"", "redirect", "_spf.example.com", "", 0, 0},
		"EXP=exp.%{d}":                  {"", "exp", "exp.%{d}", "", 0, 0},
		"moo.cow-far_out=man:dog/cat":   {"", "moo.cow-far_out", "man:dog/cat", "", 0, 0},
		"default=":                      {"", "default", "", "", 0, 0},
		"ra=%{c}":                       {"", "ra", "%{c}", "", 0, 0},
		"a:%{d00000000000000000000001}": {"+", "a", "%{d00000000000000000000001}", "", 32, 128},
	}
	for text, want := range tests {
		r := record.Parse("v=spf1  " + text + "  ")
		if len(r.Errors) > 0 || len(r.Terms) != 1 {
			t.Errorf("%q: %d terms, errors %v", text, len(r.Terms), r.Errors)
			continue
		}
		got := r.Terms[0]
		if termOf(got) != want {
			t.Errorf("%q:\n got %+v\nwant %+v", text, termOf(got), want)
		}
		if got.Offset != 8 || got.Text != text || got.End() != 8+len(text) {
			t.Errorf("%q stands at %d to %d as %q", text, got.Offset, got.End(), got.Text)
		}
	}
}

func TestTermHelpers(t *testing.T) {
	r := record.Parse("v=spf1 a mx ptr all include:a.test exists:a.test ip4:192.0.2.9/24 redirect=a.test exp=a.test a=b a=b 1")
	if len(r.Errors) != 1 {
		t.Errorf("errors %v, want that of the last term", r.Errors)
	}
	var counted, unknown []string
	for _, term := range r.Terms {
		if term.CountsLookup() {
			counted = append(counted, term.Name)
		}
		if !term.Known() {
			unknown = append(unknown, term.Text)
		}
	}
	if got, want := strings.Join(counted, " "), "a mx ptr include exists redirect"; got != want {
		t.Errorf("terms that count a lookup: %s, want %s", got, want)
	}
	if got, want := strings.Join(unknown, " "), "a=b a=b 1"; got != want {
		t.Errorf("terms unknown: %s, want %s", got, want)
	}
	if got, want := r.Terms[6].Network(), netip.MustParsePrefix("192.0.2.0/24"); got != want {
		t.Errorf("network %v, want %v", got, want)
	}
	if m, ok := r.Modifier("redirect"); !ok || m.Text != "redirect=a.test" {
		t.Errorf("redirect: %q, %v", m.Text, ok)
	}
	if _, ok := r.Modifier("all"); ok {
		t.Error("all passes for a modifier")
	}
	if last := r.Terms[len(r.Terms)-1]; last.WellFormed() || last.Qualifier != 0 {
		t.Errorf("malformed term: %+v", last)
	}
}

func TestLongGarbage(t *testing.T) {
	const size = 1 << 16
	for _, unit := range []string{"x ", "a:", "%", "%{", "ip4:1,", "\u3000", "- ", "a:b.test ", "\" ", "a/", "x=%{d} ", "include:a.testb:"} {
		text := "v=spf1 " + strings.Repeat(unit, size/len(unit))
		r := record.Parse(text)
		if len(r.Errors) > record.MaxFaults || len(r.Suspects()) > record.MaxFaults {
			t.Errorf("%q repeated: %d errors, %d suspects", unit, len(r.Errors), len(r.Suspects()))
		}
	}
}
