package carriers

import (
	"blitiri.com.ar/go/spf"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// softbank looks at the header From. Nothing is documented about the role of
// the envelope From and HELO.
var softbank = &Profile{
	ID:   "softbank",
	Name: i18n.Text{EN: "SoftBank", JA: "ソフトバンク"},
	Recipients: []string{
		"softbank.ne.jp", "i.softbank.jp", "[dhtckqnsr].vodafone.ne.jp", "disney.ne.jp",
		"jp-[dhtckqnsr].ne.jp",
	},
	Filters: []Filter{{
		Name:     i18n.Text{EN: "spoofed mail (なりすましメールの拒否)", JA: "なりすましメールの拒否"},
		Default:  "on",
		Settings: []Setting{softbankOn, softbankOff},
	}},
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "only the rescue list (なりすましメール救済リスト) overrides this filter; the allow list (受信許可リスト) doesn't",
				JA: "この設定より優先するのは「なりすましメール救済リスト」だけです。受信許可リストでは届きません",
			},
			Basis:   Official,
			Sources: []Source{sbRescue},
		},
		{
			Text: i18n.Text{
				EN: "the setting is on by default (on i.softbank.jp lines from before 2011-11-16 it started off)",
				JA: "初期値は「利用する」です（2011-11-16 より前の i.softbank.jp の回線では「利用しない」で始まりました）",
			},
			Basis:   Official,
			Sources: []Source{sbDMARC},
		},
		{
			Text: i18n.Text{
				EN: "sources conflict for i.softbank.jp: a page for iPhone still describes the filter as covering mobile and PHS domains only",
				JA: "i.softbank.jp については資料が食い違います。iPhone 向けのページは、対象を携帯・PHS のドメインだけとしています",
			},
			Basis:     Official,
			Sources:   []Source{sbIPhone},
			Recipient: "i.softbank.jp",
		},
	},
}

var softbankLooks = []Look{{Identity: identity.From}}

var softbankOn = Setting{
	ID:    "on",
	Name:  i18n.Text{EN: "on (利用する)", JA: "利用する"},
	Looks: softbankLooks,
	Rules: []Rule{
		{
			ID:      "softbank/on/fail",
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.Fail}},
			Outcome: Drop,
			Why: i18n.Text{
				EN: "the header From's domain doesn't authorise the sending address, which counts as spoofed",
				JA: "ヘッダー From のドメインが送信元アドレスを許可しておらず、なりすましとみなされます",
			},
			Basis:   Official,
			Sources: []Source{sb071126, mynavi071126, noteSB, noteSMTPSB},
			From:    softbankBegins,
		},
		{
			ID:      "softbank/on/none",
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.None}},
			Outcome: Drop,
			Why: i18n.Text{
				EN: "the header From's domain publishes no SPF record; a sending vendor says that such mail may be refused",
				JA: "ヘッダー From のドメインに SPF レコードがありません。配信事業者によれば拒否されることがあります",
			},
			Basis:   Claimed,
			Sources: []Source{noteSB, noteSMTPSB},
			From:    softbankBegins,
		},
		{
			ID:      "softbank/on/pass",
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.Pass}},
			Outcome: Deliver,
			Why: i18n.Text{
				EN: "the header From's domain publishes the sending address",
				JA: "ヘッダー From のドメインが送信元アドレスを公開しています",
			},
			Basis:   Inferred,
			Sources: []Source{sb071126, mynavi071126},
			From:    softbankBegins,
		},
	},
}

var softbankOff = Setting{
	ID:    "off",
	Name:  i18n.Text{EN: "off (利用しない)", JA: "利用しない"},
	Looks: softbankLooks,
	Rules: []Rule{{
		ID:      "softbank/off/deliver",
		When:    map[identity.Kind][]spf.Result{identity.From: anyResult},
		Outcome: Deliver,
		Why:     filterIsOff,
		Basis:   Inferred,
		Sources: []Source{sb071126},
	}},
}

// softbankBegins is the day of the press release on the feature.
const softbankBegins Day = "2007-11-26"
