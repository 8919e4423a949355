package carriers

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// The sources of the rules for docomo, each with the one fact that is relied on.

var dSID = Source{
	Key:   "D-SID",
	URL:   "https://www.docomo.ne.jp/service/imode_mail/notice/sender_id/",
	Title: i18n.Text{EN: "NTT docomo, on Sender ID/SPF", JA: "NTTドコモ「Sender ID/SPF について」"},
	Date:  "2007-11-01", Later: true,
	Basis: Official,
	Fact: i18n.Text{
		EN: "the mail is received only when the sending address is one that the header From's domain publishes; the envelope From is looked at only when there is no header From",
		JA: "送信元の IP アドレスがヘッダー From のドメインが公開するものに含まれるときだけ受信する。ヘッダー From がないときに限りエンベロープ From を見る",
	},
}

var dSIDAllowList = dSID.also(Official, i18n.Text{
	EN: "an address on the subscriber's allow list (受信リスト) is received whatever the filter says",
	JA: "受信リストに登録されたアドレスからのメールは、この設定にかかわらず受信する",
})

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
		JA: "SPF が pass でないメールは 550 Unknown user で拒否された。開始時の初期値は「拒否しない」",
	},
}

var skyarch = Source{
	Key:   "SKYARCH",
	Title: i18n.Text{EN: "skyarch.net blog, a test of SPF records against docomo", JA: "skyarch.net ブログ「SPFレコードをdocomoで検証してみた」"},
	Basis: Observed,
	Fact: i18n.Text{
		EN: "without an SPF record the mail comes back with 550 Unknown user; with a passing one it arrives",
		JA: "SPF レコードがないと 550 Unknown user で返り、SPF が pass になるレコードがあると届いた",
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
		JA: "2025-02-13 から 2025-03-12 にかけて順次、拒否していたメールを迷惑メールフォルダーに振り分け、30 日間保存する",
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

var dSMTPBanner = dSMTP.also(Official, i18n.Text{
	EN: "mail that doesn't pass DMARC is shown with a warning, and may not arrive",
	JA: "DMARC が pass でないメールには警告を表示する。届かないこともある",
})

var dSMTPLine = dSMTP.also(Official, i18n.Text{
	EN: "a line longer than about 1,000 bytes is refused with 500 Line Too Long",
	JA: "約 1,000 バイトを超える行は 500 Line Too Long で拒否する",
})

var sisimaiRecipients = sisimaiRhost.also(Quoted, i18n.Text{
	EN: "at most 100 recipients in a session",
	JA: "1 セッションの宛先は 100 件まで",
})

var d070829 = Source{
	Key:   "D-070829",
	URL:   "https://www.docomo.ne.jp/info/news_release/page/070829_00.html",
	Title: i18n.Text{EN: "NTT docomo press release", JA: "NTTドコモ 報道発表"},
	Date:  "2007-08-29",
	Basis: Official,
	Fact: i18n.Text{
		EN: "mail isn't received when the sender's local part has 65 or more bytes, the address 256 or more or 2-byte characters, or when the domain begins with anything but a letter, a digit or some symbols",
		JA: "差出人のローカル部が 65 バイト以上、アドレスが 256 バイト以上または全角文字を含む、ドメインが英数字と一部の記号以外で始まるメールは受信しない",
	},
}

var smaxD = Source{
	Key:   "SMAX-D",
	Title: i18n.Text{EN: "S-MAX on docomo's DMARC", JA: "S-MAX（ドコモの DMARC 対応について）"},
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "docomo checks DMARC since 2022-08-23, through 詐欺/ウイルスメール拒否 and 迷惑メールおまかせブロック, which are on by themselves for new lines",
		JA: "ドコモは 2022-08-23 から、新規契約では自動的に有効になる「詐欺/ウイルスメール拒否」と「迷惑メールおまかせブロック」で DMARC を確認する",
	},
}

var prebell = Source{
	Key:   "PREBELL",
	URL:   "https://prebell.so-net.ne.jp/security/sec_220905003.html",
	Title: i18n.Text{EN: "PreBell on docomo's DMARC", JA: "PreBell（ドコモの DMARC 対応について）"},
	Date:  "2022-09-05",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "docomo checks DMARC since 2022-08-23",
		JA: "ドコモは 2022-08-23 から DMARC を確認する",
	},
}

