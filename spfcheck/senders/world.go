package senders

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

var sesName = same("Amazon SES")

// sesRegions are those of the API's endpoints, as AWS's own client has them:
// github.com/aws/aws-sdk-go-v2/service/sesv2 v1.79.9 of 2026-11-10, in
// internal/endpoints. None is in China.
var sesRegions = []string{
	"af-south-1",
	"ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
	"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
	"ca-central-1", "ca-west-1",
	"eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
	"eusc-de-east-1",
	"il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
	"us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
}

var ses = sameForAll(Preset{
	ID:      "ses",
	Name:    sesName,
	Aliases: []string{"aws", "amazon", "amazonses"},
	Parameter: &Parameter{
		Name: "region", Example: "ap-northeast-1", Default: "us-east-1", Form: `[a-z]+(-[a-z]+)+-[0-9]+`,
		Values: sesRegions,
		Doc:    i18n.Text{EN: "the AWS region that sends", JA: "送信する AWS リージョン"},
	},
	Lookups:  &Lookups{Count: 1, Seen: "2026"},
	RangesAt: "amazonses.com",
	MX:       []string{"feedback-smtp.<region>.amazonses.com"},
	Envelope: Envelope{
		Default: []Pattern{{When: "us-east-1", Domain: "amazonses.com"}, {Domain: "<region>.amazonses.com"}},
		Doc: i18n.Text{
			EN: "a domain of the service's own: amazonses.com in us-east-1, one of the region elsewhere",
			JA: "サービス自身のドメイン。us-east-1 では amazonses.com、ほかはリージョンごとのドメイン",
		},
		Basis: carriers.Official,
		Custom: &Custom{
			Domain:  "<subdomain>.<domain>",
			Records: []string{"MX 10 feedback-smtp.<region>.amazonses.com.", `TXT "v=spf1 include:amazonses.com ~all"`},
			Doc: i18n.Text{
				EN: "a subdomain, set up as the custom MAIL FROM domain, with just one MX record: that of the region that sends",
				JA: "カスタム MAIL FROM ドメインとして設定したサブドメイン。MX レコードは、送信するリージョンのもの 1 つだけにします",
			},
		},
	},
	HELO: "aNN-NN.smtp-out[.<region>].amazonses.com",
	Selectors: &Selectors{
		Names: []string{},
		Doc: i18n.Text{
			EN: "each domain gets three of its own, made up of letters and digits",
			JA: "ドメインごとに、英数字からなる 3 つのセレクターが割り当てられます",
		},
		Basis: carriers.Official,
		Source: Source{
			Title: i18n.Text{EN: "Amazon SES developer guide, Easy DKIM", JA: "Amazon SES 開発者ガイド「Easy DKIM」"},
			URL:   "https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html", Date: gathered,
		},
	},
	Basis: carriers.Official,
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "SPF passes on the envelope From without any setting; that does nothing for the header From",
				JA: "エンベロープ From の SPF は何も設定しなくても pass になりますが、ヘッダー From の SPF には効きません",
			},
			Basis: carriers.Official, Source: documentation(sesName),
		},
		{
			Text: i18n.Text{
				EN: "when the MX record of a custom MAIL FROM domain breaks, SES silently uses amazonses.com again (UseDefaultValue) or refuses to send (RejectMessage)",
				JA: "カスタム MAIL FROM ドメインの MX が壊れると、SES は通知なしに amazonses.com に戻す（UseDefaultValue）か、送信を拒否します（RejectMessage）",
			},
			Basis: carriers.Official, Source: documentation(sesName),
		},
		{
			Text: i18n.Text{
				EN: "the record of a region's domain includes amazonses.com",
				JA: "リージョンごとのドメインの SPF レコードは amazonses.com を include しています",
			},
			Basis: carriers.Observed, Source: published("ap-northeast-2.amazonses.com", "2026-08"),
		},
	},
})

