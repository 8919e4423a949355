package render

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

// lossWords say what carriers do with a share of what is yours, and from which sources
// that comes.
var lossWords = map[carriers.Outcome]i18n.Text{
	carriers.Reject: {
		EN: "%s would reject %s of what %s sent (%s of %s messages): %s.",
		JA: "%s は %[3]s が送ったメールの %[2]s（%[5]s 通のうち %[4]s 通）を拒否します。%[6]s。",
	},
	carriers.Drop: {
		EN: "%s would drop %s of what %s sent (%s of %s messages): %s.",
		JA: "%s は %[3]s が送ったメールの %[2]s（%[5]s 通のうち %[4]s 通）を破棄します。%[6]s。",
	},
	carriers.Junk: {
		EN: "%s would file %s of what %s sent as spam (%s of %s messages): %s.",
		JA: "%s は %[3]s が送ったメールの %[2]s（%[5]s 通のうち %[4]s 通）を迷惑メールとします。%[6]s。",
	},
	carriers.Warn: {
		EN: "%s would deliver %s of what %s sent with a warning (%s of %s messages): %s.",
		JA: "%s は %[3]s が送ったメールの %[2]s（%[5]s 通のうち %[4]s 通）を警告つきで届けます。%[6]s。",
	},
	carriers.Unknown: {
		EN: "%s: unknown for %s of what %s sent (%s of %s messages): %s.",
		JA: "%s は %[3]s が送ったメールの %[2]s（%[5]s 通のうち %[4]s 通）について不明です。%[6]s。",
	},
}

// sourceClasses are the headings of the classes.
var sourceClasses = map[sources.Class]i18n.Text{
	sources.Yours:     {EN: "Sources of %s: %s messages", JA: "%s の送信元（%s 通）"},
	sources.Unclear:   {EN: "May be sources of %s: %s messages", JA: "%s の送信元かもしれないもの（%s 通）"},
	sources.Forwarded: {EN: "Mail of %s that others forward: %s messages", JA: "%s のメールを他者が転送したもの（%s 通）"},
	sources.Others:    {EN: "Probably not of %s: %s messages", JA: "%s のメールではないと思われるもの（%s 通）"},
}

var (
	allDelivered = i18n.Text{
		EN: "Every judged carrier delivers what %s sent: %s messages.",
		JA: "%s が送ったメール %s 通は、判定したすべての事業者に届きます。",
	}
	nothingYours = i18n.Text{
		EN: "Of %s messages in the name of %s none is known to be yours.",
		JA: "%[2]s を名乗るメール %[1]s 通のうち、自分のものと分かるメールはありません。",
	}
	unclearTold = i18n.Text{
		EN: "Another %s (%s messages) of what is sent in the name of %s may be yours, and isn't counted above: name what is with %s.",
		JA: "%[3]s を名乗るメールの %[1]s（%[2]s 通）は自分のものかどうか分からず、上の割合に含めていません。自分の送信元は %[4]s で指定してください。",
	}
	allFrom         = i18n.Text{EN: "all of it from %s", JA: "すべて %s からのメールです"}
	fromSource      = i18n.Text{EN: "from %s (%s)", JA: "%s から（%s）"}
	atAll           = i18n.Text{EN: "all: %s", JA: "すべて%s"}
	fewMore         = i18n.Text{EN: "%d more", JA: "ほか %d 件"}
	unexamined      = i18n.Text{EN: "not judged, from the smallest of very many sources: %s messages", JA: "送信元が非常に多いため、少量の送信元からの %s 通は判定していません"}
	othersCount     = i18n.Text{EN: "from %d networks; %s lists them", JA: "%d のネットワークから。%s で一覧を表示します"}
	moreSourcesTold = i18n.Text{EN: "and %d more, in JSON", JA: "ほか %d 件（JSON にはすべて出力します）"}
	moreDomains     = i18n.Text{EN: "and %d more domains, in JSON", JA: "ほかに %d ドメイン（JSON にはすべて出力します）"}

	counted        = i18n.Text{EN: "reports: %s, %s; by the rules of %s", JA: "集計レポート %s 件、%s。%s の規則で判定"}
	noPeriod       = i18n.Text{EN: "of no known days", JA: "期間不明"}
	oneDay         = i18n.Text{EN: "of %s", JA: "%s"}
	days           = i18n.Text{EN: "from %s to %s", JA: "%s から %s まで"}
	nothingCounted = i18n.Text{EN: "The reports count no message: there is nothing to judge.", JA: "レポートにメールの記録がなく、判定できません。"}
	duplicatesTold = i18n.Text{EN: "duplicate reports, not counted again: %s", JA: "重複していて数えなかったレポート: %s 件"}
	brokenTold     = i18n.Text{EN: "rows without a usable address, count or domain, not counted: %s", JA: "アドレス・通数・ドメインを読めず、数えなかった行: %s"}
	unreadTold     = i18n.Text{EN: "files and messages without a report that can be read: %s", JA: "レポートを読めなかったファイルとメール: %s 件"}

	colSource     = i18n.Text{EN: "SOURCE", JA: "送信元"}
	colMessages   = i18n.Text{EN: "MESSAGES", JA: "通数"}
	colShare      = i18n.Text{EN: "SHARE", JA: "割合"}
	colFromSPF    = i18n.Text{EN: "FROM'S SPF", JA: "From の SPF"}
	colDKIM       = i18n.Text{EN: "DKIM", JA: "DKIM"}
	colAtCarriers = i18n.Text{EN: "AT THE CARRIERS", JA: "各事業者"}

	sourceAddresses = i18n.Text{EN: "addresses", JA: "アドレス"}
	sourceEnvelopes = i18n.Text{EN: "envelope From", JA: "エンベロープ From"}
	sourceSigners   = i18n.Text{EN: "DKIM passed for", JA: "DKIM が pass のドメイン"}
	sourceReported  = i18n.Text{EN: "SPF of the envelope From, as reported", JA: "エンベロープ From の SPF（レポートの値）"}
	sourceFrom      = i18n.Text{EN: "SPF of the header From, evaluated now", JA: "ヘッダー From の SPF（現在の評価）"}
	sourceAligned   = i18n.Text{EN: "passed DMARC by", JA: "DMARC を pass にした割合"}
	outcomeTold     = i18n.Text{EN: "%s: %s, %s messages (%s): %s", JA: "%s: %s %s 通（%s）: %s"}
)
