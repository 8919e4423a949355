package carriers

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// docomoDMARCBegins is the day from which docomo checks DMARC.
const docomoDMARCBegins Day = "2022-08-23"

// docomoDMARC is always on: no subscriber can change it.
var docomoDMARC = Filter{
	Name:    i18n.Text{EN: "DMARC (always on)", JA: "DMARC（常に有効）"},
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
				ID:      "docomo/dmarc/quarantine-junk",
				DMARC:   []DMARC{DMARCFailQuarantine},
				Outcome: Junk,
				Why: i18n.Text{
					EN: "DMARC fails, and the header From's domain asks for quarantine",
					JA: "DMARC に失敗し、ヘッダー From のドメインは隔離（quarantine）を求めています",
				},
				Effect:  docomoJunkEffect,
				Basis:   Quoted,
				Sources: []Source{ktai250213DMARC},
				From:    docomoJunkBegins,
			},
			{
				ID:      "docomo/dmarc/reject-reject",
				DMARC:   []DMARC{DMARCFailReject},
				Outcome: Reject,
				Why:     docomoDMARCRejects,
				Basis:   Quoted,
				Sources: []Source{ktai250213DMARC},
				From:    docomoDMARCBegins,
				Until:   docomoJunkBegins,
			},
			{
				ID:      "docomo/dmarc/reject-undelivered",
				DMARC:   []DMARC{DMARCFailReject},
				Outcome: Reject,
				Why:     docomoDMARCRejects,
				Effect: i18n.Text{
					EN: "SMTP refuses the mail, or says 250 and it goes to the spam folder: which of the two isn't settled",
					JA: "SMTP で拒否されるか、250 が返って迷惑メールフォルダに入ります。どちらかは確定していません",
				},
				Basis:   Inferred,
				Sources: []Source{ktai250213DMARC},
				From:    docomoJunkBegins,
			},
			{
				ID:      "docomo/dmarc/none-warn",
				DMARC:   []DMARC{DMARCNone},
				Outcome: Warn,
				Why: i18n.Text{
					EN: "the header From's domain publishes no DMARC record",
					JA: "ヘッダー From のドメインに DMARC レコードがありません",
				},
				Effect:  docomoBanner,
				Basis:   Official,
				Sources: []Source{dSMTPBanner, yokohamaya, ginta},
				From:    docomoDMARCBegins,
			},
			{
				ID:      "docomo/dmarc/fail-warn",
				DMARC:   []DMARC{DMARCFailNone, DMARCFailQuarantine},
				Outcome: Warn,
				Why: i18n.Text{
					EN: "DMARC doesn't pass",
					JA: "DMARC に合格していません",
				},
				Effect:  docomoBanner,
				Basis:   Official,
				Sources: []Source{dSMTPBanner, yokohamaya, ginta},
				From:    docomoDMARCBegins,
			},
		},
	}},
}

var docomoDMARCRejects = i18n.Text{
	EN: "DMARC fails, and the header From's domain asks for reject",
	JA: "DMARC に失敗し、ヘッダー From のドメインは拒否（reject）を求めています",
}

var docomoBanner = i18n.Text{
	EN: "SMTP says 250; the mail is shown with a warning banner; docomo adds that it may not arrive",
	JA: "SMTP は 250 を返し、メールは警告つきで表示されます。届かないこともあるとされています",
}
