package rules

import (
	"maps"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var aroundAlias = &Analyzer{
	ID: "SPF060",
	Title: i18n.Text{
		EN: "the domain is an alias (CNAME)",
		JA: "ドメインが別名（CNAME）です",
	},
	Doc: i18n.Text{
		EN: "The SPF record is that of the target, and whoever runs the target decides on it. Nothing else can be published at an alias.",
		JA: "SPF レコードは CNAME の先のものになり、その管理者が内容を決めます。別名の側にはほかのレコードを公開できません。",
	},
	Fix: i18n.Text{
		EN: "Nothing, if the target is a service that asks for it. Otherwise publish A, MX and TXT records in place of the CNAME.",
		JA: "サービスの指定どおりの CNAME なら対応は不要です。そうでなければ、CNAME の代わりに A、MX、TXT レコードを公開してください。",
	},
	Bad: `shop.example.jp.   CNAME web.example.net.
web.example.net.   TXT "v=spf1 -all"`,
	Good:     `shop.example.jp.   TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 1034 §3.6.2",
	Severity: Info,
	Run: func(p *Pass) {
		if p.Around != nil && p.Around.Alias != "" {
			p.report(p.Around.Domain, place{}, aliasFound.Format(p.Around.Domain, p.Around.Alias))
		}
	},
}

var aliasFound = i18n.Text{
	EN: "%s is an alias of %.60q, whose records count",
	JA: "%s は %.60q の別名で、そちらのレコードが使われます",
}

var aroundMisplaced = &Analyzer{
	ID: "SPF061",
	Title: i18n.Text{
		EN: "the SPF record is at the wrong name",
		JA: "SPF レコードの位置が違います",
	},
	Doc: i18n.Text{
		EN: "Receivers look for the record at the domain itself and nowhere else, so that the result is none.",
		JA: "受信側はドメイン自身の TXT だけを見るため、結果は none になります。",
	},
	Fix: i18n.Text{
		EN: "Publish the record at the domain itself, or include the name from there.",
		JA: "ドメイン自身に公開するか、ドメイン自身のレコードからこの名前を include してください。",
	},
	Bad:      `_spf.shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Good:     `shop.example.jp.       TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §3, §4.4",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.Around == nil {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(p.Around.Misplaced)) {
			for _, text := range p.Around.Misplaced[name] {
				p.report(name, place{text, 0, len(text)}, misplaced.Format(name, p.Around.Domain))
			}
		}
	},
}

var misplaced = i18n.Text{
	EN: "there is an SPF record at %s, but not at %s",
	JA: "SPF レコードが %s にありますが、%s にはありません",
}

var aroundType99 = &Analyzer{
	ID: "SPF062",
	Title: i18n.Text{
		EN: "there is a record of the type SPF (99)",
		JA: "SPF タイプ（99）のレコードがあります",
	},
	Doc: i18n.Text{
		EN: "The type is obsolete: evaluators ask for TXT only, and so does au.",
		JA: "このタイプは廃止されており、受信側は TXT だけを見ます。au も TXT での公開を求めています。",
	},
	Fix: i18n.Text{
		EN: "Remove it, and make sure that the TXT record says what is meant.",
		JA: "削除し、TXT レコードの内容が正しいことを確かめてください。",
	},
	Bad:      `shop.example.jp.  SPF "v=spf1 ip4:203.0.113.10 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §3.1",
	Severity: Info,
	Run: func(p *Pass) {
		if p.Around == nil {
			return
		}
		for _, text := range p.Around.Type99 {
			message := type99
			if p.SPF != nil && len(p.SPF.Root.Records) == 0 && p.SPF.Root.Problem != tree.DNSFailed {
				message = type99Alone
			}
			p.report(p.Around.Domain, place{text, 0, len(text)}, message.Format(p.Around.Domain, text))
		}
	},
}

var (
	type99 = i18n.Text{
		EN: "%s has a record of the type SPF, which nobody asks for: %.60q",
		JA: "%s に、参照されない SPF タイプのレコードがあります: %.60q",
	}
	type99Alone = i18n.Text{
		EN: "%s has a record of the type SPF, which nobody asks for, and no SPF record as TXT: %.60q",
		JA: "%s には TXT の SPF レコードがなく、参照されない SPF タイプのレコードだけがあります: %.60q",
	}
)
