package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
)

var dkimRevoked = &Analyzer{
	ID: "DKIM007",
	Title: i18n.Text{
		EN: "the key was revoked: p= is empty",
		JA: "鍵が失効しています（p= が空です）",
	},
	Doc: i18n.Text{
		EN: "No signature with this selector verifies any more, not even on mail that is still on its way.",
		JA: "このセレクターの署名は、配送中のメールも含めて検証できません。",
	},
	Fix: i18n.Text{
		EN: "Sign with another selector whose key is published. A selector that isn't used any more is well revoked.",
		JA: "鍵を公開している別のセレクターで署名してください。使っていないセレクターであれば、失効したままで問題ありません。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p="`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.6.1",
	Severity: Error,
	Run:      keysWith("p", dkim.Revoked),
}

var dkimCut = &Analyzer{
	ID: "DKIM008",
	Title: i18n.Text{
		EN: "the key is cut",
		JA: "鍵が途中で切れています",
	},
	Doc: i18n.Text{
		EN: "No signature with this selector verifies. A string of a TXT record holds 255 bytes, and what was longer was lost on the way into DNS.",
		JA: "このセレクターの署名は検証できません。TXT レコードの 1 つの文字列に入るのは 255 バイトまでで、登録時に残りが失われています。",
	},
	Fix: i18n.Text{
		EN: "Enter the key again, in strings of at most 255 bytes that stand one behind another in one TXT record.",
		JA: "1 つの TXT レコードの中で 255 バイト以下の文字列に分け、鍵を登録し直してください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAznzU"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAznzU" "BA9u3…IDAQAB"`,
	Source:   "RFC 6376 §3.6.1, RFC 1035 §3.3",
	Severity: Error,
	Run:      keysWith("p", dkim.Cut),
}

var dkimUnreadable = &Analyzer{
	ID: "DKIM009",
	Title: i18n.Text{
		EN: "the key can't be read",
		JA: "鍵を読み取れません",
	},
	Doc: i18n.Text{
		EN: "No signature with this selector verifies.",
		JA: "このセレクターの署名は検証できません。",
	},
	Fix: i18n.Text{
		EN: "Publish in p= the base64 of the public key, without the BEGIN and END lines of a PEM file and without quotes.",
		JA: "p= には公開鍵の base64 だけを書いてください。PEM ファイルの BEGIN と END の行や引用符は入れません。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.6.1",
	Severity: Error,
	Run:      keysWith("p", dkim.Unreadable),
}

var dkimType = &Analyzer{
	ID: "DKIM010",
	Title: i18n.Text{
		EN: "the type of the key (k=) is unknown, or not that of the key",
		JA: "鍵の種類（k=）が未知のものか、鍵と合っていません",
	},
	Doc: i18n.Text{
		EN: "No signature with this selector verifies. Without k= the type is rsa; rsa and ed25519 are all that there are, in lower case.",
		JA: "このセレクターの署名は検証できません。種類は小文字の rsa と ed25519 だけで、k= がなければ rsa です。",
	},
	Fix: i18n.Text{
		EN: "Write k= as the signing software gave it with the key.",
		JA: "k= は、署名ソフトウェアが鍵とともに出力したとおりに書いてください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="`,
	Source:   "RFC 6376 §3.6.1, RFC 8463 §4",
	Severity: Error,
	Run:      keysWith("k", dkim.UnknownType, dkim.WrongType),
}

var dkimNoSHA256 = &Analyzer{
	ID: "DKIM011",
	Title: i18n.Text{
		EN: "the key doesn't allow sha256 (h=)",
		JA: "鍵が sha256 を許可していません（h=）",
	},
	Doc: i18n.Text{
		EN: "No signature verifies with the key: signatures with sha1 no longer count, and there is no other hash.",
		JA: "この鍵ではどの署名も検証できません。sha1 の署名は現在では無効で、使えるハッシュは sha256 だけです。",
	},
	Fix: i18n.Text{
		EN: "Take h= out, or make it h=sha256.",
		JA: "h= を外すか、h=sha256 としてください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; h=sha1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 8301 §3.1",
	Severity: Error,
	Run:      keysWith("h", dkim.NoSHA256),
}

var dkimNotForMail = &Analyzer{
	ID: "DKIM012",
	Title: i18n.Text{
		EN: "the key is not for mail (s=)",
		JA: "鍵がメール用ではありません（s=）",
	},
	Doc: i18n.Text{
		EN: "Verifiers of mail don't use a key whose s= names neither email nor *.",
		JA: "s= に email も * もない鍵は、メールの署名の検証には使われません。",
	},
	Fix: i18n.Text{
		EN: "Take s= out, or make it s=email.",
		JA: "s= を外すか、s=email としてください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; s=tlsrpt; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.6.1",
	Severity: Error,
	Run:      keysWith("s", dkim.NotForMail),
}

var dkimTooShort = &Analyzer{
	ID: "DKIM013",
	Title: i18n.Text{
		EN: "an RSA key has fewer than 1024 bits",
		JA: "RSA の鍵が 1024 ビット未満です",
	},
	Doc: i18n.Text{
		EN: "Verifiers must not count signatures with such a key, since it can be broken.",
		JA: "容易に破られるため、この鍵の署名は無効とされます。",
	},
	Fix: i18n.Text{
		EN: "Make a key of 2048 bits, publish it under a new selector, and sign with it.",
		JA: "2048 ビットの鍵を作って新しいセレクターで公開し、その鍵で署名してください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAw…"  ; 512 bits`,
	Good:     `s2._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"  ; 2048 bits`,
	Source:   "RFC 8301 §3.2",
	Severity: Error,
	Run:      keysWith("p", dkim.TooShort),
}
