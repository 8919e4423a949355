package render

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// factWords say what a fact is when it holds and when it doesn't.
var factWords = map[carriers.Fact]map[bool]i18n.Text{
	carriers.FromReachable: {
		true:  {EN: "header From has an A or MX record", JA: "ヘッダー From に A か MX がある"},
		false: {EN: "header From has neither an A nor an MX record", JA: "ヘッダー From に A も MX もない"},
	},
	carriers.EnvelopeExists: {
		true:  {EN: "envelope From's domain has a DNS record", JA: "エンベロープ From のドメインに DNS レコードがある"},
		false: {EN: "envelope From's domain has no DNS record at all", JA: "エンベロープ From のドメインに DNS レコードが一切ない"},
	},
	carriers.FromEmpty: {
		true:  {EN: "From empty or missing", JA: "From が空または無い"},
		false: {EN: "From not empty", JA: "From がある"},
	},
	carriers.MessageIDEmpty: {
		true:  {EN: "Message-ID empty or missing", JA: "Message-ID が空または無い"},
		false: {EN: "Message-ID not empty", JA: "Message-ID がある"},
	},
	carriers.Qualified: {
		true:  {EN: "From and To fully qualified", JA: "From と To が FQDN 形式"},
		false: {EN: "From or To not fully qualified", JA: "From または To が FQDN 形式でない"},
	},
	carriers.Wellformed: {
		true:  {EN: "addresses in From and To readable", JA: "From と To がアドレスとして読める"},
		false: {EN: "an unreadable address in From or To", JA: "From または To にアドレスとして読めないものがある"},
	},
	carriers.SenderASCII: {
		true:  {EN: "sender's address is ASCII", JA: "差出人アドレスが ASCII"},
		false: {EN: "sender's address is not ASCII", JA: "差出人アドレスに ASCII 以外がある"},
	},
	carriers.SenderDomainPlain: {
		true:  {EN: "sender's domain begins with a letter or digit", JA: "差出人ドメインが英数字で始まる"},
		false: {EN: "sender's domain begins with neither a letter nor a digit", JA: "差出人ドメインが英数字以外で始まる"},
	},
	carriers.HasLinks: {
		true:  {EN: "the text has a URL", JA: "本文に URL がある"},
		false: {EN: "the text has no URL", JA: "本文に URL がない"},
	},
	carriers.DKIMPasses: {
		true:  {EN: "a DKIM signature passes", JA: "DKIM 署名が pass"},
		false: {EN: "no DKIM signature passes", JA: "pass の DKIM 署名がない"},
	},
	carriers.PTRLeadsBack: {
		true:  {EN: "a PTR of the sending address leads back to it", JA: "送信元アドレスに正引きと一致する PTR がある"},
		false: {EN: "no PTR of the sending address leads back to it", JA: "送信元アドレスに正引きと一致する PTR がない"},
	},
	carriers.HasHTML: {
		true:  {EN: "an HTML part", JA: "HTML のパートがある"},
		false: {EN: "no HTML part", JA: "HTML のパートがない"},
	},
	carriers.EnvelopeAtCarrier: {
		true:  {EN: "envelope From at a carrier's domain", JA: "エンベロープ From が携帯電話事業者のドメイン"},
		false: {EN: "envelope From not at a carrier's domain", JA: "エンベロープ From が携帯電話事業者のドメインでない"},
	},
	carriers.PRAAtCarrier: {
		true:  {EN: "PRA at a carrier's domain", JA: "PRA が携帯電話事業者のドメイン"},
		false: {EN: "PRA not at a carrier's domain", JA: "PRA が携帯電話事業者のドメインでない"},
	},
}

// measureWords say what is measured.
var measureWords = map[carriers.Measure]i18n.Text{
	carriers.Size:          {EN: "size in bytes", JA: "メールのバイト数"},
	carriers.HeaderSize:    {EN: "header in bytes", JA: "ヘッダーのバイト数"},
	carriers.LongestLine:   {EN: "longest line in bytes", JA: "最も長い行のバイト数"},
	carriers.Recipients:    {EN: "addresses in To and Cc", JA: "To と Cc の宛先数"},
	carriers.SenderLocal:   {EN: "sender's local part in bytes", JA: "差出人のローカル部のバイト数"},
	carriers.SenderAddress: {EN: "sender's address in bytes", JA: "差出人アドレスのバイト数"},
}

var nothingKnown = i18n.Text{
	EN: "no source says what this carrier does: every case is unknown",
	JA: "この事業者の扱いを記した資料がないため、すべて「不明」です",
}

var nothingDated = i18n.Text{
	EN: "no change is known",
	JA: "知られている変更はありません",
}

var (
	colWhen      = i18n.Text{EN: "WHEN", JA: "条件"}
	colDays      = i18n.Text{EN: "SINCE", JA: "開始"}
	colRule      = i18n.Text{EN: "RULE", JA: "規則"}
	sourcesTitle = i18n.Text{EN: "Sources", JA: "出典"}
	elseCase     = i18n.Text{EN: "otherwise", JA: "それ以外"}
	everyCase    = i18n.Text{EN: "every mail", JA: "すべてのメール"}
	anyResult    = i18n.Text{EN: "any but temperror", JA: "temperror 以外"}
	untilDay     = i18n.Text{EN: "until %s", JA: "%s まで"}
	forRecipient = i18n.Text{EN: "to %s", JA: "宛先が %s"}
	ruleWhen     = i18n.Text{EN: "when: %s", JA: "条件: %s"}
	ruleDays     = i18n.Text{EN: "since: %s", JA: "開始: %s"}
	noneToday    = i18n.Text{EN: "no rule is known for this day", JA: "この日の規則は知られていません"}
	explainRule  = i18n.Text{
		EN: "A rule with its reason and its sources: %s %s. What changed on which day: %s. The rules of a day: %s. Without sources: %s.",
		JA: "規則の理由と出典: %s %s。変更の履歴: %s。特定の日の規則: %s。出典なし: %s。",
	}
)

var (
	nothingUndelivered = i18n.Text{
		EN: "no case is known in which mail isn't delivered",
		JA: "届かない条件は知られていません",
	}
	mailboxesOf    = i18n.Text{EN: "mailboxes: ", JA: "メールボックスのドメイン: "}
	carrierDetails = i18n.Text{
		EN: "This is under the settings that are judged. All settings and rules, in the order in which they decide, with sources: %s ID, or %s.",
		JA: "判定の対象とする設定での扱いです。すべての設定と、決め手になる順の規則、出典は %s ID または %s で表示します。",
	}
)

var notesTitle = i18n.Text{EN: "To know", JA: "補足"}
