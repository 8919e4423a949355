package render

import (
	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// outcomeWords are the words for an outcome: of the whole mail, and of a carrier.
var outcomeWords = map[carriers.Outcome]struct {
	mark      string
	all, some i18n.Text // the verdict where it is that of all carriers, and of some
	state     i18n.Text // of the mail at a carrier
	does, do  i18n.Text // what a carrier does, and what all of them do
}{
	carriers.Deliver: {
		"✓",
		i18n.Text{EN: "Delivered", JA: "届きます"},
		i18n.Text{EN: "Delivered", JA: "届きます"},
		i18n.Text{EN: "delivered", JA: "届く"},
		i18n.Text{EN: "%s delivers", JA: "%s: 届く"},
		i18n.Text{EN: "%s deliver", JA: "%s届く"},
	},
	carriers.Warn: {
		"!",
		i18n.Text{EN: "Delivered with a warning", JA: "警告つきで届きます"},
		i18n.Text{EN: "Delivered with a warning", JA: "警告つきで届きます"},
		i18n.Text{EN: "warning", JA: "警告つき"},
		i18n.Text{EN: "%s delivers with a warning", JA: "%s: 警告つき"},
		i18n.Text{EN: "%s deliver with a warning", JA: "%s警告つきで届く"},
	},
	carriers.Unknown: {
		"?",
		i18n.Text{EN: "Not known", JA: "分かりません"},
		i18n.Text{EN: "Not known everywhere", JA: "一部は分かりません"},
		i18n.Text{EN: "not known", JA: "不明"},
		i18n.Text{EN: "%s not known", JA: "%s: 不明"},
		i18n.Text{EN: "%s not known", JA: "%s不明"},
	},
	carriers.Junk: {
		"✗",
		i18n.Text{EN: "Not delivered", JA: "届きません"},
		i18n.Text{EN: "Not delivered everywhere", JA: "一部に届きません"},
		i18n.Text{EN: "spam folder", JA: "迷惑メールフォルダー"},
		i18n.Text{EN: "%s files as spam", JA: "%s: 迷惑メールフォルダー"},
		i18n.Text{EN: "%s file as spam", JA: "%s迷惑メールフォルダー"},
	},
	carriers.Drop: {
		"✗",
		i18n.Text{EN: "Not delivered", JA: "届きません"},
		i18n.Text{EN: "Not delivered everywhere", JA: "一部に届きません"},
		i18n.Text{EN: "dropped", JA: "破棄"},
		i18n.Text{EN: "%s drops", JA: "%s: 破棄"},
		i18n.Text{EN: "%s drop", JA: "%s破棄"},
	},
	carriers.Reject: {
		"✗",
		i18n.Text{EN: "Not delivered", JA: "届きません"},
		i18n.Text{EN: "Not delivered everywhere", JA: "一部に届きません"},
		i18n.Text{EN: "rejected", JA: "拒否"},
		i18n.Text{EN: "%s rejects", JA: "%s: 拒否"},
		i18n.Text{EN: "%s reject", JA: "%s拒否"},
	},
}

// shortNames are what carriers are called where the room is short, if that isn't their
// name.
var shortNames = map[string]i18n.Text{
	"docomo": {EN: "docomo", JA: "ドコモ"},
}

// called is what a carrier is called in a sentence.
func called(id string, name i18n.Text) i18n.Text {
	if short, ok := shortNames[id]; ok {
		return short
	}
	return name
}

// allOf stands for all of so many carriers.
func allOf(n int) i18n.Text {
	switch n {
	case 2:
		return i18n.Text{EN: "both", JA: "両社とも"}
	case 3:
		return i18n.Text{EN: "all three", JA: "3 社とも"}
	}
	return i18n.Text{EN: "all %d", JA: "%d 社とも"}.Format(n)
}

// spfCauses say in short what an SPF result means for a domain that is an identity's.
var spfCauses = map[spf.Result]i18n.Text{
	spf.Pass:      {EN: "SPF passes for %s, %s", JA: "%s（%s）の SPF は pass です"},
	spf.None:      {EN: "%s, %s, has no SPF record", JA: "%s（%s）に SPF レコードがありません"},
	spf.Fail:      {EN: "the SPF record of %s, %s, doesn't authorise the sending address (fail)", JA: "%s（%s）の SPF レコードが送信元アドレスを許可していません（fail）"},
	spf.SoftFail:  {EN: "the SPF record of %s, %s, doesn't authorise the sending address (softfail)", JA: "%s（%s）の SPF レコードが送信元アドレスを許可していません（softfail）"},
	spf.Neutral:   {EN: "the SPF record of %s, %s, doesn't say whether the sending address may send (neutral)", JA: "%s（%s）の SPF レコードは送信元アドレスの可否を示していません（neutral）"},
	spf.PermError: {EN: "the SPF record of %s, %s, can't be evaluated (permerror)", JA: "%s（%s）の SPF レコードを評価できません（permerror）"},
}

// The words of the first screen.
var (
	fromWhere   = i18n.Text{EN: "%s from %s", JA: "%s（送信元 %s）"}
	throughWhat = i18n.Text{EN: "%s through %s", JA: "%s（%s から送信）"}
	dayOfRules  = i18n.Text{EN: "rules of %s", JA: "%s の規則"}
	whyMark     = i18n.Text{EN: "Why", JA: "理由"}
	visibleFrom = i18n.Text{EN: "the From that people see", JA: "受信者に見える差出人"}
	theKind     = i18n.Text{EN: "the %s", JA: "%s"}
	vain        = i18n.Text{
		EN: "%s, the envelope From, passes SPF, but that isn't what decides here",
		JA: "%s（エンベロープ From）の SPF は pass ですが、ここでは決め手になりません",
	}
	problemOf = i18n.Text{EN: ": %s", JA: "。%s"}
	noBounce  = i18n.Text{
		EN: `%s answer "250 OK", so no bounce comes back`,
		JA: "%s「250 OK」と応答するため、エラーメールは返りません",
	}
	noBounceFrom = i18n.Text{
		EN: `no bounce comes back from %s: the answer is "250 OK"`,
		JA: "%s は「250 OK」と応答するため、エラーメールは返りません",
	}
	bounce     = i18n.Text{EN: "%s refuse it with an SMTP error, so a bounce comes back", JA: "%s SMTP のエラーで拒否するため、エラーメールが返ります"}
	bounceFrom = i18n.Text{EN: "a bounce comes back from %s: the answer is an SMTP error", JA: "%s は SMTP のエラーで拒否するため、エラーメールが返ります"}

	notChecked = i18n.Text{EN: "Not checked: ", JA: "確認していないもの: "}
	assumedOf  = i18n.Text{EN: "%s (assumed: %s)", JA: "%s（%s と仮定）"}
	theMessage = i18n.Text{EN: "message (%s)", JA: "メール（%s）"}
	detailsAt  = i18n.Text{EN: "Details: %s", JA: "詳細: %s"}
	rulesAt    = i18n.Text{EN: "Rules, sources, notes: %s", JA: "規則・出典・補足: %s"}

	aside            = i18n.Text{EN: " (%s)", JA: "（%s）"}
	inBrackets       = i18n.Text{EN: "%s (%s)", JA: "%s（%s）"} // the second
	partAndText      = i18n.Text{EN: "%s: %s", JA: "%s: %s"}
	colon            = i18n.Text{EN: ": ", JA: ": "}
	semicolon        = i18n.Text{EN: "; ", JA: "、"}
	comma            = i18n.Text{EN: ", ", JA: "、"}
	fullStop         = i18n.Text{EN: ".", JA: "。"}
	betweenSentences = i18n.Text{EN: " ", JA: ""}
)

// separator stands between carriers in a line.
const separator = " · "

func asText(s string) i18n.Text { return i18n.Text{EN: s, JA: s} }
