package record

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// What a repair says that it did, and what it couldn't tell.
var (
	doneApart = i18n.Text{
		EN: "%q was in the same TXT record; it needs its own",
		JA: "同じ TXT レコードに入っていた %q は、別の TXT レコードに分けます",
	}
	doneJoined = i18n.Text{
		EN: "the strings of the TXT record are joined with a space",
		JA: "TXT レコードの文字列の境目に半角スペースを入れます",
	}
	doneASCII = i18n.Text{
		EN: "non-ASCII characters become ASCII, invisible ones are removed: %s",
		JA: "ASCII でない文字を半角に直すか、見えない文字であれば除きます（%s）",
	}
	doneAround = i18n.Text{
		EN: "%q, which is of a line of a zone file, is not a part of the text",
		JA: "ゾーンファイルの行の %q はテキストに含めません",
	}
	doneQuotes = i18n.Text{
		EN: "quotes and spaces around the text are gone",
		JA: "テキストの前後の引用符と半角スペースを除きます",
	}
	doneSecond = i18n.Text{
		EN: "the two records that stood in one text are merged",
		JA: "1 つのテキストに入っていた 2 つのレコードをまとめます",
	}
	doneDMARC = i18n.Text{
		EN: "%q is not a part of the SPF record; a DMARC record stands below _dmarc",
		JA: "%q は SPF レコードから除きます。DMARC レコードは _dmarc に置くものです",
	}
	doneVersion = i18n.Text{
		EN: `the text begins with "v=spf1" and a space in place of %q`,
		JA: "テキストの先頭の %q を「v=spf1」と半角スペースに直します",
	}
	doneBecame  = i18n.Text{EN: "%q becomes %q: %s", JA: "%q を %q に直します（%s）"}
	doneRemoved = i18n.Text{EN: "%q is removed, as it has no effect: %s", JA: "意味を持たない %q を除きます（%s）"}
	openWord    = i18n.Text{EN: "it isn't clear what %q means: %s", JA: "%q が何を意図したものか分かりません（%s）"}
	openMore    = i18n.Text{EN: "%q is too long, or has too many faults, to be repaired", JA: "%q は長すぎるか誤りが多すぎるため、直せません"}
	doneMerged  = i18n.Text{
		EN: "the %d texts become one record, since there may be only one",
		JA: "%d 個のテキストを 1 つのレコードにまとめます（複数は置けません）",
	}
	doneMoved = i18n.Text{
		EN: "%q is moved before all, after which nothing counts",
		JA: "%q を all の前に移します（all より後の項は無視されます）",
	}
	doneTwice = i18n.Text{EN: "%q is a duplicate and is removed", JA: "重複する %q を除きます"}
	doneExp   = i18n.Text{
		EN: "%q is removed, since only one explanation is allowed: %q",
		JA: "%q を除きます。説明文は 1 つしか置けないため %q を残します",
	}
	doneRedirect = i18n.Text{
		EN: "%q becomes %q: beside all, or beside another one, it is ignored or an error",
		JA: "%q を %q に直します（redirect は all やほかの redirect と併用できません）",
	}
	doneAlls = i18n.Text{
		EN: "%q ends the record: the mildest that was there, so that nothing is refused that wasn't",
		JA: "末尾は %q とします。元のうち最も緩いもので、これまで拒否されなかったものは拒否されません",
	}
	doneEnd     = i18n.Text{EN: "%q ends the record, which had no end", JA: "末尾がなかったため %q を加えます"}
	donePassAll = i18n.Text{
		EN: "%q ends the record in place of +all, with which all the world may send",
		JA: "末尾を %q とします。+all は誰にでも送信を許可します",
	}
)
