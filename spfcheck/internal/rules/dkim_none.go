package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
)

var dkimMissing = &Analyzer{
	ID: "DKIM001",
	Title: i18n.Text{
		EN: "there is no DKIM key for the selector",
		JA: "セレクターの DKIM 鍵がありません",
	},
	Doc: i18n.Text{
		EN: "No signature with this selector verifies, and mail that counts on DKIM for DMARC fails it.",
		JA: "このセレクターの署名は検証できません。DKIM に頼っているメールは DMARC が fail になります。",
	},
	Fix: i18n.Text{
		EN: "Compare the selector with s= of a signature, and publish the key at this name as the signing software or service gives it.",
		JA: "セレクターが署名の s= と同じかを確かめ、署名ソフトウェアやサービスが示す鍵をこの名前で公開してください。",
	},
	Bad:      `s1._domeinkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.6.2.1",
	Severity: Error,
	Run: func(p *Pass) {
		for _, k := range p.Keys {
			switch {
			case k.Fault != dkim.NoKey || k.Guessed:
			case k.exists:
				p.report(k.Name, place{}, k.Problem)
			default:
				p.report(k.Name, place{}, noSuchName.Format(k.Name))
			}
		}
	},
}

var noSuchName = i18n.Text{
	EN: "there is no key at %.100q: the name doesn't exist",
	JA: "%.100q に鍵がありません（名前が存在しません）",
}

var dkimAliasToNowhere = &Analyzer{
	ID: "DKIM002",
	Title: i18n.Text{
		EN: "the CNAME of the selector leads to where no key is",
		JA: "セレクターの CNAME の先に鍵がありません",
	},
	Doc: i18n.Text{
		EN: "No signature with this selector verifies. The service has removed or not yet made the key, or the target is mistyped.",
		JA: "このセレクターの署名は検証できません。サービスが鍵を削除したか、まだ作っていないか、CNAME の先が誤っています。",
	},
	Fix: i18n.Text{
		EN: "Take the target from the service's settings again; remove the CNAME if the service isn't used any more.",
		JA: "サービスの設定画面で CNAME の先を確かめてください。サービスを使っていないなら CNAME を削除してください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  CNAME s1.domainkey.u123.wl.sendgrid.example.  ; where nothing is`,
	Good:     `s1._domainkey.shop.example.jp.  CNAME s1.domainkey.u123456.wl.sendgrid.net.`,
	Source:   "RFC 6376 §3.6.2.1",
	Severity: Error,
	Run: func(p *Pass) {
		for _, k := range p.Keys {
			if k.Fault == aliasToNowhere && !k.Guessed { // a service may make the second key later
				p.report(k.Name, place{}, leadsNowhere.Format(k.Name, k.Alias))
			}
		}
	},
}

var leadsNowhere = i18n.Text{
	EN: "there is no key at %.100q: its CNAME leads to %.100q, which has no TXT record",
	JA: "%.100q に鍵がありません。CNAME の先の %.100q に TXT レコードがありません",
}

