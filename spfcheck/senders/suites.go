package senders

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

var googleName = same("Google Workspace")

var google = sameForAll(Preset{
	ID:       "google",
	Name:     googleName,
	Aliases:  []string{"gmail", "gsuite", "workspace", "googleworkspace"},
	Lookups:  &Lookups{Count: 1, Seen: "2026"},
	RangesAt: "_spf.google.com",
	Selectors: &Selectors{
		Names: []string{"google"},
		Doc: i18n.Text{
			EN: "the default; another one can be chosen when the key is made",
			JA: "既定値。鍵の作成時に別の名前も選べます",
		},
		Basis: carriers.Official,
		Source: Source{
			Title: i18n.Text{EN: "Google Workspace help, DKIM selectors", JA: "Google Workspace ヘルプ「DKIM セレクタ」"},
			URL:   "https://support.google.com/a/answer/11611356", Date: gathered,
		},
	},
	MX: []string{"aspmx.l.google.com", "smtp.google.com"},
	Envelope: Envelope{
		Default: []Pattern{{Domain: "<domain>"}},
		If: i18n.Text{
			EN: "the From domain is the user's primary domain and no alias",
			JA: "From のドメインがユーザーのプライマリドメインで、エイリアスでないこと",
		},
		Doc: i18n.Text{
			EN: "the user's primary domain, even when the header From is in an alias domain",
			JA: "ユーザーのプライマリドメイン。From がエイリアスドメインのときも変わりません",
		},
		Basis: carriers.Official,
	},
	Basis: carriers.Official,
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "the documentation says that alias domains need no SPF record: not so at carriers that check the header From",
				JA: "公式資料ではエイリアスドメインに SPF は不要とされていますが、ヘッダー From を確認する事業者に送るなら必要です",
			},
			Basis: carriers.Official, Source: documentation(googleName),
		},
		{
			Text: i18n.Text{
				EN: "until about 2025 the record nested three others and cost 4 lookups",
				JA: "2025 年ごろまでは 3 つのレコードを入れ子にしていて、DNS を引く項は合わせて 4 つでした",
			},
			Basis: carriers.Observed, Source: published("_spf.google.com", "2026"),
		},
	},
})

var m365 = sameForAll(Preset{
	ID:       "m365",
	Name:     same("Microsoft 365"),
	Aliases:  []string{"microsoft", "microsoft365", "office365", "o365", "outlook", "exchange"},
	Lookups:  &Lookups{Count: 1, Seen: "2026"},
	RangesAt: "spf.protection.outlook.com",
	Selectors: &Selectors{
		Names: []string{"selector1", "selector2"},
		Below: []string{"onmicrosoft.com"},
		Basis: carriers.Official,
		Source: Source{
			Title: i18n.Text{EN: "Microsoft, setting up DKIM for a custom domain", JA: "Microsoft、カスタムドメインの DKIM の設定"},
			URL:   "https://learn.microsoft.com/defender-office-365/email-authentication-dkim-configure", Date: "2025-06-19",
		},
	},
	MX: []string{"mail.protection.outlook.com"},
	Envelope: Envelope{
		Default: []Pattern{{Domain: "<domain>"}},
		Doc:     i18n.Text{EN: "the sender's own domain", JA: "送信者自身のドメイン"},
		Basis:   carriers.Official,
	},
	Basis: carriers.Official,
})

var resendName = same("Resend")

var resend = sameForAll(Preset{
	ID:        "resend",
	Name:      resendName,
	Lookups:   &Lookups{Count: 1, Seen: "2026"},
	RangesAt:  "amazonses.com",
	Selectors: quotedSelectors("https://phishfence.io/learn/dmarc-resend", "resend"),
	Envelope: Envelope{
		Default: []Pattern{{Domain: "send.<domain>"}},
		Doc:     i18n.Text{EN: "a subdomain of the sender's own domain", JA: "送信者自身のドメインのサブドメイン"},
		Basis:   carriers.Official,
		Custom:  &Custom{Domain: "send.<domain>", Doc: alreadyOwn},
	},
	Basis: carriers.Official,
	Notes: []Note{{
		Text: i18n.Text{
			EN: "it is built on Amazon SES, hence the include",
			JA: "Amazon SES を基盤とするため、include も SES のものです",
		},
		Basis: carriers.Official, Source: documentation(resendName),
	}},
})

var cloudflare = sameForAll(Preset{
	ID:       "cloudflare",
	Name:     same("Cloudflare"),
	RangesAt: "_spf.mx.cloudflare.net",
	Envelope: Envelope{
		Default: []Pattern{{Domain: "cf-bounce.<domain>"}},
		Doc:     i18n.Text{EN: "a subdomain of the sender's own domain", JA: "送信者自身のドメインのサブドメイン"},
		Basis:   carriers.Official,
	},
	Basis: carriers.Official,
})

var lineworks = sameForAll(Preset{
	ID:       "lineworks",
	Name:     same("LINE WORKS"),
	Aliases:  []string{"worksmobile"},
	RangesAt: "spf.worksmobile.com",
	Basis:    carriers.Official,
	Source:   page("https://help.worksmobile.com/jp/administrator/service/mail/what-is-spf-record/"),
})

var hennge = sameForAll(Preset{
	ID:       "hennge",
	Name:     same("HENNGE"),
	RangesAt: "spf.mta.hdems.com",
	Basis:    carriers.Observed,
	Source:   repositories(3, "2026-09"),
})

var cybermail = sameForAll(Preset{
	ID:       "cybermail",
	Name:     same("CyberMail"),
	RangesAt: "spfcm.cybermail.jp",
	Basis:    carriers.Official,
	Source:   page("https://cloud-sup.cybersolutions.co.jp/hc/ja/articles/360040491452"),
})
