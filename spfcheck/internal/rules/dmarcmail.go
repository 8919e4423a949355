package rules

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
)

var dmarcReportsRefused = &Analyzer{
	ID: "DMARC006",
	Title: i18n.Text{
		EN: "reports go to a domain that doesn't take them",
		JA: "レポートの送り先ドメインが受け取りを許可していません",
	},
	Doc: i18n.Text{
		EN: "Receivers don't send the reports, since the other domain hasn't said that it wants them.",
		JA: "相手のドメインが許可していないため、受信側はレポートを送りません。",
	},
	Fix: i18n.Text{
		EN: "Have the other domain publish the record that allows it, or use an address of your own.",
		JA: "相手のドメインに許可のレコードを公開してもらうか、自分のドメインのアドレスを使ってください。",
	},
	Bad: `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none; rua=mailto:a@reports.example"`,
	Good: `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none; rua=mailto:a@reports.example"
shop.example.jp._report._dmarc.reports.example.  TXT "v=DMARC1"`,
	Source:   "RFC 7489 §7.1",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, a := range p.Permissions {
			if a.Permission == dmarc.Denied {
				at := place{p.DMARC.Record.Text, a.Report.Offset, a.Report.Offset + len(a.Report.Text)}
				p.reportDMARC(p.DMARC.Domain, at, reportsRefused.Format(a.Report.Domain, a.Name))
			}
		}
	},
}

var reportsRefused = i18n.Text{
	EN: "%s doesn't accept the reports: there is no record at %s",
	JA: "%s はレポートを受け取りません。%s にレコードがありません",
}

var dmarcCannotAlign = &Analyzer{
	ID: "DMARC007",
	Title: i18n.Text{
		EN: "SPF can't make the mail pass DMARC, since the envelope From is at another domain",
		JA: "エンベロープ From が別のドメインのため、SPF では DMARC が pass になりません",
	},
	Doc: i18n.Text{
		EN: "Only DKIM with d= the header From's domain can make it pass. This is the default of Amazon SES and the like.",
		JA: "pass にできるのは、d= がヘッダー From のドメインである DKIM だけです。Amazon SES などの初期設定がこれに当たります。",
	},
	Fix: i18n.Text{
		EN: "Have the mail signed for the header From's domain, or use an envelope From below it (Amazon SES: custom MAIL FROM domain).",
		JA: "ヘッダー From のドメインで DKIM 署名をするか、その配下のエンベロープ From（Amazon SES のカスタム MAIL FROM ドメイン）を使ってください。",
	},
	Bad: `Return-Path: <0106@amazonses.com>
From: noreply@shop.example.jp`,
	Good: `Return-Path: <0106@bounce.shop.example.jp>
From: noreply@shop.example.jp`,
	Source:   "RFC 7489 §3.1.2",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.Mail == nil || p.Mail.Envelope == "" || aligned(p, p.Mail.Envelope, p.DMARC.Record.SPF) || p.signed() {
			return
		}
		p.report(p.DMARC.From, place{}, cannotAlign.Format(p.Mail.Envelope, p.DMARC.From))
	},
}

var cannotAlign = i18n.Text{
	EN: "the envelope From's domain %s isn't aligned with %s, and no DKIM signature is",
	JA: "エンベロープ From のドメイン %s は %s と整合せず、整合する DKIM 署名もありません",
}

var dmarcNoSignature = &Analyzer{
	ID: "DMARC008",
	Title: i18n.Text{
		EN: "no DKIM signature of the header From's domain: forwarded mail fails DMARC",
		JA: "ヘッダー From のドメインの DKIM 署名がなく、転送されると DMARC が fail になります",
	},
	Doc: i18n.Text{
		EN: "A forwarder sends from its own address, so SPF doesn't pass any more, and nothing else is there.",
		JA: "転送すると送信元が変わるため SPF は pass にならず、ほかに pass になるものがありません。",
	},
	Fix: i18n.Text{
		EN: "Have the mail signed with DKIM, d= the header From's domain. docomo recommends it.",
		JA: "ヘッダー From のドメインで DKIM 署名をしてください。ドコモも推奨しています。",
	},
	Bad:      `From: noreply@shop.example.jp`,
	Good:     `DKIM-Signature: v=1; a=rsa-sha256; d=shop.example.jp; s=s1; h=from:to:subject; …`,
	Source:   "RFC 7489 §10.3",
	Severity: Info,
	Run: func(p *Pass) {
		if p.Mail == nil || !p.Mail.SignersKnown || p.DMARC.Status != dmarc.Found || p.signed() {
			return
		}
		p.report(p.DMARC.From, place{}, noSignature.Format(p.DMARC.From))
	},
}

