package render

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// The words of lint.
var (
	recordTitle     = i18n.Text{EN: "SPF record", JA: "SPF レコード"}
	lookupsTitle    = i18n.Text{EN: "DNS lookups, term by term", JA: "DNS を引く項"}
	authorisedTitle = i18n.Text{EN: "Authorised addresses", JA: "許可しているアドレス"}
	repairedTitle   = i18n.Text{EN: "The SPF record as it was probably meant", JA: "意図していたと思われる SPF レコード"}
	othersTitle     = i18n.Text{EN: "Other records", JA: "ほかのレコード"}

	colOwn     = i18n.Text{EN: "OWN", JA: "単独"}
	colSubtree = i18n.Text{EN: "SUBTREE", JA: "配下込み"}
	colTotal   = i18n.Text{EN: "SO FAR", JA: "累計"}
	colTerm    = i18n.Text{EN: "TERM", JA: "項"}

	lookupsText = i18n.Text{
		EN: "%s of %d DNS lookups on the worst path: %s",
		JA: "最も長い経路で DNS を引く項は %s / %d: %s",
	}
	atLeast  = i18n.Text{EN: "at least %d", JA: "%d 以上"}
	roomLeft = i18n.Text{EN: "room for %d more", JA: "残り %d"}
	roomNone = i18n.Text{
		EN: "one more include anywhere breaks it",
		JA: "どこかに include が 1 つ増えるだけで permerror になります",
	}
	roomOver = i18n.Text{
		EN: "whoever gets beyond the limit has a permerror",
		JA: "上限を超える送信元では permerror になります",
	}
	roomEndless = i18n.Text{
		EN: "the records go round in a loop, and whoever gets there has a permerror",
		JA: "レコードが循環しているため、そこに至る送信元では permerror になります",
	}
	noVoids   = i18n.Text{EN: "no void lookups", JA: "void lookup（何も見つからない検索）はありません"}
	voidsText = i18n.Text{
		EN: "%d of %d void lookups for an IPv4 client, %d of %d for an IPv6 client:",
		JA: "void lookup（何も見つからない検索）は、IPv4 の送信元で %d / %d、IPv6 の送信元で %d / %d:",
	}
	maybeVoids = i18n.Text{
		EN: "%d to %d of %d void lookups for an IPv4 client, %d to %d of %d for an IPv6 client, as the client and the mail decide:",
		JA: "void lookup（何も見つからない検索）は、送信元やメールにより IPv4 の送信元で %d〜%d / %d、IPv6 の送信元で %d〜%d / %d:",
	}
	maybeLine = i18n.Text{EN: "%s: maybe", JA: "%s、場合による"}
	voidLine  = i18n.Text{
		EN: "%s %s (%s), for %s of %s",
		JA: "%[1]s %[2]s（%[3]s）: %[5]s の %[4]s",
	}

	markTarget    = i18n.Text{EN: "is %s", JA: "= %s"}
	markService   = i18n.Text{EN: "(%s)", JA: "（%s）"}
	markSkipped   = i18n.Text{EN: "never evaluated", JA: "評価されません"}
	markUnreached = i18n.Text{EN: "not reached", JA: "到達しません"}
	markLoop      = i18n.Text{EN: "loop", JA: "循環"}
	markSeen      = i18n.Text{EN: "shown above", JA: "上に記載"}
	markVoid      = i18n.Text{EN: "void (%s)", JA: "void（%s）"}

	countLine = i18n.Text{EN: "%s: %s (ranges: %d)", JA: "%s: %s（範囲の数 %d）"}
	countNone = i18n.Text{EN: "%s: none", JA: "%s: なし"}
	countOver = i18n.Text{
		EN: "counted without the limit of %d lookups, beyond which nothing passes",
		JA: "DNS を引く項の上限 %d を考えずに数えています。上限を超えると pass になりません",
	}
	gapLine = i18n.Text{EN: "not counted: %s of %s (%s)", JA: "未算入: %[2]s の %[1]s（%[3]s）"}

	keyLine      = i18n.Text{EN: "%s  %s, %d bits", JA: "%s  %s、%d ビット"}
	guessedLine  = i18n.Text{EN: "%s (the selector is a guess)", JA: "%s（セレクターは推測）"}
	serverLine   = i18n.Text{EN: "%s: %d TXT records", JA: "%s: TXT レコード %d 個"}
	serverFailed = i18n.Text{EN: "%s: no answer: %s", JA: "%s: 応答なし（%s）"}

	recordOf   = i18n.Text{EN: "in the record of %s:", JA: "%s のレコード:"}
	effectLine = i18n.Text{EN: "Effect: %s", JA: "影響: %s"}
	fixLine    = i18n.Text{EN: "Fix: %s", JA: "対処: %s"}

	failureNote = i18n.Text{EN: "%s %s: %s", JA: "%s %s: %s"}
	limitsNote  = i18n.Text{
		EN: "the records reach so much that not all of it was looked at",
		JA: "参照先が多すぎるため、一部は調べていません",
	}
	ignoredNote  = i18n.Text{EN: "findings left out by %s: %d", JA: "%s で除いた指摘: %d"}
	nothingFound = i18n.Text{EN: "nothing found", JA: "問題は見つかりませんでした"}
)

// gapWords say why it isn't known whom a term matches.
var gapWords = map[tree.Why]i18n.Text{
	tree.PerMessage: {EN: "depends on the mail", JA: "メールによって変わります"},
	tree.PerAddress: {EN: "depends on the single address", JA: "アドレスごとに変わります"},
	tree.Failed:     {EN: "DNS failed", JA: "DNS の問い合わせに失敗しました"},
	tree.Limited:    {EN: "not loaded", JA: "読み込んでいません"},
}
