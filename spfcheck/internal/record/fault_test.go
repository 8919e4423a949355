package record_test

import (
	"slices"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

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
		if len(r.Suspects()) > 0 {
			t.Errorf("%q: suspects %v", c.text, r.Suspects())
		}
	}
}

func TestSuspects(t *testing.T) {
	for _, c := range suspicious {
		r := record.Parse(c.text)
		if !r.WellFormed() {
			t.Errorf("%q is malformed: %v", c.text, r.Errors)
		}
		if len(r.Suspects()) != 1 {
			t.Errorf("%q: suspects %v", c.text, r.Suspects())
			continue
		}
		c.check(t, record.SyntaxError(r.Suspects()[0]))
	}
}

// TestLikely puts every likely meaning in, which must leave no fault.
func TestLikely(t *testing.T) {
	for _, c := range slices.Concat(malformed, suspicious) {
		r := record.Parse(c.text)
		if fixed, all := repaired(r); all {
			if r = record.Parse(fixed); len(r.Errors)+len(r.Suspects()) > 0 {
				t.Errorf("%q: %v %v after the correction to %q", c.text, r.Errors, r.Suspects(), fixed)
			}
		}
	}
}

// repaired is the text with the likely meanings put in, and whether there was
// one for each fault.
func repaired(r record.Record) (string, bool) {
	text := r.Text
	faults := slices.Clone(r.Errors)
	for _, s := range r.Suspects() {
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

// TestEveryTypo demands a case for each row of the tables of typos.
func TestEveryTypo(t *testing.T) {
	met := make(map[i18n.Text]bool)
	var english []string
	for _, c := range slices.Concat(malformed, suspicious) {
		r := record.Parse(c.text)
		for _, e := range r.Errors {
			met[e.Problem] = true
		}
		for _, s := range r.Suspects() {
			met[s.Problem] = true
		}
	}
	for p := range met {
		english = append(english, p.EN)
	}
	for _, problem := range record.Typos() {
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
		if r := record.Parse(text); len(r.Errors)+len(r.Suspects()) > 0 {
			t.Errorf("%q: %v %v", text, r.Errors, r.Suspects())
		}
	}
}

func TestErrorText(t *testing.T) {
	r := record.Parse("v=spf1 ip4:192.0.2.0/33 ip6:192.0.2.1")
	want := []string{
		`offset 20: "/33" is not a prefix length from 0 to 32 (RFC 7208 §5.6)`,
		`offset 24: an IPv4 address in ip6 (RFC 7208 §5.6); probably meant: "ip4:192.0.2.1"`,
	}
	for i, e := range r.Errors {
		if e.Error() != want[i] {
			t.Errorf("got  %s\nwant %s", e.Error(), want[i])
		}
	}
}
