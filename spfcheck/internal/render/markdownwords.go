package render

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
)

// resultIcons are seen before a word is read.
var resultIcons = map[gate.Result]string{gate.Pass: "✅", gate.Fail: "❌", gate.Undetermined: "❔"}

// resultSentences say what a comparison comes to.
var resultSentences = map[gate.Result]i18n.Text{
	gate.Pass:         {EN: "Nothing gets worse.", JA: "悪化するものはありません。"},
	gate.Fail:         {EN: "Mail doesn't arrive, or there is a serious fault.", JA: "届かないメールか、重大な問題があります。"},
	gate.Undetermined: {EN: "Not all of it can be judged.", JA: "判定できないものがあります。"},
}

var (
	byRules = i18n.Text{EN: "The carriers' rules are those of %s.", JA: "事業者の規則は %s のものです。"}

	recordsTitle = i18n.Text{EN: "DNS records that change", JA: "変わる DNS レコード"}
	nameWord     = i18n.Text{EN: "Name", JA: "名前"}
	typeWord     = i18n.Text{EN: "Type", JA: "種類"}
	beforeWord   = i18n.Text{EN: "Before", JA: "変更前"}
	afterWord    = i18n.Text{EN: "After", JA: "変更後"}
	flowsTitle   = i18n.Text{EN: "Flows", JA: "フロー"}
	flowWord     = i18n.Text{EN: "Flow", JA: "フロー"}
	fromWord     = i18n.Text{EN: "From", JA: "差出人"}
	notJudged    = i18n.Text{EN: "can't be judged", JA: "判定できません"}
	domainWord   = i18n.Text{EN: "Domain", JA: "ドメイン"}
	gainedWord   = i18n.Text{EN: "newly authorised", JA: "新たに許可"}
	lostWord     = i18n.Text{EN: "cut off", JA: "許可されなくなる"}
	noAddresses  = i18n.Text{EN: "none", JA: "なし"}
	rangesCount  = i18n.Text{EN: "%d ranges", JA: "%d 個の範囲"}

	staysTitle    = i18n.Text{EN: "Findings that stay: %d", JA: "変わらない指摘: %d"}
	ignoredTitle  = i18n.Text{EN: "Findings that are ignored: %d", JA: "除外した指摘: %d"}
	ignoredReason = i18n.Text{EN: "Reason: %s", JA: "理由: %s"}
)
