package carriers

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// The sources of the rules for SoftBank and Y!mobile, each with the one fact that is relied on.

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
	Title: i18n.Text{EN: "a sending vendor, on SoftBank's filter", JA: "配信サービスの提供元（ソフトバンクのフィルターについて）"},
	Basis: Claimed,
	Fact: i18n.Text{
		EN: "mail whose From domain has no SPF record may be refused",
		JA: "From のドメインに SPF レコードがないと拒否されることがある",
	},
}

var noteSMTPSB = Source{
	Key:   "NOTE-SMTP-SB",
	URL:   "https://note.com/sendmagic/n/n5afbf98aeb25",
	Title: i18n.Text{EN: "a sending vendor, on SoftBank's SMTP replies", JA: "配信サービスの提供元（ソフトバンクの SMTP 応答について）"},
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

var sbDMARCReject = sbDMARC.also(Official, i18n.Text{
	EN: "from 2024-04, mail that spoofs a From protected by DMARC is suppressed, inside なりすましメールの拒否",
	JA: "2024 年 4 月から「なりすましメールの拒否」で、DMARC で保護された From を騙るメールを抑止する",
})

var noteSMTPSBNoDomain = noteSMTPSB.also(Observed, i18n.Text{
	EN: "an envelope From whose domain has no DNS record at all is refused with 553 <domain> does not exist, for every recipient",
	JA: "DNS レコードが一切ないドメインのエンベロープ From は、どの宛先にも 553 <domain> does not exist で拒否される",
})

var bari = Source{
	Key:   "BARI",
	URL:   "https://blog.bari-ikutsu.com/entry/20110809_5395.html",
	Title: i18n.Text{EN: "a user's blog on the filter of Eメール(i)", JA: "利用者のブログ（Eメール(i) のフィルターについて）"},
	Date:  "2011-08-09",
	Basis: Observed,
	Fact: i18n.Text{
		EN: "Eメール(i) (i.softbank.jp) is another system, whose filter was quoted as covering carriers' domains only",
		JA: "Eメール(i)（i.softbank.jp）は別のシステムで、フィルターの対象は携帯電話事業者のドメインだけと引用されている",
	},
}

var sbPartner = Source{
	Key:   "SB-PARTNER",
	URL:   "https://www.support.softbankmobile.co.jp/partner/home_tech2/index.cfm",
	Title: i18n.Text{EN: "SoftBank, technical notes for partners", JA: "ソフトバンク（パートナー向け技術情報）"},
	Date:  "2016-11-30",
	Basis: Official,
	Fact: i18n.Text{
		EN: "S!メール(MMS), iPhone MMS, Disney Mobile and Y!mobile MMS share their mail servers; Eメール(i) is another system",
		JA: "S!メール(MMS)、iPhone の MMS、ディズニー・モバイル、ワイモバイルの MMS はメールサーバーが共通。Eメール(i) は別のシステム",
	},
}

var hdeSoftbank = hde.also(Quoted, i18n.Text{
	EN: "an empty From and an empty Message-ID are among what SoftBank refuses",
	JA: "空の From と空の Message-ID は、ソフトバンクが拒否するものに含まれる",
})

var sb2008 = Source{
	Key:   "SB-2008",
	URL:   "http://megalodon.jp/ref/2008-0911-1438-33/creation.mb.softbank.jp/mail/mail_attention.html",
	Title: i18n.Text{EN: "SoftBank Mobile, notes on mail (archived)", JA: "ソフトバンクモバイル メールに関する注意（アーカイブ）"},
	Date:  "2008-09-11",
	Basis: Official,
	Fact: i18n.Text{
		EN: "refused: over 1 MB, over 100 recipients, an empty From, an empty Message-ID; a header over 12 KB makes trouble",
		JA: "1 MB 超、宛先 100 件超、空の From、空の Message-ID は拒否。12 KB を超えるヘッダーは問題になる",
	},
}
