package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var treeNoTarget = &Analyzer{
	ID: "SPF045",
	Title: i18n.Text{
		EN: "include or redirect leads to a domain without an SPF record",
		JA: "include または redirect の先に SPF レコードがありません",
	},
	Doc: i18n.Text{
		EN: "Every client that gets there has a permerror, whatever stands behind it in the record.",
		JA: "ここまでに一致しなかった送信元は、後ろに何が書かれていても、すべて permerror になります。",
	},
	Fix: i18n.Text{
		EN: "Correct the name as the service's documentation gives it, or remove the term.",
		JA: "サービスの公式資料どおりの名前に直すか、項を外してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include:amazonses.co.jp ip4:203.0.113.10 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §5.2, §6.1",
	Severity: Error,
	Run: func(p *Pass) {
		for s := range p.reached() {
			child := s.Term().Child
			if child != nil && (child.Problem == tree.NoRecord || child.Problem == tree.NoDomain) {
				p.reportTerm(s.Node, s.Term(), noTarget, child.Problem.Text())
			}
		}
	},
}

var noTarget = i18n.Text{
	EN: "%.60q of %s is a permerror: %s",
	JA: "%.60q（%s）で permerror になります: %s",
}

var treeLoop = &Analyzer{
	ID: "SPF047",
	Title: i18n.Text{
		EN: "include or redirect goes round in a loop",
		JA: "include または redirect が循環しています",
	},
	Doc: i18n.Text{
		EN: "The evaluation goes round until the 10 lookups are used up, and ends in a permerror.",
		JA: "10 個の上限に達するまで同じ項を繰り返し引き、permerror で終わります。",
	},
	Fix: i18n.Text{
		EN: "Remove the term that leads back.",
		JA: "元に戻る項を外してください。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 include:example.jp -all"
example.jp.       TXT "v=spf1 include:shop.example.jp -all"`,
	Good: `shop.example.jp.  TXT "v=spf1 include:example.jp -all"
example.jp.       TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.6.4",
	Severity: Error,
	Run: func(p *Pass) {
		for s := range p.reached() {
			if t := s.Term(); t.Loop {
				p.reportTerm(s.Node, t, leadsBack, t.Target)
			}
		}
	},
}

var leadsBack = i18n.Text{
	EN: "%.60q of %s leads back to %.60q, from which the evaluation came",
	JA: "%.60q（%s）は、評価の経路上にある %.60q に戻っています",
}

var treeMXHosts = &Analyzer{
	ID: "SPF048",
	Title: i18n.Text{
		EN: "mx has more than 10 hosts",
		JA: "mx のホストが 10 個を超えています",
	},
	Doc: i18n.Text{
		EN: "Every client that gets to the term has a permerror.",
		JA: "この項に達した送信元はすべて permerror になります。",
	},
	Fix: i18n.Text{
		EN: "Name the hosts that send by ip4 and ip6 in place of mx.",
		JA: "mx の代わりに、送信に使うホストを ip4 と ip6 で書いてください。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 mx -all"
shop.example.jp.  MX 10 mx1.example.jp.  ; … up to mx11.example.jp.`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.0/28 -all"`,
	Source:   "RFC 7208 §4.6.4",
	Severity: Error,
	Run: func(p *Pass) {
		for s := range p.reached() {
			if t := s.Term(); t.TooManyHosts() {
				p.reportTerm(s.Node, t, mxHosts, t.Target, len(t.Hosts), record.MaxMXHosts)
			}
		}
	},
}

var mxHosts = i18n.Text{
	EN: "%.60q of %s is a permerror: %.60q has %d MX hosts, more than %d",
	JA: "%.60q（%s）で permerror になります。%.60q の MX ホストは %d 個で、上限の %d 個を超えています",
}

var treeLimits = &Analyzer{
	ID: "SPF049",
	Title: i18n.Text{
		EN: "the tree of records is too large to be looked at as a whole",
		JA: "レコードの木が大きすぎて、全体を調べられません",
	},
	Doc: i18n.Text{
		EN: "What lies beyond the limits wasn't asked for, so the numbers are the least, and there may be more faults.",
		JA: "上限を超えた部分は調べていません。示した数は最小値で、ほかにも誤りがあるかもしれません。",
	},
	Fix: i18n.Text{
		EN: "Remove includes. An evaluation gets no further than 10 lookups anyway.",
		JA: "include を減らしてください。いずれにしても、評価は DNS を引く項 10 個までしか進みません。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 include:1.example.jp -all"
1.example.jp.     TXT "v=spf1 include:2.example.jp -all"  ; … and so on`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.6.4",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.SPF == nil {
			return
		}
		for _, l := range p.SPF.Limits {
			p.report(p.SPF.Root.Domain, place{}, limitHit.Format(p.SPF.Root.Domain, limitTexts[l]))
		}
	},
}

var limitHit = i18n.Text{
	EN: "what %s reaches wasn't loaded as a whole: more than %s",
	JA: "%s から達するレコードの一部を読み込んでいません。上限は %s です",
}

var limitTexts = map[tree.Limit]i18n.Text{
	tree.RecordsLimit:   i18n.Text{EN: "%d records", JA: "レコード %d 個"}.Format(tree.MaxRecords),
	tree.DepthLimit:     i18n.Text{EN: "%d steps by include and redirect", JA: "include と redirect で %d 段"}.Format(tree.MaxDepth),
	tree.QuestionsLimit: i18n.Text{EN: "%d questions to DNS", JA: "DNS への問い合わせ %d 回"}.Format(tree.MaxQuestions),
	tree.TermsLimit:     i18n.Text{EN: "%d terms", JA: "項 %d 個"}.Format(tree.MaxTerms),
}
