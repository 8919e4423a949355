package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
)

var aroundUnreachable = &Analyzer{
	ID: "SPF066",
	Title: i18n.Text{
		EN: "the domain has neither an A nor an MX record",
		JA: "ドメインに A レコードも MX レコードもありません",
	},
	Doc: i18n.Text{
		EN: "docomo says that mail with such a domain in the header From may not arrive, and au is quoted as prohibiting it.",
		JA: "ヘッダー From のドメインがこの状態のメールは、ドコモでは届かないことがあるとされ、au では禁止事項とされています。",
	},
	Fix: i18n.Text{
		EN: "Publish an MX record for the domain of the header From, and take the bounces and replies that come to it.",
		JA: "ヘッダー From のドメインに MX レコードを公開し、返信やエラーメールを受け取れるようにしてください。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Good: `shop.example.jp.  MX 10 mail.example.jp.
shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   docomoToSenders + "; " + hdeOnAu,
	Severity: Warning,
	Run: func(p *Pass) {
		a := p.Around
		if a != nil && a.Address == dmarc.DoesNotExist && a.MX == dmarc.DoesNotExist && a.Exists != dmarc.DoesNotExist {
			p.report(a.Domain, place{}, unreachable.Format(a.Domain))
		}
	},
}

var unreachable = i18n.Text{
	EN: "%s has neither an A nor an MX record",
	JA: "%s に A レコードも MX レコードもありません",
}

var aroundNothing = &Analyzer{
	ID: "SPF067",
	Title: i18n.Text{
		EN: "the domain has no DNS record at all",
		JA: "ドメインに DNS レコードが 1 つもありません",
	},
	Doc: i18n.Text{
		EN: "SoftBank was seen to refuse such an envelope From, with 553 for every recipient. In the header From, docomo says that the mail may not arrive.",
		JA: "エンベロープ From のドメインがこの状態だと、ソフトバンクがすべての宛先を 553 で拒否した例があります。ヘッダー From の場合、ドコモでは届かないことがあるとされています。",
	},
	Fix: i18n.Text{
		EN: "Correct the domain if it is mistyped. Otherwise publish an MX record and an SPF record at it.",
		JA: "綴りの誤りなら直してください。そうでなければ、MX レコードと SPF レコードを公開してください。",
	},
	Bad: `bounce.example.jp.  ; no record`,
	Good: `bounce.example.jp.  MX 10 mail.example.jp.
bounce.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   vendorOnSoftBank + "; " + docomoToSenders,
	Severity: Error,
	Run: func(p *Pass) {
		if p.Around != nil && p.Around.Exists == dmarc.DoesNotExist {
			p.report(p.Around.Domain, place{}, nothingThere.Format(p.Around.Domain))
		}
	},
}

var nothingThere = i18n.Text{
	EN: "%s doesn't exist in DNS",
	JA: "%s は DNS に存在しません",
}
