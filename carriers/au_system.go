package carriers

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// auDMARCBegins is the day from which au uses DMARC.
const auDMARCBegins Day = "2023-10-05"

// auOmakase is au's general filter, on by default. Only what it does with DMARC
// is judged here.
var auOmakase = Filter{
	Name:    i18n.Text{EN: "general spam filter (迷惑メールおまかせ規制), as far as DMARC goes", JA: "迷惑メールおまかせ規制（DMARC に関する部分）"},
	Default: "omakase",
	Settings: []Setting{{
		ID:    "omakase",
		Name:  i18n.Text{EN: "on (利用する)", JA: "利用する"},
		Looks: []Look{{Identity: identity.From}},
		Rules: []Rule{
			{
				ID:      "au/omakase/before",
				Outcome: Deliver,
				Why: i18n.Text{
					EN: "au did not use DMARC yet",
					JA: "au はまだ DMARC を使っていませんでした",
				},
				Basis:   Official,
				Sources: []Source{au230929},
				Until:   auDMARCBegins,
			},
			{
				ID:      "au/omakase/pass",
				DMARC:   []DMARC{DMARCPass},
				Outcome: Deliver,
				Why:     dmarcPasses,
				Basis:   Inferred,
				Sources: []Source{au230929},
				From:    auDMARCBegins,
			},
			{
				ID:      "au/omakase/none",
				DMARC:   []DMARC{DMARCNone},
				Outcome: Deliver,
				Why:     dmarcDoesNotApply,
				Basis:   Inferred,
				Sources: []Source{au230929},
				From:    auDMARCBegins,
			},
			{
				ID:      "au/omakase/fail-none",
				DMARC:   []DMARC{DMARCFailNone},
				Outcome: Deliver,
				Why:     dmarcAsksForNothing,
				Basis:   Inferred,
				Sources: []Source{au230929, livedoor},
				From:    auDMARCBegins,
			},
			{
				ID:      "au/omakase/fail-reject",
				DMARC:   []DMARC{DMARCFailReject},
				Outcome: Drop,
				Why: i18n.Text{
					EN: "DMARC fails, the header From's domain asks for reject, and au suppresses forged mail",
					JA: "DMARC が fail で、ヘッダー From のドメインは拒否（reject）を求めています。au はなりすましメールを抑止します",
				},
				Basis:   Inferred,
				Sources: []Source{au230929, livedoor, auManual, noteSMTPAu},
				From:    auDMARCBegins,
			},
		},
	}},
}

// auSystem is what au's mail system refuses from everybody.
var auSystem = Filter{
	Name:    i18n.Text{EN: "limits of the mail system", JA: "メールシステムの制限"},
	Default: "system",
	Settings: []Setting{{
		ID:   "system",
		Name: i18n.Text{EN: "for everybody", JA: "全利用者"},
		Rules: []Rule{
			{
				ID:      "au/system/size",
				Over:    map[Measure]int64{Size: 3 << 20},
				Outcome: Reject,
				Why: i18n.Text{
					EN: "the message is larger than 3 MB",
					JA: "メールが 3 MB を超えています",
				},
				Basis:   Official,
				Sources: []Source{auSpec},
			},
			{
				ID:      "au/system/recipients",
				Over:    map[Measure]int64{Recipients: 100},
				Outcome: Reject,
				Why:     tooManyRecipients,
				Basis:   Official,
				Sources: []Source{auSpec},
			},
			{
				ID:      "au/system/qualified",
				Facts:   map[Fact]bool{Qualified: false},
				Outcome: Reject,
				Why: i18n.Text{
					EN: "an address in From or To has no fully qualified domain",
					JA: "From または To のアドレスが FQDN 形式ではありません",
				},
				Effect:  notReceived,
				Basis:   Official,
				Sources: []Source{auSpec},
			},
			{
				ID:      "au/system/malformed",
				Facts:   map[Fact]bool{Wellformed: false},
				Outcome: Reject,
				Why: i18n.Text{
					EN: "an address in From or To can't be read, so it isn't known to be in fully qualified domain form",
					JA: "From または To にメールアドレスとして読めないものがあり、FQDN 形式とは言えません",
				},
				Effect:  notReceived,
				Basis:   Inferred, // that the form of domains is asked for is official; that this is none is not
				Sources: []Source{auSpec},
			},
			{
				ID:      "au/system/unreachable",
				Facts:   map[Fact]bool{FromReachable: false},
				Outcome: Unknown,
				Why: i18n.Text{
					EN: "the header From's domain has neither an A nor an MX record, which au prohibits; what happens to such mail isn't said",
					JA: "ヘッダー From のドメインに A レコードも MX レコードもありません。au は禁止していますが、どうなるかは記載がありません",
				},
				Basis:   Quoted,
				Sources: []Source{hde},
			},
			{
				ID:      "au/system/deliver",
				Outcome: Deliver,
				Why:     withinLimits,
				Basis:   Official,
				Sources: []Source{auSpec},
			},
		},
	}},
}
