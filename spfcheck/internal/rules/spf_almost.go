package rules

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfAlmost = &Analyzer{
	ID: "SPF005",
	Title: i18n.Text{
		EN: "a TXT record looks like an SPF record but is not one",
		JA: "SPF レコードに見えて、そうでない TXT レコードがあります",
	},
	Doc: i18n.Text{
		EN: "Receivers pass over it, and the domain is without an SPF record.",
		JA: "受信側はこのレコードを読み飛ばすため、SPF レコードがないのと同じになります。",
	},
	Fix: i18n.Text{
		EN: `Have the text begin with "v=spf1" and a space, in ASCII, with nothing before it.`,
		JA: "テキストの先頭を半角の v=spf1 と半角スペースにしてください。その前には何も置けません。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1ip4:203.0.113.10 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.5",
	Severity: Error,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			if len(n.Records) == 0 {
				p.reportAlmost(n, almostSPF, almostSPFLikely)
			}
		}
	},
}

var almostSPF = i18n.Text{
	EN: "what looks like the SPF record of %s is not one: %s",
	JA: "%s の SPF レコードらしきものは、SPF レコードではありません（%s）",
}

var almostSPFLikely = i18n.Text{
	EN: "what looks like the SPF record of %s is not one: %s; probably meant: %q",
	JA: "%s の SPF レコードらしきものは、SPF レコードではありません（%s）。おそらく %q の誤りです",
}

var spfAlmostBeside = &Analyzer{
	ID: "SPF006",
	Title: i18n.Text{
		EN: "beside the SPF record stands a TXT record that looks like another",
		JA: "SPF レコードのほかに、SPF レコードに見える TXT レコードがあります",
	},
	Doc: i18n.Text{
		EN: "Receivers that keep to the RFC pass over it, so its terms don't count; a tolerant one sees two records, which is a permerror.",
		JA: "RFC に従う受信側は読み飛ばすため、その項は効きません。寛容な受信側はレコードを 2 個と数え、permerror にします。",
	},
	Fix: i18n.Text{
		EN: "Move the terms that are needed into the SPF record, and remove the other one.",
		JA: "必要な項を SPF レコードに移し、もう一方を削除してください。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"
shop.example.jp.  TXT " v=spf1 include:amazonses.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 include:amazonses.com -all"`,
	Source:   "RFC 7208 §4.5",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			if len(n.Records) > 0 {
				p.reportAlmost(n, besideSPF, besideSPFLikely)
			}
		}
	},
}

var besideSPF = i18n.Text{
	EN: "beside its SPF record %s has a text that looks like one but is not: %s",
	JA: "%s には、SPF レコードのほかに、それらしく見えて SPF レコードではないテキストがあります（%s）",
}

var besideSPFLikely = i18n.Text{
	EN: "beside its SPF record %s has a text that looks like one but is not: %s; probably meant: %q",
	JA: "%s には、SPF レコードのほかに、それらしく見えて SPF レコードではないテキストがあります（%s）。おそらく %q の誤りです",
}

// reportAlmost notes each text of a domain that looks like an SPF record and is
// none, in these words: without and with what was probably meant.
func (p *Pass) reportAlmost(n *tree.Node, plain, likely i18n.Text) {
	for _, strs := range n.Texts {
		text := strings.Join(strs, "")
		if before := record.Before(text); before != "" {
			p.report(n.Domain, place{text, 0, len(before)}, behindText.Format(n.Domain, before))
			continue
		}
		if !record.Almost(text) {
			continue
		}
		fault := record.Parse(text).Errors[0] // there is one, since text is no record
		p.report(n.Domain, place{text, fault.Offset, fault.End}, typoText(n.Domain, fault, plain, likely))
	}
}

var behindText = i18n.Text{
	EN: "what looks like an SPF record of %s stands behind %.60q in one TXT record; each needs a TXT record of its own",
	JA: "%s の SPF レコードらしきものが、1 つの TXT レコードの中で %.60q の後ろにあります。別々の TXT レコードにしてください",
}
