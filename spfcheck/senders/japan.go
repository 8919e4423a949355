package senders

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// needsServer describes the parameter that is the name of the account's server.
var needsServer = i18n.Text{
	EN: "the name of the server that the account is on",
	JA: "アカウントのあるサーバーの名前",
}

var sakuraHelp = Source{
	Title: i18n.Text{EN: "SAKURA internet's help, as a blog quotes it", JA: "さくらインターネットのヘルプ（ブログでの引用）"},
	URL:   "https://blog.scaredeer.com/2023/01/sakura-muumuu-mail-spf.html",
	Date:  "2023-01",
}

var sakura = &Preset{
	ID:   "sakura",
	Name: i18n.Text{EN: "SAKURA internet", JA: "さくらインターネット"},
	Parameter: &Parameter{
		Name: "server", Example: "www1234", Domain: "sakura.ne.jp", Form: `www[0-9]+`, Doc: needsServer,
	},
	Terms:    []string{"a:<server>.sakura.ne.jp", "mx"},
	Lookups:  &Lookups{Count: 2},
	Hosts:    []string{"<server>.sakura.ne.jp"},
	MX:       []string{"<server>.sakura.ne.jp"},
	Envelope: accountEnvelope(carriers.Quoted),
	Basis:    carriers.Quoted,
	Source:   sakuraHelp,
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "mail that WordPress sends has the server's own domain <server>.sakura.ne.jp in the envelope From",
				JA: "WordPress が送るメールのエンベロープ From は、サーバー自身のドメイン <server>.sakura.ne.jp になります",
			},
			Basis: carriers.Quoted, Source: sakuraHelp,
		},
		{
			Text: i18n.Text{
				EN: "many guides on the web say include:_spf.sakura.ne.jp, which nothing of the vendor's own was found to say",
				JA: "include:_spf.sakura.ne.jp と書く解説は多いものの、提供元による記載は見つかっていません",
			},
			Basis: NoneFound,
		},
	},
}

var xserverName = i18n.Text{EN: "XServer", JA: "エックスサーバー"}

var xserver = &Preset{
	ID:   "xserver",
	Name: xserverName,
	Parameter: &Parameter{
		Name: "server", Example: "sv1234", Domain: "xserver.jp", Form: `sv[0-9]+`, Doc: needsServer,
	},
	Terms:    []string{"a:<server>.xserver.jp", "mx", "include:spf.sender.xserver.jp"},
	MXIfAny:  true,
	Lookups:  &Lookups{Count: 3, OrMore: true},
	RangesAt: "spf.sender.xserver.jp",
	Hosts:    []string{"<server>.xserver.jp"},
	MX:       []string{"<server>.xserver.jp"},
	Envelope: accountEnvelope(carriers.Official),
	Basis:    carriers.Official,
	Source:   documentation(xserverName),
	Notes: []Note{{
		Text: i18n.Text{
			EN: "the control panel writes an a: term of the domain itself, too, and mx only where the domain has an MX record",
			JA: "サーバーパネルは、ドメイン自身の a: も書きます。mx を書くのは、ドメインに MX レコードがあるときだけです",
		},
		Basis: carriers.Observed, Source: repositories(10, "2026"),
	}},
	Advice: []i18n.Text{shared("include:spf.sender.xserver.jp")},
}

var kagoya = sameForAll(Preset{
	ID:       "kagoya",
	Name:     i18n.Text{EN: "KAGOYA", JA: "カゴヤ・ジャパン"},
	RangesAt: "kagoya.net",
	Envelope: accountEnvelope(carriers.Official),
	Basis:    carriers.Official,
})

var lolipop = sameForAll(Preset{
	ID:       "lolipop",
	Name:     i18n.Text{EN: "Lolipop!", JA: "ロリポップ！"},
	RangesAt: "_spf.lolipop.jp",
	MX:       []string{"lolipop.jp"},
	Envelope: accountEnvelope(carriers.Observed),
	Basis:    carriers.Observed,
	Source:   repositories(7, "2026"),
})

var heteml = sameForAll(Preset{
	ID:       "heteml",
	Name:     i18n.Text{EN: "heteml", JA: "ヘテムル"},
	RangesAt: "_spf.heteml.jp",
	Envelope: accountEnvelope(carriers.Official),
	Basis:    carriers.Official,
	Source:   page("https://support.heteml.jp/hc/ja/articles/360041679414"),
})

var onamae = sameForAll(Preset{
	ID:       "onamae",
	Name:     i18n.Text{EN: "Onamae.com", JA: "お名前.com"},
	RangesAt: "_spf.onamae.ne.jp",
	MX:       []string{"onamae.ne.jp"},
	Envelope: accountEnvelope(carriers.Observed),
	Basis:    carriers.Observed,
	Source:   repositories(10, "2026"),
})

var conoha = sameForAll(Preset{
	ID:       "conoha",
	Name:     same("ConoHa"),
	RangesAt: "_spf.conoha.ne.jp",
	MX:       []string{"conoha.ne.jp"},
	Envelope: accountEnvelope(carriers.Observed),
	Basis:    carriers.Observed,
	Source:   repositories(10, "2026-09"),
})
