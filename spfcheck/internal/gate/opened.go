package gate

import (
	"math/big"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// opensBits is the prefix length of the largest range that a change may newly
// authorise: the addresses of the largest sending services together are far fewer
// than those of an IPv4 /8.
const opensBits = 8

// wideRules are the rules that such a change breaks: everybody passes, or a large
// part of the Internet does.
var wideRules = []string{"SPF010", "SPF011"}

// opens reports whether the change lets a domain be used by everybody, or by nearly
// so many, which it then gives. What both sides leave open is left out of them. Where
// DNS failed before, all counts that the change writes: it may have been so before, and
// nobody has seen it.
func (d *linted) opens() (Addresses, bool) {
	gained, _ := Between(d.before.tree, d.after.tree)
	return gained, gained.many()
}

// many reports whether a domain that gains the addresses is opened by that.
func (a Addresses) many() bool { return many(a.IPv4.Addresses, 32) || many(a.IPv6.Addresses, 128) }

// Opened says of a domain that has gained addresses in DNS, without a change, that nearly
// everybody may send for it now; false where that isn't so. It doesn't fail.
func Opened(domain string, gained Addresses) (Problem, bool) {
	p := openedProblem(domain, gained, nil)
	p.Level, p.Fails = rules.Warning, false
	p.Text = openedNow.Format(domain, gained.IPv4.Addresses, gained.IPv6.Addresses)
	return p, gained.many()
}

// many reports whether a number of addresses of a family is more than opensBits allow.
func many(addresses string, bits uint) bool {
	n, ok := new(big.Int).SetString(addresses, 10)
	return ok && n.Cmp(new(big.Int).Lsh(big.NewInt(1), bits-opensBits)) > 0
}

// failOpened has the findings that say so fail, whatever their severity, and says it of
// a domain that has none, since the many ranges are small.
func (r *run) failOpened(rep *Report) {
	for _, d := range rep.Domains {
		has := func(status Status, codes ...string) bool {
			return slices.ContainsFunc(rep.Findings, func(f FindingChange) bool {
				return f.Status == status && f.Domain == d.Domain && slices.Contains(codes, f.Code)
			})
		}
		gained, opened := r.opened[d.Domain]
		// Who passes behind what DNS fails for isn't among those gained.
		opened = opened || r.failed[d.Domain].after && has(New, wideRules[0])
		if !opened || has(Ignored, wideRules...) {
			continue
		}
		told := false
		for i, p := range rep.Problems {
			if p.Domain == d.Domain && slices.Contains(wideRules, p.Code) {
				rep.Problems[i].Level, rep.Problems[i].Fails, told = rules.Error, true, true
			}
		}
		if !told {
			rep.Problems = append(rep.Problems, openedProblem(d.Domain, gained, d.Place))
		}
	}
}

func openedProblem(domain string, gained Addresses, at *zone.Place) Problem {
	rule := rules.ByID(wideRules[1])
	return Problem{
		Code: rule.ID, Level: rules.Error, Fails: true, Domain: domain, Title: rule.Title,
		Text: opened.Format(domain, gained.IPv4.Addresses, gained.IPv6.Addresses),
		Help: helpText.Format(rule.Doc, rule.Fix), Source: rule.Source, Place: at,
	}
}

var (
	opened = i18n.Text{
		EN: "the change lets this many more addresses send for %s: IPv4 %s, IPv6 %s",
		JA: "この変更により、%s を名乗って送信できるアドレスが大きく増えます。IPv4 %s 個、IPv6 %s 個",
	}
	openedNow = i18n.Text{
		EN: "this many more addresses may send for %s now: IPv4 %s, IPv6 %s",
		JA: "%s を名乗って送信できるアドレスが大きく増えています。IPv4 %s 個、IPv6 %s 個",
	}
)
