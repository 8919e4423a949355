package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

var spfIntruder = &Analyzer{
	ID: "SPF025",
	Title: i18n.Text{
		EN: "another text begins inside the SPF record",
		JA: "SPF レコードの中に、別のテキストが入っています",
	},
	Doc: i18n.Text{
		EN: "Two texts have become one, mostly as two strings of one TXT record. Who looks for the second one doesn't find it, and what is left of the first may be malformed.",
		JA: "2 つのテキストが、多くは 1 つの TXT レコードの 2 つの文字列として、つながっています。後のテキストは認識されず、SPF レコードの構文も壊れることがあります。",
	},
	Fix: i18n.Text{
		EN: "Give each text a TXT record of its own; merge two SPF records into one.",
		JA: "それぞれを別の TXT レコードにしてください。SPF レコード同士であれば、1 つにまとめてください。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all" "google-site-verification=abc"`,
	Good: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"
shop.example.jp.  TXT "google-site-verification=abc"`,
	Source:   "RFC 7208 §3.2, §3.3",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			for _, r := range n.Records {
				record.Intruders(r.Text, func(kind record.Intruder, start, end int) {
					p.reportPlace(n.Domain, place{r.Text, start, end}, intruders[kind].Format(n.Domain, r.Text[start:end]))
				})
			}
		}
	},
}

var intruders = map[record.Intruder]i18n.Text{
	record.SecondRecord: {
		EN: "the TXT record of %s has two SPF records in one: %q begins inside a word",
		JA: "%s の TXT レコードには SPF レコードが 2 つつながって入っています（語の途中から %q が始まっています）",
	},
	record.DMARCRecord: {
		EN: "inside the SPF record of %[1]s begins a DMARC record (%[2]q), which nobody looks for here; it belongs at _dmarc.%[1]s",
		JA: "%[1]s の SPF レコードの中で DMARC レコード（%[2]q）が始まっています。ここでは認識されません。_dmarc.%[1]s に置いてください",
	},
	record.Verification: {
		EN: "inside the SPF record of %s stands %.60q, which who asked for it looks for in a TXT record of its own",
		JA: "%s の SPF レコードの中に %.60q が入っています。確認する側は、これだけの TXT レコードを探します",
	},
}
