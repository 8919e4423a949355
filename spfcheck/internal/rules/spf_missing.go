package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfMissing = &Analyzer{
	ID: "SPF001",
	Title: i18n.Text{
		EN: "the domain publishes no SPF record",
		JA: "ドメインに SPF レコードがありません",
	},
	Doc: i18n.Text{
		EN: "SPF gives none. au refuses such mail at the level 高, and anybody can use the domain as sender.",
		JA: "SPF の結果は none になります。au は「高」で受信を拒否します。また、誰でもこのドメインを差出人に使えます。",
	},
	Fix: i18n.Text{
		EN: `Publish a TXT record that names what sends for the domain; "v=spf1 -all" if nothing does.`,
		JA: "送信元を並べた TXT レコードを公開してください。メールを送らないドメインなら v=spf1 -all とします。",
	},
	Bad:      `shop.example.jp.  TXT "hello"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.5",
	Severity: Error,
	Run: func(p *Pass) {
		if p.SPF == nil {
			return
		}
		switch n := p.SPF.Root; n.Problem {
		case tree.NoRecord:
			p.report(n.Domain, place{}, noSPF.Format(n.Domain))
		case tree.NoDomain:
			p.report(n.Domain, place{}, noSPFDomain.Format(n.Domain))
		}
	},
}

var noSPF = i18n.Text{
	EN: "%s has no SPF record",
	JA: "%s に SPF レコードがありません",
}

var noSPFDomain = i18n.Text{
	EN: "%s doesn't exist, and so has no SPF record",
	JA: "%s は存在しないドメインで、SPF レコードもありません",
}

var spfSeveral = &Analyzer{
	ID: "SPF002",
	Title: i18n.Text{
		EN: "the domain publishes several SPF records",
		JA: "SPF レコードが複数あります",
	},
	Doc: i18n.Text{
		EN: "SPF gives permerror for every client, whatever the records say.",
		JA: "レコードの内容にかかわらず、SPF の結果は常に permerror になります。",
	},
	Fix: i18n.Text{
		EN: "Merge them into one: one v=spf1, all the terms, one all at the end.",
		JA: "1 つにまとめてください。先頭に v=spf1 を 1 つ、続けてすべての項、末尾に all を 1 つ書きます。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"
shop.example.jp.  TXT "v=spf1 include:amazonses.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 include:amazonses.com -all"`,
	Source:   "RFC 7208 §4.5",
	Severity: Error,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			if n.Problem == tree.SeveralRecords {
				p.report(n.Domain, place{}, severalSPF.Format(n.Domain, len(n.Records)))
			}
		}
	},
}

var severalSPF = i18n.Text{
	EN: "%s has %d SPF records, where only one may be",
	JA: "%s に SPF レコードが %d 個あります。1 個しか置けません",
}
