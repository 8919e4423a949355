package carriers

import "spfcheck/spfcheck/i18n"

// The sources, each with the one fact that is relied on. A page that is relied
// on for several facts stands here several times, under one key.

var dSID = Source{
	Key:   "D-SID",
	URL:   "https://www.docomo.ne.jp/service/imode_mail/notice/sender_id/",
	Title: i18n.Text{EN: "NTT docomo, on Sender ID/SPF", JA: "NTTドコモ「Sender ID/SPF について」"},
	Date:  "2007-11-01", Later: true,
	Basis: Official,
	Fact: i18n.Text{
		EN: "the mail is received only when the sending address is one that the header From's domain publishes; the envelope From is looked at only when there is no header From",
		JA: "送信元の IP アドレスがヘッダー From のドメインの公開するものと一致するときだけ受信する。ヘッダー From がないときに限りエンベロープ From を見る",
	},
}

var dSIDAllowList = Source{
	Key: dSID.Key, URL: dSID.URL, Title: dSID.Title, Date: dSID.Date, Later: dSID.Later, Basis: Official,
	Fact: i18n.Text{
		EN: "an address on the subscriber's allow list (受信リスト) is received whatever the filter says",
		JA: "受信リストに登録されたアドレスからのメールは、この設定にかかわらず受信する",
	},
}

var dSMTP = Source{
	Key:   "D-SMTP",
	URL:   "https://www.docomo.ne.jp/service/docomo_mail/smtp_notice/",
	Title: i18n.Text{EN: "NTT docomo, notes for senders", JA: "NTTドコモ「メール送信者の方へ」"},
	Date:  "2024", Later: true,
	Basis: Official,
	Fact: i18n.Text{
		EN: "mail from a domain with neither an A nor an MX record may not arrive",
		JA: "A レコードも MX レコードもないドメインからのメールは届かないことがある",
	},
}

var mynavi0709 = Source{
	Key:   "MYNAVI-0709",
	URL:   "http://news.mynavi.jp/news/2007/09/13/009/",
	Title: i18n.Text{EN: "Mynavi News on docomo's new settings", JA: "マイナビニュース（ドコモの新設定について）"},
	Date:  "2007-09-13",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "the setting 存在するドメインからのみ受信 refuses only mail whose From domain doesn't exist",
		JA: "「存在するドメインからのみ受信」は、実在しないドメインからのメールだけを拒否する",
	},
}

var ketai0711 = Source{
	Key:   "KETAI-0711",
	URL:   "https://ke-tai.org/blog/2007/11/01/narisumasi",
	Title: i18n.Text{EN: "ke-tai.org, a test on the first day", JA: "ke-tai.org（開始当日の検証）"},
	Date:  "2007-11-01",
	Basis: Observed,
	Fact: i18n.Text{
		EN: "mail without a passing SPF record is refused with 550 Unknown user; the setting was off at launch",
		JA: "SPF に合格しないメールは 550 Unknown user で拒否された。開始時の初期値は「拒否しない」",
	},
}

var skyarch = Source{
	Key:   "SKYARCH",
	Title: i18n.Text{EN: "skyarch.net blog, a test of SPF records against docomo", JA: "skyarch.net ブログ「SPFレコードをdocomoで検証してみた」"},
	Basis: Observed,
	Fact: i18n.Text{
		EN: "without an SPF record the mail comes back with 550 Unknown user; with a passing one it arrives",
		JA: "SPF レコードがないと 550 Unknown user で返り、合格するレコードがあると届いた",
	},
}

var sisimaiRhost = Source{
	Key:   "SISIMAI-RHOST",
	URL:   "https://github.com/sisimai/go-sisimai",
	Title: i18n.Text{EN: "Sisimai's table of remote hosts", JA: "Sisimai のリモートホスト表"},
	Basis: Observed,
	Fact: i18n.Text{
		EN: "docomo's 550 Unknown user after DATA stood for a refusal by the subscriber's setting",
		JA: "DATA の後の 550 Unknown user は、受信者の設定による拒否だった",
	},
}

var ktai250213 = Source{
	Key:   "KTAI-250213",
	URL:   "https://k-tai.watch.impress.co.jp/docs/news/1662487.html",
	Title: i18n.Text{EN: "Ketai Watch on docomo's change", JA: "ケータイ Watch（ドコモの変更について）"},
	Date:  "2025-02-13",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "from 2025-02-13, in stages until 2025-03-12, mail that the filter refused goes to the spam folder instead, for 30 days",
		JA: "2025-02-13 から 2025-03-12 にかけて順次、拒否していたメールを迷惑メールフォルダに振り分け、30 日間保存する",
	},
}

