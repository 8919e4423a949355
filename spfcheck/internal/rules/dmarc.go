package rules

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
)

var dmarcMissing = &Analyzer{
	ID: "DMARC001",
	Title: i18n.Text{
		EN: "the domain publishes no DMARC record",
		JA: "ドメインに DMARC レコードがありません",
	},
	Doc: i18n.Text{
		EN: "docomo shows mail from it with a warning banner, and anybody can use the domain as sender.",
		JA: "ドコモではメールに警告が表示されます。また、誰でもこのドメインを差出人に使えます。",
	},
	Fix: i18n.Text{
		EN: "First make sure that SPF or DKIM passes for the domain itself, then publish a record, p=none to begin with.",
		JA: "まず SPF か DKIM が自ドメインで pass することを確かめ、p=none からレコードを公開してください。",
	},
	Bad:      `shop.example.jp.         TXT "v=spf1 include:amazonses.com ~all"`,
	Good:     `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none; rua=mailto:dmarc@shop.example.jp"`,
	Source:   "RFC 7489 §6.1",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.DMARC.Status == dmarc.Missing {
			p.reportDMARC(p.DMARC.From, place{}, noDMARC.Format(p.DMARC.From))
		}
	},
}

var noDMARC = i18n.Text{
	EN: "%s has no DMARC record",
	JA: "%s に DMARC レコードがありません",
}

var dmarcMonitorOnly = &Analyzer{
	ID: "DMARC002",
	Title: i18n.Text{
		EN: "the policy is p=none",
		JA: "ポリシーが p=none です",
	},
	Doc: i18n.Text{
		EN: "Reports come, but mail that pretends to be from the domain is delivered as before.",
		JA: "レポートは届きますが、このドメインを騙るメールはこれまでどおり配送されます。",
	},
	Fix: i18n.Text{
		EN: "When the reports show that all of your mail passes, go on to p=quarantine and p=reject.",
		JA: "自分のメールがすべて pass になるとレポートで確かめたら、p=quarantine、p=reject に進めてください。",
	},
	Bad:      `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none; rua=mailto:dmarc@shop.example.jp"`,
	Good:     `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=reject; rua=mailto:dmarc@shop.example.jp"`,
	Source:   "RFC 7489 §6.3",
	Severity: Info,
	Run: func(p *Pass) {
		if tag, ok := p.DMARC.Record.Tag("p"); ok && p.DMARC.Record.Policy == dmarc.PolicyNone {
			p.reportDMARC(p.DMARC.Domain, tagPlace(p.DMARC.Record, tag), monitorOnly.Format(p.DMARC.Domain))
		}
	},
}

var monitorOnly = i18n.Text{
	EN: "the policy of %s asks for nothing where DMARC fails",
	JA: "%s のポリシーは、DMARC が fail のメールについて何も求めていません",
}

var dmarcSeveral = &Analyzer{
	ID: "DMARC003",
	Title: i18n.Text{
		EN: "the domain publishes several DMARC records",
		JA: "DMARC レコードが複数あります",
	},
	Doc: i18n.Text{
		EN: "Receivers then apply none of them.",
		JA: "受信側はどのレコードも適用しません。",
	},
	Fix: i18n.Text{
		EN: "Remove all but one.",
		JA: "1 つだけを残してください。",
	},
	Bad: `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none"
_dmarc.shop.example.jp.  TXT "v=DMARC1; p=reject"`,
	Good:     `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=reject"`,
	Source:   "RFC 7489 §6.6.3",
	Severity: Error,
	Run: func(p *Pass) {
		if p.DMARC.Status == dmarc.Several {
			p.reportDMARC(p.DMARC.Domain, place{}, severalDMARC.Format(p.DMARC.Domain, len(p.DMARC.Records)))
		}
	},
}

var severalDMARC = i18n.Text{
	EN: "%s has %d DMARC records, so that none counts",
	JA: "%s に DMARC レコードが %d 個あり、どれも無効です",
}

var dmarcSyntax = &Analyzer{
	ID: "DMARC004",
	Title: i18n.Text{
		EN: "the DMARC record has an error",
		JA: "DMARC レコードに誤りがあります",
	},
	Doc: i18n.Text{
		EN: "Receivers leave out the part with the error, or the whole record.",
		JA: "受信側は誤りのある部分、またはレコード全体を無視します。",
	},
	Fix: i18n.Text{
		EN: "Correct the place that is marked.",
		JA: "示した箇所を直してください。",
	},
	Bad:      `_dmarc.shop.example.jp.  TXT "v=DMARC1 p:none"`,
	Good:     `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=none"`,
	Source:   "RFC 7489 §6.4",
	Severity: Error,
	Run: func(p *Pass) {
		for _, r := range p.DMARC.Records {
			p.reportFaults(p.DMARC.Domain, r)
		}
		for _, t := range p.DMARC.Discarded {
			if t.Meant() {
				p.reportFaults(t.Domain, t.Record)
			}
		}
	},
}

// reportFaults notes what is wrong with the text of a domain's DMARC record.
func (p *Pass) reportFaults(domain string, r dmarc.Record) {
	for _, f := range r.Errors {
		p.reportDMARC(domain, place{r.Text, f.Offset, f.End}, inRecord.Format(domain, faultText(f)))
	}
}

// faultText is what is wrong at a place, and what was probably meant.
func faultText(f dmarc.Fault) i18n.Text {
	if f.Likely == "" {
		return f.Problem
	}
	return probably.Format(f.Problem, f.Likely)
}

