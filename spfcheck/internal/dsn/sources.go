package dsn

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// The sources of the tables, each with the one fact that is relied on.

var rfc7372 = carriers.Source{
	Key: "RFC7372", URL: "https://www.rfc-editor.org/rfc/rfc7372", Date: "2014-09", Basis: carriers.Official,
	Title: i18n.Text{EN: "RFC 7372, sections 3 and 4", JA: "RFC 7372 第 3・4 節"},
	Fact: i18n.Text{
		EN: "X.7.20 to X.7.26 stand for failed DKIM, SPF, reverse DNS and several checks at once",
		JA: "X.7.20〜X.7.26 は DKIM・SPF・逆引きなどの検証で fail になったことを示す",
	},
}

var rfc3463 = carriers.Source{
	Key: "RFC3463", URL: "https://www.rfc-editor.org/rfc/rfc3463", Date: "2003-01", Basis: carriers.Official,
	Title: i18n.Text{EN: "RFC 3463, section 3", JA: "RFC 3463 第 3 節"},
	Fact: i18n.Text{
		EN: "the subject and the detail of an enhanced status code say what was wrong",
		JA: "拡張ステータスコードの 2 番目と 3 番目の数字が理由を示す",
	},
}

var rfc7505 = carriers.Source{
	Key: "RFC7505", URL: "https://www.rfc-editor.org/rfc/rfc7505", Date: "2015-06", Basis: carriers.Official,
	Title: i18n.Text{EN: "RFC 7505, section 4", JA: "RFC 7505 第 4 節"},
	Fact: i18n.Text{
		EN: "a domain whose MX is a dot takes no mail; 5.1.10 says that of the recipient, 5.7.27 of the sender",
		JA: "MX が「.」のドメインはメールを受け取らない。5.1.10 は宛先、5.7.27 は送信者のドメインについて使う",
	},
}

var rfc4954 = carriers.Source{
	Key: "RFC4954", URL: "https://www.rfc-editor.org/rfc/rfc4954", Date: "2007-07", Basis: carriers.Official,
	Title: i18n.Text{EN: "RFC 4954, section 6", JA: "RFC 4954 第 6 節"},
	Fact: i18n.Text{
		EN: "534, 535 and 538 are answers to a client that logs in",
		JA: "534・535・538 はログイン（SMTP 認証）しようとした側への応答",
	},
}

var rfc7504 = carriers.Source{
	Key: "RFC7504", URL: "https://www.rfc-editor.org/rfc/rfc7504", Date: "2015-06", Basis: carriers.Official,
	Title: i18n.Text{EN: "RFC 7504, section 3", JA: "RFC 7504 第 3 節"},
	Fact: i18n.Text{
		EN: "521 and 556 say that the host, or the domain, takes no mail",
		JA: "521 と 556 は、ホストまたはドメインがメールを受け取らないことを示す",
	},
}

var rfc5321 = carriers.Source{
	Key: "RFC5321", URL: "https://www.rfc-editor.org/rfc/rfc5321", Date: "2008-10", Basis: carriers.Official,
	Title: i18n.Text{EN: "RFC 5321, section 4.2.3", JA: "RFC 5321 第 4.2.3 項"},
	Fact: i18n.Text{
		EN: "552 stands for an exceeded storage allocation",
		JA: "552 は保存領域の超過を示す",
	},
}

var microsoftCodes = carriers.Source{
	Key: "MS-NDR", URL: "https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online",
	Basis: carriers.Claimed, // the page itself was not read
	Title: i18n.Text{EN: "Microsoft, non-delivery reports in Exchange Online", JA: "Microsoft（Exchange Online の配信不能レポート）"},
	Fact: i18n.Text{
		EN: "5.4.1 Access denied is an address that isn't in the directory; 5.7.7xx are limits and blocked addresses; 5.7.12x and 5.7.13x are restrictions of a recipient",
		JA: "5.4.1 Access denied は宛先が登録されていないこと、5.7.7xx は送信量の上限や IP アドレスのブロック、5.7.12x と 5.7.13x は宛先の受信制限を示す",
	},
}

var docomoUnknown = carriers.Source{
	Key: "LIBSISIMAI-DOCOMO", URL: "https://libsisimai.org/", Basis: carriers.Observed,
	Title: i18n.Text{EN: "Sisimai's guide and its bounces from docomo", JA: "Sisimai の解説とドコモからのエラーメールの実例"},
	Fact: i18n.Text{
		EN: "550 Unknown user at RCPT is an unknown address; after DATA it was a refusal by the subscriber's setting",
		JA: "RCPT での 550 Unknown user は宛先不明、DATA の後なら受信者の設定による拒否だった",
	},
}