var noSignature = i18n.Text{
	EN: "no DKIM signature is aligned with %s",
	JA: "%s と整合する DKIM 署名がありません",
}

var dmarcMisplaced = &Analyzer{
	ID: "DMARC010",
	Title: i18n.Text{
		EN: "a DMARC record stands at the domain itself, where none is looked for",
		JA: "DMARC レコードが、参照されないドメイン直下に置かれています",
	},
	Doc: i18n.Text{
		EN: "Receivers look at _dmarc below the domain and nowhere else, so that the record counts for nothing.",
		JA: "受信側が参照するのは _dmarc を付けた名前だけです。このレコードは効力がありません。",
	},
	Fix: i18n.Text{
		EN: "Publish the text at _dmarc below the domain, and remove it here.",
		JA: "ドメインの前に _dmarc を付けた名前で公開し、ここからは削除してください。",
	},
	Bad:      `shop.example.jp.         TXT "v=DMARC1; p=none"`,
	Good:     `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none"`,
	Source:   "RFC 7489 §6.1",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.SPF == nil || p.DMARC.Domain == p.DMARC.From || p.DMARC.Status == dmarc.DNSFailed {
			return
		}
		root := p.SPF.Root
		if slices.Contains(strings.Split(root.Domain, "."), "_dmarc") {
			return // who names it means that record, or one that takes reports (RFC 7489 §7.1)
		}
		for _, strs := range root.Texts {
			if text := strings.Join(strs, ""); dmarc.IsDMARC(text) {
				p.report(root.Domain, place{text, 0, len(text)}, misplacedDMARC.Format(root.Domain))
			}
		}
	},
}

var misplacedDMARC = i18n.Text{
	EN: "the DMARC record at %[1]s counts for nothing; it belongs at _dmarc.%[1]s",
	JA: "%[1]s にある DMARC レコードは効力がありません。_dmarc.%[1]s に置いてください",
}

// signed reports whether a signature is aligned with the header From.
func (p *Pass) signed() bool {
	return slices.ContainsFunc(p.Mail.Signers, func(d string) bool { return aligned(p, d, p.DMARC.Record.DKIM) })
}

func aligned(p *Pass, domain string, mode dmarc.Mode) bool {
	return dmarc.Aligned(domain, p.DMARC.From, mode)
}

var dmarcIgnored = &Analyzer{
	ID: "DMARC011",
	Title: i18n.Text{
		EN: "receivers pass over a part of the DMARC record",
		JA: "DMARC レコードの一部が無視されます",
	},
	Doc: i18n.Text{
		EN: "A tag with a mistyped name counts as unknown and is passed over; reports are sent to mailboxes alone.",
		JA: "名前を書き間違えたタグは未知のタグとして無視されます。レポートが送られるのはメールアドレスだけです。",
	},
	Fix: i18n.Text{
		EN: "Correct the place that is marked.",
		JA: "示した箇所を直してください。",
	},
	Bad:      `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none; rau=mailto:dmarc@shop.example.jp"`,
	Good:     `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none; rua=mailto:dmarc@shop.example.jp"`,
	Source:   "RFC 7489 §6.3",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, r := range p.DMARC.Records {
			for _, f := range r.Warnings {
				// Unknown tags are legal, and p may stand anywhere by RFC 9989.
				if f.Likely == "" && !slices.ContainsFunc(r.Reports, func(u dmarc.ReportURI) bool { return u.Offset == f.Offset }) {
					continue
				}
				p.reportDMARC(p.DMARC.Domain, place{r.Text, f.Offset, f.End}, ignoredInRecord.Format(p.DMARC.Domain, faultText(f)))
			}
		}
	},
}

var ignoredInRecord = i18n.Text{
	EN: "%[2]s",
	JA: "%[1]s の DMARC レコードに無視される部分があります（%[2]s）",
}
