package identity_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

func TestParseAddress(t *testing.T) {
	tests := []struct{ in, want string }{
		{"info@example.jp", "info@example.jp"},
		{" <info@Example.JP>\n", "info@example.jp"},
		{"ショップ（例） <info@ｅｘａｍｐｌｅ．ｊｐ>", "info@example.jp"},
		{`"a b"."c"@example.jp`, `"a b.c"@example.jp`},
		{"info . shop @ example . jp", "info.shop@example.jp"},
		{", info@example.jp ;", "info@example.jp"},
		{strings.Repeat("a", 70) + "@docomo.ne.jp", strings.Repeat("a", 70) + "@docomo.ne.jp"},
		{"ショップ@例え.jp", "ショップ@xn--r8jz45g.jp"},
	}
	for _, tt := range tests {
		address, _, err := identity.ParseAddress(tt.in)
		if err != nil || address != tt.want {
			t.Errorf("ParseAddress(%q) = %q, %v", tt.in, address, err)
		}
	}
}

func TestParseAddressRefuses(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", "no address"},
		{"@", "no address"},
		{"info@", "nothing follows the @"},
		{"info@@example.jp", "more than one @"},
		{"info shop@example.jp", `"info shop"`},
		{"info@example jp", `"example jp"`},
		{"info@\"example\".jp", `at "example"`},
		{`a\@example.jp`, `at "\\"`},
		{"<info@example.jp> shop", `at "shop"`},
		{"<info@example.jp> <shop@example.jp>", "more than one address"},
		{"<info@example.jp", "< is opened"},
		{`"info@example.jp`, `" is opened`},
		{"info@example.jp (shop", "( is opened"},
		{`"info\`, `" is opened`},
		{"Shop: info@example.jp", "group"},
		{"\"in\tfo\"@example.jp", "control character"},
		{"in\u0085fo@example.jp", "control character"},
		{"\xff@example.jp", "neither ASCII nor UTF-8"},
		{strings.Repeat("a", 999) + "@example.jp", "longer than 998 bytes"},
		{"info@192.0.2.1", "is an IP address"},
		{"info@.example.jp", "has a dot at the beginning"},
	}
	for _, tt := range tests {
		_, _, err := identity.ParseAddress(tt.in)
		var e *input.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("ParseAddress(%q): %v, want %q", tt.in, err, tt.want)
		}
	}
}

func TestParseDomain(t *testing.T) {
	long := strings.Repeat(strings.Repeat("a", 62)+".", 4)
	tests := []struct{ in, want string }{
		{"example.jp", "example.jp"},
		{" Example.JP. ", "example.jp"},
		{"例え.jp", "xn--r8jz45g.jp"},
		{"XN--R8JZ45G.jp", "xn--r8jz45g.jp"},
		{"ｄｏｃｏｍｏ。ｎｅ．ｊｐ", "docomo.ne.jp"},
		{"_spf.-a-.ex--ample.jp", "_spf.-a-.ex--ample.jp"},
		{"例え_1.jp", "xn--_1-q73as50l.jp"},
		{long + "b", long + "b"},
	}
	for _, tt := range tests {
		got, err := identity.ParseDomain(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("ParseDomain(%q) = %q, %v", tt.in, got, err)
		}
	}
}

func TestParseDomainRefuses(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", "no domain"},
		{".", "no domain"},
		{"a..jp", "two dots in a row"},
		{"example.jp..", "two dots in a row"},
		{"192.0.2.1", "is an IP address"},
		{"info@example.jp", `write "example.jp"`},
		{"Shop <info＠例え.jp>", `write "xn--r8jz45g.jp"`},
		{"info@", "write a domain name"},
		{"exa mple.jp", `' '`},
		{"http://example.jp/", `':'`},
		{"xn--例え.jp", "not a valid internationalized"},
		{"\xff.jp", "neither ASCII nor UTF-8"},
		{strings.Repeat("a", 64) + ".jp", "longer than 63 bytes"},
		{strings.Repeat("a.", 128), "longer than 253 bytes"},
		{strings.Repeat("例", 1000), "longer than 253 bytes"},
	}
	for _, tt := range tests {
		_, err := identity.ParseDomain(tt.in)
		var e *input.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("ParseDomain(%q): %v, want %q", tt.in, err, tt.want)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{
		"info@example.jp", `"a\"@b" <@x:"c d"@(e)例え。jp.>`, "\x1b$B!<\x1b(B <a@b>", "\x83@\x83\\ <a@b>", "a:b,c;", "ａ＠b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if domain, err := identity.ParseDomain(s); err == nil {
			checkDomain(t, domain)
		}
		address, domain, err := identity.ParseAddress(s)
		if err != nil {
			return
		}
		checkDomain(t, domain)
		local := strings.TrimSuffix(address, "@"+domain)
		if strings.ContainsFunc(local, unicode.IsControl) {
			t.Errorf("control character in %q", local)
		}
		if again, _, err := identity.ParseAddress(address); err != nil || again != address {
			t.Errorf("%q gave %q, and that %q, %v", s, address, again, err)
		}
	})
}

func checkDomain(t *testing.T, domain string) {
	t.Helper()
	outside := func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_.", r) }
	if domain == "" || len(domain) > 253 || strings.ContainsFunc(domain, outside) || strings.HasSuffix(domain, ".") {
		t.Errorf("domain %q", domain)
	}
	if again, err := identity.ParseDomain(domain); err != nil || again != domain {
		t.Errorf("%q became %q, %v", domain, again, err)
	}
}
