package rules

import (
	"net/netip"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfDuplicate = &Analyzer{
	ID: "SPF014",
	Title: i18n.Text{
		EN: "a term stands in the record twice",
		JA: "同じ項が 2 回書かれています",
	},
	Doc: i18n.Text{
		EN: "The second one never matches; if it asks DNS, it costs a lookup nevertheless.",
		JA: "2 回目の項が一致することはありません。DNS を引く項なら、その分も検索回数に数えられます。",
	},
	Fix: i18n.Text{
		EN: "Remove one of them.",
		JA: "どちらか一方を削除してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 mx ip4:203.0.113.10 mx -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 mx ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.6.2",
	Severity: Info,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			seen := map[meaning]*tree.Term{}
			for i := range n.Terms {
				t := &n.Terms[i]
				if !isDirective(t) {
					continue
				}
				m := meaningOf(n, t)
				if first := seen[m]; first != nil {
					p.reportTerm(n, t, duplicate, first.Text)
					continue
				}
				seen[m] = t
			}
		}
	},
}

var duplicate = i18n.Text{
	EN: "%.60q of %s repeats %.60q",
	JA: "%[2]s の %.60[1]q は、先に書かれた %.60[3]q と同じです",
}

// meaning is what a directive matches, without its qualifier: two that are equal
// match the same clients.
type meaning struct {
	name         string
	domain       string
	network      netip.Prefix
	bits4, bits6 int
}

func meaningOf(n *tree.Node, t *tree.Term) meaning {
	domain := strings.ToLower(strings.TrimSuffix(t.Domain.String(), "."))
	if domain == "" && !t.Prefix.IsValid() {
		domain = n.Domain
	}
	return meaning{t.Name, domain, t.Network(), t.Bits4, t.Bits6}
}

var spfCovered = &Analyzer{
	ID: "SPF015",
	Title: i18n.Text{
		EN: "a range lies within another one of the record",
		JA: "アドレス範囲が、同じレコードの別の範囲に含まれています",
	},
	Doc: i18n.Text{
		EN: "The term changes nothing and makes the record longer.",
		JA: "この項があってもなくても結果は変わらず、レコードが長くなるだけです。",
	},
	Fix: i18n.Text{
		EN: "Remove the narrow one, or the wide one if it is too wide.",
		JA: "狭い方を削除してください。広い方が広すぎるなら、そちらを削除します。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.0/24 ip4:203.0.113.10 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.0/24 -all"`,
	Source:   "RFC 7208 §5.6",
	Severity: Info,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			ranges := rangesOf(n)
			for i := range n.Terms {
				if t := &n.Terms[i]; isDirective(t) && t.Prefix.IsValid() {
					if wide := ranges.around(t); wide != nil {
						p.reportTerm(n, t, covered, wide.Text)
					}
				}
			}
		}
	},
}

var covered = i18n.Text{
	EN: "%.60q of %s lies within %.60q",
	JA: "%[2]s の %.60[1]q は %.60[3]q に含まれています",
}

// ranges are the first ip4 and ip6 terms of a record for each network.
type ranges map[netip.Prefix]*tree.Term

func rangesOf(n *tree.Node) ranges {
	r := ranges{}
	for i := range n.Terms {
		t := &n.Terms[i]
		if network := t.Network(); isDirective(t) && network.IsValid() && r[network] == nil {
			r[network] = t
		}
	}
	return r
}

// around gives the term with a range around that of t which leaves t nothing to
// do: it stands before t, or it comes later and means the same. A narrow term
// before a wide one of another qualifier is an exception, and on purpose.
func (r ranges) around(t *tree.Term) *tree.Term {
	network, exception := t.Network(), false
	var later *tree.Term
	for bits := range network.Bits() {
		wide := r[netip.PrefixFrom(network.Addr(), bits).Masked()]
		switch {
		case wide == nil:
		case wide.Offset < t.Offset:
			return wide
		case wide.Qualifier != t.Qualifier:
			exception = true
		case later == nil:
			later = wide
		}
	}
	if exception {
		return nil
	}
	return later
}