var watch250213 = Source{
	Key:   "WATCH-250213",
	URL:   "https://watch.impress.co.jp/docs/news/1662457.html",
	Title: i18n.Text{EN: "Impress Watch on docomo's change", JA: "Impress Watch（ドコモの変更について）"},
	Date:  "2025-02-13",
	Basis: Quoted,
	Fact:  ktai250213.Fact,
}

var sisimai64 = Source{
	Key:   "SISIMAI-64",
	URL:   "https://github.com/sisimai/go-sisimai/issues/64",
	Title: i18n.Text{EN: "Sisimai, issue 64", JA: "Sisimai issue 64"},
	Date:  "2025-02-27",
	Basis: Observed,
	Fact: i18n.Text{
		EN: "docomo now answers 250 Requested mail action okay, completed to such mail",
		JA: "そのようなメールにドコモは 250 Requested mail action okay, completed を返すようになった",
	},
}

var dekyoD = Source{
	Key:   "DEKYO-D",
	URL:   "https://www.dekyo.or.jp/soudan/contents/taisaku/2-4docomo-details.html",
	Title: i18n.Text{EN: "Japan Data Communications Association, on docomo's settings", JA: "日本データ通信協会（ドコモの設定について）"},
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "the presets 受信拒否 強 and キッズオススメ refuse all mail that isn't from a carrier",
		JA: "「受信拒否 強」と「キッズオススメ」は携帯・PHS 以外からのメールをすべて拒否する",
	},
}

var auSPF = Source{
	Key:   "AU-SPF",
	URL:   "https://au.com/mobile/service/mail/attention/spf-record",
	Title: i18n.Text{EN: "au, on SPF records", JA: "au「SPFレコードについて」"},
	Date:  "2023-10", Later: true,
	Basis: Official,
	Fact: i18n.Text{
		EN: "the envelope From is checked, HELO when it is empty, then the PRA (Resent-Sender, Resent-From, Sender, From); without a record mail is refused at 高; records are read as TXT, addresses as IPv4",
		JA: "エンベロープ From（空なら HELO）、次に PRA（Resent-Sender、Resent-From、Sender、From の順）を見る。レコードがなければ「高」では拒否する。レコードは TXT、アドレスは IPv4",
	},
}

var auForgery = Source{
	Key:   "AU-FORGERY",
	URL:   "https://www.au.com/support/service/mobile/trouble/mail/email/filter/detail/forgery/",
	Title: i18n.Text{EN: "au, on なりすまし規制", JA: "au「なりすまし規制」"},
	Basis: Official,
	Fact: i18n.Text{
		EN: "高 refuses mail whose sender cannot be authenticated; 中 refuses spoofed mail; 低 refuses mail that pretends to be from a mobile carrier",
		JA: "「高」は送信元を認証できないメール、「中」はなりすましメール、「低」は携帯電話事業者を装うメールを拒否する",
	},
}

var kddi2010 = Source{
	Key:   "KDDI-2010",
	URL:   "https://kddi.com/corporate/news_release/2010/0921a",
	Title: i18n.Text{EN: "KDDI press release", JA: "KDDI ニュースリリース"},
	Date:  "2010-09-21",
	Basis: Official,
	Fact: i18n.Text{
		EN: "the PRA is checked as well as the envelope From",
		JA: "エンベロープ From に加えて PRA も確認する",
	},
}

var alpha = Source{
	Key:   "ALPHA",
	URL:   "https://alpha3166.github.io/blog/20121014.html",
	Title: i18n.Text{EN: "alpha3166, a test of every level of au", JA: "alpha3166（au の全レベルの検証）"},
	Date:  "2012-10-14",
	Basis: Observed,
	Fact: i18n.Text{
		EN: "at 高 mail without SPF was dropped after 250, with no bounce and no notice; at 中 mail without a record arrived",
		JA: "「高」では SPF のないメールが 250 の後に通知なく破棄され、「中」ではレコードのないメールが届いた",
	},
}

