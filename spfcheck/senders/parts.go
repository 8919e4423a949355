package senders

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// What several rows say in the same words.

// documentation is the vendor's own, of no known date.
func documentation(name i18n.Text) Source {
	return Source{Title: i18n.Text{EN: "%s documentation", JA: "公式資料（%s）"}.Format(name)}
}

// published is the SPF record of a domain, as seen on a date.
func published(domain, date string) Source {
	return Source{
		Title: i18n.Text{EN: "the SPF record of %s", JA: "%s の SPF レコード"}.Format(domain),
		Date:  date,
	}
}

// shared warns of an include that is the same for every customer of the service.
func shared(include string) i18n.Text {
	return i18n.Text{
		EN: "%s authorises the addresses of every customer of the service: where a carrier checks the header From, their mail in this domain's name passes too",
		JA: "%s は、サービスの全利用者の送信元アドレスを許可します。ヘッダー From を確認する事業者では、ほかの利用者がこのドメインを名乗ったメールも pass になります",
	}.Format(include)
}

// undocumentedEnvelope is for a service of whose envelope no source says anything.
var undocumentedEnvelope = Envelope{
	Doc:   i18n.Text{EN: "not documented", JA: "資料なし"},
	Basis: NoneFound,
}

// alreadyOwn is the doc of a Custom that is no other than the default.
var alreadyOwn = i18n.Text{
	EN: "the same as the default, which already is the sender's own",
	JA: "既定と同じです（既定がすでに送信者自身のドメインです）",
}

// accountEnvelope is the mail account's own domain. The From need not have it.
var accountEnvelope = Envelope{
	Default: []Pattern{{Domain: "<domain>"}},
	If: i18n.Text{
		EN: "the From domain is that of the account that sends",
		JA: "From のドメインが、送信に使うアカウントのドメインと同じであること",
	},
	Doc:   i18n.Text{EN: "the domain of the account that sends", JA: "送信に使うアカウントのドメイン"},
	Basis: Vendor,
}
