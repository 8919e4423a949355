package carriers

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// auDrops adds to the sources of a refusal those that show what it looks like
// from outside: silence.
func auDrops(refusal ...Source) []Source { return sources(refusal, auManual, alpha, noteSMTPAu) }

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
	Notes:   auNotes,
}

var auSpoofing = Filter{
	Name:     i18n.Text{EN: "spoofed mail (なりすまし規制)", JA: "なりすまし規制"},
	Default:  "high",
	IPv4Only: true, // by the notice on SPF records
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
				Sources: []Source{auSPF, kddi2010, auPastebin},
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

const (
	// auSPFBegins is the first day of the month in which au began to test SPF, as a
	// setting of its own (ドメイン認証規制): late in March, no source names the day.
	auSPFBegins Day = "2007-03-01"
	// auPRABegins is the day of the press release that added the PRA.
	auPRABegins Day = "2010-09-21"
)

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
		Sources: auDrops(auSPF, auForgery, telementoring, aligach),
		From:    auSPFBegins,
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
		Sources: auDrops(auSPF, auForgery, telementoring, aligach),
		From:    auSPFBegins,
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
		From:    auSPFBegins,
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
		From:    auSPFBegins,
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
		Sources: auDrops(auSPF, kddi2010, auPastebin),
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
		Sources: auDrops(auSPF, kddi2010, auPastebin),
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
		From:    auSPFBegins,
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
		From:    auSPFBegins,
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
		From:    auSPFBegins,
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
		From:    auSPFBegins,
	},
	{
		ID:      "au/low/carrier-pra",
		When:    map[identity.Kind][]spf.Result{identity.PRA: auNotAuthorised},
		Facts:   map[Fact]bool{PRAAtCarrier: true},
		Outcome: Drop,
		Why:     auLowWhy,
		Basis:   Official,
		Sources: auDrops(auForgery),
		From:    auSPFBegins,
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
		From:    auSPFBegins,
	},
}
