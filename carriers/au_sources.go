package carriers

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// The sources of the rules for au, each with the one fact that is relied on.

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
	Title: i18n.Text{EN: "a sending vendor, on au's SMTP replies", JA: "配信サービスの提供元（au の SMTP 応答について）"},
	Basis: Observed,
	Fact: i18n.Text{
		EN: "mail that au's filter stops is answered with 250 like any other",
		JA: "フィルターで止められたメールにも通常どおり 250 が返る",
	},
}

var auMFilter = Source{
	Key:   "AU-MFILTER",
	URL:   "https://mfilter.ezweb.ne.jp/jsp/md/help_detail.jsp?target=03206.html",
	Title: i18n.Text{EN: "au, help of the mail filter", JA: "au 迷惑メールフィルター ヘルプ"},
	Basis: Official,
	Fact: i18n.Text{
		EN: "only an entry with 必ず受信 goes before なりすまし規制",
		JA: "なりすまし規制より優先するのは「必ず受信」を付けた登録だけ",
	},
}

var auManual = Source{
	Key:   "AU-MANUAL",
	URL:   "https://manualsdump.com/en/manuals/samsung-sm-g900jzwekdi-sm-g900jzkekdi-sm-g900jmdekdi/344665/115",
	Title: i18n.Text{EN: "au's manual of a handset, page 115 (archived)", JA: "au 端末の取扱説明書 115 ページ（保存版）"},
	Date:  "2014",
	Basis: Official,
	Fact: i18n.Text{
		EN: "even with 拒否通知メール返信設定 on, no notice is sent for mail that なりすまし規制 or 迷惑メールおまかせ規制 stops",
		JA: "「拒否通知メール返信設定」が有効でも、なりすまし規制と迷惑メールおまかせ規制で止めたメールには通知を返さない",
	},
}

var telementoring = Source{
	Key:   "TELEMENTORING",
	URL:   "https://telementoring.biz/2007/11/05/",
	Title: i18n.Text{EN: "telementoring.biz, on au's ドメイン認証規制", JA: "telementoring.biz（au のドメイン認証規制について）"},
	Date:  "2007-11-05",
	Basis: Claimed,
	Fact: i18n.Text{
		EN: "au tests SPF by a setting of its own, ドメイン認証規制, since late March 2007",
		JA: "au は 2007 年 3 月下旬から「ドメイン認証規制」という設定で SPF を確認している",
	},
}

var aligach = Source{
	Key:   "ALIGACH",
	URL:   "https://aligach.net/diary/2007/1104",
	Title: i18n.Text{EN: "aligach.net, on au's ドメイン認証規制", JA: "aligach.net（au のドメイン認証規制について）"},
	Date:  "2007-11-04",
	Basis: Observed,
	Fact: i18n.Text{
		EN: "au had the setting ドメイン認証規制 by then",
		JA: "このとき au には「ドメイン認証規制」の設定があった",
	},
}

var auPastebin = Source{
	Key:   "AU-PASTEBIN",
	URL:   "https://pastebin.com/JR9Mbg1i",
	Title: i18n.Text{EN: "the header of a mail that au delivered", JA: "au に届いたメールのヘッダー"},
	Basis: Observed,
	Fact: i18n.Text{
		EN: "au writes the result of both identities into the header (spf= with smtp.mailfrom, sender-id= with header.from): it evaluates both",
		JA: "au は両方の結果をヘッダーに書いている（spf= に smtp.mailfrom、sender-id= に header.from）。どちらも評価している",
	},
}

var au230929 = Source{
	Key:   "AU-230929",
	URL:   "https://au.com/information/topic/mobile/2023-024",
	Title: i18n.Text{EN: "au, on DMARC and DKIM", JA: "au（DMARC・DKIM 対応のお知らせ）"},
	Date:  "2023-09-29",
	Basis: Official,
	Fact: i18n.Text{
		EN: "迷惑メールおまかせ規制, on by default, uses DMARC and DKIM from 2023-10-05 to suppress forged mail; what it does for each policy isn't said",
		JA: "初期値が有効の「迷惑メールおまかせ規制」が 2023-10-05 から DMARC と DKIM を使い、なりすましメールを抑止する。ポリシーごとの扱いは記載がない",
	},
}

var auSpec = Source{
	Key:   "AU-SPEC",
	URL:   "https://www.au.com/mobile/service/attention/specification/",
	Title: i18n.Text{EN: "au, specification of the mail service", JA: "au メールサービスの仕様"},
	Basis: Official,
	Fact: i18n.Text{
		EN: "not received: a From or To that isn't in fully qualified domain form, more than 3 MB, more than 100 recipients",
		JA: "From または To が FQDN 形式でないもの、3 MB を超えるもの、宛先が 100 件を超えるものは受信しない",
	},
}

var hde = Source{
	Key:   "HDE",
	URL:   "https://www.hde.co.jp/mmta/",
	Title: i18n.Text{EN: "HDE, on the carriers' rules for senders", JA: "HDE（携帯電話事業者の送信者向け規定について）"},
	Basis: Quoted,
	Fact: i18n.Text{
		EN: "a From domain with neither an A nor an MX record is among what au prohibits",
		JA: "A レコードも MX レコードもない From ドメインは、au の禁止行為に含まれる",
	},
}
