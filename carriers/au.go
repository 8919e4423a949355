package carriers

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// auDrops adds to the sources of a refusal those that show what it looks like
// from outside: silence.
func auDrops(refusal ...Source) []Source { return sources(refusal, alpha, noteSMTPAu) }

// au looks at the envelope From (HELO when it is empty) and, at 高, at the PRA
// as well: either failing is enough.
var au = &Profile{
	ID:   "au",
	Name: i18n.Text{EN: "au", JA: "au"},
	Recipients: []string{
		"au.com", "ezweb.ne.jp", "*.ezweb.ne.jp", "biz.au.com",
		"sky.tkk.ne.jp", "sky.tkc.ne.jp", "sky.tu-ka.ne.jp", "*.ido.ne.jp",
	},
	Filters: []Filter{auSpoofing, auOmakase, auSystem},
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "only an allow-list entry with 必ず受信 overrides this filter; the plain list doesn't",
				JA: "受信リストのうち「必ず受信」を付けた登録だけがこの設定より優先します。通常の登録では届きません",
			},
			Basis:   Official,
			Sources: []Source{auMFilter, auForgery},
		},
		{
			Text: i18n.Text{
				EN: "au asks for the record as TXT and for addresses in IPv4: a sending range given only as ip6 can't match",
				JA: "au は TXT レコードと IPv4 アドレスを求めています。ip6 だけで書いた送信元は一致しません",
			},
			Basis:   Official,
			Sources: []Source{auSPF},
		},
		{
			Text: i18n.Text{
				EN: "which of RFC 4407's rules on malformed or repeated header fields au follows isn't documented: RFC 4407 is used here",
				JA: "不正な、または重複したヘッダーについて au が RFC 4407 のどの規則に従うかは資料がありません。ここでは RFC 4407 に従います",
			},
			Basis:   Inferred,
			Sources: []Source{auSPF},
		},
		{
			Text: i18n.Text{
				EN: "an older handset manual says that mail without an SPF record isn't tested; the notice and a test say that 高 refuses it, and they are followed here",
				JA: "古い端末の説明書には、SPF レコードがなければ判定しないとあります。ここでは「高」は拒否するという告知と検証に従います",
			},
			Basis:   Official,
			Sources: []Source{auSPF, alpha},
		},
		{
			Text: i18n.Text{
				EN: "subscribers can refuse mail with a link (URLリンク規制), and this mail has one",
				JA: "利用者は URL を含むメールを拒否できます（URLリンク規制）。このメールには URL があります",
			},
			Basis:   Inferred,
			Sources: []Source{auMFilter},
			If:      HasLinks,
		},
		{
			Text: i18n.Text{
				EN: "subscribers can refuse HTML mail (HTMLメール規制), and this mail has an HTML part",
				JA: "利用者は HTML メールを拒否できます（HTMLメール規制）。このメールには HTML のパートがあります",
			},
			Basis:   Inferred,
			Sources: []Source{auMFilter},
			If:      HasHTML,
		},
		{
			Text: i18n.Text{
				EN: "smartphones offer only 高 and 低",
				JA: "スマートフォンで選べるのは「高」と「低」だけです",
			},
			Basis:   Official,
			Sources: []Source{auForgery},
		},
	},
}

var auSpoofing = Filter{
	Name:    i18n.Text{EN: "spoofed mail (なりすまし規制)", JA: "なりすまし規制"},
	Default: "high",
	Settings: []Setting{
		{
			ID:    "high",
			Name:  i18n.Text{EN: "high (高)", JA: "高"},
			Looks: []Look{{Identity: identity.MailFrom}, {Identity: identity.PRA}},
			Rules: slices.Concat(auHighEnvelope, auHighPRA, []Rule{{
				ID: "au/high/pass",
				When: map[identity.Kind][]spf.Result{
					identity.MailFrom: {spf.Pass},
					identity.PRA:      {spf.Pass},
				},
				Outcome: Deliver,
				Why: i18n.Text{
					EN: "both the envelope From and the PRA pass",
					JA: "エンベロープ From と PRA の両方が pass です",
				},
				Basis:   Official,
				Sources: []Source{auSPF, kddi2010},
				From:    auPRABegins,
			}}),
		},
		{
			ID:    "medium",
			Name:  i18n.Text{EN: "medium (中)", JA: "中"},
			Looks: []Look{{Identity: identity.MailFrom}},
			Rules: auMedium,
		},
		{
			ID:    "low",
			Name:  i18n.Text{EN: "low (低)", JA: "低"},
			Looks: []Look{{Identity: identity.MailFrom}, {Identity: identity.PRA}},
			Rules: auLow,
		},
	},
}

// auPRABegins is the day of the press release that added the PRA.
const auPRABegins Day = "2010-09-21"

