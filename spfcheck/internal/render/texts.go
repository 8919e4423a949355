package render

import (
	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// The words of the text format.
var (
	title = i18n.Text{
		EN: "%s sent from %s, by the rules of %s",
		JA: "%s（送信元 %s）を %s の規則で判定",
	}
	warningMark = i18n.Text{EN: "warning:", JA: "警告:"}
	colIdentity = i18n.Text{EN: "IDENTITY", JA: "識別子"}
	colDomain   = i18n.Text{EN: "DOMAIN", JA: "ドメイン"}
	colBecause  = i18n.Text{EN: "BECAUSE", JA: "理由"}
	colCarrier  = i18n.Text{EN: "CARRIER", JA: "事業者"}
	colSetting  = i18n.Text{EN: " SETTING", JA: " 設定"}
	colOutcome  = i18n.Text{EN: "OUTCOME", JA: "結果"}
	colDecided  = i18n.Text{EN: "DECIDED BY", JA: "決め手"}
	colBasis    = i18n.Text{EN: "BASIS", JA: "根拠"}
	colField    = i18n.Text{EN: "FIELD", JA: "フィールド"}
	colAddress  = i18n.Text{EN: "ADDRESS", JA: "アドレス"}
	colLookedAt = i18n.Text{EN: "LOOKED AT BY", JA: "見る事業者"}

	nothingMatched = i18n.Text{EN: "no term matched", JA: "一致する項がありません"}
	termOf         = i18n.Text{EN: "%s of %s", JA: "%[2]s の %[1]s"}
	treeTitle      = i18n.Text{EN: "%s from %s: %s", JA: "%s（送信元 %s）: %s"}
	spent          = i18n.Text{
		EN: "%d of %d DNS lookups, %d of %d void lookups",
		JA: "DNS を引く項 %d / %d、見つからない検索 %d / %d",
	}
	unexplained = i18n.Text{
		EN: "the result stands, but this tree does not explain all of it",
		JA: "結果は確かですが、この図はその全部を説明するものではありません",
	}
	sendersWords = i18n.Text{EN: "the sending domain's own words:", JA: "送信側ドメインの説明文:"}
	judgedMark   = i18n.Text{
		EN: "* judged; the other settings are shown for comparison (%s changes that)",
		JA: "* が判定の対象です。ほかの設定は参考です（%s で変えられます）",
	}
	fromAddresses = i18n.Text{EN: "when sent from %s", JA: "送信元: %s"}
	ruleLine      = i18n.Text{EN: "rule %s, %s", JA: "規則 %s（%s）"}
	moreSources   = i18n.Text{
		EN: "and %d more: %s %s",
		JA: "ほか %d 件: %s %s",
	}
	sinceDay  = i18n.Text{EN: ", since %s", JA: "、%s から"}
	orLater   = i18n.Text{EN: "%s or later", JA: "%s 以降"}
	elsewhere = i18n.Text{
		EN: "Why the same mail arrives at %s: %s.",
		JA: "同じメールが %s には届く理由: %s。",
	}
	notElsewhere = i18n.Text{
		EN: "At %s the same mail doesn't arrive either: %s.",
		JA: "同じメールは %s にも届きません。%s。",
	}
	findingsTitle = i18n.Text{EN: "Findings", JA: "指摘"}
	seeExplain    = i18n.Text{EN: "more: %s %s", JA: "詳しくは: %s %s"}
	noteMark      = i18n.Text{EN: "note:", JA: "注:"}
)

// stepWords say what became of a term.
var stepWords = map[spf.Result]i18n.Text{
	spf.Pass:      {EN: "matches", JA: "一致"},
	spf.Neutral:   {EN: "no match", JA: "不一致"},
	spf.Fail:      {EN: "fail", JA: "fail"},
	spf.SoftFail:  {EN: "softfail", JA: "softfail"},
	spf.None:      {EN: "none", JA: "none"},
	spf.PermError: {EN: "permerror", JA: "permerror"},
	spf.TempError: {EN: "temperror", JA: "temperror"},

	spfcheck.Unknown: {EN: "unknown", JA: "不明"},
}

// carrierDoes says what a carrier does with the mail.
var carrierDoes = map[carriers.Outcome]i18n.Text{
	carriers.Deliver: {EN: "%s delivers it", JA: "%s には届きます"},
	carriers.Warn:    {EN: "%s delivers it with a warning", JA: "%s には警告つきで届きます"},
	carriers.Unknown: {EN: "%s: not known", JA: "%s については分かりません"},
	carriers.Junk:    {EN: "%s files it as spam", JA: "%s では迷惑メールフォルダーに入ります"},
	carriers.Drop:    {EN: "%s drops it", JA: "%s には届きません（破棄されます）"},
	carriers.Reject:  {EN: "%s rejects it", JA: "%s には届きません（拒否されます）"},
}
