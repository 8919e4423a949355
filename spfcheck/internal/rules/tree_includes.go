package rules

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

var treeAuthorisesNobody = &Analyzer{
	ID: "SPF053",
	Title: i18n.Text{
		EN: "include of a record that authorises nobody",
		JA: "どのアドレスも許可しないレコードを include しています",
	},
	Doc: i18n.Text{
		EN: "The include costs a lookup and never matches: no mail passes because of it.",
		JA: "DNS を引く項を 1 つ使うだけで、一致することがありません。この include で pass になるメールはありません。",
	},
	Fix: i18n.Text{
		EN: "Take the include out. If mail is sent through that service, ask it what to authorise, or send through another one.",
		JA: "この include を外してください。そのサービスからメールを送っている場合は、許可すべきアドレスを提供元に確認するか、ほかの配信サービスから送信してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include:shops.shopify.com include:amazonses.com ~all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com ~all"`,
	Source:   "RFC 7208 §5.2",
	Severity: Warning,
	Run: func(p *Pass) {
		for s := range p.ownIncludes() {
			if child := s.Term().Child; child != nil && child.Problem == "" && !s.Term().Loop && child.AuthorisesNobody() {
				p.report(s.Node.Domain, termPlace(s.Node, s.Term()),
					authorisesNobody.Format(s.Term().Text, s.Node.Domain, child.Domain, child.Records[0].Text))
			}
		}
	},
}

var treePerAddress = &Analyzer{
	ID: "SPF054",
	Title: i18n.Text{
		EN: "include that asks DNS for each address",
		JA: "アドレスごとに DNS へ問い合わせる include があります",
	},
	Doc: i18n.Text{
		EN: "Whom it lets pass can't be listed or counted beforehand: no range is known, and only a check of a single address tells.",
		JA: "許可するアドレスの範囲を事前に一覧にしたり数えたりできません。個々のアドレスを確認してはじめて分かります。",
	},
	Fix: i18n.Text{
		EN: "Nothing needs to be done if the service gives it so; check the sending address of a test mail.",
		JA: "サービスが指定する書き方であれば対応は不要です。テストメールの送信元アドレスで確認してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include:_spf.salesforce.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com -all"`,
	Source:   "RFC 7208 §5.7, §7.2",
	Severity: Info,
	Run: func(p *Pass) {
		for s := range p.ownIncludes() {
			if child := s.Term().Child; child != nil && p.own(child.Domain) {
				continue // its includes are among these
			}
			if open := perAddress(s.Term(), map[*tree.Node]bool{}); open != nil {
				p.report(s.Node.Domain, termPlace(s.Node, s.Term()), notListed.Format(s.Term().Text, s.Node.Domain, open.Text))
			}
		}
	},
}

// perAddress gives the first term, of this one and those of the records that it
// leads to, whose name depends on the single address.
func perAddress(t *tree.Term, seen map[*tree.Node]bool) *tree.Term {
	switch {
	case t.Skipped || t.Name == "exp" || t.Name == "ptr": // ptr is SPF013
		return nil
	case t.PerAddress:
		return t
	case t.Child == nil || seen[t.Child]:
		return nil
	}
	seen[t.Child] = true
	for i := range t.Child.Terms {
		if found := perAddress(&t.Child.Terms[i], seen); found != nil {
			return found
		}
	}
	return nil
}

var treeObsolete = &Analyzer{
	ID: "SPF055",
	Title: i18n.Text{
		EN: "include of a name that the service has replaced",
		JA: "サービスが別の名前に替えた include です",
	},
	Doc: i18n.Text{
		EN: "The service sends from what its present name has; the old one may lack addresses, and is a permerror once it is gone.",
		JA: "現在の送信元は新しい名前にあります。古い名前は送信元を含まないことがあり、なくなれば permerror になります。",
	},
	Fix: i18n.Text{
		EN: "Put the present name in its place.",
		JA: "現在の名前に置き換えてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include:spf.sendinblue.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:spf.brevo.com -all"`,
	Source:   "RFC 7208 §5.2",
	Severity: Warning,
	Run: func(p *Pass) {
		for s := range p.ownIncludes() {
			if m := senders.ByInclude(s.Term().Target); m.Standing == senders.Former {
				p.report(s.Node.Domain, termPlace(s.Node, s.Term()),
					formerName.Format(s.Term().Text, s.Node.Domain, m.Preset.Name, strings.Join(m.Preset.Terms, " ")))
			}
		}
	},
}

var (
	authorisesNobody = i18n.Text{
		EN: "%.60q of %s authorises nobody: the record of %.60s is %.60q",
		JA: "%.60q（%s）が許可するアドレスはありません。%.60s のレコードは %.60q です",
	}
	notListed = i18n.Text{
		EN: "%.60q of %s asks DNS for each address (%.60q): its ranges can't be counted",
		JA: "%.60q（%s）は、アドレスごとに DNS へ問い合わせるため（%.60q）、許可する範囲を数えられません",
	}
	formerName = i18n.Text{
		EN: "%.60q of %s is what %s had before; now it is %s",
		JA: "%.60q（%s）は、%s の以前の名前です。現在は %s です",
	}
)
