package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var treeDNSFailed = &Analyzer{
	ID: "SPF046",
	Title: i18n.Text{
		EN: "DNS gives no answer",
		JA: "DNS の応答が得られません",
	},
	Doc: i18n.Text{
		EN: "This is an error of DNS and no fault of the record: what it says can't be told now. Receivers come to a temperror and most try again later; some judge otherwise at once.",
		JA: "レコードの誤りではなく DNS の障害で、いまは内容を判断できません。受信側の結果は temperror になり、多くは後で再試行しますが、すぐに別の判定をする実装もあります。",
	},
	Fix: i18n.Text{
		EN: "Try again. If it stays, tell whoever runs the name servers of that domain.",
		JA: "時間をおいて再度お試しください。続く場合は、そのドメインのネームサーバーの管理者に連絡してください。",
	},
	Bad:       `shop.example.jp.  TXT "v=spf1 include:servfail.example -all"  ; whose servers answer SERVFAIL`,
	Good:      `shop.example.jp.  TXT "v=spf1 include:amazonses.com -all"`,
	Source:    "RFC 7208 §2.6.6, §4.4",
	Severity:  Info,
	DNSFailed: true,
	Run: func(p *Pass) {
		if p.SPF != nil && p.SPF.Root.Problem == tree.DNSFailed {
			p.reportRootFailed(p.SPF.Root)
			return
		}
		for s := range p.reached() {
			if err := termFailure(s.Term()); err != nil && !resolve.Truncated(err) {
				p.reportTerm(s.Node, s.Term(), termFailed, resolve.CauseText(err))
			}
		}
		p.reportAroundFailed()
	},
}

var (
	rootFailed = i18n.Text{
		EN: "whether %s has an SPF record can't be told: %s",
		JA: "%s に SPF レコードがあるかどうか確認できません: %s",
	}
	termFailed = i18n.Text{
		EN: "%.60q of %s can't be looked up: %s",
		JA: "%.60q（%s）の DNS を引けません: %s",
	}
	aroundFailed = i18n.Text{
		EN: "whether %s has %s can't be told, since DNS gives no answer",
		JA: "DNS の応答がないため、%s に %s があるかどうか確認できません",
	}
)

// reportRootFailed notes that nothing is known of the record. An answer that was
// cut is [aroundTooLarge]'s to report.
func (p *Pass) reportRootFailed(n *tree.Node) {
	if !resolve.Truncated(n.Err) {
		p.report(n.Domain, place{}, rootFailed.Format(n.Domain, resolve.CauseText(n.Err)))
	}
}

// termFailure is why DNS gave no answer for the term; nil where it did.
func termFailure(t *tree.Term) error {
	if t.Child != nil && t.Child.Problem == tree.DNSFailed {
		return t.Child.Err
	}
	for _, f := range tree.Families {
		if q, failed := t.Failed(f); failed {
			return q.Err
		}
	}
	return nil
}

// reportAroundFailed notes what isn't known of the domain itself.
func (p *Pass) reportAroundFailed() {
	if p.Around == nil {
		return
	}
	for _, about := range []struct {
		existence dmarc.Existence
		what      i18n.Text
	}{
		{p.Around.Address, i18n.Text{EN: "an A record", JA: " A レコード"}},
		{p.Around.MX, i18n.Text{EN: "an MX record", JA: " MX レコード"}},
	} {
		if about.existence == dmarc.ExistsUnknown {
			p.report(p.Around.Domain, place{}, aroundFailed.Format(p.Around.Domain, about.what))
		}
	}
}
