package carriers

import (
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
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
	Filters: []Filter{
		{
			Name:     i18n.Text{EN: "spoofed mail: SPF and DMARC (なりすましメールの拒否)", JA: "なりすましメールの拒否（SPF と DMARC）"},
			Default:  "on",
			Settings: []Setting{softbankOn, softbankOff},
		},
		softbankSystem,
	},
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
		ministryAsks,
	},
}

// emailI is the domain of Eメール(i), another mail system than the other domains'.
const emailI = "i.softbank.jp"

var emailIDiffers = i18n.Text{
	EN: "; i.softbank.jp is a mail system of its own, and sources conflict on whether its filter covers more than mobile carriers' domains",
	JA: "。i.softbank.jp は別のメールシステムで、フィルターの対象が携帯電話事業者のドメインだけかどうか、資料が食い違います",
}

// withEmailI puts in front of rules the same ones for i.softbank.jp, each known a
// step less well: that its system works alike is SoftBank's word on DMARC alone.
func withEmailI(prefix string, rules []Rule) []Rule {
	var own []Rule
	for _, r := range rules {
		r.ID = prefix + "i-" + strings.TrimPrefix(r.ID, prefix)
		r.For = emailI
		r.Basis = r.Basis.weaker()
		r.Why = i18n.Text{EN: r.Why.EN + emailIDiffers.EN, JA: r.Why.JA + emailIDiffers.JA}
		r.Sources = sources(r.Sources, sbDMARC, bari, sbIPhone)
		own = append(own, r)
	}
	return slices.Concat(own, rules)
}

var softbankLooks = []Look{{Identity: identity.From}}

var softbankOn = Setting{
	ID:    "on",
	Name:  i18n.Text{EN: "on (利用する)", JA: "利用する"},
	Looks: softbankLooks,
	Rules: withEmailI("softbank/on/", []Rule{
		{
			ID:      "softbank/on/fail",
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.Fail}},
			Outcome: Drop,
			Why: i18n.Text{
				EN: "the header From's domain doesn't authorise the sending address, which counts as spoofed",
				JA: "ヘッダー From のドメインが送信元アドレスを許可しておらず、なりすましとみなされます",
			},
			Basis:   Quoted, // that it is blocked is official; that the header From is looked at is not
			Sources: []Source{sb071126, mynavi071126, noteSB, noteSMTPSB},
			From:    softbankBegins,
		},
		{
			ID:      "softbank/on/none",
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.None}},
			Outcome: Drop,
			Why: i18n.Text{
				EN: "the header From's domain publishes no SPF record; a sending vendor says that such mail may be refused",
				JA: "ヘッダー From のドメインに SPF レコードがありません。配信サービスの提供元によれば拒否されることがあります",
			},
			Basis:   Claimed,
			Sources: []Source{noteSB, noteSMTPSB},
			From:    softbankBegins,
		},
		{
			ID:      "softbank/on/dmarc-reject",
			DMARC:   []DMARC{DMARCFailReject},
			Outcome: Drop,
			Why: i18n.Text{
				EN: "DMARC fails, and the header From's domain asks for reject",
				JA: "DMARC が fail で、ヘッダー From のドメインは拒否（reject）を求めています",
			},
			Basis:   Inferred,
			Sources: []Source{sbDMARCReject, livedoor, noteSMTPSB},
			From:    softbankDMARCBegins,
		},
		{
			ID:      "softbank/on/pass-before-dmarc",
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.Pass}},
			Outcome: Deliver,
			Why: i18n.Text{
				EN: "the header From's domain publishes the sending address",
				JA: "ヘッダー From のドメインが送信元アドレスを公開しています",
			},
			Basis:   Inferred,
			Sources: []Source{sb071126, mynavi071126},
			From:    softbankBegins,
			Until:   softbankDMARCBegins,
		},
		{
			ID:      "softbank/on/pass",
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.Pass}},
			DMARC:   []DMARC{DMARCPass, DMARCNone},
			Outcome: Deliver,
			Why:     softbankPasses,
			Basis:   Inferred,
			Sources: []Source{sb071126, mynavi071126, sbDMARCReject},
			From:    softbankDMARCBegins,
		},
		{
			ID:      "softbank/on/pass-dmarc-none",
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.Pass}},
			DMARC:   []DMARC{DMARCFailNone},
			Outcome: Deliver,
			Why: i18n.Text{
				EN: "the header From's domain publishes the sending address; DMARC fails, but the domain asks for nothing to be done (p=none)",
				JA: "ヘッダー From のドメインが送信元アドレスを公開しています。DMARC は fail ですが、ポリシーは p=none（何もしない）です",
			},
			Basis:   Inferred,
			Sources: []Source{sb071126, mynavi071126, sbDMARCReject, livedoor},
			From:    softbankDMARCBegins,
		},
	}),
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

