package record_test

import (
	"slices"
	"testing"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/record"
)

// place is a faulty record: the part that is reported, and what was meant.
type place struct{ text, part, likely string }

// malformed are records with one syntax error.
var malformed = []place{
	// The version section.
	{"", "", ""},
	{" v=spf1 -all", " v=spf1", "v=spf1"},
	{`"v=spf1 -all`, `"v=spf1`, "v=spf1"},
	{"v=spf1; -all", "v=spf1;", "v=spf1"},
	{"v:spf1 -all", "v:spf1", "v=spf1"},
	{"v=spf1-all", "v=spf1-all", "v=spf1 -all"},
	{"v=spf1ip4:192.0.2.1 -all", "v=spf1ip4:192.0.2.1", "v=spf1 ip4:192.0.2.1"},
	{"v=spf1mx -all", "v=spf1mx", "v=spf1 mx"},
	{"spf1 -all", "spf1", "v=spf1"},
	{"v=spf1.0 -all", "v=spf1.0", "v=spf1"},
	{"\ufeffv=spf1 -all", "\ufeffv=spf1", "v=spf1"},
	{"v=spf1\tmx -all", "\t", " "},
	{"v=DMARC1; p=none", "v=DMARC1;", ""},

	// Not ASCII.
	{"v=spf1 ip4:192.0.2.1\t-all", "\t", " "},
	{"v=spf1 ip4\uff1a192.0.2.1 -all", "\uff1a", ":"},
	{"v=spf1 \uff49\uff50\uff14\uff1a192.0.2.1 -all", "\uff49\uff50\uff14\uff1a", "ip4:"},
	{"v=spf1 mx\u3000-all", "\u3000", " "},
	{"v=spf1 mx\u00a0a\u00a0-all", "\u00a0a\u00a0", " a "},
	{"v=spf1 mx\u200b -all", "mx\u200b", "mx"},
	{"v=spf1 mx \u201c-all\u201d", "\u201c-all\u201d", "-all"},
	{"v=spf1 mx \u2013all", "\u2013", "-"},
	{"v=spf1 mx \u301call", "\u301c", "~"},
	{"v=spf1 mx \uff5eall", "\uff5e", "~"},
	{"v=spf1 a:mail\u3002example.com -all", "\u3002", "."},
	{"v=spf1 a:\u65e5\u672c.example -all", "\u65e5\u672c", ""},
	{"v=spf1 a:mail.example.com\x00 -all", "\x00", ""},
	{"v=spf1 \x96all", "\x96", ""},

	// Blanks.
	{"v=spf1 mx - all", "- all", "-all"},
	{"v=spf1 include: spf.example.com -all", "include: spf.example.com", "include:spf.example.com"},
	{"v=spf1 ip6: 2001:db8::1 -all", "ip6: 2001:db8::1", "ip6:2001:db8::1"},
	{"v=spf1 redirect= example.com", "redirect= example.com", "redirect=example.com"},
	{"v=spf1 include :spf.example.com -all", "include :spf.example.com", "include:spf.example.com"},
	{"v=spf1 ip4 192.0.2.1 -all", "ip4 192.0.2.1", "ip4:192.0.2.1"},
	{"v=spf1 ip4:192.0.2.0/24ip4:198.51.100.0/24 -all", "4ip4:", "4 ip4:"},
	{"v=spf1 ip4:192.0.2.0/24ip4:198.51.100.0/24-all", "4ip4:198.51.100.0/24-all", "4 ip4:198.51.100.0/24 -all"},
	{"v=spf1 include:amazonses.com~all", "m~all", "m ~all"},
	{"v=spf1 mx-all", "x-all", "x -all"},
	{"v=spf1 -", "-", ""},

	// Punctuation.
	{"v=spf1 mx -all.", "-all.", "-all"},
	{`v=spf1 mx -all"`, `-all"`, "-all"},
	{`v=spf1 mx" -all`, `mx"`, "mx"},
	{`v=spf1 mx " -all`, `" -all`, "-all"},
	{`v=spf1 mx" "-all`, `mx"`, "mx"},
	{`v=spf1 ip4:192.0.2.1""-all`, `""`, " "},
	{"v=spf1 ip4:192.0.2.1, -all", "ip4:192.0.2.1,", "ip4:192.0.2.1"},
	{"v=spf1 ip4:192.0.2.1;ip4:192.0.2.2 -all", ";", " "},
	{"v=spf1 ip4:192.0.2.1,192.0.2.2,192.0.2.3 -all", ",192.0.2.2,1", " ip4:192.0.2.2 ip4:1"},
	{"v=spf1 mx: -all", "mx:", "mx"},
	{"v=spf1 a:/24 -all", "a:/24", "a/24"},
	{"v=spf1 include: -all", ":", ""},
	{"v=spf1 exists -all", "exists", ""},

	// Addresses.
	{"v=spf1 ip4:2001:db8::1 -all", "ip4:2001:db8::1", "ip6:2001:db8::1"},
	{"v=spf1 ip6:192.0.2.1 -all", "ip6:192.0.2.1", "ip4:192.0.2.1"},
	{"v=spf1 ipv4:192.0.2.0/24 -all", "ipv4:192.0.2.0/24", "ip4:192.0.2.0/24"},
	{"v=spf1 ip:192.0.2.1 -all", "ip:192.0.2.1", "ip4:192.0.2.1"},
	{"v=spf1 ip4192.0.2.1 -all", "ip4192.0.2.1", "ip4:192.0.2.1"},
	{"v=spf1 +ipv6:2001:db8::/32 -all", "+ipv6:2001:db8::/32", "+ip6:2001:db8::/32"},
	{"v=spf1 a:192.0.2.1 -all", "a:192.0.2.1", "ip4:192.0.2.1"},
	{"v=spf1 a:2001:db8::1 -all", "a:2001:db8::1", "ip6:2001:db8::1"},
	{"v=spf1 192.0.2.1/24 -all", "192.0.2.1/24", "ip4:192.0.2.1/24"},
	{"v=spf1 2001:db8::1 -all", "2001:db8::1", "ip6:2001:db8::1"},
	{"v=spf1 ip4:mail.example.com -all", "ip4:mail.example.com", "a:mail.example.com"},
	{"v=spf1 ip4:192.0.2.0-192.0.2.255 -all", "ip4:192.0.2.0-192.0.2.255", "ip4:192.0.2.0/24"},
	{"v=spf1 ip4:192.0.2.1-3 -all", "ip4:192.0.2.1-3", "ip4:192.0.2.1/32 ip4:192.0.2.2/31"},
	{"v=spf1 ip4:192.0.2.9-1 -all", "192.0.2.9-1", ""},
	{"v=spf1 ip4:192.0.2.0/255.255.255.0 -all", "ip4:192.0.2.0/255.255.255.0", "ip4:192.0.2.0/24"},
	{"v=spf1 ip4:192.0.2.0/255.0.255.0 -all", "/255.0.255.0", ""},
	{"v=spf1 ip4:192.0.2.* -all", "ip4:192.0.2.*", "ip4:192.0.2.0/24"},
	{"v=spf1 ip4:192.0.2 -all", "ip4:192.0.2", "ip4:192.0.2.0/24"},
	{"v=spf1 ip4:192.0/20 -all", "ip4:192.0/20", "ip4:192.0.0.0/20"},
	{"v=spf1 ip4:192.000.002.001 -all", "ip4:192.000.002.001", "ip4:192.0.2.1"},
	{"v=spf1 ip4:192.0.2.300 -all", "192.0.2.300", ""},
	{"v=spf1 ip6:[2001:db8::1] -all", "ip6:[2001:db8::1]", "ip6:2001:db8::1"},
	{"v=spf1 ip6:2001:db8:1/48 -all", "ip6:2001:db8:1/48", "ip6:2001:db8:1::/48"},
	{"v=spf1 ip6:fe80::1%eth0 -all", "fe80::1%eth0", ""},
	{"v=spf1 ip4:192.0.2.1:25 -all", "ip4:192.0.2.1:25", "ip4:192.0.2.1"},
	{"v=spf1 a:mail.example.com:25 -all", "a:mail.example.com:25", "a:mail.example.com"},

	// Prefix lengths.
	{"v=spf1 ip4:192.0.2.0/33 -all", "/33", ""},
	{"v=spf1 ip6:2001:db8::/129 -all", "/129", ""},
	{"v=spf1 ip4:192.0.2.0/ -all", "/", ""},
	{"v=spf1 ip4:192.0.2.0/024 -all", "/024", "/24"},
	{"v=spf1 ip4:192.0.2.0//24 -all", "ip4:192.0.2.0//24", "ip4:192.0.2.0/24"},
	{`v=spf1 ip4:192.0.2.0\24 -all`, `ip4:192.0.2.0\24`, "ip4:192.0.2.0/24"},
	{"v=spf1 a/24/64 -all", "a/24/64", "a/24//64"},
	{"v=spf1 mx/64 -all", "mx/64", "mx//64"},
	{"v=spf1 mx/33 -all", "/33", ""},
	{"v=spf1 ip4:/24 -all", "ip4:/24", ""},
	{"v=spf1 mx//129 -all", "/129", ""},
	{"v=spf1 include:spf.example.com/24 -all", "include:spf.example.com/24", "include:spf.example.com"},
	{"v=spf1 -all/8", "/8", ""},

	// Names.
	{"v=spf1 redirect:example.com", "redirect:", "redirect="},
	{"v=spf1 -redirect=example.com", "-redirect=", "redirect="},
	{"v=spf1 +include=example.com -all", "+include=", "+include:"},
	{"v=spf1 +foo=bar -all", "+", ""},
	{"v=spf1 include_spf.example.com -all", "include_spf.example.com", "include:_spf.example.com"},
	{"v=spf1 inlcude:spf.example.com -all", "inlcude:spf.example.com", "include:spf.example.com"},
	{"v=spf1 redirct:example.com", "redirct:example.com", "redirect=example.com"},
	{"v=spf1 mx -al", "-al", "-all"},
	{"v=spf1 a:https://www.example.com/x/ -all", "a:https://www.example.com/x/", "a:www.example.com"},
	{"v=spf1 mail.example.com -all", "mail.example.com", ""},
	{"v=spf1 moo -all", "moo", ""},
	{"v=spf1 1up=foo -all", "1up=foo", ""},
	{"v=spf1 -all:foobar", ":foobar", ""},
	{"v=spf1 redirect=a.test redirect=a.test", "redirect=a.test", ""},
	{"v=spf1 -all exp=a.test EXP=b.test", "EXP=b.test", ""},

	// Domains and macros.
	{"v=spf1 a:museum -all", "museum", ""},
	{"v=spf1 a:example.-com -all", "-com", ""},
	{"v=spf1 a:example.com.. -all", "a:example.com..", "a:example.com"},
	{"v=spf1 a:%{d}. -all", "a:%{d}.", "a:%{d}"},
	{"v=spf1 exists:%(ir).sbl.example.com -all", "%(ir)", "%{ir}"},
	{"v=spf1 exists:foo%.example.com -all", "%.", ""},
	{"v=spf1 exists:%{i.example.com -all", "%{i.example.com", ""},
	{"v=spf1 exists:%{x}.example.com -all", "%{x}", ""},
	{"v=spf1 exists:%{}.example.com -all", "%{}", ""},
	{"v=spf1 exists:%{d0}.example.com -all", "%{d0}", ""},
	{"v=spf1 exists:%{d*}.example.com -all", "%{d*}", ""},
	{"v=spf1 -all exp=%{r}.example.com", "%{r}", ""},
	{"v=spf1 -all foo=%abc", "%a", ""},
}

