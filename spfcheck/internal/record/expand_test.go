package record_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// values are those of the examples in RFC 7208 §7.4.
var values = record.Values{
	Sender:    "strong-bad@email.example.com",
	Domain:    "email.example.com",
	Helo:      "mail.example.org",
	Client:    netip.MustParseAddr("192.0.2.3"),
	Validated: func() string { return "mx.example.org" },
	Receiver:  "rx.example.net",
	Now:       time.Unix(1700000000, 0),
}

// explanation parses a text in which every macro is allowed.
func explanation(t *testing.T, text string) record.MacroString {
	t.Helper()
	m, err := record.ParseExplanation(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return m
}

func TestExpandText(t *testing.T) {
	tests := map[string]string{
		// RFC 7208 §7.4.
		"%{s}":                      "strong-bad@email.example.com",
		"%{o}":                      "email.example.com",
		"%{d}":                      "email.example.com",
		"%{d4}":                     "email.example.com",
		"%{d3}":                     "email.example.com",
		"%{d2}":                     "example.com",
		"%{d1}":                     "com",
		"%{dr}":                     "com.example.email",
		"%{d2r}":                    "example.email",
		"%{l}":                      "strong-bad",
		"%{l-}":                     "strong.bad",
		"%{lr}":                     "strong-bad",
		"%{lr-}":                    "bad.strong",
		"%{l1r-}":                   "strong",
		"%{ir}.%{v}._spf.%{d2}":     "3.2.0.192.in-addr._spf.example.com",
		"%{lr-}.lp.%{ir}.%{v}.%{d}": "bad.strong.lp.3.2.0.192.in-addr.email.example.com",
		// The other letters.
		"%{h} %{p} %{c} %{r} %{t}": "mail.example.org mx.example.org 192.0.2.3 rx.example.net 1700000000",
		"%{S}":                     "strong-bad%40email.example.com",
		"%{D2R}":                   "example.email",
		"100%% a%_b%-c":            "100% a b%20c",
		"a  b":                     "a  b",
		"":                         "",
		"%{d99999999999999999999}": "email.example.com",
	}
	for text, want := range tests {
		if got := explanation(t, text).ExpandText(values); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestExpandValues(t *testing.T) {
	ipv6 := netip.MustParseAddr("2001:db8::cb01%eth0")
	tests := []struct {
		text   string
		values record.Values
		want   string
	}{
		{"%{c}", record.Values{Client: ipv6}, "2001:db8::cb01"},
		{
			"%{ir}.%{v}._spf",
			record.Values{Client: ipv6},
			"1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf",
		},
		{"%{i} %{v}", record.Values{Client: netip.MustParseAddr("::ffff:192.0.2.1")}, "192.0.2.1 in-addr"},
		{"%{s}", record.Values{Sender: "@example.com"}, "postmaster@example.com"},
		{"%{l}", record.Values{Sender: "example.com"}, "postmaster"},
		{"%{s}", record.Values{Helo: "mail.example.com"}, "postmaster@mail.example.com"},
		{"%{l} %{o}", record.Values{Sender: `"a@b"@example.com`}, `"a@b" example.com`},
		{"%{L}", record.Values{Sender: "~jack&jill=up-a_b3.c@example.com"}, "~jack%26jill%3Dup-a_b3.c"},
		{"%{l2r+-}", record.Values{Sender: "foo-bar+zip+quux@example.com"}, "bar.foo"},
		{"%{l-}", record.Values{Sender: "-a--b@example.com"}, ".a..b"},
		{"%{p} %{r} %{t}", record.Values{}, "unknown unknown 0"},
		{"%{p}", record.Values{Validated: func() string { return "" }}, "unknown"},
		{"%{i}%{c}%{d}", record.Values{}, ""},
		{"%{l.}", record.Values{Sender: "\xff.x@example.com"}, "\xff.x"},
	}
	for _, c := range tests {
		if got := explanation(t, c.text).ExpandText(c.values); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestExpandDomain(t *testing.T) {
	label := strings.Repeat("x", 60)
	long := join(label, label, label, label) // 243 octets
	tests := []struct {
		text   string
		values record.Values
		want   string
	}{
		{"mail.example.com", record.Values{}, "mail.example.com"},
		{"mail.example.com.", record.Values{}, "mail.example.com"},
		{"mail.example..", record.Values{}, "mail.example.."},
		{"foo:bar/baz.example.com", record.Values{}, `foo\058bar\047baz.example.com`},
		{"macro%%percent%_%_space%-url-space.example.com", record.Values{}, `macro\037percent\032\032space\03720url-space.example.com`},
		{"%{l}._at_.%{o}", record.Values{Sender: "a\"b;c\\\x00\u00e9@example.com"}, `a\034b\059c\092\000\195\169._at_.example.com`},
		{"%{h}", record.Values{Helo: "JUMPIN' JUPITER"}, `JUMPIN\039\032JUPITER`},
		{"%{h}", record.Values{Helo: "[192.0.2.1]"}, "[192.0.2.1]"},
		{"%{d}", record.Values{}, ""},
		// 253 octets stay, of 254 the first label goes (RFC 7208 §7.3).
		{"ab1234567.%{d}", record.Values{Domain: long}, "ab1234567." + long},
		{"ab12345678.%{d}", record.Values{Domain: long}, long},
		{"%{d}", record.Values{Domain: strings.Repeat("x", 254)}, ""},
		{"%{d}.%{d}.%{d}.test.", record.Values{Domain: join(label, label)}, long + ".test"},
	}
	for _, c := range tests {
		if got := explanation(t, c.text).ExpandDomain(c.values); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func join(labels ...string) string { return strings.Join(labels, ".") }

func TestValidatedIsCalledForPOnly(t *testing.T) {
	calls := 0
	v := record.Values{Validated: func() string { calls++; return "mx.test" }}
	for text, want := range map[string]int{"%{d}.%{h}.test": 0, "%{p}.test": 1} {
		calls = 0
		explanation(t, text).ExpandDomain(v)
		if calls != want {
			t.Errorf("%q: %d calls, want %d", text, calls, want)
		}
	}
}

func TestMacroString(t *testing.T) {
	tests := map[string]string{ // the letters
		"":                        "",
		"mail.example.com":        "",
		"%%%_%-":                  "",
		"%{ir}.%{L}.%{i}.example": "il",
	}
	for text, letters := range tests {
		m := explanation(t, text)
		if m.String() != text || m.Letters() != letters || m.HasMacro() != (letters != "") || m.IsZero() != (text == "") {
			t.Errorf("%q: text %q, letters %q, macro %v, zero %v", text, m, m.Letters(), m.HasMacro(), m.IsZero())
		}
	}
}

func TestParseExplanationErrors(t *testing.T) {
	tests := map[string]string{ // the part that is reported
		"The %{x}-files.":         "%{x}",
		"100% sure":               "% ",
		"\xef\xbb\xbfExplanation": "\xef\xbb\xbf",
		"a\tb c":                  "\t",
		"see %{d":                 "%{d",
	}
	for text, part := range tests {
		_, err := record.ParseExplanation(text)
		e, ok := errors.AsType[record.SyntaxError](err)
		if !ok {
			t.Errorf("%q: error %v", text, err)
			continue
		}
		if got := text[e.Offset:e.End]; got != part || e.Likely != "" {
			t.Errorf("%q: %q is reported and %q likely, want %q and nothing", text, got, e.Likely, part)
		}
	}
}
