package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfRedirectIgnored = &Analyzer{
	ID: "SPF007",
	Title: i18n.Text{
		EN: "a redirect stands beside all",
		JA: "redirect と all が両方書かれています",
	},
	Doc: i18n.Text{
		EN: "Receivers ignore the redirect: all matches every client, and nothing is left to be redirected.",
		JA: "受信側は redirect を無視します。all がすべての送信元アドレスに一致し、redirect まで進むことがないためです。",
	},
	Fix: i18n.Text{
		EN: "Remove all if the other record is to have the last word, or write include in place of redirect.",
		JA: "redirect 先の判定に任せるなら all を削除し、そうでなければ redirect を include に書き換えてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 redirect=_spf.example.jp -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:_spf.example.jp -all"`,
	Source:   "RFC 7208 §6.1",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			if all, t := theAll(n), theModifier(n, "redirect"); all != nil && t != nil {
				p.reportTerm(n, t, redirectIgnored, all.Text)
			}
		}
	},
}

var redirectIgnored = i18n.Text{
	EN: "%.60q of %s is ignored because of %q",
	JA: "%[2]s の %.60[1]q は、%[3]q があるため無視されます",
}

var spfAfterAll = &Analyzer{
	ID: "SPF008",
	Title: i18n.Text{
		EN: "terms stand after all",
		JA: "all の後に項があります",
	},
	Doc: i18n.Text{
		EN: "No receiver gets to them: all matches every client.",
		JA: "all がすべての送信元アドレスに一致するため、どの受信側もその項を評価しません。",
	},
	Fix: i18n.Text{
		EN: "Put all at the end.",
		JA: "all を末尾に移してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all include:amazonses.com"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 include:amazonses.com -all"`,
	Source:   "RFC 7208 §5.1",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			p.reportAfterAll(n)
		}
	},
}

var afterAll = i18n.Text{
	EN: "%.60q of %s is never reached, since it stands after %q",
	JA: "%[2]s の %.60[1]q は、%[3]q より後にあるため評価されません",
}

// reportAfterAll notes the terms of a record after its all, those that follow
// each other together.
func (p *Pass) reportAfterAll(n *tree.Node) {
	all := theAll(n)
	if all == nil {
		return
	}
	text := n.Records[0].Text
	for i := 0; i < len(n.Terms); i++ {
		from, to := i, i
		for ; i < len(n.Terms) && n.Terms[i].Skipped && !n.Terms[i].Modifier; i++ {
			to = i + 1
		}
		if from < to {
			at := place{text, n.Terms[from].Offset, n.Terms[to-1].End()}
			p.reportPlace(n.Domain, at, afterAll.Format(text[at.offset:at.end], n.Domain, all.Text))
		}
	}
}

var spfNoEnd = &Analyzer{
	ID: "SPF009",
	Title: i18n.Text{
		EN: "the record has neither all nor redirect",
		JA: "レコードに all も redirect もありません",
	},
	Doc: i18n.Text{
		EN: "For clients that no term matches SPF gives neutral. The carriers take that as not authenticated, and DMARC as not passed.",
		JA: "どの項にも一致しない送信元アドレスの結果は neutral になります。携帯各社は認証できないメールとして扱い、DMARC も pass になりません。",
	},
	Fix: i18n.Text{
		EN: "Put -all at the end, or ~all as long as you aren't sure that all senders are named.",
		JA: "末尾に -all を置いてください。送信元がそろっているか確かでない間は ~all にします。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.7",
	Severity: Warning,
	Run: func(p *Pass) {
		if n := p.last(); n != nil && theAll(n) == nil {
			text := n.Records[0].Text
			p.report(n.Domain, place{record: text}, noEnd.Format(n.Domain))
		}
	},
}

var noEnd = i18n.Text{
	EN: "the record of %s has neither all nor redirect, so that whoever isn't named gets neutral",
	JA: "%s のレコードには all も redirect もなく、書かれていない送信元の結果は neutral になります",
}

var spfPassAll = &Analyzer{
	ID: "SPF010",
	Title: i18n.Text{
		EN: "all passes everybody",
		JA: "all がすべての送信元を pass にしています",
	},
	Doc: i18n.Text{
		EN: "Every host of the Internet may send for the domain, and SPF and DMARC pass for forged mail.",
		JA: "インターネット上のどのホストからでもこのドメインを名乗って送信でき、なりすましメールの SPF と DMARC が pass になります。",
	},
	Fix: i18n.Text{
		EN: "Name the senders and end the record with -all. An all without a sign before it is +all.",
		JA: "送信元を列挙し、末尾を -all にしてください。記号のない all は +all と同じ意味です。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 mx all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 mx -all"`,
	Source:   "RFC 7208 §5.1",
	Severity: Warning,
	Run: func(p *Pass) {
		for n, t := range p.directives() {
			if passesAll(t) {
				p.reportTerm(n, t, passAll)
			}
		}
	},
}

var passAll = i18n.Text{
	EN: "%q of %s passes every client",
	JA: "%[2]s の %[1]q はすべての送信元アドレスを pass にします",
}

// passesAll reports whether the term is all with the result pass.
func passesAll(t *tree.Term) bool { return isAll(t) && t.Qualifier == record.Pass }

// passesAll reports whether one of the records has such a term.
func (p *Pass) passesAll() bool {
	for _, t := range p.directives() {
		if passesAll(t) {
			return true
		}
	}
	return false
}

var spfNeutralAll = &Analyzer{
	ID: "SPF012",
	Title: i18n.Text{
		EN: "the record ends in ?all",
		JA: "レコードの末尾が ?all です",
	},
	Doc: i18n.Text{
		EN: "It says nothing of those that aren't named, as if it had no end. The carriers take that as not authenticated, so ?all helps nobody.",
		JA: "書かれていない送信元について何も述べておらず、all がないのと同じです。携帯各社は認証できないメールとして扱うため、?all にしても利点はありません。",
	},
	Fix: i18n.Text{
		EN: "Name the senders that are missing, and write -all or ~all.",
		JA: "足りない送信元を加えて、-all か ~all にしてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 ?all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 ~all"`,
	Source:   "RFC 7208 §8.2",
	Severity: Warning,
	Run: func(p *Pass) {
		n := p.last()
		if n == nil {
			return
		}
		if t := theAll(n); t != nil && t.Qualifier == record.Neutral {
			p.reportTerm(n, t, neutralAll)
		}
	},
}

var neutralAll = i18n.Text{
	EN: "%q of %s gives neutral for whoever isn't named",
	JA: "%[2]s の %[1]q により、書かれていない送信元の結果は neutral になります",
}
