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
	JA: "DMARC は pass です",
}

var dmarcDoesNotApply = i18n.Text{
	EN: "the header From's domain publishes no DMARC record, so there is no policy to apply",
	JA: "ヘッダー From のドメインに DMARC レコードがなく、適用するポリシーがありません",
}

var dmarcAsksForNothing = i18n.Text{
	EN: "DMARC fails, but the header From's domain asks for nothing to be done (p=none)",
	JA: "DMARC は fail ですが、ヘッダー From のドメインのポリシーは p=none（何もしない）です",
}

// livedoor is on how SoftBank's page explains DMARC. au says the same of what it
// does with forged mail, so it is read in the same way.
var livedoor = Source{
	Key:   "LIVEDOOR",
	URL:   "https://news.livedoor.com/article/detail/25904238/",
	Title: i18n.Text{EN: "livedoor News on SoftBank's DMARC", JA: "ライブドアニュース（ソフトバンクの DMARC 対応について）"},
	Date:  "2024-02",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "SoftBank explains DMARC as following the policy that the domain's owner declares",
		JA: "ソフトバンクは DMARC を、ドメインの所有者が宣言したポリシーに従う仕組みと説明している",
	},
}

// ministryAsks is a note of each carrier that is judged by default.
var ministryAsks = Note{
	Text: i18n.Text{
		EN: "on 2025-09-01 the ministry (総務省) asked the carriers to introduce DMARC with quarantine or reject and to process received mail by the policy; no carrier has announced what it does",
		JA: "総務省は 2025-09-01、事業者に DMARC（quarantine または reject）の導入と、ポリシーに沿った受信メールの処理を要請しました。どう対応するかを発表した事業者はありません",
	},
	Basis:   Official,
	Sources: []Source{soumu250901},
}

var soumu250901 = Source{
	Key:   "SOUMU-250901",
	URL:   "https://www.soumu.go.jp/menu_news/s-news/01kiban18_01000260.html",
	Title: i18n.Text{EN: "Ministry of Internal Affairs and Communications, a request", JA: "総務省（要請）"},
	Date:  "2025-09-01",
	Basis: Official,
	Fact: i18n.Text{
		EN: "the providers' associations, TCA with the three carriers among them, are asked to introduce DMARC with quarantine or reject, to process received mail by the policy and to send reports; progress is asked every three months until August 2026",
		JA: "3 社が加わる電気通信事業者協会などの団体に、DMARC（quarantine または reject）の導入、ポリシーに沿った受信メールの処理、レポートの送信を要請し、2026 年 8 月まで 3 か月ごとに状況を尋ねる",
	},
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