var yokohamaya = Source{
	Key:   "YOKOHAMAYA",
	URL:   "https://blog.yoko-hama-ya.jp/2025/02/11/4598",
	Title: i18n.Text{EN: "a shop's blog", JA: "商店のブログ"},
	Date:  "2025-02-11",
	Basis: Observed,
	Fact: i18n.Text{
		EN: "mail that doesn't pass DMARC arrived with a warning banner",
		JA: "DMARC が pass でないメールに警告が表示された",
	},
}

var ginta = Source{
	Key:   "GINTA",
	URL:   "https://gintachan.com/?p=13689",
	Title: i18n.Text{EN: "a blog", JA: "個人ブログ"},
	Date:  "2025-02",
	Basis: Observed,
	Fact: i18n.Text{
		EN: "mail that doesn't pass DMARC arrived with a warning banner",
		JA: "DMARC が pass でないメールに警告が表示された",
	},
}

var ktai250213DMARC = ktai250213.also(Quoted, i18n.Text{
	EN: "mail that fails DMARC under p=quarantine reached the inbox until 2025-02-12, and goes to the spam folder from 2025-02-13 on, in stages until 2025-03-12; under p=reject it was refused before",
	JA: "DMARC が fail のメールは、p=quarantine では 2025-02-12 まで受信箱に届き、2025-02-13 から 2025-03-12 にかけて順次、迷惑メールフォルダーに入る。p=reject では以前から拒否されていた",
})

var webtan = Source{
	Key:   "WEBTAN",
	URL:   "https://webtan.impress.co.jp/n/2025/02/14/48663",
	Title: i18n.Text{EN: "Web担当者Forum on docomo's change", JA: "Web担当者Forum（ドコモの変更について）"},
	Date:  "2025-02-14",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "mail that fails DMARC under p=quarantine reached the inbox until then",
		JA: "DMARC が fail で p=quarantine のメールは、それまで受信箱に届いていた",
	},
}

var mnn250213Reject = Source{
	Key:   "MNN-250213",
	URL:   "https://news.biglobe.ne.jp/it/0213/mnn_250213_2169408279.html",
	Title: i18n.Text{EN: "Mynavi News (by BIGLOBE) on docomo's change", JA: "マイナビニュース（BIGLOBE 掲載。ドコモの変更について）"},
	Date:  "2025-02-13",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "mail that fails DMARC under p=reject goes on being refused",
		JA: "DMARC が fail で p=reject のメールは、引き続き拒否する",
	},
}

var mnn250213Folder = mnn250213Reject.also(Quoted, i18n.Text{
	EN: "subscribers of あんしんセキュリティ had the spam folder before",
	JA: "「あんしんセキュリティ」の契約者には以前から迷惑メールフォルダーがあった",
})

var ktai240522 = Source{
	Key:   "KTAI-240522",
	URL:   "https://k-tai.watch.impress.co.jp/docs/news/1593572.html",
	Title: i18n.Text{EN: "Ketai Watch on docomo's warning banner", JA: "ケータイ Watch（ドコモの警告表示について）"},
	Date:  "2024-05-22",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "from October 2024 on, mail without DMARC or failing it is to be shown with a warning",
		JA: "2024 年 10 月から、DMARC に対応していない、または DMARC が pass でないメールに警告を表示する",
	},
}

var jetstream = Source{
	Key:   "JETSTREAM",
	URL:   "https://jetstream.blog/archives/193088",
	Title: i18n.Text{EN: "JetStream blog on the banner being put off", JA: "JetStream Blog（警告表示の延期について）"},
	Date:  "2024-12-09",
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "docomo put the warning off, to January 2025 in its Android app and to February in the browser",
		JA: "ドコモは警告の表示を延期し、Android アプリは 2025 年 1 月、ブラウザーは 2 月とした",
	},
}

var dReject = Source{
	Key:   "D-REJECT",
	URL:   "https://www.docomo.ne.jp/info/spam_mail/rejection_setup/",
	Title: i18n.Text{EN: "NTT docomo, settings against spam", JA: "NTTドコモ「迷惑メール対策の設定」"},
	Basis: Official,
	Fact: i18n.Text{
		EN: "詐欺/ウイルスメール拒否, through which DMARC works, is a setting",
		JA: "DMARC が働く「詐欺/ウイルスメール拒否」は設定の 1 つである",
	},
}
