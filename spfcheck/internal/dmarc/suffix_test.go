package dmarc_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
)

func TestOrganizationalDomain(t *testing.T) {
	for _, c := range []struct{ domain, want string }{
		{"example.co.jp", "example.co.jp"},
		{"a.b.example.co.jp", "example.co.jp"},
		{"Shop.Example.CO.JP.", "example.co.jp"},
		{"city.kawasaki.jp", "city.kawasaki.jp"}, // an exception of *.kawasaki.jp
		{"www.city.kawasaki.jp", "city.kawasaki.jp"},
		{"a.shop.kawasaki.jp", "a.shop.kawasaki.jp"},
		{"shop.kawasaki.jp", ""}, // by *.kawasaki.jp
		{"foo.blogspot.com", "foo.blogspot.com"},
		{"a.foo.blogspot.com", "foo.blogspot.com"},
		{"blogspot.com", ""},                                 // private section
		{"xn--wgv71a.jp", "xn--wgv71a.jp"},                   // 日本.jp
		{"mail.xn--wgv71a.jp", "xn--wgv71a.jp"},              //
		{"a.xn--4gq37o.xn--wgv71a", "xn--4gq37o.xn--wgv71a"}, // a U-label TLD that isn't in the list
		{"a.b.unlisted", "b.unlisted"},
		{"x._domainkey.example.jp", "example.jp"},
		{"co.jp", ""},
		{"jp", ""},
		{"localhost", ""},
		{"", ""},
		{"a..jp", ""},
		{".jp", ""},
	} {
		got, ok := dmarc.OrganizationalDomain(c.domain)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q: %q, %v; want %q", c.domain, got, ok, c.want)
		}
	}
}

func TestAligned(t *testing.T) {
	for _, c := range []struct {
		domain, from    string
		relaxed, strict bool
	}{
		{"shop.example.jp", "shop.example.jp", true, true},
		{"Shop.example.jp.", "shop.example.jp", true, true},
		{"example.jp", "shop.example.jp", true, false},
		{"shop.example.jp", "example.jp", true, false},
		{"bounce.example.co.jp", "mail.example.co.jp", true, false},
		{"other.co.jp", "example.co.jp", false, false},
		{"co.jp", "example.co.jp", false, false},
		{"example.co.jp", "co.jp", false, false},
		{"co.jp", "co.jp", true, true},
		{"a.city.kawasaki.jp", "city.kawasaki.jp", true, false},
		{"a.shop.kawasaki.jp", "b.shop.kawasaki.jp", false, false},
		{"foo.blogspot.com", "bar.blogspot.com", false, false},
		{"ap-northeast-1.amazonses.com", "example.jp", false, false},
		{"notexample.jp", "example.jp", false, false},
		{"example.jp", "", false, false},
		{"", "", false, false},
	} {
		if got := dmarc.Aligned(c.domain, c.from, dmarc.Relaxed); got != c.relaxed {
			t.Errorf("%q, %q, relaxed: %v", c.domain, c.from, got)
		}
		if got := dmarc.Aligned(c.domain, c.from, ""); got != c.relaxed {
			t.Errorf("%q, %q, no mode: %v", c.domain, c.from, got)
		}
		if got := dmarc.Aligned(c.domain, c.from, dmarc.Strict); got != c.strict {
			t.Errorf("%q, %q, strict: %v", c.domain, c.from, got)
		}
	}
}

func TestSuffixList(t *testing.T) {
	date := dmarc.SuffixListDate()
	if date.Year() < 2024 || date != date.Truncate(24*time.Hour) {
		t.Errorf("date %v", date)
	}
	if v := dmarc.SuffixListVersion(); !strings.Contains(v, date.Format(time.DateOnly)) {
		t.Errorf("%q has no %v", v, date)
	}
}

func TestPolicy(t *testing.T) {
	if dmarc.Policy("").Stricter(dmarc.PolicyNone) {
		t.Error("no policy is stricter than none")
	}
	for p, want := range map[dmarc.Policy]dmarc.Policy{
		dmarc.PolicyReject: dmarc.PolicyQuarantine, dmarc.PolicyQuarantine: dmarc.PolicyNone, dmarc.PolicyNone: dmarc.PolicyNone,
	} {
		if got := p.Weaker(); got != want {
			t.Errorf("%s: %s", p, got)
		}
		if p.Stricter(want) != (p != want) || want.Stricter(p) {
			t.Errorf("%s and %s", p, want)
		}
	}
}
