package rules

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
)

var dkimUnpadded = &Analyzer{
	ID: "DKIM020",
	Title: i18n.Text{
		EN: "a DKIM key is not padded as base64 is",
		JA: "DKIM の鍵の base64 に、末尾のパディング（=）が正しく付いていません",
	},
	Doc: i18n.Text{
		EN: "RFC 6376 leaves the number of = at the end open. Some verifiers can't read such a key, and the signatures don't verify there.",
		JA: "RFC 6376 では末尾の「=」の数は自由ですが、数が足りないと鍵を読み取れない受信側もあり、そこでは署名を検証できません。",
	},
	Fix: i18n.Text{
		EN: "Publish p= as the signing software gave it, with every = at its end.",
		JA: "p= には、署名ソフトウェアが出力した値を末尾の「=」まで省略せずに書いてください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="`,
	Source:   "RFC 6376 §2.10",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, k := range p.Keys {
			t, at, _ := k.tag("p")
			base64 := strings.Join(strings.Fields(t.Value), "")
			digits := len(strings.TrimRight(base64, "="))
			if have, want := len(base64)-digits, (4-digits%4)%4; k.Bits > 0 && have != want {
				p.report(k.Name, at, unpadded.Format(k.Name, have, want))
			}
		}
	},
}

var unpadded = i18n.Text{
	EN: "the key at %s has %d = at the end of p=, where base64 has %d",
	JA: "%s の鍵（p=）の末尾にある「=」は %d 個です。base64 では %d 個必要です",
}

// The lengths of RSA keys that RFC 8301 §3.2 has beside the 1024 bits that must be.
const (
	goodBits = 2048 // signers should have as many
	mostBits = 4096 // verifiers must be able to take up to these
)

var dkimShort = &Analyzer{
	ID: "DKIM021",
	Title: i18n.Text{
		EN: "an RSA key has fewer than 2048 bits",
		JA: "RSA の鍵が 2048 ビット未満です",
	},
	Doc: i18n.Text{
		EN: "Verifiers have to take it, and do. Keys of this length are no longer recommended, since they can be broken with much effort.",
		JA: "受信側は検証できます。ただし、多大な計算で破られるおそれがあるため、この長さはもう推奨されていません。",
	},
	Fix: i18n.Text{
		EN: "Make a new key of 2048 bits under a new selector, sign with it, and revoke this one a week later.",
		JA: "新しいセレクターで 2048 ビットの鍵を作って署名を切り替え、1 週間ほど後に古い鍵を失効させてください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB…"  ; 1024 bits`,
	Good:     `s2._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"  ; 2048 bits`,
	Source:   "RFC 8301 §3.2",
	Severity: Info,
	Run: eachKey("p", func(k Key) i18n.Text {
		if k.Fault == "" && k.Type == "rsa" && k.Bits < goodBits {
			return shortKey.Format(k.Name, k.Bits, goodBits)
		}
		return i18n.Text{}
	}),
}

var shortKey = i18n.Text{
	EN: "the key at %s has %d bits; %d are recommended",
	JA: "%s の鍵は %d ビットです。%d ビット以上が推奨されています",
}

var dkimLong = &Analyzer{
	ID: "DKIM022",
	Title: i18n.Text{
		EN: "an RSA key has more than 4096 bits",
		JA: "RSA の鍵が 4096 ビットを超えています",
	},
	Doc: i18n.Text{
		EN: "Verifiers have to take keys of up to 4096 bits. Those that don't take longer ones don't verify the signature.",
		JA: "受信側に対応が求められているのは 4096 ビットまでです。それより長い鍵に対応しない受信側では、署名を検証できません。",
	},
	Fix: i18n.Text{
		EN: "Sign with a key of 2048 bits.",
		JA: "2048 ビットの鍵で署名してください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIEIjANBgkqhkiG9w0BAQEFAAOCBA8A…"  ; 8192 bits`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"  ; 2048 bits`,
	Source:   "RFC 8301 §3.2",
	Severity: Warning,
	Run: eachKey("p", func(k Key) i18n.Text {
		if (k.Fault == "" || k.Fault == dkim.TooLong) && k.Type == "rsa" && k.Bits > mostBits {
			return longKey.Format(k.Name, k.Bits, mostBits)
		}
		return i18n.Text{}
	}),
}

var longKey = i18n.Text{
	EN: "the key at %s has %d bits; not every verifier takes more than %d",
	JA: "%s の鍵は %d ビットです。%d ビットを超える鍵は、すべての受信側が検証できるとは限りません",
}

var dkimVersionLate = &Analyzer{
	ID: "DKIM023",
	Title: i18n.Text{
		EN: "v=DKIM1 isn't the first tag of the key record",
		JA: "鍵のレコードの先頭が v=DKIM1 ではありません",
	},
	Doc: i18n.Text{
		EN: "The version must come first where it is given. Some verifiers don't count such a key, and others do.",
		JA: "v= を書く場合は先頭でなければなりません。この鍵を無効とする受信側と、受け入れる受信側があります。",
	},
	Fix: i18n.Text{
		EN: "Put v=DKIM1 in front of all other tags.",
		JA: "v=DKIM1 を先頭に置いてください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…; v=DKIM1"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.6.1",
	Severity: Warning,
	Run: eachKey("v", func(k Key) i18n.Text {
		if t, _, found := k.tag("v"); found && strings.TrimSpace(k.Text[:t.Offset]) != "" {
			return versionLate.Format(k.Name)
		}
		return i18n.Text{}
	}),
}

var versionLate = i18n.Text{
	EN: "v=DKIM1 stands behind other tags in the key record of %s",
	JA: "%s の鍵のレコードで、v=DKIM1 がほかのタグより後にあります",
}

var dkimTesting = &Analyzer{
	ID: "DKIM024",
	Title: i18n.Text{
		EN: "the key is marked as a test (t=y)",
		JA: "鍵が試験用（t=y）になっています",
	},
	Doc: i18n.Text{
		EN: "It says that the signatures are a test. Verifiers that go by it treat the mail as if it were unsigned; most look at the signature all the same.",
		JA: "署名が試験中であることを示します。これに従う受信側は署名のないメールと同じに扱いますが、多くは通常どおり署名を検証します。",
	},
	Fix: i18n.Text{
		EN: "Take t=y out as soon as the signatures verify.",
		JA: "署名を検証できることを確かめたら、t=y を外してください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; t=y; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.6.1",
	Severity: Info,
	Run: eachKey("t", func(k Key) i18n.Text {
		if k.Testing && k.Fault == "" {
			return testingKey.Format(k.Name)
		}
		return i18n.Text{}
	}),
}

var testingKey = i18n.Text{
	EN: "the key at %s has t=y, which says that signing is only tested",
	JA: "%s の鍵に、署名が試験中であることを示す t=y があります",
}

var dkimBeside = &Analyzer{
	ID: "DKIM025",
	Title: i18n.Text{
		EN: "other texts stand beside the key",
		JA: "鍵と同じ名前に、ほかの TXT レコードがあります",
	},
	Doc: i18n.Text{
		EN: "What several records at the name mean isn't defined. Some verifiers look through all of them, and others take the first, which changes from answer to answer.",
		JA: "複数のレコードがあるときの扱いは定められていません。すべてを調べる受信側もあれば、応答のたびに変わる先頭の 1 つだけを使う受信側もあります。",
	},
	Fix: i18n.Text{
		EN: "Leave nothing but the key at the name.",
		JA: "この名前には鍵のレコードだけを残してください。",
	},
	Bad: `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"
s1._domainkey.shop.example.jp.  TXT "some other text"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"`,
	Source:   "RFC 6376 §3.6.2.2",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, k := range p.Keys {
			i := slices.IndexFunc(k.texts, func(text string) bool { return text != k.Text })
			if k.Text != "" && i >= 0 && k.Fault != splitKey {
				p.report(k.Name, place{}, besideKey.Format(k.Name, k.texts[i]))
			}
		}
	},
}

var besideKey = i18n.Text{
	EN: "beside the key at %s stands another text: %.60q",
	JA: "%s には、鍵のほかに別のテキスト %.60q があります",
}
