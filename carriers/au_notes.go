package carriers

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// auNotes are what to know of au beside its rules.
var auNotes = []Note{
	{
		Text: i18n.Text{
			EN: "only an allow-list entry with 必ず受信 overrides this filter; the plain list doesn't",
			JA: "受信リストのうち「必ず受信」を付けた登録だけがこの設定より優先します。通常の登録では届きません",
		},
		Basis:   Official,
		Sources: []Source{auMFilter, auForgery},
	},
	{
		Text: i18n.Text{
			EN: "au asks for the record as TXT and for addresses in IPv4: what it does with mail from an IPv6 address isn't documented",
			JA: "au は SPF レコードを TXT で、アドレスを IPv4 で書くよう求めています。IPv6 アドレスからのメールの扱いは資料がありません",
		},
		Basis:   Official,
		Sources: []Source{auSPF},
	},
	{
		Text: i18n.Text{
			EN: "which of RFC 4407's rules on malformed or repeated header fields au follows isn't documented: RFC 4407 is used here",
			JA: "不正な、または重複したヘッダーについて au が RFC 4407 のどの規則に従うかは資料がありません。ここでは RFC 4407 に従います",
		},
		Basis:   Inferred,
		Sources: []Source{auSPF},
	},
	{
		Text: i18n.Text{
			EN: "an older handset manual says that mail without an SPF record isn't tested; the notice and a test say that 高 refuses it, and they are followed here",
			JA: "古い端末の説明書には、SPF レコードがなければ判定しないとあります。ここでは「高」は拒否するという告知と検証に従います",
		},
		Basis:   Official,
		Sources: []Source{auSPF, alpha},
	},
	{
		Text: i18n.Text{
			EN: "subscribers can refuse mail with a link (URLリンク規制), and this mail has one",
			JA: "利用者は URL を含むメールを拒否できます（URLリンク規制）。このメールには URL があります",
		},
		Basis:   Inferred,
		Sources: []Source{auMFilter},
		If:      HasLinks,
	},
	{
		Text: i18n.Text{
			EN: "subscribers can refuse HTML mail (HTMLメール規制), and this mail has an HTML part",
			JA: "利用者は HTML メールを拒否できます（HTMLメール規制）。このメールには HTML のパートがあります",
		},
		Basis:   Inferred,
		Sources: []Source{auMFilter},
		If:      HasHTML,
	},
	{
		Text: i18n.Text{
			EN: "smartphones offer only 高 and 低",
			JA: "スマートフォンで選べるのは「高」と「低」だけです",
		},
		Basis:   Official,
		Sources: []Source{auForgery},
	},
	ministryAsks,
}
