package senders

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

var blastengine = sameForAll(Preset{
	ID:       "blastengine",
	Name:     same("blastengine"),
	RangesAt: "spf.besender.jp",
	Basis:    carriers.Official,
})

var cuenoteName = same("Cuenote")

var cuenote = &Preset{
	ID:   "cuenote",
	Name: cuenoteName,
	Parameter: &Parameter{
		Name: "tenant", Example: "fc1234", Domain: "cuenote.jp", Form: `fc[0-9]+`,
		Doc: i18n.Text{EN: "the name that the contract has", JA: "契約ごとの名前"},
	},
	Terms:    []string{"include:<tenant>.cuenote.jp"},
	RangesAt: "<tenant>.cuenote.jp",
	Envelope: Envelope{
		Doc: i18n.Text{
			EN: "one that is fixed for each server; which one isn't documented",
			JA: "サーバーごとに固定のドメイン。どのドメインかは資料がありません",
		},
		Basis: carriers.Official,
	},
	Basis:  carriers.Official,
	Source: documentation(cuenoteName),
}

var spiralName = same("SPIRAL")

var spiral = sameForAll(Preset{
	ID:       "spiral",
	Name:     spiralName,
	Lookups:  &Lookups{Count: 2, OrMore: true},
	RangesAt: "smp.ne.jp",
	Basis:    carriers.Official,
	Notes: []Note{{
		Text: i18n.Text{
			EN: "the vendor says it in so many words: docomo authenticates the From address",
			JA: "提供元は、ドコモが From アドレスを認証の対象にしていると明記しています",
		},
		Basis: carriers.Official, Source: documentation(spiralName),
	}},
})

var haihaimail = sameForAll(Preset{
	ID:       "haihaimail",
	Name:     i18n.Text{EN: "HaiHaiMail", JA: "配配メール"},
	RangesAt: "spf.haihaimail.jp",
	Basis:    carriers.Official,
})

var simplemail = sameForAll(Preset{
	ID:       "simplemail",
	Name:     i18n.Text{EN: "simplemail.jp of GMO", JA: "GMO の simplemail.jp"},
	RangesAt: "simplemail.jp",
	Basis:    carriers.Official,
	Source:   page("https://mail-saas.gmocloud.com/support/faq.html"),
})

var autobiz = sameForAll(Preset{
	ID:       "autobiz",
	Name:     i18n.Text{EN: "Autobiz", JA: "オートビズ"},
	RangesAt: "_spf.autobiz.jp",
	Basis:    carriers.Official,
	Source:   page("https://autobiz.help/basic/?p=33219"),
})

var benchmark = sameForAll(Preset{
	ID:       "benchmark",
	Name:     same("Benchmark Email"),
	RangesAt: "bmsend.com",
	Basis:    carriers.Official,
	Source:   page("https://kb.benchmarkemail.com/jp/what-are-spf-records/"),
})

var imail = sameForAll(Preset{
	ID:       "imail",
	Name:     same("imail"),
	Aliases:  []string{"cafe24"}, // it has the same include
	RangesAt: "spf.bserver.jp",
	Basis:    carriers.Official,
	Source:   page("https://imail-system.com/operation/?p=492"),
})

var makeshop = sameForAll(Preset{
	ID:       "makeshop",
	Name:     same("makeshop"),
	RangesAt: "spf.makeshop.jp",
	Basis:    carriers.Observed,
	Source:   repositories(0, "2026-06-06"),
})

var ebisumartLite = sameForAll(Preset{
	ID:       "ebisumart-lite",
	Name:     same("ebisumart Lite"),
	RangesAt: "ebisumart-lite.com",
	Basis:    carriers.Official,
	Source:   page("https://support.ebisumart-lite.com/item/ZERO_FAQ_66.html"),
})

var espar = sameForAll(Preset{
	ID:       "espar",
	Name:     same("espar"),
	RangesAt: "spf.espar.biz",
	Basis:    carriers.Official,
	Source:   page("https://doc.feedtailor.jp/espar/form/config/02"),
})

var ocnk = sameForAll(Preset{
	ID:       "ocnk",
	Name:     i18n.Text{EN: "Ochanoko-net", JA: "おちゃのこネット"},
	RangesAt: "_spf.ocnk.net",
	Basis:    carriers.Observed,
	Source:   repositories(1, "2026-08"),
	Notes: []Note{{
		Text: i18n.Text{
			EN: "the record that was seen has redirect=_spf.ocnk.net, which an all would keep from being evaluated; the include authorises the same addresses",
			JA: "確認したレコードは redirect=_spf.ocnk.net です。redirect は all があると評価されません。include でも許可するアドレスは同じです",
		},
		Basis: carriers.Observed, Source: repositories(1, "2026-08"),
	}},
})