var sendgrid = sameForAll(Preset{
	ID:        "sendgrid",
	Name:      same("SendGrid"),
	Lookups:   &Lookups{Count: 2},
	RangesAt:  "sendgrid.net",
	Selectors: quotedSelectors("https://dmarc.wiki/sendgrid", "s1", "s2"),
	Envelope: Envelope{
		Default: []Pattern{{Domain: "sendgrid.net"}},
		Doc:     i18n.Text{EN: "a domain of the service's own", JA: "サービス自身のドメイン"},
		Basis:   carriers.Official,
		Custom: &Custom{
			Domain:  "em????.<domain>",
			Records: []string{"CNAME *.wl.sendgrid.net."},
			Doc: i18n.Text{
				EN: "a subdomain of Domain Authentication; SendGrid gives its number and the target",
				JA: "Domain Authentication で使うサブドメイン。番号と CNAME の向き先は SendGrid が示します",
			},
		},
	},
	Basis: carriers.Official,
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "SPF passes on the envelope From but not on the header From: such mail was seen to fail at docomo",
				JA: "エンベロープ From では pass でもヘッダー From では pass にならず、ドコモに届かなかった例があります",
			},
			Basis:  carriers.Observed,
			Source: Source{Title: same("TechRacho"), Date: "2018-12-16"},
		},
		{
			Text: i18n.Text{
				EN: "since 2024-04-01 an account needs Domain Authentication or Single Sender Verification; so sendgrid.net in the envelope From is presumably left to single senders",
				JA: "2024-04-01 から、Domain Authentication か Single Sender Verification が必須です。そのため、エンベロープ From が sendgrid.net になるのは後者だけと推定されます",
			},
			Basis: carriers.Official,
			Source: Source{
				Title: documentation(same("SendGrid")).Title,
				URL:   "https://support.sendgrid.kke.co.jp/hc/ja/articles/29894417403929", Date: gathered,
			},
		},
	},
})

var mailgun = sameForAll(Preset{
	ID:       "mailgun",
	Name:     same("Mailgun"),
	Lookups:  &Lookups{Count: 5, OrMore: true},
	RangesAt: "mailgun.org",
	Envelope: Envelope{
		Doc: i18n.Text{
			EN: "the subdomain that was verified at Mailgun, whichever that is",
			JA: "Mailgun で認証したサブドメイン（名前は利用者によります）",
		},
		Basis:  carriers.Official,
		Custom: &Custom{Domain: "<subdomain>.<domain>", Doc: alreadyOwn},
	},
	Basis: carriers.Official,
	Notes: []Note{{
		Text: i18n.Text{
			EN: "the include nests _spf.mailgun.org, _spf.eu.mailgun.org and others, which takes half of the ten lookups or more",
			JA: "この include は _spf.mailgun.org や _spf.eu.mailgun.org などを入れ子にしており、DNS を引く項の上限 10 のうち半分以上を使います",
		},
		Basis: carriers.Observed, Source: published("mailgun.org", ""),
	}},
})

var postmarkName = same("Postmark")

var postmark = sameForAll(Preset{
	ID:       "postmark",
	Name:     postmarkName,
	RangesAt: "spf.mtasv.net",
	Envelope: Envelope{
		Default: []Pattern{{Domain: "pm.mtasv.net"}},
		Doc:     i18n.Text{EN: "a domain of the service's own", JA: "サービス自身のドメイン"},
		Basis:   carriers.Official,
		Custom: &Custom{
			Domain:  "pm-bounces.<domain>",
			Records: []string{"CNAME pm.mtasv.net."},
			Doc:     i18n.Text{EN: "a subdomain that points to Postmark", JA: "Postmark を指すサブドメイン"},
		},
	},
	Basis: carriers.Official,
	Notes: []Note{{
		Text: i18n.Text{
			EN: "the documentation no longer asks for an SPF record: carriers that check the header From then find none",
			JA: "公式資料はもう SPF の設定を求めていません。そのままでは、ヘッダー From を確認する事業者から見て SPF がない状態になります",
		},
		Basis: carriers.Official, Source: documentation(postmarkName),
	}},
})
