package message

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

var (
	textTooLarge = i18n.Text{
		EN: "the message is larger than %d MiB",
		JA: "メールが %d MiB を超えています",
	}
	hintTooLarge = i18n.Text{
		EN: "give one message, not an archive of several",
		JA: "複数のメールをまとめたファイルではなく、メール1通だけを指定してください",
	}
)
