package rules

import (
	"iter"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var treeReceiversDiffer = &Analyzer{
	ID: "SPF052",
	Title: i18n.Text{
		EN: "receivers differ on the record because of its lookups",
		JA: "DNS を引く回数の数え方の違いで、受信側によって結果が変わるレコードです",
	},
	Doc: i18n.Text{
		EN: "Seven evaluators were tried on such records and didn't agree, so a test with one receiver proves nothing about the others.",
		JA: "7 つの実装で試したところ結果が分かれました。ある受信側で問題がなくても、ほかの受信側で同じ結果になるとは限りません。",
	},
	Fix: i18n.Text{
		EN: "Keep away from the limits: 10 lookups, 2 void lookups, 10 MX hosts.",
		JA: "上限（DNS を引く項 10 個、void lookup 2 回、MX ホスト 10 個）から離れた構成にしてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 a:old1.example.jp a:old2.example.jp a:old3.example.jp ip4:203.0.113.10 -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §4.6.4",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.SPF == nil {
			return
		}
		for _, d := range divergences {
			if s, ok := d.find(p); ok {
				p.reportTerm(s.Node, s.Term(), d.message)
			}
		}
	},
}

// divergence is something on which evaluators were seen to differ, with the
// result that RFC 7208 asks for and those who say otherwise. Claimed is only what
// was tried.
type divergence struct {
	message i18n.Text
	find    func(p *Pass) (tree.Step, bool) // the first term at which they part
}

var divergences = []divergence{
	{
		message: i18n.Text{
			EN: "%.60q of %s is the tenth lookup: a match there counts by RFC 7208, and is a permerror for wttw/spf",
			JA: "%.60q（%s）は DNS を引く 10 個目の項です。ここで一致すれば RFC 7208 では有効ですが、wttw/spf は permerror にします",
		},
		find: func(p *Pass) (tree.Step, bool) { return p.includeAt(record.MaxLookups) },
	},
	{
		message: i18n.Text{
			EN: "%.60q of %s is the eleventh lookup: permerror by RFC 7208, and libspf2 lets it match",
			JA: "%.60q（%s）は DNS を引く 11 個目の項です。RFC 7208 では permerror ですが、libspf2 は一致とみなします",
		},
		find: func(p *Pass) (tree.Step, bool) { return p.includeAt(record.MaxLookups + 1) },
	},
	{
		message: i18n.Text{
			EN: "%.60q of %s is the third void lookup: permerror by RFC 7208, and libspf2 goes on to what matches after it",
			JA: "%.60q（%s）は 3 回目の void lookup です。RFC 7208 では permerror ですが、libspf2 は評価を続け、後ろの項と一致すれば pass にします",
		},
		find: thirdVoid,
	},
	{
		message: i18n.Text{
			EN: "%.60q of %s has more than 10 MX hosts: permerror by RFC 7208, and Mail::SPF lets it match",
			JA: "%.60q（%s）の MX ホストは 10 個を超えています。RFC 7208 では permerror ですが、Mail::SPF は一致とみなします",
		},
		find: func(p *Pass) (tree.Step, bool) { return first(p.reached(), (*tree.Term).TooManyHosts) },
	},
	{
		message: i18n.Text{
			EN: "%.60q of %s has three or more MX hosts without IPv6: for an IPv6 client that matches after it RFC 7208 says pass, and Mail::SPF, pyspf and wttw/spf say permerror",
			JA: "%.60q（%s）には IPv6 アドレスのない MX ホストが 3 個以上あります。後ろの項と一致する IPv6 の送信元は RFC 7208 では pass ですが、Mail::SPF、pyspf、wttw/spf は permerror にします",
		},
		find: hostsWithoutIPv6,
	},
}

// first gives the first step whose term is such.
func first(steps iter.Seq[tree.Step], such func(*tree.Term) bool) (tree.Step, bool) {
	for s := range steps {
		if such(s.Term()) {
			return s, true
		}
	}
	return tree.Step{}, false
}

// includeAt gives the include that is the nth lookup of the worst path.
func (p *Pass) includeAt(n int) (tree.Step, bool) {
	for s := range p.reached() {
		before := s.Total.Lookups - s.Subtree.Lookups
		if s.Term().Name == "include" && before+s.Own.Lookups == n {
			return s, true
		}
	}
	return tree.Step{}, false
}

// thirdVoid gives the term that is the third void lookup of an IPv4 client, where
// something that can match comes after it.
func thirdVoid(p *Pass) (tree.Step, bool) {
	var third tree.Step
	voids := 0
	for s := range p.reached() {
		t := s.Term()
		if voids > record.MaxVoids && matches(t, tree.IPv4) {
			return third, true
		}
		if _, void := t.Void(tree.IPv4); !void || voids > record.MaxVoids {
			continue
		}
		if voids++; voids > record.MaxVoids {
			third = s
		}
	}
	return tree.Step{}, false
}

// hostsWithoutIPv6 gives an mx that has so many hosts without an AAAA record that
// each of these counted as a void lookup would be too many, where something that
// lets IPv6 clients pass comes after it.
func hostsWithoutIPv6(p *Pass) (tree.Step, bool) {
	var found *tree.Step
	for s := range p.reached() {
		t := s.Term()
		if found != nil && matches(t, tree.IPv6) {
			return *found, true
		}
		if found == nil && voidHosts(t) > record.MaxVoids {
			found = &s
		}
	}
	return tree.Step{}, false
}

// voidHosts is how many hosts of an mx have no AAAA record.
func voidHosts(t *tree.Term) int {
	n := 0
	for _, h := range t.Hosts {
		for _, q := range h.Questions {
			if q.Type == tree.AAAA && q.Void {
				n++
			}
		}
	}
	return n
}

// matches reports whether the term lets an address of the family pass.
func matches(t *tree.Term, f tree.Family) bool {
	for _, network := range t.Networks {
		if tree.FamilyOf(network.Addr()) == f && t.Qualifier == record.Pass {
			return true
		}
	}
	return false
}