// suspicious are well-formed records that probably don't say what was meant.
var suspicious = []place{
	{"v=spf1 mx v=spf1 -all", "v=spf1", ""},
	{"v=spf1 include=spf.example.com -all", "include=", "include:"},
	{"v=spf1 ip4=192.0.2.1 -all", "ip4=", "ip4:"},
	{"v=spf1 ipv6=2001:db8::1 -all", "ipv6=", "ip6:"},
	{"v=spf1 all=x -all", "all=", ""},
	{"v=spf1 redirct=spf.example.com", "redirct=spf.example.com", "redirect=spf.example.com"},
	{"v=spf1 inclde=spf.example.com -all", "inclde=spf.example.com", "include:spf.example.com"},
	{"v=spf1 include:a.exampleinclude:b.example -all", "einclude:", "e include:"},
	{"v=spf1 include:a.example,include:b.example -all", ",include:", " include:"},
	{"v=spf1 include:a.example-all", ".example-all", ".example -all"},
	{"v=spf1 a:a.example,b.example -all", "a:a.example,b.example", "a:a.example a:b.example"},
	{"v=spf1 include:http://example.com -all", "include:http://example.com", "include:example.com"},
	{"v=spf1 include:foo@example.com -all", "include:foo@example.com", "include:example.com"},
	{"v=spf1 include::spf.example.com -all", "include::spf.example.com", "include:spf.example.com"},
	{"v=spf1 include:.example.com -all", "include:.example.com", "include:example.com"},
	{"v=spf1 a:mail..example.com -all", "a:mail..example.com", "a:mail.example.com"},
	{
		"v=spf1 a:a123456789012345678901234567890123456789012345678901234567890123.test -all",
		"a:a123456789012345678901234567890123456789012345678901234567890123", "",
	},
	{"v=spf1 exists:%{l-}*.example.com -all", "exists:%{l-}*", ""},
	{"v=spf1 ip6:::ffff:192.0.2.0/120 -all", "ip6:::ffff:192.0.2.0/120", "ip4:192.0.2.0/24"},
}

