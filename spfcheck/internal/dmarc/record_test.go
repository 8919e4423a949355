package dmarc_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
)

func (p place) check(t *testing.T, f dmarc.Fault) {
	t.Helper()
	if got := p.text[f.Offset:f.End]; got != p.part {
		t.Errorf("%q: %q is reported, want %q (%v)", p.text, got, p.part, f)
	}
	if f.Likely != p.likely {
		t.Errorf("%q: %q is thought likely, want %q (%v)", p.text, f.Likely, p.likely, f)
	}
	if !f.Problem.Complete() || f.Section == "" || strings.Contains(f.Problem.EN+f.Problem.JA, "%!") {
		t.Errorf("%q: incomplete: %+v", p.text, f)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range malformed {
		r := dmarc.Parse(c.text)
		if len(r.Errors) != 1 {
			t.Errorf("%q: errors %v", c.text, r.Errors)
			continue
		}
		c.check(t, r.Errors[0])
		if len(r.Warnings) > 0 {
			t.Errorf("%q: warnings %v", c.text, r.Warnings)
		}
	}
}

func TestWarnings(t *testing.T) {
	for _, c := range suspicious {
		r := dmarc.Parse(c.text)
		if len(r.Errors) > 0 || len(r.Warnings) != 1 {
			t.Errorf("%q: %v %v", c.text, r.Errors, r.Warnings)
			continue
		}
		c.check(t, r.Warnings[0])
	}
}

func TestSilent(t *testing.T) {
	for _, text := range silent {
		if r := dmarc.Parse(text); len(r.Errors)+len(r.Warnings) > 0 {
			t.Errorf("%q: %v %v", text, r.Errors, r.Warnings)
		}
	}
}

// TestLikely puts every likely meaning in, which must leave no fault.
func TestLikely(t *testing.T) {
	for _, c := range slices.Concat(malformed, suspicious) {
		r := dmarc.Parse(c.text)
		text := r.Text
		faults := slices.Concat(r.Errors, r.Warnings)
		slices.SortFunc(faults, func(a, b dmarc.Fault) int { return b.Offset - a.Offset })
		for _, f := range faults {
			if f.Likely == "" {
				text = ""
				break
			}
			text = text[:f.Offset] + f.Likely + text[f.End:]
		}
		if text == "" {
			continue
		}
		if r := dmarc.Parse(text); len(r.Errors)+len(r.Warnings) > 0 || !r.Usable() {
			t.Errorf("%q: %v %v after the correction to %q", c.text, r.Errors, r.Warnings, text)
		}
	}
}

func TestSeveralErrors(t *testing.T) {
	r := dmarc.Parse("v=DMARC1;; p=rejct sp=none; pct=x; rua=a@example.com,b@example.com;;")
	var got []string
	end := 0
	for _, e := range r.Errors {
		if e.Offset < end {
			t.Errorf("%v begins before %d", e, end)
		}
		end = e.End
		got = append(got, r.Text[e.Offset:e.End])
	}
	want := []string{";;", " ", "x", "a@example.com", "b@example.com", ";;"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFields(t *testing.T) {
	r := dmarc.Parse("v=DMARC1; p=quarantine; sp=reject; np=none; adkim=S; pct=20; t=y; psd=U; fo=1:D; " +
		"rua=mailto:a@Example.com!10m,https://x.example/y; ruf=mailto:b%2Bc@example.net.")
	want := dmarc.Record{
		Policy: dmarc.PolicyQuarantine, Subdomain: dmarc.PolicyReject, Nonexistent: dmarc.PolicyNone,
		DKIM: dmarc.Strict, SPF: dmarc.Relaxed, Percent: 20, Testing: true, PSD: "u",
		FailureOptions: []string{"1", "d"},
		Reports: []dmarc.ReportURI{
			{Offset: 85, Tag: "rua", Text: "mailto:a@Example.com!10m", Address: "a@Example.com", Domain: "example.com", MaxSize: 10 << 20},
			{Offset: 110, Tag: "rua", Text: "https://x.example/y", Address: "https://x.example/y", Domain: "x.example"},
			{Offset: 135, Tag: "ruf", Text: "mailto:b%2Bc@example.net.", Address: "b+c@example.net.", Domain: "example.net"},
		},
	}
	for _, u := range r.Reports {
		if r.Text[u.Offset:u.Offset+len(u.Text)] != u.Text {
			t.Errorf("%+v isn't there", u)
		}
	}
	r.Text, r.Tags, r.Warnings = "", nil, nil
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
}

func TestFor(t *testing.T) {
	for _, c := range []struct{ text, same, existing, nonexistent string }{
		{"v=DMARC1; p=reject", "reject p", "reject p", "reject p"},
		{"v=DMARC1; p=reject; sp=none", "reject p", "none sp", "none sp"},
		{"v=DMARC1; p=none; np=reject", "none p", "none p", "reject np"},
		{"v=DMARC1; p=none; sp=quarantine; np=reject", "none p", "quarantine sp", "reject np"},
		{"v=DMARC1; p=x", " ", " ", " "},
		{"v=DMARC1", " ", " ", " "},
		{"v=DMARC1; p=x; rua=mailto:a@example.com", "none ", "none ", "none "},
		{"v=DMARC1; p=reject; sp=x; rua=mailto:a@example.com", "none ", "none ", "none "},
		{"v=DMARC1; p=reject; np=x", " ", " ", " "},
		{"v=DMARC1; p=reject; pct=x", "reject p", "reject p", "reject p"},
		{"v=DMARC1; p=reject; p=none", "reject p", "reject p", "reject p"},
		{"v=dmarc1; p=reject", " ", " ", " "},
	} {
		r := dmarc.Parse(c.text)
		for scope, want := range map[dmarc.Scope]string{
			dmarc.Same: c.same, dmarc.Existing: c.existing, dmarc.Nonexistent: c.nonexistent,
		} {
			policy, tag := r.For(scope)
			if got := string(policy) + " " + tag; got != want {
				t.Errorf("%q, scope %d: %q, want %q", c.text, scope, got, want)
			}
		}
	}
}

func TestFaultText(t *testing.T) {
	r := dmarc.Parse("v=DMARC1; p=rejct; np=x")
	want := []string{
		`offset 12: p is "rejct", which is not one of none, quarantine, reject (RFC 7489 §6.3); probably meant: "reject"`,
		`offset 22: np is "x", which is not one of none, quarantine, reject (RFC 9989 §4.7)`,
	}
	for i, e := range r.Errors {
		if e.Error() != want[i] {
			t.Errorf("got  %s\nwant %s", e.Error(), want[i])
		}
	}
}

func TestIsDMARC(t *testing.T) {
	for text, want := range map[string]bool{
		"v=DMARC1":       true,
		"v=DMARC1;":      true,
		"V = DMARC1 ; p": true,
		"v=DMARC1 p":     false,
		"v=DMARC10":      false,
		"v=dmarc1":       false,
		" v=DMARC1":      false,
		"":               false,
	} {
		if got := dmarc.IsDMARC(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestBounds(t *testing.T) {
	text := "v=DMARC1; p=none; rua=" + strings.Repeat("mailto:a@example.com,", 3000) + "mailto:a@example.com"
	if r := dmarc.Parse(text); len(r.Reports) != dmarc.MaxReports || len(r.Errors) > 0 {
		t.Errorf("%d reports, errors %v", len(r.Reports), r.Errors)
	}
	if r := dmarc.Parse("v=DMARC1;" + strings.Repeat("x;", 30000)); len(r.Errors) != dmarc.MaxFaults {
		t.Errorf("%d errors", len(r.Errors))
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range slices.Concat(malformed, suspicious) {
		f.Add(c.text)
	}
	for _, text := range silent {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := dmarc.Parse(text)
		if r.Text != text {
			t.Fatalf("text %q", r.Text)
		}
		end := 0
		for _, tag := range r.Tags {
			if tag.Offset < end || tag.Text == "" || text[tag.Offset:tag.End()] != tag.Text {
				t.Fatalf("%q: tag %+v after %d", text, tag, end)
			}
			if text[tag.ValueOffset:tag.ValueOffset+len(tag.Value)] != tag.Value {
				t.Fatalf("%q: value of %+v", text, tag)
			}
			end = tag.End()
		}
		checkFaults(t, text, r.Errors)
		checkFaults(t, text, r.Warnings)
		for _, u := range r.Reports {
			if text[u.Offset:u.Offset+len(u.Text)] != u.Text {
				t.Fatalf("%q: %+v", text, u)
			}
		}
		if r.Text != "" && len(r.Errors) == 0 && (!r.Usable() || r.Policy == "") {
			t.Fatalf("%q: well-formed and not usable", text)
		}
	})
}

func checkFaults(t *testing.T, text string, faults []dmarc.Fault) {
	t.Helper()
	if len(faults) > dmarc.MaxFaults {
		t.Fatalf("%q: %d faults", text, len(faults))
	}
	end := 0
	for _, f := range faults {
		if f.Offset < end || f.End > len(text) || f.Offset >= f.End && text != "" {
			t.Fatalf("%q: range %d to %d after %d: %v", text, f.Offset, f.End, end, f)
		}
		if !f.Problem.Complete() || f.Section == "" || f.Likely == text[f.Offset:f.End] && text != "" {
			t.Fatalf("%q: incomplete: %+v", text, f)
		}
		end = f.End
	}
}

// TestIdeographicComma holds that it stands for the comma of a list of addresses.
func TestIdeographicComma(t *testing.T) {
	const text = "v=DMARC1; p=none; rua=mailto:a@example.jp、mailto:b@example.jp"
	faults := dmarc.Parse(text).Errors
	if len(faults) != 1 || faults[0].Likely != "," {
		t.Errorf("%q: %+v, want one fault that a comma fixes", text, faults)
	}
}
