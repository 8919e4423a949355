package senders

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Shops, support desks and marketing, with what they send mail by.

var brevo = sameForAll(Preset{
	ID:       "brevo",
	Name:     same("Brevo"),
	Aliases:  []string{"sendinblue"},
	RangesAt: "spf.brevo.com",
	Obsolete: []string{"spf.sendinblue.com"},
	Basis:    carriers.Observed,
	Source:   repositories(0, "2026"),
})

var mailchimp = sameForAll(Preset{
	ID:        "mailchimp",
	Name:      same("Mailchimp"),
	RangesAt:  "servers.mcsv.net",
	Selectors: quotedSelectors("https://dmarc.wiki/mailchimp", "k2", "k3"),
	Basis:     carriers.Observed,
	Source:    repositories(0, gathered),
})

var mandrill = sameForAll(Preset{
	ID:       "mandrill",
	Name:     same("Mandrill"),
	RangesAt: "spf.mandrillapp.com",
	Basis:    carriers.Observed,
	Source:   repositories(0, gathered),
})

var zendesk = sameForAll(Preset{
	ID:        "zendesk",
	Name:      same("Zendesk"),
	RangesAt:  "mail.zendesk.com",
	Selectors: quotedSelectors("https://mxio.io/providers/zendesk", "zendesk1", "zendesk2"),
	Basis:     carriers.Observed,
	Source:    repositories(0, gathered),
})

var hubspot = &Preset{
	ID:   "hubspot",
	Name: same("HubSpot"),
	Parameter: &Parameter{
		Name: "portal", Example: "123456.spf01", Domain: "hubspotemail.net", Form: `[0-9]+\.spf[0-9]+`,
		Doc: i18n.Text{EN: "the account's number, and the spfNN that HubSpot shows with it", JA: "アカウントの番号と、HubSpot が併せて示す spfNN"},
	},
	Terms:    []string{"include:<portal>.hubspotemail.net"},
	RangesAt: "<portal>.hubspotemail.net",
	Envelope: undocumentedEnvelope,
	Basis:    carriers.Observed,
	Source:   repositories(0, gathered),
}

var salesforce = sameForAll(Preset{
	ID:       "salesforce",
	Name:     same("Salesforce"),
	Lookups:  &Lookups{Count: 2, Seen: gathered},
	RangesAt: "_spf.salesforce.com",
	Envelope: Envelope{
		Doc:   i18n.Text{EN: "a domain below bnc.salesforce.com", JA: "bnc.salesforce.com より下のドメイン"},
		Basis: carriers.Observed,
	},
	Basis:  carriers.Observed,
	Source: repositories(0, gathered),
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "the record is exists:%{i}._spf.mta.salesforce.com: DNS is asked for each single address, so that the addresses can't be listed",
				JA: "レコードは exists:%{i}._spf.mta.salesforce.com で、アドレスごとに DNS へ問い合わせるため、アドレスを一覧にできません",
			},
			Basis: carriers.Observed, Source: published("_spf.salesforce.com", gathered),
		},
		{
			Text: i18n.Text{
				EN: `with "Sender ID compliance" on, mail has Sender: no-reply@salesforce.com, which is then the PRA: au looks at salesforce.com, not at the From domain`,
				JA: "「Sender ID compliance」を有効にすると Sender: no-reply@salesforce.com が付き、これが PRA になります。au が確認するのは From のドメインではなく salesforce.com です",
			},
			Basis: carriers.Observed, Source: repositories(0, gathered),
		},
	},
})

var pardot = sameForAll(Preset{
	ID:       "pardot",
	Name:     same("Pardot"),
	RangesAt: "aspmx.pardot.com",
	Obsolete: []string{"et._spf.pardot.com"},
	Basis:    carriers.Observed,
	Source:   repositories(0, "2026-05"),
})

var marketingcloud = sameForAll(Preset{
	ID:       "marketingcloud",
	Name:     same("Salesforce Marketing Cloud"),
	Aliases:  []string{"exacttarget"},
	RangesAt: "cust-spf.exacttarget.com",
	Basis:    carriers.Quoted,
	Source:   Source{Title: i18n.Text{EN: "third parties that quote the vendor", JA: "提供元の資料を引用した第三者"}, Date: gathered},
})

var shopify = &Preset{
	ID:       "shopify",
	Name:     same("Shopify"),
	Terms:    []string{"include:shops.shopify.com"},
	Lookups:  &Lookups{Count: 1, Seen: "2026-09-03"},
	RangesAt: "shops.shopify.com",
	Envelope: undocumentedEnvelope,
	Basis:    carriers.Observed,
	Source:   shopifyAudit,
	Notes: []Note{{
		Text: i18n.Text{
			EN: "the record is a bare v=spf1 ~all and authorises nobody: a carrier that looks at the header From can't be satisfied by it",
			JA: "レコードは v=spf1 ~all だけで、どのアドレスも許可しません。ヘッダー From を確認する事業者に対しては効果がありません",
		},
		Basis: carriers.Observed, Source: shopifyAudit,
	}},
}

var shopifyAudit = Source{Title: i18n.Text{EN: "an audit of published records", JA: "公開レコードの監査"}, Date: "2026-09-03"}
