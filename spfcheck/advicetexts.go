package spfcheck

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// What there is to do.
var (
	publish = i18n.Text{
		EN: "publish an SPF record as TXT at %s",
		JA: "%s に SPF レコードを TXT として公開してください",
	}
	authorise = i18n.Text{
		EN: "add the sending address to the SPF record of %s",
		JA: "%s の SPF レコードに送信元を加えてください",
	}
	repair = i18n.Text{
		EN: "repair the SPF record of %s: %s",
		JA: "%s の SPF レコードを直してください: %s",
	}
	askAgain = i18n.Text{
		EN: "check the name servers of %s and run again: %s",
		JA: "%s のネームサーバーを確認し、もう一度実行してください: %s",
	}
	repairDMARC = i18n.Text{
		EN: "repair DMARC at %s: %s",
		JA: "%s の DMARC を直してください: %s",
	}
	ownDomain = i18n.Text{
		EN: "%s is a mobile carrier's own domain: use a sender address at a domain of your own",
		JA: "%s は携帯電話事業者のドメインです。自分のドメインの差出人アドレスを使ってください",
	}
	rewrite = i18n.Text{
		EN: "rewrite the SPF record of %s so that %s comes to pass: no place for it in the present one does that",
		JA: "%s の SPF レコードを書き直し、%s が pass になるようにしてください。現在のレコードのどこに加えても pass になりません",
	}
	publishAtAlias = i18n.Text{
		EN: "%s is a CNAME to %s, and nothing can stand beside that: authorise the sending address there, or put records of its own in the place of the CNAME",
		JA: "%s は %s への CNAME で、ほかのレコードを並べて置けません。CNAME の先で送信元を許可するか、CNAME をやめて固有のレコードを置いてください",
	}
	envelopeDomain = i18n.Text{
		EN: "give the envelope From's domain %s some DNS record, or use one that has",
		JA: "エンベロープ From のドメイン %s に DNS レコードを設定するか、レコードのあるドメインを使ってください",
	}
	publishDMARC = i18n.Text{
		EN: "publish a DMARC record for %s; until an aligned SPF or DKIM passes, DMARC fails with it",
		JA: "%s に DMARC レコードを公開してください。整合する SPF か DKIM が pass するまで、DMARC は fail になります",
	}
	publishDMARCAligned = i18n.Text{
		EN: "publish a DMARC record for %s",
		JA: "%s に DMARC レコードを公開してください",
	}
	sign = i18n.Text{
		EN: "have the mail signed with DKIM for %[1]s (d=%[1]s), or use an envelope From below it; not in DNS alone, so it is assumed here",
		JA: "%[1]s で DKIM 署名（d=%[1]s）をするか、その配下のエンベロープ From を使ってください。DNS だけではできないため、ここでは署名したものとして確認しました",
	}
	reachable = i18n.Text{
		EN: "give %s an A or an MX record",
		JA: "%s に A レコードか MX レコードを設定してください",
	}
)
