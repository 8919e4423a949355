package rules

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfPTR = &Analyzer{
	ID: "SPF013",
	Title: i18n.Text{
		EN: "the record uses ptr",
		JA: "レコードが ptr を使っています",
	},
	Doc: i18n.Text{
		EN: "ptr is slow, fails with the DNS of the client's network, and should not be used; some receivers don't support it.",
		JA: "ptr は遅く、送信元側の DNS の不調にも左右されます。RFC で非推奨とされ、対応しない受信側もあります。",
	},
	Fix: i18n.Text{
		EN: "Name the addresses with ip4, ip6 or a.",
		JA: "ip4、ip6、a のいずれかで送信元を書いてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ptr -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §5.5",
	Severity: Warning,
	Run: func(p *Pass) {
		for n, t := range p.directives() {
			if t.Name == "ptr" {
				p.reportTerm(n, t, usesPTR)
			}
		}
	},
}

var usesPTR = i18n.Text{
	EN: "%.60q of %s should not be used",
	JA: "%[2]s の %.60[1]q は使用が推奨されていません",
}

var spfSenderID = &Analyzer{
	ID: "SPF019",
	Title: i18n.Text{
		EN: "the domain publishes a Sender ID record (spf2.0)",
		JA: "Sender ID レコード（spf2.0）が公開されています",
	},
	Doc: i18n.Text{
		EN: "SPF passes over it. A receiver that checks Sender ID takes it, in place of the SPF record, for the identities it names; au checks the PRA.",
		JA: "SPF では使われません。Sender ID を検査する受信側は、指定された送信者情報については SPF レコードではなくこちらを使います。au は PRA を検査しています。",
	},
	Fix: i18n.Text{
		EN: "Keep its terms the same as those of the SPF record, or remove it.",
		JA: "SPF レコードと同じ内容に保つか、削除してください。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"
shop.example.jp.  TXT "spf2.0/pra ?all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 4406 §3.1",
	Severity: Info,
	Run: func(p *Pass) {
		if p.SPF == nil {
			return
		}
		for _, strs := range p.SPF.Root.Texts {
			text := strings.Join(strs, "")
			if version, _, _ := strings.Cut(text, " "); strings.HasPrefix(strings.ToLower(version), "spf2.0/") {
				p.report(p.SPF.Root.Domain, place{text, 0, len(version)}, senderID.Format(p.SPF.Root.Domain, version))
			}
		}
	},
}

var senderID = i18n.Text{
	EN: "%s publishes a Sender ID record of the version %.60q",
	JA: "%s は %.60q で始まる Sender ID レコードを公開しています",
}

var spfExplanation = &Analyzer{
	ID: "SPF020",
	Title: i18n.Text{
		EN: "exp leads to no usable text",
		JA: "exp の先に使えるテキストがありません",
	},
	Doc: i18n.Text{
		EN: "Receivers that refuse mail do so without the explanation. The result doesn't change.",
		JA: "受信側が拒否するときに説明文が付きません。判定の結果は変わりません。",
	},
	Fix: i18n.Text{
		EN: "Publish one TXT record there, ASCII only, or remove exp.",
		JA: "exp の先に ASCII だけの TXT レコードを 1 個公開するか、exp を削除してください。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all exp=why.example.jp"`,
	Good: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all exp=why.example.jp"
why.example.jp.   TXT "%{i} does not send for %{d}"`,
	Source:   "RFC 7208 §6.2",
	Severity: Info,
	Run: func(p *Pass) {
		n := p.last() // an exp of an included record counts for nothing
		if n == nil {
			return
		}
		if t := theModifier(n, "exp"); t != nil {
			if why := unusable(t); why.Complete() {
				p.reportTerm(n, t, noExplanation, t.Target, why)
			}
		}
	},
}

var noExplanation = i18n.Text{
	EN: "%.60q of %s explains nothing, since %s %s",
	JA: "%[2]s の %.60[1]q では説明文が得られません（%[3]s: %[4]s）",
}

// unusable says why exp gives no explanation (RFC 7208 §6.2); the zero Text
// where it does, or where it isn't known what is there.
func unusable(t *tree.Term) i18n.Text {
	if len(t.Questions) == 0 || t.Questions[0].Failed() {
		return i18n.Text{}
	}
	switch len(t.Texts) {
	case 0:
		return i18n.Text{EN: "has no TXT record", JA: "TXT レコードがありません"}
	case 1:
		if _, err := record.ParseExplanation(strings.Join(t.Texts[0], "")); err != nil {
			return i18n.Text{EN: "has a malformed text", JA: "テキストに誤りがあります"}
		}
		return i18n.Text{}
	default:
		return i18n.Text{EN: "has several TXT records", JA: "TXT レコードが複数あります"}
	}
}