var auHighEnvelope = []Rule{
	{
		ID:      "au/high/envelope-none",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.None}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the envelope From's domain publishes no SPF record, and 高 refuses what it cannot authenticate",
			JA: "エンベロープ From のドメインに SPF レコードがありません。「高」は認証できないメールを拒否します",
		},
		Basis:   Official,
		Sources: auDrops(auSPF, auForgery),
	},
	{
		ID:      "au/high/envelope-fail",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.Fail}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the envelope From's domain doesn't authorise the sending address",
			JA: "エンベロープ From のドメインが送信元アドレスを許可していません",
		},
		Basis:   Official,
		Sources: auDrops(auSPF, auForgery),
	},
	{
		ID:      "au/high/envelope-softfail",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.SoftFail}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the envelope From's domain doesn't authorise the sending address (softfail)",
			JA: "エンベロープ From のドメインが送信元アドレスを許可していません（softfail）",
		},
		Basis:   Inferred,
		Sources: auDrops(auForgery),
	},
	{
		ID:      "au/high/envelope-permerror",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.PermError}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the SPF record of the envelope From's domain can't be evaluated, and 高 refuses what it cannot authenticate",
			JA: "エンベロープ From のドメインの SPF レコードを評価できません。「高」は認証できないメールを拒否します",
		},
		Basis:   Inferred,
		Sources: auDrops(auForgery),
	},
}

var auHighPRA = []Rule{
	{
		ID:      "au/high/pra-none",
		When:    map[identity.Kind][]spf.Result{identity.PRA: {spf.None}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the PRA's domain publishes no SPF record, and 高 wants the PRA to pass as well as the envelope From",
			JA: "PRA のドメインに SPF レコードがありません。「高」ではエンベロープ From に加えて PRA も pass が必要です",
		},
		Basis:   Official,
		Sources: auDrops(auSPF, kddi2010),
		From:    auPRABegins,
	},
	{
		ID:      "au/high/pra-fail",
		When:    map[identity.Kind][]spf.Result{identity.PRA: {spf.Fail}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the PRA's domain doesn't authorise the sending address, and 高 wants the PRA to pass as well as the envelope From",
			JA: "PRA のドメインが送信元アドレスを許可していません。「高」ではエンベロープ From に加えて PRA も pass が必要です",
		},
		Basis:   Official,
		Sources: auDrops(auSPF, kddi2010),
		From:    auPRABegins,
	},
	{
		ID:      "au/high/pra-softfail",
		When:    map[identity.Kind][]spf.Result{identity.PRA: {spf.SoftFail}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the PRA's domain doesn't authorise the sending address (softfail)",
			JA: "PRA のドメインが送信元アドレスを許可していません（softfail）",
		},
		Basis:   Inferred,
		Sources: auDrops(auForgery, kddi2010),
		From:    auPRABegins,
	},
	{
		ID:      "au/high/pra-permerror",
		When:    map[identity.Kind][]spf.Result{identity.PRA: {spf.PermError}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the SPF record of the PRA's domain can't be evaluated, and 高 refuses what it cannot authenticate",
			JA: "PRA のドメインの SPF レコードを評価できません。「高」は認証できないメールを拒否します",
		},
		Basis:   Inferred,
		Sources: auDrops(auForgery, kddi2010),
		From:    auPRABegins,
	},
}

var auMedium = []Rule{
	{
		ID:      "au/medium/fail",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.Fail}},
		Outcome: Drop,
		Why: i18n.Text{
			EN: "the envelope From's domain doesn't authorise the sending address",
			JA: "エンベロープ From のドメインが送信元アドレスを許可していません",
		},
		Basis:   Official,
		Sources: auDrops(auForgery),
	},
	{
		ID:      "au/medium/none",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.None}},
		Outcome: Deliver,
		Why: i18n.Text{
			EN: "the envelope From's domain publishes no SPF record, and 中 lets that through",
			JA: "エンベロープ From のドメインに SPF レコードがありませんが、「中」では届きます",
		},
		Basis:   Observed,
		Sources: []Source{alpha},
	},
	{
		ID:      "au/medium/pass",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.Pass}},
		Outcome: Deliver,
		Why: i18n.Text{
			EN: "the envelope From passes",
			JA: "エンベロープ From が pass です",
		},
		Basis:   Official,
		Sources: []Source{auForgery},
	},
}

// auNotAuthorised is every result that 低 refuses for a carrier's own domain.
var auNotAuthorised = []spf.Result{spf.Fail, spf.SoftFail, spf.Neutral, spf.PermError}

var auLowWhy = i18n.Text{
	EN: "the sender is at a mobile carrier's own domain, and that domain doesn't authorise the sending address; which identity au looks at here isn't documented",
	JA: "送信元は携帯電話事業者のドメインですが、そのドメインが送信元アドレスを許可していません。au がどの識別子を見るかは資料がありません",
}

var auLow = []Rule{
	{
		ID:      "au/low/carrier-envelope",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: auNotAuthorised},
		Facts:   map[Fact]bool{EnvelopeAtCarrier: true},
		Outcome: Drop,
		Why:     auLowWhy,
		Basis:   Official,
		Sources: auDrops(auForgery),
	},
	{
		ID:      "au/low/carrier-pra",
		When:    map[identity.Kind][]spf.Result{identity.PRA: auNotAuthorised},
		Facts:   map[Fact]bool{PRAAtCarrier: true},
		Outcome: Drop,
		Why:     auLowWhy,
		Basis:   Official,
		Sources: auDrops(auForgery),
	},
	{
		ID:      "au/low/deliver",
		When:    map[identity.Kind][]spf.Result{identity.MailFrom: anyResult},
		Outcome: Deliver,
		Why: i18n.Text{
			EN: "低 stops only mail that pretends to be from a mobile carrier",
			JA: "「低」が止めるのは携帯電話事業者を装うメールだけです",
		},
		Basis:   Official,
		Sources: []Source{auForgery},
	},
}
