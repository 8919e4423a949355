package rules

import (
	"math/big"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfTooWide = &Analyzer{
	ID: "SPF011",
	Title: i18n.Text{
		EN: "the record authorises a large part of the Internet",
		JA: "インターネットの広い範囲を送信元として許可しています",
	},
	Doc: i18n.Text{
		EN: "Anybody with a host in these ranges can send for the domain, and forged mail passes SPF and DMARC.",
		JA: "この範囲にホストを持つ人は誰でもこのドメインを名乗って送信でき、なりすましメールの SPF と DMARC が pass になります。",
	},
	Fix: i18n.Text{
		EN: "Name only the addresses that send for the domain; look for a prefix length that is too short.",
		JA: "実際に送信するアドレスだけを書いてください。短すぎるプレフィックス長がないか確かめてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10/2 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10/32 -all"`,
	Source:   "RFC 7208 §11.4",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.SPF == nil || p.passesAll() { // which has a rule of its own
			return
		}
		domain := p.SPF.Root.Domain
		for _, limit := range widest {
			if n := p.SPF.Authorised(limit.family).Count(); n.Cmp(limit.most) > 0 {
				p.report(domain, place{}, tooWide.Format(domain, i18n.Thousands(n.String()), limit.family.String(), limit.prefix))
			}
		}
	},
}

// widest is how many addresses a record may authorise before it is too wide. No
// sending service has as many.
var widest = []struct {
	family tree.Family
	prefix string
	most   *big.Int
}{
	{tree.IPv4, "/8", new(big.Int).Lsh(big.NewInt(1), 32-8)},
	{tree.IPv6, "/16", new(big.Int).Lsh(big.NewInt(1), 128-16)},
}

var tooWide = i18n.Text{
	EN: "%s authorises %s %s addresses, more than a %s",
	JA: "%s は %[3]s アドレスを %[2]s 個許可しており、%[4]s より広い範囲です",
}

var spfHostBits = &Analyzer{
	ID: "SPF018",
	Title: i18n.Text{
		EN: "a range has host bits set",
		JA: "アドレス範囲のホスト部が 0 ではありません",
	},
	Doc: i18n.Text{
		EN: "Receivers take the whole range and ignore the host bits, which may be more than was meant.",
		JA: "受信側はホスト部を無視して範囲全体を許可します。意図より広いおそれがあります。",
	},
	Fix: i18n.Text{
		EN: "Write the first address of the range, or leave the prefix length out if one address was meant.",
		JA: "範囲の先頭アドレスを書くか、1 アドレスだけのつもりならプレフィックス長を外してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10/24 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §5.6",
	Severity: Info,
	Run: func(p *Pass) {
		for n, t := range p.directives() {
			if t.Prefix.IsValid() && t.Prefix != t.Network() {
				p.reportTerm(n, t, hostBits, t.Network().String())
			}
		}
	},
}

var hostBits = i18n.Text{
	EN: "%.60q of %s stands for all of %s",
	JA: "%[2]s の %.60[1]q は %[3]s 全体を表します",
}

var spfSpecialRange = &Analyzer{
	ID: "SPF017",
	Title: i18n.Text{
		EN: "the record authorises addresses that no mail comes from",
		JA: "メールの送信元になり得ないアドレスを許可しています",
	},
	Doc: i18n.Text{
		EN: "Private, reserved and documentation ranges aren't seen on the Internet, so the term matches no client; the sender that was meant isn't authorised.",
		JA: "プライベート、予約済み、文書用のアドレスはインターネット上に現れないため、どの送信元アドレスにも一致しません。本来の送信元は許可されていません。",
	},
	Fix: i18n.Text{
		EN: "Write the public address that receivers see, or remove the term.",
		JA: "受信側から見えるグローバルアドレスを書くか、その項を削除してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:192.168.1.10 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 mx -all"`,
	Source:   "RFC 6890 §2.2",
	Severity: Warning,
	Run: func(p *Pass) {
		for n, t := range p.directives() {
			if t.Qualifier != record.Pass {
				continue
			}
			for _, network := range t.Networks {
				if s := plan.FindSpecial(network); s != nil {
					p.reportTerm(n, t, specialRange, network.String(), s.Name, s.Source)
					break
				}
			}
		}
	},
}

var specialRange = i18n.Text{
	EN: "%.60q of %s authorises %s, which is %s (%s)",
	JA: "%[2]s の %.60[1]q が許可する %[3]s は %[4]s です（%[5]s）",
}

var spfOnlyIPv6 = &Analyzer{
	ID: "SPF023",
	Title: i18n.Text{
		EN: "only IPv6 addresses are authorised",
		JA: "IPv6 アドレスしか許可していません",
	},
	Doc: i18n.Text{
		EN: "au asks for IPv4 addresses in SPF records; mail to au is not expected to pass with IPv6 alone.",
		JA: "au は SPF レコードに IPv4 アドレスを書くよう求めています。IPv6 だけでは au では pass にならないと考えられます。",
	},
	Fix: i18n.Text{
		EN: "Send to au from an IPv4 address, and name it with ip4.",
		JA: "au 宛ては IPv4 アドレスから送信し、そのアドレスを ip4 で書いてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip6:2001:db8:25::/48 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 ip6:2001:db8:25::/48 -all"`,
	Source:   auOnSPF,
	Severity: Warning,
	Run: func(p *Pass) {
		if p.SPF == nil || p.SPF.Root.Problem != "" || len(p.SPF.Gaps()) > 0 {
			return
		}
		v4, v6 := p.SPF.Authorised(tree.IPv4).Count(), p.SPF.Authorised(tree.IPv6).Count()
		if v4.Sign() == 0 && v6.Sign() > 0 {
			p.report(p.SPF.Root.Domain, place{record: p.SPF.Root.Records[0].Text}, onlyIPv6.Format(p.SPF.Root.Domain))
		}
	},
}

var onlyIPv6 = i18n.Text{
	EN: "%s authorises IPv6 addresses and none of IPv4",
	JA: "%s は IPv6 アドレスだけを許可し、IPv4 アドレスを許可していません",
}
