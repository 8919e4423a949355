package rules

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

var treeLookupsOver = &Analyzer{
	ID: "SPF040",
	Title: i18n.Text{
		EN: "the record costs more than 10 DNS lookups",
		JA: "DNS を引く項が上限の 10 個を超えています",
	},
	Doc: i18n.Text{
		EN: "The eleventh is a permerror. docomo doesn't deliver such mail, and au presumably drops it.",
		JA: "11 個目で permerror になります。ドコモには届かず、au でも破棄されると考えられます。",
	},
	Fix: i18n.Text{
		EN: "Remove includes of services that no longer send for the domain, replace a and mx by ip4, or send through a service with a subdomain of its own, in the header From too.",
		JA: "使っていないサービスの include を外す、a や mx を ip4 に置き換える、ヘッダー From も含めてサービスごとにサブドメインを分ける、などで減らしてください。",
	},
	Bad: `shop.example.jp.      TXT "v=spf1 a mx include:a.example.jp include:b.example.jp -all"
a.example.jp.         TXT "v=spf1 a:a1.example.jp a:a2.example.jp a:a3.example.jp -all"
b.example.jp.         TXT "v=spf1 a:b1.example.jp a:b2.example.jp a:b3.example.jp a:b4.example.jp -all"`,
	Good: `shop.example.jp.      TXT "v=spf1 ip4:203.0.113.10 include:a.example.jp include:b.example.jp -all"
a.example.jp.         TXT "v=spf1 ip4:192.0.2.0/28 -all"
b.example.jp.         TXT "v=spf1 a:b1.example.jp a:b2.example.jp a:b3.example.jp a:b4.example.jp -all"`,
	Source:   "RFC 7208 §4.6.4",
	Severity: Error,
	Run: func(p *Pass) {
		if p.SPF == nil || p.SPF.Cost().Lookups <= record.MaxLookups {
			return
		}
		root, total := p.SPF.Root.Domain, p.SPF.Cost().Lookups
		s, ok := p.costliest()
		if !ok {
			p.report(root, place{}, lookupsOver.Format(root, total, record.MaxLookups))
			return
		}
		p.report(s.Node.Domain, termPlace(s.Node, s.Term()),
			lookupsOverMost.Format(root, total, record.MaxLookups, s.Term().Text, s.Subtree.Lookups))
	},
}

var (
	lookupsOver = i18n.Text{
		EN: "%s costs %d lookups on the worst path, more than %d",
		JA: "%s は最も長い経路で DNS を引く項が %d 個あり、上限の %d 個を超えています",
	}
	lookupsOverMost = i18n.Text{
		EN: "%s costs %d lookups on the worst path, more than %d; %.60q costs most, %d of them",
		JA: "%s は最も長い経路で DNS を引く項が %d 個あり、上限の %d 個を超えています。最も多いのは %.60q の %d 個です",
	}
)

// nearLookups is the number of lookups from which a record is near the limit.
const nearLookups = record.MaxLookups - 1

var treeLookupsNear = &Analyzer{
	ID: "SPF041",
	Title: i18n.Text{
		EN: "the record costs 9 or 10 of the 10 DNS lookups",
		JA: "DNS を引く項が上限の 10 個に達しているか、残り 1 個です",
	},
	Doc: i18n.Text{
		EN: "One more include anywhere breaks it, also one that a service adds to its own record without telling anybody.",
		JA: "サービス側が自分のレコードに予告なく include を足しただけでも permerror になります。",
	},
	Fix: i18n.Text{
		EN: "Make room before it is needed: remove what no longer sends, replace a and mx by ip4.",
		JA: "使っていない include を外す、a や mx を ip4 に置き換えるなどして、余裕を作ってください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 a mx include:mailgun.org include:sendgrid.net -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 include:mailgun.org include:sendgrid.net -all"`,
	Source:   "RFC 7208 §4.6.4",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.SPF == nil {
			return
		}
		c, root := p.SPF.Cost(), p.SPF.Root.Domain
		if c.Lookups < nearLookups || c.OverLookups() {
			return
		}
		message := lookupsNear
		if c.Headroom() == 0 {
			message = lookupsFull
		}
		p.report(root, place{}, message.Format(root, c.Lookups, record.MaxLookups, c.Headroom()))
	},
}

var (
	lookupsNear = i18n.Text{
		EN: "%s costs %d of %d lookups on the worst path, headroom %d: one more include with a lookup inside breaks it",
		JA: "%s は最も長い経路で DNS を引く項が %d 個（上限 %d）、余裕は %d 個です。DNS を引く include がもう 1 つ増えると permerror になります",
	}
	lookupsFull = i18n.Text{
		EN: "%s costs %d of %d lookups on the worst path, headroom %d: one more include anywhere breaks it",
		JA: "%s は最も長い経路で DNS を引く項が %d 個（上限 %d）、余裕は %d 個です。どこかで include が 1 つ増えるだけで permerror になります",
	}
)
