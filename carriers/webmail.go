package carriers

import (
	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// yahoo is Yahoo! JAPAN, Y!mobileメール included: not judged by default.
var yahoo = &Profile{
	ID:         "yahoo",
	Name:       i18n.Text{EN: "Yahoo! JAPAN", JA: "Yahoo! JAPAN"},
	Recipients: []string{"yahoo.co.jp", "yahoo.ne.jp"},
	Webmail:    true,
	Filters: []Filter{{
		Name:    i18n.Text{EN: "sender authentication", JA: "送信元の認証"},
		Default: "authentication",
		Settings: []Setting{{
			ID:    "authentication",
			Name:  i18n.Text{EN: "for everybody", JA: "全利用者"},
			Looks: []Look{{Identity: identity.MailFrom}, {Identity: identity.From}},
			Rules: []Rule{
				{
					ID:      "yahoo/authentication/dmarc-reject",
					DMARC:   []DMARC{DMARCFailReject},
					Outcome: Reject,
					Why:     dmarcFailsReject,
					Basis:   Official,
					Sources: []Source{yjDMARC},
					From:    yahooDMARCBegins,
				},
				{
					ID:      "yahoo/authentication/dmarc-quarantine",
					DMARC:   []DMARC{DMARCFailQuarantine},
					Outcome: Junk,
					Why:     dmarcFailsQuarantine,
					Basis:   Official,
					Sources: []Source{yjDMARC},
					From:    yahooDMARCBegins,
				},
				{
					ID:      "yahoo/authentication/dmarc-pass",
					DMARC:   []DMARC{DMARCPass},
					Outcome: Deliver,
					Why:     dmarcPasses,
					Basis:   Inferred,
					Sources: []Source{yjDMARC, yj241211},
					From:    yahooDMARCBegins,
				},
				{
					ID:      "yahoo/authentication/nothing",
					When:    map[identity.Kind][]spf.Result{identity.MailFrom: notPass},
					DMARC:   []DMARC{DMARCNone, DMARCFailNone},
					Facts:   map[Fact]bool{DKIMPasses: false},
					Outcome: Unknown,
					Why: i18n.Text{
						EN: "neither SPF nor DKIM nor DMARC passes: such mail may be filed as spam or refused",
						JA: "SPF、DKIM、DMARC のどれも pass ではありません。迷惑メールに分類されるか、拒否されることがあります",
					},
					Basis:   Official,
					Sources: []Source{yj241211},
					From:    "2024-12-11",
				},
			},
		}},
	}},
}

// yahooDMARCBegins is the first day of the month from which, in stages, policies
// are followed: no source names the day.
const yahooDMARCBegins Day = "2020-03-01"

// gmail shows why the same mail arrives elsewhere, or doesn't: Gmail's own rules
// for senders. It is shown beside the carriers, and judged only where it is asked for.
var gmail = &Profile{
	ID:         "gmail",
	Name:       i18n.Text{EN: "Gmail", JA: "Gmail"},
	Recipients: []string{"gmail.com", "googlemail.com"},
	Webmail:    true,
	Reference:  true,
	Filters: []Filter{{
		Name:    i18n.Text{EN: "guidelines for senders", JA: "メール送信者のガイドライン"},
		Default: "senders",
		Settings: []Setting{{
			ID:    "senders",
			Name:  i18n.Text{EN: "under 5,000 mails a day", JA: "1 日 5,000 通未満の送信者"},
			Looks: []Look{{Identity: identity.MailFrom}, {Identity: identity.From}},
			Rules: []Rule{
				{
					ID:      "gmail/senders/dmarc-reject-before",
					DMARC:   []DMARC{DMARCFailReject},
					Outcome: Reject,
					Why:     dmarcFailsReject,
					Basis:   Inferred,
					Sources: []Source{gmailGuidelines},
					Until:   gmailBegins,
				},
				{
					ID:      "gmail/senders/dmarc-quarantine-before",
					DMARC:   []DMARC{DMARCFailQuarantine},
					Outcome: Junk,
					Why:     dmarcFailsQuarantine,
					Basis:   Inferred,
					Sources: []Source{gmailGuidelines},
					Until:   gmailBegins,
				},
				{
					ID:      "gmail/senders/dmarc-reject",
					DMARC:   []DMARC{DMARCFailReject},
					Outcome: Reject,
					Why:     dmarcFailsReject,
					Basis:   Official,
					Sources: []Source{gmailDMARC},
					From:    gmailBegins,
				},
				{
					ID:      "gmail/senders/dmarc-quarantine",
					DMARC:   []DMARC{DMARCFailQuarantine},
					Outcome: Junk,
					Why:     dmarcFailsQuarantine,
					Basis:   Official,
					Sources: []Source{gmailDMARC},
					From:    gmailBegins,
				},
				{
					ID:      "gmail/senders/neither",
					When:    map[identity.Kind][]spf.Result{identity.MailFrom: notPass},
					Facts:   map[Fact]bool{DKIMPasses: false},
					Outcome: Reject,
					Why: i18n.Text{
						EN: "neither SPF of the envelope From nor DKIM passes",
						JA: "エンベロープ From の SPF も DKIM も pass ではありません",
					},
					Effect: i18n.Text{
						EN: "SMTP says 550-5.7.26, or 250 and the mail goes to the spam folder",
						JA: "サーバーが 550-5.7.26 を返すか、250（受付）を返して迷惑メールに入ります",
					},
					Basis:   Official,
					Sources: []Source{gmailGuidelines},
					From:    gmailBegins,
				},
				{
					ID:      "gmail/senders/spf",
					When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.Pass}},
					DMARC:   gmailTolerates,
					Outcome: Deliver,
					Why: i18n.Text{
						EN: "SPF passes on the envelope From, and DMARC doesn't fail under a policy",
						JA: "エンベロープ From の SPF が pass で、DMARC のポリシーにも触れません",
					},
					Basis:   Inferred,
					Sources: []Source{gmailGuidelines},
					From:    gmailBegins,
				},
				{
					ID:      "gmail/senders/dkim",
					Facts:   map[Fact]bool{DKIMPasses: true},
					DMARC:   gmailTolerates,
					Outcome: Deliver,
					Why: i18n.Text{
						EN: "a DKIM signature passes, and DMARC doesn't fail under a policy",
						JA: "DKIM 署名が pass で、DMARC のポリシーにも触れません",
					},
					Basis:   Inferred,
					Sources: []Source{gmailGuidelines},
					From:    gmailBegins,
				},
				{
					ID:      "gmail/senders/spf-before",
					When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.Pass, spf.None, spf.Neutral, spf.SoftFail, spf.PermError}},
					DMARC:   gmailTolerates,
					Outcome: Deliver,
					Why: i18n.Text{
						EN: "before February 2024 only a fail of the envelope From, or DMARC, stood in the way",
						JA: "2024 年 2 月より前に妨げになったのは、エンベロープ From の fail と DMARC だけです",
					},
					Basis:   Inferred,
					Sources: []Source{gmailGuidelines},
					Until:   gmailBegins,
				},
			},
		}},
	}},
	Notes: []Note{{
		Text: i18n.Text{
			EN: "TLS and a message by RFC 5322, which it asks for besides, were not looked at",
			JA: "ほかに求められる TLS と RFC 5322 の形式は確認していません",
		},
		Basis:   Official,
		Sources: []Source{gmailGuidelines},
		Always:  true,
	}, {
		Text: i18n.Text{
			EN: "the sending address has no PTR that leads back to it, and mail from such addresses is refused (550-5.7.25)",
			JA: "送信元アドレスに、正引きと一致する PTR がありません。このようなアドレスからのメールは拒否されます（550-5.7.25）",
		},
		Basis:   Official,
		Sources: []Source{gmailGuidelines},
		IfNot:   PTRLeadsBack,
	}, {
		Text: i18n.Text{
			EN: "the PTR of the sending address, which must lead back to it, was not verified",
			JA: "送信元アドレスの PTR（正引きと一致する必要があります）は確認できていません",
		},
		Basis:     Official,
		Sources:   []Source{gmailGuidelines},
		IfUnknown: PTRLeadsBack,
	}, {
		Text: i18n.Text{
			EN: "from 5,000 mails a day to Gmail, SPF and DKIM and an aligned DMARC record (p=none is enough) are required, and one-click unsubscribe for what is subscribed to",
			JA: "Gmail 宛てに 1 日 5,000 通以上送る場合は、SPF と DKIM の両方、整合した DMARC レコード（p=none でも可）、購読メールのワンクリック解除が必要です",
		},
		Basis:   Official,
		Sources: []Source{gmailGuidelines},
	}},
}

