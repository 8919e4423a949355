package carriers

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// The days of docomo's DMARC. Of the warning banner only the months are known: it
// came to the app in January and to the browser in February of 2025.
const (
	docomoDMARCBegins  Day = "2022-08-23"
	docomoBannerBegins Day = "2025-01-01"
	docomoBannerDone   Day = "2025-03-01"
)

// docomoDMARC works through two settings that are on by themselves for new lines.
var docomoDMARC = Filter{
	Name: i18n.Text{
		EN: "DMARC (on by default, through 詐欺/ウイルスメール拒否)",
		JA: "DMARC（初期値で有効。詐欺/ウイルスメール拒否による）",
	},
	Default: "dmarc",
	Settings: []Setting{{
		ID:    "dmarc",
		Name:  i18n.Text{EN: "DMARC", JA: "DMARC"},
		Looks: []Look{{Identity: identity.From}},
		Rules: []Rule{
			{
				ID:      "docomo/dmarc/before",
				Outcome: Deliver,
				Why: i18n.Text{
					EN: "docomo did not check DMARC yet",
					JA: "ドコモはまだ DMARC を確認していませんでした",
				},
				Basis:   Quoted,
				Sources: []Source{smaxD, prebell},
				Until:   docomoDMARCBegins,
			},
			{
				ID:      "docomo/dmarc/pass",
				DMARC:   []DMARC{DMARCPass},
				Outcome: Deliver,
				Why:     dmarcPasses,
				Basis:   Quoted,
				Sources: []Source{smaxD, prebell},
				From:    docomoDMARCBegins,
			},
			{
				ID:      "docomo/dmarc/reject-reject",
				DMARC:   []DMARC{DMARCFailReject},
				Outcome: Reject,
				Why:     docomoDMARCRejects,
				Basis:   Quoted,
				Sources: []Source{ktai250213DMARC, mnn250213Reject},
				From:    docomoDMARCBegins,
				Until:   docomoJunkDone,
			},
			{
				ID:      "docomo/dmarc/reject-refused",
				DMARC:   []DMARC{DMARCFailReject},
				Outcome: Reject,
				Why:     docomoDMARCRejects,
				Effect: i18n.Text{
					EN: "the mail is refused, as before the spam folder came; whether SMTP says 5xx, or 250 and the mail is dropped, isn't known",
					JA: "迷惑メールフォルダーの導入後も拒否されます。サーバーが 5xx を返すか、250（受付）を返して破棄するかは分かりません",
				},
				Basis:   Quoted,
				Sources: []Source{mnn250213Reject, dReject},
				From:    docomoJunkDone,
			},
			{
				ID:      "docomo/dmarc/none-deliver",
				DMARC:   []DMARC{DMARCNone},
				Outcome: Deliver,
				Why:     docomoNoDMARC,
				Basis:   Quoted,
				Sources: []Source{ktai240522, jetstream},
				From:    docomoDMARCBegins,
				Until:   docomoBannerBegins,
			},
			{
				ID:      "docomo/dmarc/none-rollout",
				DMARC:   []DMARC{DMARCNone},
				Outcome: Warn,
				Why:     docomoNoDMARC,
				Effect:  docomoBannerRollout,
				Basis:   Quoted,
				Sources: []Source{jetstream, ginta, yokohamaya},
				From:    docomoBannerBegins,
				Until:   docomoBannerDone,
			},
			{
				ID:      "docomo/dmarc/none-warn",
				DMARC:   []DMARC{DMARCNone},
				Outcome: Warn,
				Why:     docomoNoDMARC,
				Effect:  docomoBanner,
				Basis:   Official,
				Sources: []Source{dSMTPBanner, yokohamaya, ginta},
				From:    docomoBannerDone,
			},
			{
				ID:      "docomo/dmarc/fail-deliver",
				DMARC:   []DMARC{DMARCFailNone, DMARCFailQuarantine},
				Outcome: Deliver,
				Why:     docomoDMARCFails,
				Basis:   Quoted,
				Sources: []Source{ktai240522, jetstream, webtan},
				From:    docomoDMARCBegins,
				Until:   docomoBannerBegins,
			},
			{
				ID:      "docomo/dmarc/quarantine-inbox",
				DMARC:   []DMARC{DMARCFailQuarantine},
				Outcome: Warn,
				Why:     docomoDMARCQuarantines,
				Effect:  docomoBannerRollout,
				Basis:   Quoted,
				Sources: []Source{webtan, ktai250213DMARC, jetstream},
				From:    docomoBannerBegins,
				Until:   docomoJunkBegins,
			},
			{
				ID:      "docomo/dmarc/quarantine-rollout",
				DMARC:   []DMARC{DMARCFailQuarantine},
				Outcome: Unknown,
				Why: i18n.Text{
					EN: "DMARC fails under quarantine, and docomo was changing over in stages from the inbox to the spam folder",
					JA: "DMARC が fail で、ポリシーは quarantine です。ドコモは受信箱から迷惑メールフォルダーへ段階的に切り替えていました",
				},
				Effect: i18n.Text{
					EN: "SMTP says 250; the mail is in the inbox or in the spam folder (迷惑メールフォルダー)",
					JA: "サーバーは 250（受付）を返します。メールは受信箱か迷惑メールフォルダーに入ります",
				},
				Basis:   Quoted,
				Sources: []Source{ktai250213DMARC},
				From:    docomoJunkBegins,
				Until:   docomoJunkDone,
			},
			{
				ID:      "docomo/dmarc/quarantine-junk",
				DMARC:   []DMARC{DMARCFailQuarantine},
				Outcome: Junk,
				Why:     docomoDMARCQuarantines,
				Effect:  docomoJunkEffect,
				Basis:   Quoted,
				Sources: []Source{ktai250213DMARC},
				From:    docomoJunkDone,
			},
			{
				ID:      "docomo/dmarc/fail-rollout",
				DMARC:   []DMARC{DMARCFailNone},
				Outcome: Warn,
				Why:     docomoDMARCFails,
				Effect:  docomoBannerRollout,
				Basis:   Quoted,
				Sources: []Source{jetstream, ginta, yokohamaya},
				From:    docomoBannerBegins,
				Until:   docomoBannerDone,
			},
			{
				ID:      "docomo/dmarc/fail-warn",
				DMARC:   []DMARC{DMARCFailNone},
				Outcome: Warn,
				Why:     docomoDMARCFails,
				Effect:  docomoBanner,
				Basis:   Official,
				Sources: []Source{dSMTPBanner, yokohamaya, ginta},
				From:    docomoBannerDone,
			},
		},
	}},
}

