package identity

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// The texts. Whatever comes from outside is put in by %q, cut to a length that
// can be read. Problems and reasons stand in the middle of a sentence: no capital, no
// full stop at the end.

// Why there is no identity.
var (
	whyNoMailFrom = i18n.Text{
		EN: "neither %[1]s nor a Return-Path field says it, so what depends on it can't be judged; give it with %[1]s",
		JA: "%[1]s の指定も Return-Path フィールドもないため、それに基づく判定はできません。%[1]s で指定してください",
	}
	whyNullNoHelo = i18n.Text{
		EN: "the reverse-path is null, so the HELO name stands in for it (RFC 7208 §2.4); give that with %s",
		JA: "リバースパスが空（<>）なので HELO の名前が代わりになります（RFC 7208 §2.4）。%s で指定してください",
	}
	whyNoHelo = i18n.Text{
		EN: "it is not in the message; give it with %s",
		JA: "メールからは分かりません。%s で指定してください",
	}
	whyHeloLiteral = i18n.Text{
		EN: "HELO gives an IP address, and only a domain name has an SPF record (RFC 7208 §2.3)",
		JA: "HELO が IP アドレスです。SPF レコードを持てるのはドメイン名だけです（RFC 7208 §2.3）",
	}
	whyNoMessage = i18n.Text{
		EN: "no message, and %s is not given",
		JA: "メールがなく、%s も指定されていません",
	}
	whyNoFrom = i18n.Text{
		EN: "the message has no From field",
		JA: "メールに From フィールドがありません",
	}
	whyEmpty = i18n.Text{
		EN: "the %s field is empty",
		JA: "%s フィールドが空です",
	}
	whySeveralFields = i18n.Text{
		EN: "the message has %[2]d %[1]s fields",
		JA: "メールに %[1]s フィールドが %[2]d 個あります",
	}
	whyNoPRA = i18n.Text{
		EN: "the message has none of Resent-Sender, Resent-From, Sender and From",
		JA: "メールに Resent-Sender、Resent-From、Sender、From のどれもありません",
	}
)

// Notes on what was found.
var (
	noteNull = i18n.Text{
		EN: "the reverse-path is null: the HELO name %s stands in for the envelope From (RFC 7208 §2.4)",
		JA: "リバースパスが空（<>）なので、エンベロープ From の代わりに HELO の名前 %s を使います（RFC 7208 §2.4）",
	}
	noteStray = i18n.Text{
		EN: "line %d of the header is not a header field and was left out; some mail systems treat it as the start of the body",
		JA: "ヘッダーの %d 行目はヘッダーフィールドの形でないため読み飛ばしました。そこから本文とみなすメールシステムもあります",
	}
	noteCR = i18n.Text{
		EN: "line %d of the header has a carriage return that ends no line (RFC 5322 §2.2 forbids it); some mail systems end the line there, refuse the mail, or see other fields than those judged here",
		JA: "ヘッダーの %d 行目の途中に復帰文字（CR）があります（RFC 5322 §2.2 で禁止）。そこを行末とみなしたり、受信を拒否したりするメールシステムがあり、ここで判定したものとは別のフィールドとして読まれるおそれがあります",
	}
)

// The faults of addresses and domains.
var (
	textWide = i18n.Text{
		EN: "there are full-width characters in %.60q",
		JA: "%.60q に全角文字が含まれています",
	}
	textIP = i18n.Text{
		EN: "%.60q is an IP address, not a domain name",
		JA: "%.60q は IP アドレスであり、ドメイン名ではありません",
	}
	textBadChar = i18n.Text{
		EN: "the domain %.60q contains the character %q",
		JA: "ドメイン %.60q に使えない文字 %q が含まれています",
	}
	textEmptyLabel = i18n.Text{
		EN: "the domain %.60q has a dot at the beginning, or two dots in a row",
		JA: "ドメイン %.60q の先頭にドットがあるか、ドットが連続しています",
	}
	textLongLabel = i18n.Text{
		EN: "the label %.80q of the domain is longer than %d bytes",
		JA: "ドメインのラベル %.80q が %d バイトを超えています",
	}
	textLongDomain = i18n.Text{
		EN: "the domain is longer than %d bytes",
		JA: "ドメインが %d バイトを超えています",
	}
	textIDNA = i18n.Text{
		EN: "%.60q is not a valid internationalized domain name",
		JA: "%.60q は国際化ドメイン名として正しくありません",
	}
	textIsAddress = i18n.Text{
		EN: "%.60q is an address, not a domain",
		JA: "%.60q はドメインではなくアドレスです",
	}
	textNotDomain = i18n.Text{
		EN: "no domain",
		JA: "ドメインがありません",
	}
)

// The hints for inputs.
var (
	hintDomain = i18n.Text{
		EN: "write a domain name, such as example.jp",
		JA: "example.jp のようにドメイン名を書いてください",
	}
	hintEither = i18n.Text{
		EN: "write an address such as info@example.jp, or a domain such as example.jp",
		JA: "info@example.jp のようなアドレスか、example.jp のようなドメインを書いてください",
	}
)
