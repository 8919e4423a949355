package senders

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// needsServer describes the parameter that is the name of the account's server.
var needsServer = i18n.Text{
	EN: "the name of the server that the account is on",
	JA: "アカウントのあるサーバーの名前",
}

var sakuraName = i18n.Text{EN: "SAKURA internet", JA: "さくらインターネット"}

var sakura = &Preset{
	ID:   "sakura",
	Name: sakuraName,
	Parameter: &Parameter{
		Name: "server", Example: "www1234", Domain: "sakura.ne.jp", Form: `www[0-9]+`, Doc: needsServer,
	},
	Terms:    []string{"a:<server>.sakura.ne.jp", "mx"},
	Lookups:  &Lookups{Count: 2},
	Hosts:    []string{"<server>.sakura.ne.jp"},
	Envelope: accountEnvelope,
	Basis:    Vendor,
	Source:   documentation(sakuraName),
	Notes: []Note{{
		Text: i18n.Text{
			EN: "many guides on the web say include:_spf.sakura.ne.jp, which nothing of the vendor's own was found to say",
			JA: "include:_spf.sakura.ne.jp と書く解説は多いものの、提供元による記載は見つかっていません",
		},
		Basis: NoneFound,
	}},
}

var xserverName = i18n.Text{EN: "XServer", JA: "エックスサーバー"}

var xserver = &Preset{
	ID:   "xserver",
	Name: xserverName,
	Parameter: &Parameter{
		Name: "server", Example: "sv1234", Domain: "xserver.jp", Form: `sv[0-9]+`, Doc: needsServer,
	},
	Terms:    []string{"a:<server>.xserver.jp", "mx", "include:spf.sender.xserver.jp"},
	Lookups:  &Lookups{Count: 3, OrMore: true},
	RangesAt: "spf.sender.xserver.jp",
	Hosts:    []string{"<server>.xserver.jp"},
	Envelope: accountEnvelope,
	Basis:    Vendor,
	Source:   documentation(xserverName),
	Advice:   []i18n.Text{shared("include:spf.sender.xserver.jp")},
}

var kagoyaName = i18n.Text{EN: "KAGOYA", JA: "カゴヤ・ジャパン"}

var kagoya = &Preset{
	ID:       "kagoya",
	Name:     kagoyaName,
	Terms:    []string{"include:kagoya.net"},
	RangesAt: "kagoya.net",
	Envelope: accountEnvelope,
	Basis:    Vendor,
	Source:   documentation(kagoyaName),
	Advice:   []i18n.Text{shared("include:kagoya.net")},
}

var blastengineName = i18n.Text{EN: "blastengine", JA: "blastengine"}

var blastengine = &Preset{
	ID:       "blastengine",
	Name:     blastengineName,
	Terms:    []string{"include:spf.besender.jp"},
	RangesAt: "spf.besender.jp",
	Envelope: undocumentedEnvelope,
	Basis:    Vendor,
	Source:   documentation(blastengineName),
	Advice:   []i18n.Text{shared("include:spf.besender.jp")},
}

var cuenoteName = i18n.Text{EN: "Cuenote", JA: "Cuenote"}

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
		Basis: Vendor,
	},
	Basis:  Vendor,
	Source: documentation(cuenoteName),
}

var spiralName = i18n.Text{EN: "SPIRAL", JA: "SPIRAL"}

var spiral = &Preset{
	ID:       "spiral",
	Name:     spiralName,
	Terms:    []string{"include:smp.ne.jp"},
	Lookups:  &Lookups{Count: 2, OrMore: true},
	RangesAt: "smp.ne.jp",
	Envelope: undocumentedEnvelope,
	Basis:    Vendor,
	Source:   documentation(spiralName),
	Notes: []Note{{
		Text: i18n.Text{
			EN: "the vendor says it in so many words: docomo authenticates the From address",
			JA: "提供元は、ドコモが From アドレスを認証の対象にしていると明記しています",
		},
		Basis: Vendor, Source: documentation(spiralName),
	}},
	Advice: []i18n.Text{shared("include:smp.ne.jp")},
}

var haihaimailName = i18n.Text{EN: "HaiHaiMail", JA: "配配メール"}

var haihaimail = &Preset{
	ID:       "haihaimail",
	Name:     haihaimailName,
	Terms:    []string{"include:spf.haihaimail.jp"},
	RangesAt: "spf.haihaimail.jp",
	Envelope: undocumentedEnvelope,
	Basis:    Vendor,
	Source:   documentation(haihaimailName),
	Advice:   []i18n.Text{shared("include:spf.haihaimail.jp")},
}