var softbankPasses = i18n.Text{
	EN: "the header From's domain publishes the sending address, and DMARC doesn't stand against it",
	JA: "ヘッダー From のドメインが送信元アドレスを公開しており、DMARC も妨げになりません",
}

// softbankBegins is the day of the press release on the feature.
const softbankBegins Day = "2007-11-26"

// softbankDMARCBegins is the first day of the month from which the setting uses
// DMARC: the page names no day.
const softbankDMARCBegins Day = "2024-04-01"

// softbankSystem is what SoftBank's mail system refuses from everybody. Most of
// it is known from a page of 2008 alone: whether it still holds, nobody says.
var softbankSystem = Filter{
	Name:    i18n.Text{EN: "limits of the mail system", JA: "メールシステムの制限"},
	Default: "system",
	Settings: []Setting{{
		ID:   "system",
		Name: i18n.Text{EN: "for everybody", JA: "全利用者"},
		Rules: slices.Concat(withEmailI("softbank/system/", []Rule{{
			ID:      "softbank/system/no-domain",
			Facts:   map[Fact]bool{EnvelopeExists: false},
			Outcome: Reject,
			Why: i18n.Text{
				EN: "the envelope From's domain has no DNS record at all",
				JA: "エンベロープ From のドメインに DNS レコードが一切ありません",
			},
			Effect: i18n.Text{
				EN: "SMTP says 553 <domain> does not exist to every recipient; a bounce comes back",
				JA: "サーバーはどの宛先にも 553 <domain> does not exist を返し、エラーメールが返ります",
			},
			Basis:   Observed,
			Sources: []Source{noteSMTPSBNoDomain},
		}}), []Rule{
			softbank2008("size", i18n.Text{EN: "mail over 1 MB", JA: "1 MB を超えるメール"}, Rule{Over: map[Measure]int64{Size: 1 << 20}}),
			softbank2008("recipients", i18n.Text{EN: "mail to over 100 recipients", JA: "100 件を超える宛先"}, Rule{Over: map[Measure]int64{Recipients: 100}}),
			softbank2008("from", i18n.Text{EN: "an empty From", JA: "空の From"}, Rule{Facts: map[Fact]bool{FromEmpty: true}, Sources: []Source{hdeSoftbank}}),
			softbank2008("message-id", i18n.Text{EN: "an empty Message-ID", JA: "空の Message-ID"}, Rule{Facts: map[Fact]bool{MessageIDEmpty: true}, Sources: []Source{hdeSoftbank}}),
			softbank2008("header", i18n.Text{EN: "a header over 12 KB", JA: "12 KB を超えるヘッダー"}, Rule{Over: map[Measure]int64{HeaderSize: 12 << 10}}),
			{
				ID:      "softbank/system/deliver",
				Outcome: Deliver,
				Why:     withinLimits,
				Basis:   Observed,
				Sources: []Source{noteSMTPSBNoDomain, sb2008},
			},
		}),
	}},
}

// softbank2008 is a limit of the page of 2008.
func softbank2008(id string, what i18n.Text, r Rule) Rule {
	r.ID = "softbank/system/" + id
	r.Outcome = Unknown
	r.Why = i18n.Text{
		EN: "in 2008 SoftBank refused or warned of %s; whether it still does isn't known",
		JA: "2008 年の時点で %s は拒否または問題があるとされていました。現在も同じかは分かりません",
	}.Format(what)
	r.Basis = Official
	r.Sources = sources([]Source{sb2008}, r.Sources...)
	return r
}