var docomoNoDMARC = i18n.Text{
	EN: "the header From's domain publishes no DMARC record",
	JA: "ヘッダー From のドメインに DMARC レコードがありません",
}

var docomoDMARCFails = i18n.Text{
	EN: "DMARC doesn't pass",
	JA: "DMARC が pass ではありません",
}

var docomoDMARCQuarantines = i18n.Text{
	EN: "DMARC fails, and the header From's domain asks for quarantine",
	JA: "DMARC が fail で、ヘッダー From のドメインは隔離（quarantine）を求めています",
}

var docomoDMARCRejects = i18n.Text{
	EN: "DMARC fails, and the header From's domain asks for reject",
	JA: "DMARC が fail で、ヘッダー From のドメインは拒否（reject）を求めています",
}

var docomoBanner = i18n.Text{
	EN: "SMTP says 250; the mail is shown with a warning banner; docomo adds that it may not arrive",
	JA: "サーバーは 250（受付）を返しますが、メールは警告つきで表示されます。届かないこともあるとされています",
}

var docomoBannerRollout = i18n.Text{
	EN: "SMTP says 250; the mail reaches the inbox, with a warning banner where that had come already: in January 2025 to the app, in February to the browser",
	JA: "サーバーは 250（受付）を返しますが、メールは受信箱に届きます。警告の表示は 2025 年 1 月にアプリ、2 月にブラウザーと段階的に始まりました",
}