var noteSMTPAu = Source{
	Key:   "NOTE-SMTP-AU",
	URL:   "https://note.com/sendmagic/n/n875d8dcb6cb8",
	Title: i18n.Text{EN: "a sending vendor, on au's SMTP replies", JA: "配信事業者（au の SMTP 応答について）"},
	Basis: Observed,
	Fact: i18n.Text{
		EN: "mail that au's filter stops is answered with 250 like any other",
		JA: "フィルターで止められたメールにも通常どおり 250 が返る",
	},
}

var sb071126 = Source{
	Key:   "SB-071126",
	URL:   "https://www.softbank.jp/corp/group/sbm/news/press/2007/20071126_02/",
	Title: i18n.Text{EN: "SoftBank Mobile press release", JA: "ソフトバンクモバイル プレスリリース"},
	Date:  "2007-11-26",
	Basis: Official,
	Fact: i18n.Text{
		EN: "spoofing of any Internet domain is blocked",
		JA: "あらゆるインターネットドメインのなりすましをブロックする",
	},
}

var mynavi071126 = Source{
	Key:   "MYNAVI-071126",
	Title: i18n.Text{EN: "the press of the day on SoftBank's release", JA: "当日の報道（ソフトバンクの発表について）"},
	Date:  "2007-11-26",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "the identity looked at is the header From",
		JA: "見るのはヘッダー From である",
	},
}

var noteSB = Source{
	Key:   "NOTE-SB",
	URL:   "https://note.com/sendmagic/n/n2c8b608b866e",
	Title: i18n.Text{EN: "a sending vendor, on SoftBank's filter", JA: "配信事業者（ソフトバンクのフィルターについて）"},
	Basis: Claimed,
	Fact: i18n.Text{
		EN: "mail whose From domain has no SPF record may be refused",
		JA: "From のドメインに SPF レコードがないと拒否されることがある",
	},
}

var noteSMTPSB = Source{
	Key:   "NOTE-SMTP-SB",
	URL:   "https://note.com/sendmagic/n/n5afbf98aeb25",
	Title: i18n.Text{EN: "a sending vendor, on SoftBank's SMTP replies", JA: "配信事業者（ソフトバンクの SMTP 応答について）"},
	Basis: Observed,
	Fact: i18n.Text{
		EN: "mail that a subscriber's filter stops vanishes after 250",
		JA: "受信者のフィルターで止められたメールは 250 の後に消える",
	},
}

var sbRescue = Source{
	Key:   "SB-RESCUE",
	URL:   "https://cdn.softbank.jp/mobile/support/mail/antispam/email-i/antispoof-rescue/",
	Title: i18n.Text{EN: "SoftBank, on なりすましメール救済リスト", JA: "ソフトバンク「なりすましメール救済リスト」"},
	Basis: Official,
	Fact: i18n.Text{
		EN: "only the rescue list (なりすましメール救済リスト) lets such mail through",
		JA: "なりすましメール救済リストへの登録だけが、この設定より優先する",
	},
}

var sbIPhone = Source{
	Key:   "SB-IPHONE",
	Title: i18n.Text{EN: "SoftBank, a page for iPhone", JA: "ソフトバンク（iPhone 向けのページ）"},
	Basis: Official,
	Fact: i18n.Text{
		EN: "the filter is described as covering mobile and PHS domains only",
		JA: "対象は携帯・PHS のドメインだけと説明されている",
	},
}

var sbDMARC = Source{
	Key:   "SB-DMARC",
	URL:   "https://www.softbank.jp/mobile/info/personal/news/support/20240213a/",
	Title: i18n.Text{EN: "SoftBank, on DMARC", JA: "ソフトバンク（DMARC 対応のお知らせ）"},
	Date:  "2024-02-13",
	Basis: Official,
	Fact: i18n.Text{
		EN: "なりすましメールの拒否 is on by default; Y!mobile has the same feature",
		JA: "「なりすましメールの拒否」の初期値は「利用する」。ワイモバイルも同じ機能を持つ",
	},
}

var rfc7208 = Source{
	Key:   "RFC7208",
	URL:   "https://www.rfc-editor.org/rfc/rfc7208",
	Title: i18n.Text{EN: "RFC 7208", JA: "RFC 7208"},
	Date:  "2014-04",
	Basis: Official,
	Fact: i18n.Text{
		EN: "SPF is checked for the envelope From; pass means that the client is authorized",
		JA: "SPF はエンベロープ From について確認する。pass は送信元が許可されていることを示す",
	},
}
