package spelling_test

import (
	"strings"
	"testing"

	"golang.org/x/net/idna"

	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

func TestShowDomain(t *testing.T) {
	for _, u := range []string{
		"例え.jp", "ショップ.日本", "みんなの買い物.jp", "docomoメール.jp", "ノート.jp", "東京ー1.jp", "_dmarc.例え.jp", "mail.例え.jp",
		"bücher.example", "łódź.example", "tiếng.example", "한국.example", "韓国한국a.example", "中文ㄅ.example",
		"пример.example", "ελλάδα.example", "ไทยแลนด์.example", "हिन्दी.example", "مثال.example",
	} {
		a, err := idna.New().ToASCII(u)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := spelling.ShowDomain(a), u+" ("+a+")"; got != want {
			t.Errorf("%s: %s, want %s", a, got, want)
		}
	}
}

// TestShowDomainGuards: what could be taken for another name is shown as DNS has it.
func TestShowDomainGuards(t *testing.T) {
	for why, u := range map[string]string{
		"all Cyrillic, like Latin":                  "аррӏе.com",
		"all Cyrillic with a digit":                 "сосо1.com",
		"all Greek, like Latin":                     "νικοτ.com",
		"all Armenian, like Latin":                  "սօսօ.com",
		"Cyrillic in Latin":                         "pаypal.com",
		"Greek in Latin":                            "gοogle.com",
		"Cyrillic with Japanese":                    "а例え.com",
		"a phonetic letter":                         "ɡoogle.com",
		"an i without its dot":                      "pıxıv.net",
		"a script that few read":                    "ꓮꓑꓑꓡꓰ.com",
		"Cherokee":                                  "ꮓꮆꮩ.com",
		"a katakana slash":                          "example.comノlogin.jp",
		"a stroke":                                  "a丿b.jp",
		"a circle":                                  "g〇〇gle.com",
		"a dash":                                    "aーb.jp",
		"a middle dot":                              "www・example.jp",
		"nothing but a dash":                        "一.jp",
		"an accent of its own":                      "g̱oogle.com",
		"Latin with accents in Japanese":            "例éa.jp",
		"Hangul with kana":                          "한ひ.example",
		"a symbol":                                  "☃.example",
		"a digit of another script":                 "例๑.example",
		"one label in doubt beside one that is not": "例え.аррӏе.com",
		"a letter of Hangul alone":                  "ᄋᄋ.example",
	} {
		a, err := idna.New().ToASCII(u)
		if err != nil {
			t.Fatal(why, err)
		}
		if got := spelling.ShowDomain(a); got != a {
			t.Errorf("%s (%s): %s", why, a, got)
		}
	}
	for _, as := range []string{"", "example.jp", "xn--", "xn--a.jp", "xn--example.jp", "xn--99999999999999.jp", "a..b", strings.Repeat("xn--r8jz45g.", 30) + "jp", "\xff", "xn--ls8h.la"} {
		if got := spelling.ShowDomain(as); got != as {
			t.Errorf("%q: %q", as, got)
		}
	}
}