// gmailBegins is the day from which Google's rules for senders are in force.
const gmailBegins Day = "2024-02-01"

// gmailTolerates is what DMARC may say of mail that arrives.
var gmailTolerates = []DMARC{DMARCPass, DMARCNone, DMARCFailNone}

// notPass is every result but pass and temperror.
var notPass = []spf.Result{spf.None, spf.Fail, spf.SoftFail, spf.Neutral, spf.PermError}

var dmarcFailsReject = i18n.Text{
	EN: "DMARC fails, the header From's domain asks for reject, and the policy is followed",
	JA: "DMARC が fail で、ヘッダー From のドメインは拒否（reject）を求めています。ポリシーどおりに扱われます",
}

var dmarcFailsQuarantine = i18n.Text{
	EN: "DMARC fails, the header From's domain asks for quarantine, and the policy is followed",
	JA: "DMARC が fail で、ヘッダー From のドメインは隔離（quarantine）を求めています。ポリシーどおりに扱われます",
}

var gmailGuidelines = Source{
	Key:   "GMAIL",
	URL:   "https://support.google.com/mail/answer/81126",
	Title: i18n.Text{EN: "Google, guidelines for senders", JA: "Google「メール送信者のガイドライン」"},
	Date:  "2024-02-01",
	Basis: Official,
	Fact: i18n.Text{
		EN: "SPF or DKIM must pass for the sending domain, and the sending address must have a PTR that leads back to it; other mail might be marked as spam or rejected with 5.7.26",
		JA: "送信ドメインの SPF か DKIM が pass であり、送信元アドレスに正引きと一致する PTR があること。そうでないメールは迷惑メールに分類されるか、5.7.26 で拒否されることがある",
	},
}

