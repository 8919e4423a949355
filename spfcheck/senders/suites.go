package senders

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

var googleName = i18n.Text{EN: "Google Workspace", JA: "Google Workspace"}

var google = &Preset{
	ID:       "google",
	Name:     googleName,
	Terms:    []string{"include:_spf.google.com"},
	Lookups:  &Lookups{Count: 1, Seen: "2026"},
	RangesAt: "_spf.google.com",
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
		Basis: Vendor,
	},
	Basis:  Vendor,
	Source: documentation(googleName),
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "the documentation says that alias domains need no SPF record: not so at carriers that check the header From",
				JA: "公式資料ではエイリアスドメインに SPF は不要とされていますが、ヘッダー From を確認する事業者に送るなら必要です",
			},
			Basis: Vendor, Source: documentation(googleName),
		},
		{
			Text: i18n.Text{
				EN: "until about 2025 the record nested three others and cost 4 lookups",
				JA: "2025 年ごろまでは 3 つのレコードを入れ子にしていて、DNS を引く項は合わせて 4 つでした",
			},
			Basis: Observed, Source: published("_spf.google.com", "2026"),
		},
	},
	Advice: []i18n.Text{shared("include:_spf.google.com")},
}

var m365Name = i18n.Text{EN: "Microsoft 365", JA: "Microsoft 365"}

var m365 = &Preset{
	ID:       "m365",
	Name:     m365Name,
	Terms:    []string{"include:spf.protection.outlook.com"},
	Lookups:  &Lookups{Count: 1, Seen: "2026"},
	RangesAt: "spf.protection.outlook.com",
	Envelope: Envelope{
		Default: []Pattern{{Domain: "<domain>"}},
		Doc:     i18n.Text{EN: "the sender's own domain", JA: "送信者自身のドメイン"},
		Basis:   Vendor,
	},
	Basis:  Vendor,
	Source: documentation(m365Name),
	Advice: []i18n.Text{shared("include:spf.protection.outlook.com")},
}

var resendName = i18n.Text{EN: "Resend", JA: "Resend"}

var resend = &Preset{
	ID:       "resend",
	Name:     resendName,
	Terms:    []string{"include:amazonses.com"},
	Lookups:  &Lookups{Count: 1, Seen: "2026"},
	RangesAt: "amazonses.com",
	Envelope: Envelope{
		Default: []Pattern{{Domain: "send.<domain>"}},
		Doc:     i18n.Text{EN: "a subdomain of the sender's own domain", JA: "送信者自身のドメインのサブドメイン"},
		Basis:   Vendor,
		Custom:  &Custom{Domain: "send.<domain>", Doc: alreadyOwn},
	},
	Basis:  Vendor,
	Source: documentation(resendName),
	Notes: []Note{{
		Text: i18n.Text{
			EN: "it is built on Amazon SES, hence the include",
			JA: "Amazon SES を基盤とするため、include も SES のものです",
		},
		Basis: Vendor, Source: documentation(resendName),
	}},
	Advice: []i18n.Text{shared("include:amazonses.com")},
}

var cloudflareName = i18n.Text{EN: "Cloudflare", JA: "Cloudflare"}

var cloudflare = &Preset{
	ID:       "cloudflare",
	Name:     cloudflareName,
	Terms:    []string{"include:_spf.mx.cloudflare.net"},
	RangesAt: "_spf.mx.cloudflare.net",
	Envelope: Envelope{
		Default: []Pattern{{Domain: "cf-bounce.<domain>"}},
		Doc:     i18n.Text{EN: "a subdomain of the sender's own domain", JA: "送信者自身のドメインのサブドメイン"},
		Basis:   Vendor,
	},
	Basis:  Vendor,
	Source: documentation(cloudflareName),
	Advice: []i18n.Text{shared("include:_spf.mx.cloudflare.net")},
}