// check compares what was reported with the place.
func (p place) check(t *testing.T, e record.SyntaxError) {
	t.Helper()
	if got := p.text[e.Offset:e.End]; got != p.part {
		t.Errorf("%q: %q is reported, want %q (%v)", p.text, got, p.part, e)
	}
	if e.Likely != p.likely {
		t.Errorf("%q: %q is thought likely, want %q (%v)", p.text, e.Likely, p.likely, e)
	}
	if !e.Problem.Complete() || e.Section == "" {
		t.Errorf("%q: incomplete: %+v", p.text, e)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range malformed {
		r := record.Parse(c.text)
		if r.WellFormed() || len(r.Errors) == 0 {
			t.Errorf("%q is well-formed", c.text)
			continue
		}
		c.check(t, r.Errors[0])
		if len(r.Suspects) > 0 {
			t.Errorf("%q: suspects %v", c.text, r.Suspects)
		}
	}
}

func TestSuspects(t *testing.T) {
	for _, c := range suspicious {
		r := record.Parse(c.text)
		if !r.WellFormed() {
			t.Errorf("%q is malformed: %v", c.text, r.Errors)
		}
		if len(r.Suspects) != 1 {
			t.Errorf("%q: suspects %v", c.text, r.Suspects)
			continue
		}
		c.check(t, record.SyntaxError(r.Suspects[0]))
	}
}

// TestLikely puts every likely meaning in, which must leave no fault.
func TestLikely(t *testing.T) {
	for _, c := range slices.Concat(malformed, suspicious) {
		r := record.Parse(c.text)
		if fixed, all := repaired(r); all {
			if r = record.Parse(fixed); len(r.Errors)+len(r.Suspects) > 0 {
				t.Errorf("%q: %v %v after the correction to %q", c.text, r.Errors, r.Suspects, fixed)
			}
		}
	}
}

// repaired is the text with the likely meanings put in, and whether there was
// one for each fault.
func repaired(r record.Record) (string, bool) {
	text := r.Text
	faults := slices.Clone(r.Errors)
	for _, s := range r.Suspects {
		faults = append(faults, record.SyntaxError(s))
	}
	slices.SortFunc(faults, func(a, b record.SyntaxError) int { return b.Offset - a.Offset })
	all := true
	for _, f := range faults {
		if f.Likely == "" {
			all = false
			continue
		}
		text = text[:f.Offset] + f.Likely + text[f.End:]
	}
	return text, all
}

// TestEverySlip demands a case for each row of the tables of slips.
func TestEverySlip(t *testing.T) {
	met := make(map[i18n.Text]bool)
	var english []string
	for _, c := range slices.Concat(malformed, suspicious) {
		r := record.Parse(c.text)
		for _, e := range r.Errors {
			met[e.Problem] = true
		}
		for _, s := range r.Suspects {
			met[s.Problem] = true
		}
	}
	for p := range met {
		english = append(english, p.EN)
	}
	for _, problem := range record.Slips() {
		if !slices.Contains(english, problem) {
			t.Errorf("no case for %q", problem)
		}
	}
}

// TestSilent has records that are unusual and in order.
func TestSilent(t *testing.T) {
	for _, text := range []string{
		"v=spf1",
		"v=spf1 ",
		"V=SPF1   MX   -All  ",
		"v=spf1 include:_spf.google.com include:amazonses.com ~all",
		"v=spf1 exists:%{i}._i.%{d}._d.espf.example.com -all",
		"v=spf1 exists:%{l1r+-}._at_.%{o,=_/}._spf.%{d2} -all",
		"v=spf1 ip6:2001:db8:ba:1::/64 ip6:::1 -all",
		"v=spf1 mx ra=postmaster rp=100 rr=all -all",
		"v=spf1 redirect=%{d}.d.spf.example.com.",
		"v=spf1 a:mail.example.com/24//64 -all exp=explain._spf.%{d}",
	} {
		if r := record.Parse(text); len(r.Errors)+len(r.Suspects) > 0 {
			t.Errorf("%q: %v %v", text, r.Errors, r.Suspects)
		}
	}
}

func TestErrorText(t *testing.T) {
	r := record.Parse("v=spf1 ip4:192.0.2.0/33 ip6:192.0.2.1")
	want := []string{
		`offset 20: "/33" is no prefix length from 0 to 32 (RFC 7208 §5.6)`,
		`offset 24: an IPv4 address in ip6 (RFC 7208 §5.6); probably meant: "ip4:192.0.2.1"`,
	}
	for i, e := range r.Errors {
		if e.Error() != want[i] {
			t.Errorf("got  %s\nwant %s", e.Error(), want[i])
		}
	}
}
