package mail

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Error says why something is not a message, or not one address. Its Input is "".
type Error = input.Error

func badAddress(t i18n.Text, args ...any) *Error {
	return &Error{Problem: t.Format(args...), Hint: HintAddress}
}

// The texts stand in the middle of a sentence: no capital, no full stop at the end.
// What comes from outside is put in by %q, cut to a length that can be read.

// What can be wrong with the input as a whole.
var (
	textNoInput = i18n.Text{
		EN: "the input is empty",
		JA: "入力が空です",
	}
	textNoHeader = i18n.Text{
		EN: "not a mail message: it begins with an empty line and so has no header",
		JA: "メールではありません。空行で始まっているため、ヘッダーがありません",
	}
	textNoMessage = i18n.Text{
		EN: "not a mail message: the first line, %.60q, is not a header field",
		JA: "メールではありません。1 行目の %.60q がヘッダーフィールドの形をしていません",
	}
	textNUL = i18n.Text{
		EN: "not a mail message: there is a NUL byte in line %d",
		JA: "メールではありません。%d 行目に NUL バイトがあります",
	}
	textCR = i18n.Text{
		EN: "not a mail message: its lines end in carriage returns alone",
		JA: "メールではありません。改行が復帰文字（CR）だけになっています",
	}
	textTooLarge = i18n.Text{
		EN: "the header is larger than %d MiB",
		JA: "ヘッダーが %d MiB を超えています",
	}
	textMbox = i18n.Text{
		EN: "this mbox file has %d messages",
		JA: "mbox 形式のファイルで、メールが %d 通入っています",
	}
	hintMessage = i18n.Text{
		EN: "give the source of one message, header first, as mail programs save it to an .eml file",
		JA: "ヘッダーから始まるメール 1 通のソースを指定してください（メールソフトが保存する .eml ファイルなど）",
	}
	hintNUL = i18n.Text{
		EN: "save the message as .eml, not as .msg and not in UTF-16",
		JA: ".msg 形式や UTF-16 ではなく、.eml 形式で保存してください",
	}
	hintCR = i18n.Text{
		EN: "save the message with LF or CRLF at the ends of its lines",
		JA: "改行を LF か CRLF にして保存してください",
	}
	hintMbox = i18n.Text{
		EN: "give one message: save it to a file of its own",
		JA: "メール 1 通だけを別のファイルに保存して指定してください",
	}
)

// The faults of addresses.
var (
	textNoAddress = i18n.Text{
		EN: "no address",
		JA: "アドレスがありません",
	}
	textSeveral = i18n.Text{
		EN: "there is more than one address",
		JA: "アドレスが 2 つ以上あります",
	}
	textComma = i18n.Text{
		EN: "a comma outside of quotes makes a list of it",
		JA: "引用符の外にコンマがあるため、複数のアドレスと解釈されます",
	}
	textGroup = i18n.Text{
		EN: "it is a group, not a single address (RFC 6854)",
		JA: "単独のアドレスではなく、グループです（RFC 6854）",
	}
	textNoAt = i18n.Text{
		EN: "there is no @ in %.60q",
		JA: "%.60q に @ がありません",
	}
	textManyAt = i18n.Text{
		EN: "there is more than one @",
		JA: "@ が 2 つ以上あります",
	}
	textWideAt = i18n.Text{
		EN: "the @ is the full-width one (U+FF20)",
		JA: "@ が全角（U+FF20）になっています",
	}
	textUnclosed = i18n.Text{
		EN: "%s is opened, but never closed",
		JA: "%s が開いたまま閉じられていません",
	}
	textEscape = i18n.Text{
		EN: "the text in ISO-2022-JP doesn't return to ASCII",
		JA: "ISO-2022-JP の文字列が ASCII に戻らないまま終わっています",
	}
	textNotAddress = i18n.Text{
		EN: "an address cannot be written like this, at %.60q",
		JA: "アドレスとして正しくない書き方です（%.60q の部分）",
	}
	textControl = i18n.Text{
		EN: "there is a control character or an unusual space in %.60q",
		JA: "%.60q に制御文字または特殊なスペースが含まれています",
	}
	textLongLocal = i18n.Text{
		EN: "the part before the @ is longer than %d bytes",
		JA: "@ の前の部分が %d バイトを超えています",
	}
)

// What is said of domains too.
var (
	TextNoDomain = i18n.Text{
		EN: "nothing follows the @",
		JA: "@ の後に何もありません",
	}
	TextEncoding = i18n.Text{
		EN: "%.60q is neither ASCII nor UTF-8",
		JA: "%.60q は ASCII でも UTF-8 でもありません",
	}
	HintAddress = i18n.Text{
		EN: "write one address, such as info@example.jp",
		JA: "info@example.jp のようにアドレスを 1 つ書いてください",
	}
	HintInstead = i18n.Text{
		EN: "write %.60q",
		JA: "%.60q と書いてください",
	}
)
