package rules

import (
	"fmt"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var treeVoidsOver = &Analyzer{
	ID: "SPF042",
	Title: i18n.Text{
		EN: "the record causes more than 2 void lookups",
		JA: "何も見つからない DNS 検索（void lookup）が上限の 2 回を超えています",
	},
	Doc: i18n.Text{
		EN: "The third lookup that finds nothing is a permerror for every client that gets there. Only the families from which the record lets mail pass are counted.",
		JA: "3 回目の void lookup に達した送信元はすべて permerror になります。レコードが許可している側（IPv4、IPv6）だけを数えています。",
	},
	Fix: i18n.Text{
		EN: "Remove the terms whose names are gone, or publish the names again.",
		JA: "名前がなくなった項を外すか、その名前のレコードを公開し直してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 a:old1.example.jp a:old2.example.jp a:old3.example.jp ip4:203.0.113.10 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.6.4",
	Severity: Error,
	Run: func(p *Pass) {
		if p.SPF == nil {
			return
		}
		c, root := p.SPF.Cost(), p.SPF.Root.Domain
		if !c.OverVoids(tree.IPv4) && !c.OverVoids(tree.IPv6) {
			return
		}
		for _, f := range p.families() {
			if !c.OverVoids(f) {
				continue
			}
			var names []string
			for _, v := range p.SPF.Voids(f) {
				names = append(names, fmt.Sprintf("%.60q %s", v.Question.Name, v.Question.Type))
			}
			p.report(root, place{}, voidsOver.Format(root, c.Voids(f), f, record.MaxVoids, list(names)))
		}
	},
}

var voidsOver = i18n.Text{
	EN: "%s causes %d void lookups for the worst %s client, more than %d: %s",
	JA: "%s は最も悪い場合に void lookup が %d 回起きます（%s の送信元、上限 %d 回）: %s",
}

var treeVoid = &Analyzer{
	ID: "SPF043",
	Title: i18n.Text{
		EN: "a lookup finds nothing (void lookup)",
		JA: "何も見つからない DNS 検索（void lookup）があります",
	},
	Doc: i18n.Text{
		EN: "Only 2 are allowed for one client, so the next name that disappears may break the record.",
		JA: "1 つの送信元につき 2 回までしか許されないため、次に名前が消えたときに permerror になるおそれがあります。",
	},
	Fix: i18n.Text{
		EN: "Remove the term, or publish the record that it asks for. In place of an a term for a host of one family, ip4 or ip6 costs nothing.",
		JA: "項を外すか、問い合わせ先のレコードを公開してください。IPv4、IPv6 の片方しかないホストの a は、ip4 や ip6 に置き換えれば検索が起きません。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 a:out.example.jp ip6:2001:db8::/48 -all"
out.example.jp.   A 203.0.113.10`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 ip6:2001:db8::/48 -all"`,
	Source:   "RFC 7208 §4.6.4",
	Severity: Warning,
	Run: func(p *Pass) {
		if _, found := first(p.reached(), voidForSome); !found {
			return
		}
		families := p.families()
		for s := range p.reached() {
			if voidForSome(s.Term()) {
				p.reportVoid(s, families)
			}
		}
	},
}

// voidForSome reports whether the term is a void lookup for somebody. What resolves
// to nothing at all is [treeNothing]'s to report.
func voidForSome(t *tree.Term) bool {
	_, void4 := t.Void(tree.IPv4)
	_, void6 := t.Void(tree.IPv6)
	return (void4 || void6) && !resolvesToNothing(t)
}

// reportVoid notes the void lookup of a term once, though it may be one for both
// families.
func (p *Pass) reportVoid(s tree.Step, families []tree.Family) {
	for _, f := range families {
		if q, void := s.Term().Void(f); void {
			p.reportTerm(s.Node, s.Term(), voidLookup, string(q.Type), q.Name)
			return
		}
	}
}

var voidLookup = i18n.Text{
	EN: "%.60q of %s is a void lookup: %.60[4]q has no %[3]s record",
	JA: "%.60[1]q（%[2]s）は void lookup です。%.60[4]q に %[3]s レコードがありません",
}

var treeNothing = &Analyzer{
	ID: "SPF044",
	Title: i18n.Text{
		EN: "a or mx resolves to nothing",
		JA: "a または mx のアドレスが見つかりません",
	},
	Doc: i18n.Text{
		EN: "The term never matches, so mail from the host that was meant doesn't pass; it may count as a void lookup, of which 2 are allowed.",
		JA: "この項はどの送信元とも一致しないため、想定したホストからのメールは pass になりません。2 回までの void lookup を使うこともあります。",
	},
	Fix: i18n.Text{
		EN: "Correct the name, publish its addresses, or remove the term.",
		JA: "名前を直すか、アドレスのレコードを公開するか、項を外してください。",
	},
	Bad: `shop.example.jp.  TXT "v=spf1 a:mial.example.jp -all"
mail.example.jp.  A 203.0.113.10`,
	Good: `shop.example.jp.  TXT "v=spf1 a:mail.example.jp -all"
mail.example.jp.  A 203.0.113.10`,
	Source:   "RFC 7208 §5.3, §5.4",
	Severity: Warning,
	Run: func(p *Pass) {
		for s := range p.reached() {
			if t := s.Term(); resolvesToNothing(t) {
				p.reportTerm(s.Node, t, nothingText(t), t.Target)
			}
		}
	},
}

// resolvesToNothing reports whether the term is an a or mx of which it is known
// that no address belongs to it.
func resolvesToNothing(t *tree.Term) bool {
	_, failed4 := t.Failed(tree.IPv4)
	_, failed6 := t.Failed(tree.IPv6)
	return (t.Name == "a" || t.Name == "mx") && !t.Modifier && len(t.Questions) > 0 && !t.NotLoaded &&
		len(t.Networks) == 0 && !failed4 && !failed6 && !t.TooManyHosts()
}

// nothingText says why nothing belongs to the term.
func nothingText(t *tree.Term) i18n.Text {
	switch {
	case t.Name == "a":
		return noAddress
	case len(t.Hosts) == 0:
		return noMX
	case len(t.Hosts) == 1 && t.Hosts[0].Name == ".": // RFC 7505
		return nullMX
	default:
		return noMXAddress
	}
}

var (
	noAddress = i18n.Text{
		EN: "%.60q of %s matches nobody: %.60q has neither an A nor an AAAA record",
		JA: "%.60q（%s）は何とも一致しません。%.60q に A レコードも AAAA レコードもありません",
	}
	noMX = i18n.Text{
		EN: "%.60q of %s matches nobody: %.60q has no MX record",
		JA: "%.60q（%s）は何とも一致しません。%.60q に MX レコードがありません",
	}
	nullMX = i18n.Text{
		EN: "%.60q of %s matches nobody: %.60q has a null MX, which says that it takes no mail",
		JA: "%.60q（%s）は何とも一致しません。%.60q は、メールを受け取らないことを示す null MX を公開しています",
	}
	noMXAddress = i18n.Text{
		EN: "%.60q of %s matches nobody: none of the MX hosts of %.60q has an address",
		JA: "%.60q（%s）は何とも一致しません。%.60q の MX ホストのどれにもアドレスがありません",
	}
)
