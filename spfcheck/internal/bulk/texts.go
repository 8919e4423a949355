package bulk

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// What can be wrong with the input.
var (
	noAddress = i18n.Text{
		EN: "no sending address is given",
		JA: "送信元が分かりません",
	}
	giveAddress = i18n.Text{
		EN: "give ip or via in the line, or %s or %s for all lines; with mail_from, the addresses that its domain authorises are used",
		JA: "行に ip か via を書くか、全行に共通なら %s か %s を指定してください。mail_from があれば、そのドメインが許可するアドレスを使います",
	}
	giveForAll  = i18n.Text{EN: "give %s or %s for all lines", JA: "全行に共通の %s か %s を指定してください"}
	nobodySends = i18n.Text{EN: "no sender is given", JA: "差出人が分かりません"}
	sayWhoSends = i18n.Text{EN: "give from or mail_from", JA: "from か mail_from を書いてください"}

	endless    = i18n.Text{EN: "line %d has no end within %d MiB", JA: "%d 行目が %d MiB を超えても終わりません"}
	tooLong    = i18n.Text{EN: "the line has more than %d octets", JA: "行が %d オクテットを超えています"}
	oneALine   = i18n.Text{EN: "write one object or record a line", JA: "1 行に 1 件だけ書いてください"}
	hasNUL     = i18n.Text{EN: "the line has a NUL octet", JA: "行に NUL があります"}
	saveAsText = i18n.Text{EN: "save the input as text in UTF-8", JA: "入力を UTF-8 のテキストで保存してください"}
	inLine     = i18n.Text{EN: "line %d: %s", JA: "%d 行目: %s"}
	hasCR      = i18n.Text{EN: "the line has a carriage return that ends no line", JA: "行の途中に復帰文字（CR）があります"}
	saveWithLF = i18n.Text{EN: "save the input with LF or CRLF at the ends of its lines", JA: "改行を LF か CRLF にして保存してください"}
	notUTF8    = i18n.Text{EN: "the line is not in UTF-8", JA: "行が UTF-8 ではありません"}
	saveAsUTF8 = i18n.Text{
		EN: "save the input in UTF-8; from Excel as \"CSV UTF-8\"",
		JA: "入力を UTF-8 で保存してください。Excel なら「CSV UTF-8」を選びます",
	}
	utf16Input = i18n.Text{EN: "the input is in UTF-16", JA: "入力が UTF-16 です"}

	notJSON     = i18n.Text{EN: "the line is not JSON: %s", JA: "行が JSON ではありません: %s"}
	cutShort    = i18n.Text{EN: "the JSON ends too early", JA: "JSON が途中で終わっています"}
	notAnObject = i18n.Text{EN: "the line is not a JSON object", JA: "行が JSON のオブジェクトではありません"}
	anObject    = i18n.Text{
		EN: `write {"from": "example.jp", "ip": "192.0.2.25"}`,
		JA: `{"from": "example.jp", "ip": "192.0.2.25"} のように書いてください`,
	}
	moreBehind = i18n.Text{EN: "unexpected text after the object", JA: "オブジェクトの後に余分なものがあります"}
	twiceKey   = i18n.Text{EN: "duplicate key %s", JA: "キー %s が 2 回あります"}
	onceKey    = i18n.Text{EN: "leave one out", JA: "どちらかを外してください"}
	noSuchKey  = i18n.Text{EN: "no key %q", JA: "キー %q はありません"}

	thereAreKeys = i18n.Text{EN: "there are %s", JA: "%s があります"}
	wantsText    = i18n.Text{EN: "the value is not a string", JA: "値が文字列ではありません"}
	quoteIt      = i18n.Text{EN: "put it in quotes, or leave the key out", JA: "引用符で囲むか、キーを外してください"}
	wantsIPs     = i18n.Text{EN: "the value is neither a string nor a list of strings", JA: "値が文字列でも文字列のリストでもありません"}
	writeIPs     = i18n.Text{
		EN: `write "192.0.2.25" or ["192.0.2.25", "2001:db8::/64"]`,
		JA: `"192.0.2.25" や ["192.0.2.25", "2001:db8::/64"] のように書いてください`,
	}
	tooManyIPs = i18n.Text{EN: "there are more than %d addresses", JA: "アドレスが %d 個を超えています"}
	wantsID    = i18n.Text{EN: "the value is neither a string nor a number", JA: "値が文字列でも数でもありません"}

	notCSV     = i18n.Text{EN: "the line is not CSV: %s", JA: "行が CSV ではありません: %s"}
	csvQuotes  = i18n.Text{EN: `put a value with a comma or a quote in quotes, and write a quote twice; a value has no line break`, JA: `コンマや引用符を含む値は引用符で囲み、中の引用符は 2 つ重ねてください。値の中で改行はできません`}
	csvColumns = i18n.Text{EN: "values in the line: %d, columns in the header: %d", JA: "行の値は %d 個ですが、見出しは %d 列です"}
	likeHeader = i18n.Text{EN: "write as many values as there are columns, empty ones included", JA: "空のものも含めて、列と同じ数の値を書いてください"}

	headerTwice  = i18n.Text{EN: "the header has the column %s twice", JA: "見出しに列 %s が 2 つあります"}
	headerNear   = i18n.Text{EN: "the header has the column %q, which is nearly %s", JA: "見出しの列 %q は %s とほとんど同じです"}
	renameColumn = i18n.Text{EN: "call it %s, or something else if it isn't meant for spfcheck", JA: "%s という名前にしてください。関係のない列なら別の名前にしてください"}
	noSender     = i18n.Text{EN: "the header has neither a column from nor mail_from", JA: "見出しに from の列も mail_from の列もありません"}
	fullWidth    = i18n.Text{EN: "separate the columns by \",\", not by the full-width \"，\"", JA: "列の区切りには、全角の「，」ではなく半角の「,」を使ってください"}
	nameColumns  = i18n.Text{
		EN: "the first line of CSV names the columns, of %s; a list has a domain alone on each line",
		JA: "CSV の最初の行には列の名前（%s）を書きます。ドメインの一覧なら、1 行にドメインを 1 つだけ書いてください",
	}
	nameLikely = i18n.Text{EN: "call the column %q %s", JA: "列 %q を %s という名前にしてください"}
	anArray    = i18n.Text{EN: "the input is a JSON array", JA: "入力が JSON の配列です"}
	jqArray    = i18n.Text{EN: "write one object a line, with jq -c '.[]'", JA: "jq -c '.[]' で 1 行に 1 つのオブジェクトにしてください"}
)