var dkimNotKey = &Analyzer{
	ID: "DKIM003",
	Title: i18n.Text{
		EN: "the TXT record at the selector is not a DKIM key",
		JA: "セレクターの TXT レコードが DKIM の鍵ではありません",
	},
	Doc: i18n.Text{
		EN: "No signature with this selector verifies. A wildcard record answers for names like this one, too.",
		JA: "このセレクターの署名は検証できません。ワイルドカードのレコードは、このような名前にも応答します。",
	},
	Fix: i18n.Text{
		EN: "Publish a list of tags with v=DKIM1 first and the key in p=, each tag once.",
		JA: "先頭を v=DKIM1、鍵を p= としたタグの並びを公開してください。同じタグは 1 度しか書けません。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.6.1, §6.1.2",
	Severity: Error,
	Run: func(p *Pass) {
		for _, k := range p.Keys {
			if k.Fault == dkim.NotKey && !k.Guessed {
				text := k.texts[0]
				p.report(k.Name, place{text, 0, len(text)}, k.Problem)
			}
		}
	},
}

var dkimEscaped = &Analyzer{
	ID: "DKIM004",
	Title: i18n.Text{
		EN: "the semicolons of the key record have backslashes in front of them",
		JA: "鍵のレコードのセミコロンの前にバックスラッシュが入っています",
	},
	Doc: i18n.Text{
		EN: "The backslash belongs to zone files, where it stands for nothing of its own. Here it is part of the text, so that no verifier can read the key.",
		JA: "バックスラッシュはゾーンファイルの書き方で、値には含まれません。ここではテキストの一部になっているため、鍵を読み取れません。",
	},
	Fix: i18n.Text{
		EN: "Enter the text without the backslashes.",
		JA: "バックスラッシュを除いたテキストを入力してください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1\\; k=rsa\\; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.2",
	Severity: Error,
	Run: func(p *Pass) {
		for _, k := range p.Keys {
			if k.Fault == escaped {
				p.reportEscaped(k)
			}
		}
	},
}

var withBackslashes = i18n.Text{
	EN: "there is no key at %.100q: %.30q has a backslash in front of its semicolons",
	JA: "%.100q に鍵がありません。%.30q のセミコロンの前にバックスラッシュが入っています",
}

var dkimSplit = &Analyzer{
	ID: "DKIM005",
	Title: i18n.Text{
		EN: "the key is spread over several TXT records",
		JA: "鍵が複数の TXT レコードに分かれています",
	},
	Doc: i18n.Text{
		EN: "Verifiers join the strings of one record and never those of several, so that none can read the key.",
		JA: "受信側が連結するのは 1 つのレコードの中の文字列だけです。別々のレコードは連結されないため、鍵を読み取れません。",
	},
	Fix: i18n.Text{
		EN: "Publish one TXT record with the parts as its strings, one behind another. Many forms of DNS hosting cut a long value themselves.",
		JA: "1 つの TXT レコードの中に、分けた文字列を続けて書いてください。長い値を自動的に分ける DNS サービスも多くあります。",
	},
	Bad: `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF"
s1._domainkey.shop.example.jp.  TXT "AAOCAQ8AMIIBCgKCAQEAznzUBA9u3…"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF" "AAOCAQ8AMIIBCgKCAQEAznzUBA9u3…"`,
	Source:   "RFC 6376 §3.6.2.2",
	Severity: Error,
	Run: func(p *Pass) {
		for _, k := range p.Keys {
			if k.Fault == splitKey {
				p.report(k.Name, place{}, inSeveralRecords.Format(k.Name, len(k.texts)))
			}
		}
	},
}

var inSeveralRecords = i18n.Text{
	EN: "the key at %.100q is spread over %d TXT records; as strings of one record they would be a key",
	JA: "%.100q の鍵が %d 個の TXT レコードに分かれています。1 つのレコードの文字列にすれば鍵になります",
}

var dkimSeveral = &Analyzer{
	ID: "DKIM006",
	Title: i18n.Text{
		EN: "several keys stand at one selector",
		JA: "1 つのセレクターに鍵が複数あります",
	},
	Doc: i18n.Text{
		EN: "Which one counts isn't defined. A verifier may take the wrong one or none, and changes from one answer to the next.",
		JA: "どの鍵を使うかは定められていません。受信側は誤った鍵を使うことも、どれも使わないこともあり、応答のたびに変わることもあります。",
	},
	Fix: i18n.Text{
		EN: "Leave the key that signs, and give every other one a selector of its own.",
		JA: "署名に使っている鍵だけを残し、ほかの鍵は別のセレクターで公開してください。",
	},
	Bad: `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"
s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="`,
	Good: `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"
s2._domainkey.shop.example.jp.  TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="`,
	Source:   "RFC 6376 §3.6.2.2",
	Severity: Error,
	Run:      keysWith("", dkim.SeveralKeys),
}
