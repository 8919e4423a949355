package rules

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfSyntax = &Analyzer{
	ID: "SPF003",
	Title: i18n.Text{
		EN: "the SPF record has a syntax error",
		JA: "SPF レコードに構文の誤りがあります",
	},
	Doc: i18n.Text{
		EN: "SPF gives permerror for every client, also for those that a term before the error names.",
		JA: "SPF の結果は permerror になります。誤りより前の項に一致する送信元アドレスも例外ではありません。",
	},
	Fix: i18n.Text{
		EN: "Correct the place that is marked.",
		JA: "示した箇所を直してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ipv4:203.0.113.10 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.6",
	Severity: Error,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			for _, r := range n.Records {
				for _, e := range r.Errors {
					p.reportTypo(n, r, e, syntaxSPF, syntaxSPFLikely)
				}
			}
		}
	},
}

var syntaxSPF = i18n.Text{
	EN: "the record of %s is malformed: %s",
	JA: "%s のレコードに誤りがあります（%s）",
}

var syntaxSPFLikely = i18n.Text{
	EN: "the record of %s is malformed: %s; probably meant: %q",
	JA: "%s のレコードに誤りがあります（%s）。おそらく %q の誤りです",
}

var spfSuspect = &Analyzer{
	ID: "SPF004",
	Title: i18n.Text{
		EN: "a term is well-formed and probably doesn't say what was meant",
		JA: "文法には合っていますが、意図と違うと思われる項があります",
	},
	Doc: i18n.Text{
		EN: "Receivers ignore the term, or ask for a domain that doesn't exist, and give no error.",
		JA: "受信側はその項を無視するか、存在しないドメインを調べます。エラーにはならないため気付きにくい誤りです。",
	},
	Fix: i18n.Text{
		EN: "Correct the place that is marked, or remove it.",
		JA: "示した箇所を直すか、削除してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include=amazonses.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com -all"`,
	Source:   "RFC 7208 §6",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			for _, r := range n.Records {
				for _, s := range r.Suspects() {
					p.reportTypo(n, r, record.SyntaxError(s), suspectSPF, suspectSPFLikely)
				}
			}
		}
	},
}

var suspectSPF = i18n.Text{
	EN: "the record of %s probably doesn't say what was meant: %s",
	JA: "%s のレコードは意図と違うと思われます（%s）",
}

var suspectSPFLikely = i18n.Text{
	EN: "the record of %s probably doesn't say what was meant: %s; probably meant: %q",
	JA: "%s のレコードは意図と違うと思われます（%s）。おそらく %q の誤りです",
}

// reportTypo notes a place in a record, in these words: without and with what
// was probably meant.
func (p *Pass) reportTypo(n *tree.Node, r record.Record, e record.SyntaxError, plain, likely i18n.Text) {
	p.report(n.Domain, place{r.Text, e.Offset, e.End}, typoText(n.Domain, e, plain, likely))
}

// typoText is one of these texts, with what was probably meant where there is a guess. A
// long one is cut so that it shows, or else somebody would publish it.
func typoText(domain string, e record.SyntaxError, plain, likely i18n.Text) i18n.Text {
	const limit = 60
	switch {
	case e.Likely == "":
		return plain.Format(domain, e.Problem)
	case len(e.Likely) > limit:
		return likely.Format(domain, e.Problem, strings.ToValidUTF8(e.Likely[:limit], "")+"…")
	}
	return likely.Format(domain, e.Problem, e.Likely)
}

var spfReceiversDiffer = &Analyzer{
	ID: "SPF024",
	Title: i18n.Text{
		EN: "the result depends on the receiver's implementation",
		JA: "受信側の実装によって結果が変わるレコードです",
	},
	Doc: i18n.Text{
		EN: "A test with one receiver, or with a web site, proves nothing about the others.",
		JA: "ある受信側やチェックサイトで試して問題がなくても、ほかの受信側で同じ結果になるとは限りません。",
	},
	Fix: i18n.Text{
		EN: "Correct the place that is marked.",
		JA: "示した箇所を直してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all foo"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.6",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			p.reportFaultAfterMatch(n)
			p.reportLeadingBlank(n)
		}
	},
}

var faultAfterMatch = i18n.Text{
	EN: "receivers differ on %s: RFC 7208 asks for permerror because of %.60q, and some take a match before it",
	JA: "%s の判定は受信側によって異なります。RFC 7208 では %.60q のために permerror ですが、それより前の一致で判定を終える実装があります",
}

// reportFaultAfterMatch notes a syntax error to which some evaluators don't get,
// when a term before it matches (go/spf and mailauth do so).
func (p *Pass) reportFaultAfterMatch(n *tree.Node) {
	if n.Problem != tree.SyntaxError {
		return
	}
	e := n.Records[0].Errors[0]
	for i := range n.Terms {
		if t := &n.Terms[i]; isDirective(t) && t.Offset < e.Offset {
			text := n.Records[0].Text
			p.report(n.Domain, place{text, e.Offset, e.End}, faultAfterMatch.Format(n.Domain, text[e.Offset:e.End]))
			return
		}
	}
}

var leadingSpace = i18n.Text{
	EN: "receivers differ on %s: the text begins with a space, so that RFC 7208 sees no record, and some do",
	JA: "%s の判定は受信側によって異なります。テキストが半角スペースで始まるため、RFC 7208 ではレコードではありませんが、レコードとみなす実装があります",
}

// reportLeadingBlank notes a text that is an SPF record for evaluators that trim
// it (mailauth does).
func (p *Pass) reportLeadingBlank(n *tree.Node) {
	for _, strs := range n.Texts {
		text := strings.Join(strs, "")
		trimmed := strings.TrimLeft(text, " ")
		if spaces := len(text) - len(trimmed); spaces > 0 && record.IsSPF(trimmed) {
			p.report(n.Domain, place{text, 0, spaces}, leadingSpace.Format(n.Domain))
		}
	}
}
