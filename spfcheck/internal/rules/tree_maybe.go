package rules

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var treeVoidsUsedUp = &Analyzer{
	ID: "SPF056",
	Title: i18n.Text{
		EN: "exists with macros uses the void lookups up, so that what stands behind can't pass",
		JA: "マクロ付きの exists が void lookup の上限を使い切り、後ろの項では pass になりません",
	},
	Doc: i18n.Text{
		EN: "An exists that doesn't match has found nothing, which is a void lookup. The third is a permerror, so that only clients that the terms before it match can pass.",
		JA: "一致しない exists は、何も見つからない検索（void lookup）になります。3 回目で permerror になるため、pass になるのはそれより前の項と一致する送信元だけです。",
	},
	Fix: i18n.Text{
		EN: "Put what authorises ranges (ip4, ip6, include of such) before every exists, and have no more than two exists with macros.",
		JA: "アドレスの範囲を許可する項（ip4、ip6、それらの include）を exists より前に置き、マクロ付きの exists は 2 個までにしてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 exists:%{i}.a.example exists:%{i}.b.example exists:%{i}.c.example include:amazonses.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com exists:%{i}.a.example exists:%{i}.b.example -all"`,
	Source:   "RFC 7208 §4.6.4, §5.7",
	Severity: Error,
	Run:      func(p *Pass) { p.reportUsedUp(true, usedUp) },
}

var usedUp = i18n.Text{
	EN: "%[1]s: a client that matches none of %[2]s has had more than %[3]d void lookups, a permerror: %[4]s",
	JA: "%[1]s では、%[2]s のどれとも一致しない送信元は void lookup が %[3]d 回を超え、permerror になります: %[4]s",
}

var treeVoidsMayBeUsedUp = &Analyzer{
	ID: "SPF057",
	Title: i18n.Text{
		EN: "a or mx with macros may use the void lookups up",
		JA: "マクロ付きの a や mx によって、void lookup の上限を使い切ることがあります",
	},
	Doc: i18n.Text{
		EN: "Where the name that the macros make has no address, it is a void lookup. The third is a permerror, whatever stands behind it.",
		JA: "マクロから作られる名前にアドレスがなければ void lookup になります。3 回目で、後ろに何が書かれていても permerror になります。",
	},
	Fix: i18n.Text{
		EN: "Put what authorises ranges (ip4, ip6, include of such) before the terms with macros, and have no more than two of these.",
		JA: "アドレスの範囲を許可する項（ip4、ip6、それらの include）をマクロ付きの項より前に置き、マクロ付きの項は 2 個までにしてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 a:%{h} exists:%{i}.a.example exists:%{i}.b.example include:amazonses.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com exists:%{i}.a.example exists:%{i}.b.example -all"`,
	Source:   "RFC 7208 §4.6.4, §7.2",
	Severity: Warning,
	Run:      func(p *Pass) { p.reportUsedUp(false, maybeUsedUp) },
}

var maybeUsedUp = i18n.Text{
	EN: "%[2]s of %[1]s find something or nothing as the client or the mail decides; where they find nothing that is more than %[3]d void lookups, a permerror: %[4]s",
	JA: "%[1]s の %[2]s で何かが見つかるかどうかは送信元やメールによります。見つからなければ void lookup が %[3]d 回を超え、permerror になります: %[4]s",
}

// reportUsedUp notes the terms that use the void lookups up, once for both families,
// with what it means for the addresses behind them.
func (p *Pass) reportUsedUp(certain bool, message i18n.Text) {
	if p.SPF == nil {
		return
	}
	var last tree.Exhausted
	var shares i18n.Text
	for _, f := range p.families() {
		e, found := p.SPF.Exhausted(f)
		if !found || e.Certain() != certain {
			continue
		}
		last = e
		if share := shareText(f, e); shares.Complete() {
			shares = andShare.Format(shares, share)
		} else {
			shares = share
		}
	}
	if len(last.Terms) == 0 {
		return
	}
	var names []string
	for _, r := range last.Terms {
		names = append(names, fmt.Sprintf("%.60q", r.Term.Text))
	}
	third := last.Terms[len(last.Terms)-1]
	p.report(third.Node.Domain, termPlace(third.Node, third.Term),
		message.Format(p.SPF.Root.Domain, strings.Join(names, ", "), record.MaxVoids, shares))
}

var andShare = i18n.Text{EN: "%s; %s", JA: "%s、%s"}

// shareText says how many of the addresses that can be counted stand behind.
func shareText(f tree.Family, e tree.Exhausted) i18n.Text {
	behind, all := tree.Count(e.Behind), tree.Count(e.Pass)
	switch {
	case behind.Sign() == 0:
		return behindUncounted.Format(f)
	case f == tree.IPv6: // numbers of more digits than anybody reads
		return behindShare.Format(f, percent(behind, all))
	default:
		return behindCounted.Format(f, percent(behind, all), i18n.Thousands(behind.String()), i18n.Thousands(all.String()))
	}
}

var (
	behindCounted = i18n.Text{
		EN: "of the %s addresses that can be counted, %s %% come behind that (%s of %s)",
		JA: "数えられる %s アドレスの %s %% が後ろの項のものです（%[4]s 個のうち %[3]s 個）",
	}
	behindShare = i18n.Text{
		EN: "of the %s addresses that can be counted, %s %% come behind that",
		JA: "数えられる %s アドレスの %s %% が後ろの項のものです",
	}
	behindUncounted = i18n.Text{
		EN: "the %s addresses that come behind that can't be counted",
		JA: "後ろの項が許可する %s アドレスは数えられません",
	}
)

// percent is the share as a whole number; 100 only where it is all, 0 never.
func percent(part, all *big.Int) string {
	hundredths := new(big.Int).Mul(part, big.NewInt(100))
	share := hundredths.Quo(hundredths, all)
	if share.Sign() == 0 {
		return "<1"
	}
	return share.String()
}
