package carriers

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// What the tables of several carriers say in the same words.

// anyResult is every result but temperror: under DNS trouble nothing is known.
var anyResult = []spf.Result{spf.Pass, spf.None, spf.Fail, spf.SoftFail, spf.Neutral, spf.PermError}

var filterIsOff = i18n.Text{
	EN: "the subscriber has switched the filter off",
	JA: "受信者がこのフィルターを使っていません",
}

var dmarcPasses = i18n.Text{
	EN: "DMARC passes",
	JA: "DMARC に合格しています",
}

var dmarcDoesNotApply = i18n.Text{
	EN: "the header From's domain publishes no DMARC record, so there is no policy to apply",
	JA: "ヘッダー From のドメインに DMARC レコードがなく、適用するポリシーがありません",
}

var withinLimits = i18n.Text{
	EN: "nothing that is known of the message breaks a known limit",
	JA: "メールについて分かっている範囲では、既知の制限に触れていません",
}

var tooManyRecipients = i18n.Text{
	EN: "To and Cc have more than 100 addresses: too many, if they go in one session",
	JA: "To と Cc の宛先が 100 件を超えています。1 セッションで送ると制限に触れます",
}

var notReceived = i18n.Text{
	EN: "the mail isn't received; how it is refused isn't said",
	JA: "メールは受信されません。拒否のしかたは記載がありません",
}

// sources appends without touching the array that base may share.
func sources(base []Source, more ...Source) []Source {
	return slices.Concat(base, more)
}