var gmailDMARC = gmailGuidelines.also(Official, i18n.Text{
	EN: "the policy that the domain's owner declares by DMARC is enforced",
	JA: "ドメインの所有者が DMARC で宣言したポリシーを適用する",
})

var yj241211 = Source{
	Key:   "YJ-241211",
	URL:   "https://whatsnewmail.yahoo.co.jp/yahoo/20241211a.html",
	Title: i18n.Text{EN: "Yahoo! JAPAN Mail, a notice", JA: "Yahoo!メール（お知らせ）"},
	Date:  "2024-12-11",
	Basis: Official,
	Fact: i18n.Text{
		EN: "mail that passes none of SPF, DKIM and DMARC may be filed as spam or refused; rules for bulk senders like Gmail's aren't planned",
		JA: "SPF、DKIM、DMARC のどれも pass でないメールは、迷惑メールに分類するか拒否することがある。Gmail のような大量送信者の基準は予定していない",
	},
}

var yjDMARC = Source{
	Key:   "YJ-DMARC",
	URL:   "https://mail.yahoo.co.jp/antispam/dmarc.html",
	Title: i18n.Text{EN: "Yahoo! JAPAN Mail, on DMARC", JA: "Yahoo!メール（DMARC について）"},
	Date:  "2020",
	Basis: Official,
	Fact: i18n.Text{
		EN: "the policy of DMARC is followed, in stages since March 2020",
		JA: "2020 年 3 月から段階的に、DMARC のポリシーに従って処理する",
	},
}
