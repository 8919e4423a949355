package render

import "testing"

// TestShowNames: names are shown as they are read wherever one stands by itself, and
// never in a part of a record.
func TestShowNames(t *testing.T) {
	for in, want := range map[string]string{
		"xn--r8jz45g.jp":                                     "例え.jp (xn--r8jz45g.jp)",
		"info@xn--r8jz45g.jp":                                "info@例え.jp (xn--r8jz45g.jp)",
		`"a b"@xn--r8jz45g.jp sent from 192.0.2.1`:           `"a b"@例え.jp (xn--r8jz45g.jp) sent from 192.0.2.1`,
		"the record of xn--r8jz45g.jp, at xn--r8jz45g.jp":    "the record of 例え.jp (xn--r8jz45g.jp), at 例え.jp (xn--r8jz45g.jp)",
		"xn--r8jz45g.jp の SPF レコード（mail.xn--r8jz45g.jp）":     "例え.jp (xn--r8jz45g.jp) の SPF レコード（mail.例え.jp (mail.xn--r8jz45g.jp)）",
		"_dmarc.xn--r8jz45g.jp: none":                        "_dmarc.例え.jp (_dmarc.xn--r8jz45g.jp): none",
		`for "xn--r8jz45g.jp"`:                               `for "例え.jp (xn--r8jz45g.jp)"`,
		"xn--80ak6aa92e.com":                                 "xn--80ak6aa92e.com", // аррӏе
		`xn--r8jz45g.jp. TXT "v=spf1 a:xn--r8jz45g.jp -all"`: `xn--r8jz45g.jp. TXT "v=spf1 a:xn--r8jz45g.jp -all"`,
		"include:xn--r8jz45g.jp redirect=xn--r8jz45g.jp":     "include:xn--r8jz45g.jp redirect=xn--r8jz45g.jp",
		`"v=DMARC1; rua=mailto:a@xn--r8jz45g.jp"`:            `"v=DMARC1; rua=mailto:a@xn--r8jz45g.jp"`,
		"*.xn--r8jz45g.jp":                                   "*.xn--r8jz45g.jp",
		"https://xn--r8jz45g.jp/":                            "https://xn--r8jz45g.jp/",
		"info@xn--r8jz45g.jp（送信元 192.0.2.1）":                 "info@例え.jp (xn--r8jz45g.jp)（送信元 192.0.2.1）",
		"差出人はxn--r8jz45g.jpです":                               "差出人は例え.jp (xn--r8jz45g.jp)です",
		"example.jp":                                         "example.jp",
	} {
		if got := showNames(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
