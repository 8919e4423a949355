package delivery

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// What the check of a delivery report notes, and adds to the advice.
var (
	noSender = i18n.Text{
		EN: "SPF wasn't checked: the report doesn't say who sent the message; give it with %s and %s",
		JA: "SPF は確認していません。通知に元のメールの送信者の記載がありません（%s と %s で指定できます）",
	}
	notChecked = i18n.Text{
		EN: "SPF wasn't checked: %s",
		JA: "SPF は確認していません: %s",
	}
	signersAssumed = i18n.Text{
		EN: "the DKIM signatures of the returned header can't be verified without the whole message; they are treated as valid",
		JA: "返送されたヘッダーの DKIM 署名は、メール全体がないと検証できないため、有効とみなしています",
	}
	dayUnknown = i18n.Text{
		EN: "the report has no date: the rules are those of today",
		JA: "通知に日付がないため、今日の規則で判定しました",
	}
	daysDiffer = i18n.Text{
		EN: "the attempts were on several days: the rules are those of the last, %s",
		JA: "配送の試みが複数の日にわたるため、最後の日（%s）の規則で判定しました",
	}
	dnsOfToday = i18n.Text{
		EN: "DNS was asked now: the records may have been others when delivery was tried",
		JA: "DNS の内容は現在のものです。配送時とは異なることがあります",
	}
	addressDecides = i18n.Text{
		EN: "it depends on the address that the mail was sent from, which the report doesn't give",
		JA: "送信元アドレスによりますが、通知からは分かりません",
	}
	envelopeDecides = i18n.Text{
		EN: "DMARC may pass by the envelope From, which the report doesn't give: give it with %s",
		JA: "エンベロープ From で DMARC が pass になる可能性がありますが、通知に記載がありません。%s で指定できます",
	}
	spfPassed = i18n.Text{
		EN: "The SPF of %s passes by our check, so a filter on spoofed mail is hardly the reason.",
		JA: "確認したところ %s の SPF は pass でした。なりすまし対策のフィルターが原因とは考えにくいです。",
	}
	spfFailed = i18n.Text{
		EN: "The SPF of %s is %s by our check: correct that first.",
		JA: "確認したところ %s の SPF は %s でした。まずこちらを直してください。",
	}
	dmarcFailed = i18n.Text{
		EN: "By our check the message fails DMARC, and %s asks to reject such mail: correct that first.",
		JA: "確認したところ DMARC は fail で、%s は fail になったメールの拒否を求めています。まずこちらを直してください。",
	}
	carrierWould = i18n.Text{
		EN: "By our check nothing in SPF or DMARC keeps %s from delivering it.",
		JA: "確認したところ、SPF・DMARC には %s への配送を妨げる問題は見つかりませんでした。",
	}
	carrierWouldNot = i18n.Text{
		EN: "By our check %s does not put it into the inbox: see below.",
		JA: "確認したところ、%s では受信箱に届かないと考えられます。詳しくは下をご覧ください。",
	}
)