var docomoJunk = carriers.Source{
	Key: "KTAI-250213", URL: "https://k-tai.watch.impress.co.jp/docs/news/1662487.html", Date: "2025-02-13", Basis: carriers.Quoted,
	Title: i18n.Text{EN: "Ketai Watch on docomo's change", JA: "ケータイ Watch（ドコモの変更について）"},
	Fact: i18n.Text{
		EN: "from 2025-02-13, in stages until 2025-03-12, mail that was refused is filed as junk; mail that fails DMARC under p=reject is still refused",
		JA: "2025-02-13 から 2025-03-12 にかけて順次、拒否していたメールを迷惑メールフォルダーに入れる。p=reject で DMARC が fail のメールは引き続き拒否する",
	},
}

var docomoAfter = carriers.Source{
	Key: "SISIMAI-64", URL: "https://github.com/sisimai/go-sisimai/issues/64", Date: "2025-02-27", Basis: carriers.Observed,
	Title: i18n.Text{EN: "Sisimai, issue 64", JA: "Sisimai issue 64"},
	Fact: i18n.Text{
		EN: "since the change docomo answers 250 to mail that it used to refuse after DATA",
		JA: "変更後のドコモは、DATA の後に拒否していたメールにも 250 を返す",
	},
}

var auReplies = carriers.Source{
	Key: "SISIMAI-KDDI", URL: "https://github.com/sisimai/set-of-emails", Date: "2018", Basis: carriers.Observed,
	Title: i18n.Text{EN: "bounces from au in Sisimai's collection", JA: "Sisimai が公開する au からのエラーメールの実例"},
	Fact: i18n.Text{
		EN: "a 550 with the address is an unknown user at RCPT; one with nothing before the colon is a setting of the recipient's, at the end of DATA",
		JA: "アドレス入りの 550 は RCPT での宛先不明、コロンの前が空の 550 は DATA の後の受信者設定による拒否",
	},
}

var auNotices = carriers.Source{
	Key: "SISIMAI-EZWEB", URL: "https://github.com/sisimai/set-of-emails", Date: "2008", Basis: carriers.Observed,
	Title: i18n.Text{EN: "au's own notices in Sisimai's collection", JA: "Sisimai が公開する au の通知メールの実例"},
	Fact: i18n.Text{
		EN: "one English line gives the reason; X-SPASIGN: NG marks a refusal by a filter",
		JA: "英語の 1 行が理由を示し、X-SPASIGN: NG はフィルターによる拒否を示す",
	},
}

var softbankReplies = carriers.Source{
	Key: "NOTE-SMTP-SB", URL: "https://note.com/sendmagic/n/n5afbf98aeb25", Basis: carriers.Observed,
	Title: i18n.Text{EN: "a sending vendor, on SoftBank's SMTP replies", JA: "配信サービスの提供元（ソフトバンクの SMTP 応答について）"},
	Fact: i18n.Text{
		EN: "550 Invalid recipient is an unknown address; 553 … does not exist is a sender domain without DNS records",
		JA: "550 Invalid recipient は宛先不明、553 … does not exist は送信元ドメインの DNS 情報がないこと",
	},
}

var sesEvents = carriers.Source{
	Key: "SES-EVENTS", URL: "https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html",
	Basis: carriers.Claimed, // the page itself was not read
	Title: i18n.Text{EN: "Amazon SES, contents of notifications", JA: "Amazon SES の通知の内容"},
	Fact: i18n.Text{
		EN: "a bounce of the sub-type Suppressed or OnAccountSuppressionList was not sent: the address is on a suppression list",
		JA: "サブタイプが Suppressed または OnAccountSuppressionList のバウンスは、配信停止リストにより送信されなかったもの",
	},
}

var sendGridDrops = carriers.Source{
	Key: "SENDGRID-EVENTS", URL: "https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event",
	Basis: carriers.Claimed, // the page itself was not read
	Title: i18n.Text{EN: "SendGrid, event webhook", JA: "SendGrid のイベント Webhook"},
	Fact: i18n.Text{
		EN: "a dropped event with the reason Bounced Address, Spam Reporting Address or Unsubscribed Address was not sent",
		JA: "dropped イベントのうち Bounced Address、Spam Reporting Address、Unsubscribed Address は送信されていない",
	},
}

var replyWords = carriers.Source{
	Key: "SISIMAI-REASONS", URL: "https://github.com/sisimai/go-sisimai", Basis: carriers.Observed,
	Title: i18n.Text{EN: "the words of replies in real bounces", JA: "実際のエラーメールの応答文"},
	Fact: i18n.Text{
		EN: "mail servers use the same few words for the same reasons",
		JA: "同じ理由には似た言い回しの応答が使われる",
	},
}

func sourceList(s ...carriers.Source) []carriers.Source { return s }
