package senders

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// What several rows say in the same words.

// documentation is the vendor's own, of no known date.
func documentation(name i18n.Text) Source {
	return Source{Title: i18n.Text{EN: "%s documentation", JA: "公式資料（%s）"}.Format(name)}
}

// page is a page of the vendor's own, as read on gathered. sameForAll gives it a
// title.
func page(url string) Source { return Source{URL: url, Date: gathered} }

// gathered is the day on which the pages of page were read, and on which those
// records were looked for of which no closer date is kept.
const gathered = "2026-11-28"

// repositories are SPF records in public repositories, as seen on a date: in as
// many of them, where that was counted.
func repositories(count int, date string) Source {
	title := i18n.Text{EN: "SPF records in public repositories", JA: "公開リポジトリにある SPF レコード"}
	if count > 0 {
		title = i18n.Text{
			EN: "SPF records in public repositories (%d seen)",
			JA: "公開リポジトリにある SPF レコード（%d 件）",
		}.Format(count)
	}
	return Source{Title: title, Date: date}
}

// sameForAll completes a row for a service with one include, RangesAt, that is
// the same for all its customers. Where the row has no envelope, no source does;
// what the vendor says is said in its documentation.
func sameForAll(p Preset) *Preset {
	include := "include:" + p.RangesAt
	p.Terms = []string{include}
	p.Advice = []i18n.Text{shared(include)}
	if p.Envelope.Basis == "" {
		p.Envelope = undocumentedEnvelope
	}
	if p.Basis == carriers.Official {
		p.Source.Title = documentation(p.Name).Title
	}
	return &p
}

// quotedSelectors are selectors that a guide of somebody else's gives.
func quotedSelectors(url string, names ...string) *Selectors {
	return &Selectors{Names: names, Basis: carriers.Quoted, Source: Source{
		Title: i18n.Text{EN: "a guide to setting up DKIM for the service", JA: "このサービスの DKIM の設定についての解説"},
		URL:   url, Date: gathered,
	}}
}

// same is a name that is written the same in every language.
func same(name string) i18n.Text { return i18n.Text{EN: name, JA: name} }

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
		EN: "%s lets all customers of the service pass as this domain",
		JA: "%s では、サービスの全利用者がこのドメインで pass します",
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
func accountEnvelope(basis carriers.Basis) Envelope {
	return Envelope{
		Default: []Pattern{{Domain: "<domain>"}},
		If: i18n.Text{
			EN: "the From domain is that of the account that sends",
			JA: "From のドメインが、送信に使うアカウントのドメインと同じであること",
		},
		Doc:   i18n.Text{EN: "the domain of the account that sends", JA: "送信に使うアカウントのドメイン"},
		Basis: basis,
	}
}