var (
	probably = i18n.Text{
		EN: "%s; probably meant: %q",
		JA: "%s。おそらく %q の誤り",
	}
	inRecord = i18n.Text{
		EN: "%[2]s",
		JA: "%[1]s の DMARC レコードに誤りがあります（%[2]s）",
	}
)

var dmarcSubdomainsWeaker = &Analyzer{
	ID: "DMARC005",
	Title: i18n.Text{
		EN: "subdomains have a weaker policy than the domain",
		JA: "サブドメインのポリシーがドメインより弱くなっています",
	},
	Doc: i18n.Text{
		EN: "Who wants to pretend to be the domain uses a subdomain.",
		JA: "なりすます側はサブドメインを使えば済みます。",
	},
	Fix: i18n.Text{
		EN: "Leave sp out, or make it as strict as p.",
		JA: "sp を外すか、p と同じ強さにしてください。",
	},
	Bad:      `_dmarc.example.jp.  TXT "v=DMARC1; p=reject; sp=none"`,
	Good:     `_dmarc.example.jp.  TXT "v=DMARC1; p=reject"`,
	Source:   "RFC 7489 §6.3",
	Severity: Warning,
	Run: func(p *Pass) {
		r := p.DMARC.Record
		if tag, ok := r.Tag("sp"); ok && r.Subdomain != "" && r.Policy.Stricter(r.Subdomain) {
			p.reportDMARC(p.DMARC.Domain, tagPlace(r, tag), weakerSubdomains.Format(string(r.Subdomain), string(r.Policy)))
		}
	},
}

var weakerSubdomains = i18n.Text{
	EN: "sp=%s is weaker than p=%s",
	JA: "sp=%s は p=%s より弱いポリシーです",
}

// tagPlace is where a tag stands.
func tagPlace(r dmarc.Record, t dmarc.Tag) place { return place{r.Text, t.Offset, t.End()} }

var dmarcPercent = &Analyzer{
	ID: "DMARC009",
	Title: i18n.Text{
		EN: "the policy is for a share of the mail (pct)",
		JA: "ポリシーが一部のメールだけのもの（pct）です",
	},
	Doc: i18n.Text{
		EN: "RFC 9989 (May 2026) has no pct any more: receivers that follow it apply the policy to all of the mail. Those that follow RFC 7489 applied shares differently, and no Japanese carrier says what it does.",
		JA: "RFC 9989（2026 年 5 月）で pct は廃止されました。これに従う受信側はポリシーをすべてのメールに適用します。RFC 7489 に従う受信側の扱いはまちまちで、国内の携帯電話事業者の扱いは公表されていません。",
	},
	Fix: i18n.Text{
		EN: "Take pct out. To try a policy first, stay at the weaker one until the reports show that all of your mail passes; t=y is RFC 9989's way to say that it is a test.",
		JA: "pct を外してください。段階を踏むには、自分のメールがすべて pass になるとレポートで確かめるまで弱いポリシーのままにします。試験中であることは、RFC 9989 では t=y で示します。",
	},
	Bad:      `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=reject; pct=50"`,
	Good:     `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=quarantine"`,
	Source:   "RFC 9989 Appendix A.6",
	Severity: Warning,
	Run: func(p *Pass) {
		if tag, ok := p.DMARC.Record.Tag("pct"); ok && p.DMARC.Record.Percent < 100 {
			p.reportDMARC(p.DMARC.Domain, tagPlace(p.DMARC.Record, tag), policyShare.Format(p.DMARC.Domain, p.DMARC.Record.Percent))
		}
	},
}

var policyShare = i18n.Text{
	EN: "the policy of %s is for %d %% of the mail, which RFC 9989 no longer has",
	JA: "%s のポリシーはメールの %d %% だけのものです。この指定は RFC 9989 で廃止されました",
}

var dmarcTesting = &Analyzer{
	ID: "DMARC012",
	Title: i18n.Text{
		EN: "the policy is marked as a test (t=y)",
		JA: "ポリシーが試験中（t=y）になっています",
	},
	Doc: i18n.Text{
		EN: "Receivers that follow RFC 9989 apply the policy one step milder: quarantine for reject, none for quarantine. Those that follow RFC 7489 don't know t and apply it in full, and no Japanese carrier says what it does.",
		JA: "RFC 9989 に従う受信側は、reject を quarantine、quarantine を none として扱います。RFC 7489 に従う受信側は t を知らず、ポリシーをそのまま適用します。国内の携帯電話事業者の扱いは公表されていません。",
	},
	Fix: i18n.Text{
		EN: "Take t=y out once the reports show that all of your mail passes. Until then, a milder policy is understood by everybody.",
		JA: "自分のメールがすべて pass になるとレポートで確かめたら、t=y を外してください。それまでは、ポリシー自体を弱くするとどの受信側にも伝わります。",
	},
	Bad:      `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=reject; t=y"`,
	Good:     `_dmarc.shop.example.jp.  TXT "v=DMARC1; p=reject"`,
	Source:   "RFC 9989 §4.7",
	Severity: Info,
	Run: func(p *Pass) {
		r := p.DMARC.Record
		asks := slices.ContainsFunc([]dmarc.Policy{r.Policy, r.Subdomain, r.Nonexistent}, func(policy dmarc.Policy) bool {
			return policy != "" && policy != dmarc.PolicyNone
		})
		if tag, ok := r.Tag("t"); ok && r.Testing && asks {
			p.reportDMARC(p.DMARC.Domain, tagPlace(r, tag), policyTested.Format(p.DMARC.Domain))
		}
	},
}

var policyTested = i18n.Text{
	EN: "the policy of %s has t=y, with which some receivers apply a milder one",
	JA: "%s のポリシーに t=y があり、受信側によってはより弱いポリシーとして扱われます",
}
