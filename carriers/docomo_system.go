package carriers

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// docomoSystem is what docomo's mail system refuses from everybody.
var docomoSystem = Filter{
	Name:    i18n.Text{EN: "limits of the mail system", JA: "メールシステムの制限"},
	Default: "system",
	Settings: []Setting{{
		ID:   "system",
		Name: i18n.Text{EN: "for everybody", JA: "全利用者"},
		Rules: []Rule{
			{
				ID:      "docomo/system/line",
				Over:    map[Measure]int64{LongestLine: 1000},
				Outcome: Reject,
				Why: i18n.Text{
					EN: "a line of the message is longer than about 1,000 bytes",
					JA: "約 1,000 バイトを超える行があります",
				},
				Effect: i18n.Text{
					EN: "SMTP says 500 Line Too Long; a bounce comes back",
					JA: "サーバーは 500 Line Too Long を返し、エラーメールが返ります",
				},
				Basis:   Official,
				Sources: []Source{dSMTPLine},
			},
			docomoSender("local", i18n.Text{
				EN: "the local part of the sender's address has 65 bytes or more",
				JA: "差出人アドレスのローカル部が 65 バイト以上です",
			}, Rule{Over: map[Measure]int64{SenderLocal: 64}}),
			docomoSender("address", i18n.Text{
				EN: "the sender's address has 256 bytes or more",
				JA: "差出人アドレスが 256 バイト以上です",
			}, Rule{Over: map[Measure]int64{SenderAddress: 255}}),
			docomoSender("ascii", i18n.Text{
				EN: "the sender's address has 2-byte characters",
				JA: "差出人アドレスに全角文字があります",
			}, Rule{Facts: map[Fact]bool{SenderASCII: false}}),
			{
				ID:      "docomo/system/recipients",
				Over:    map[Measure]int64{Recipients: 100},
				Outcome: Reject,
				Why:     tooManyRecipients,
				Basis:   Quoted,
				Sources: []Source{sisimaiRecipients},
			},
			{
				ID:      "docomo/system/domain",
				Facts:   map[Fact]bool{SenderDomainPlain: false},
				Outcome: Unknown,
				Why: i18n.Text{
					EN: "the sender's domain begins with neither a letter nor a digit, and docomo takes only some symbols there",
					JA: "差出人のドメインが英数字以外で始まっています。ドコモが受け付ける記号は一部だけです",
				},
				Basis:   Official,
				Sources: []Source{d070829},
				From:    "2007-08-29",
			},
			{
				ID:      "docomo/system/unreachable",
				Facts:   map[Fact]bool{FromReachable: false},
				Outcome: Unknown,
				Why: i18n.Text{
					EN: "the header From's domain has neither an A nor an MX record: docomo says that such mail may not arrive",
					JA: "ヘッダー From のドメインに A レコードも MX レコードもありません。届かないことがあるとされています",
				},
				Basis:   Official,
				Sources: []Source{dSMTP},
			},
			{
				ID:      "docomo/system/deliver",
				Outcome: Deliver,
				Why:     withinLimits,
				Basis:   Official,
				Sources: []Source{d070829, dSMTPLine},
			},
		},
	}},
}

// docomoSender is a limit on the sender's address, of the press release of 2007.
func docomoSender(id string, why i18n.Text, r Rule) Rule {
	r.ID = "docomo/system/sender-" + id
	r.Outcome = Reject
	r.Why = why
	r.Effect = notReceived
	r.Basis = Official
	r.Sources = []Source{d070829}
	r.From = "2007-08-29"
	return r
}
