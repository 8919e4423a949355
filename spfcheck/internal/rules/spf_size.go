package rules

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// What an answer may come to.
const (
	safeText   = 450  // the name and all its TXT records: with as much, an answer fits (RFC 7208 §3.4)
	maxUDP     = 512  // an answer over UDP without EDNS (RFC 1035 §2.3.4)
	commonEDNS = 1232 // what resolvers mostly take over UDP (https://www.dnsflagday.net/2020/)
)

var fewerTexts = i18n.Text{
	EN: "Remove TXT records and terms that nobody needs any more, or move ranges into an include of your own.",
	JA: "不要な TXT レコードや項を削除するか、アドレスの範囲を自分の別の名前に移して include してください。",
}

var spfLarge = &Analyzer{
	ID: "SPF026",
	Title: i18n.Text{
		EN: "the TXT records of the name come to more than 450 bytes",
		JA: "ドメインの TXT レコードが合計 450 バイトを超えています",
	},
	Doc: i18n.Text{
		EN: "All TXT records of a name come in one answer. Up to 512 bytes it fits into UDP everywhere; above that, receivers need EDNS or TCP, which most have and some firewalls block.",
		JA: "TXT レコードは 1 つの応答にまとめて返されます。512 バイトまでは必ず UDP に収まります。超えると EDNS か TCP が必要で、多くの受信側は対応していますが、ファイアウォールが止めることもあります。",
	},
	Fix: fewerTexts,
	Bad: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 ip4:203.0.113.12 … -all"  ; 500 bytes`,
	Good: `shop.example.jp.       TXT "v=spf1 include:_spf.shop.example.jp -all"
_spf.shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 ip4:203.0.113.12 … -all"`,
	Source:   "RFC 7208 §3.4",
	Severity: Info,
	Run: func(p *Pass) {
		for _, n := range p.ownRecords() {
			if s := sizeOf(n); s.text > safeText && s.answer <= commonEDNS {
				message := largeAnswer
				if s.answer <= maxUDP {
					message = nearlyLarge
				}
				p.reportSize(n, s, maxUDP, message)
			}
		}
	},
}

var spfHuge = &Analyzer{
	ID: "SPF027",
	Title: i18n.Text{
		EN: "the TXT answer needs TCP at most receivers",
		JA: "TXT の応答が大きく、多くの受信側で TCP が必要です",
	},
	Doc: i18n.Text{
		EN: "Resolvers mostly take up to 1232 bytes over UDP, so that this answer has to be asked for again over TCP. Where that is blocked, SPF is a temperror and the mail can be lost.",
		JA: "多くのリゾルバーが UDP で受け取るのは 1232 バイトまでで、この応答は TCP で問い合わせ直されます。TCP が通らない受信側では temperror になり、メールが届かないことがあります。",
	},
	Fix: fewerTexts,
	Bad: `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 ip4:203.0.113.12 … -all"  ; 3,000 bytes`,
	Good: `shop.example.jp.       TXT "v=spf1 include:_a.shop.example.jp include:_b.shop.example.jp -all"
_a.shop.example.jp.    TXT "v=spf1 ip4:203.0.113.10 … -all"
_b.shop.example.jp.    TXT "v=spf1 ip4:203.0.113.80 … -all"`,
	Source:   "RFC 7208 §3.4, RFC 7766 §1",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, n := range p.ownRecords() {
			if s := sizeOf(n); s.answer > commonEDNS {
				p.reportSize(n, s, commonEDNS, hugeAnswer)
			}
		}
	},
}

var (
	largeAnswer = i18n.Text{
		EN: "the TXT answer for %s comes to %d bytes, and %d fit into UDP everywhere (SPF record %d, other TXT records %d)",
		JA: "%s の TXT の応答は %d バイトです。どこでも UDP に収まるのは %d バイトまでです（SPF レコード %d、ほかの TXT レコード %d）",
	}
	nearlyLarge = i18n.Text{
		EN: "the TXT answer for %s comes to %d bytes, close to the %d that fit into UDP everywhere: another record or term takes it above that (SPF record %d, other TXT records %d)",
		JA: "%s の TXT の応答は %d バイトで、どこでも UDP に収まる %d バイトに近い大きさです。レコードや項を足すと超えます（SPF レコード %d、ほかの TXT レコード %d）",
	}
	hugeAnswer = i18n.Text{
		EN: "the TXT answer for %s comes to %d bytes, and resolvers mostly take %d over UDP (SPF record %d, other TXT records %d)",
		JA: "%s の TXT の応答は %d バイトです。多くのリゾルバーが UDP で受け取るのは %d バイトまでです（SPF レコード %d、ほかの TXT レコード %d）",
	}
)

// size is what the TXT records of a name come to, in bytes.
type size struct {
	spf, others int // the texts of the SPF records, and of others
	text        int // all of them, and the name
	answer      int // the whole answer, with names compressed and without EDNS
}

// sizeOf adds up the TXT records of a domain (RFC 1035 §4.1, §3.3.14).
func sizeOf(n *tree.Node) size {
	const (
		header = 12
		fixed  = 4  // type and class of the question
		each   = 12 // of a record: pointer to the name, type, class, TTL, length
	)
	s := size{text: len(n.Domain), answer: header + len(n.Domain) + 2 + fixed}
	for _, strs := range n.Texts {
		text := strings.Join(strs, "")
		if record.IsSPF(text) {
			s.spf += len(text)
		} else {
			s.others += len(text)
		}
		s.text += len(text)
		s.answer += each + len(text) + len(strs)
	}
	return s
}

func (p *Pass) reportSize(n *tree.Node, s size, limit int, message i18n.Text) {
	p.report(n.Domain, place{}, message.Format(n.Domain, s.answer, limit, s.spf, s.others))
}

// ownRecords gives the domains of the organization that have an SPF record: others
// answer for theirs.
func (p *Pass) ownRecords() []*tree.Node {
	var own []*tree.Node
	for _, n := range p.records() {
		if len(n.Records) > 0 && p.own(n.Domain) {
			own = append(own, n)
		}
	}
	return own
}
