package rules

import (
	"net/netip"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfCoveredElsewhere = &Analyzer{
	ID: "SPF016",
	Title: i18n.Text{
		EN: "an include of the record authorises the same addresses",
		JA: "同じアドレスが、別の include でも許可されています",
	},
	Doc: i18n.Text{
		EN: "At present the term authorises nothing that the include doesn't; if it asks DNS, it costs a lookup.",
		JA: "今のところ、この項で新たに許可されるアドレスはありません。DNS を引く項なら、その分も検索回数に数えられます。",
	},
	Fix: i18n.Text{
		EN: "Remove the term, if the include is there to stay.",
		JA: "その include を今後も使うなら、この項は削除できます。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:54.240.0.10 include:amazonses.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com -all"`,
	Source:   "RFC 7208 §5.2",
	Severity: Info,
	Run: func(p *Pass) {
		if p.SPF == nil || excludes(p.SPF.Root) {
			return
		}
		covers := coversOf(p.SPF.Root)
		for i := range p.SPF.Root.Terms {
			if t := &p.SPF.Root.Terms[i]; authorises(t) {
				p.reportCovered(t, covers)
			}
		}
	},
}

var coveredElsewhere = i18n.Text{
	EN: "%.60q of %s authorises only addresses that %.60q of %s authorises too",
	JA: "%[2]s の %.60[1]q が許可するアドレスは、すべて %[4]s の %.60[3]q でも許可されています",
}

// reportCovered notes that a term of the domain's own record is covered by an
// include, or those of the records below it that are.
func (p *Pass) reportCovered(t *tree.Term, covers []*cover) {
	root := p.SPF.Root
	own := coverOf(covers, t)
	for _, c := range covers {
		switch {
		case c == own:
		case own != nil && own.within(c), own == nil && c.covers(t.Networks):
			p.reportTerm(root, t, coveredElsewhere, c.term.Text, root.Domain)
			return
		case own != nil && c.term.Offset < t.Offset:
			p.reportBelow(own, c)
		}
	}
}

// reportBelow notes the terms below one include that another one covers.
func (p *Pass) reportBelow(below, c *cover) {
	for _, n := range below.nodes {
		if c.reaches(n) {
			continue
		}
		for i := range n.Terms {
			if t := &n.Terms[i]; authorises(t) && c.covers(t.Networks) {
				p.reportTerm(n, t, coveredElsewhere, c.term.Text, p.SPF.Root.Domain)
			}
		}
	}
}

// authorises reports whether a match of the term is a pass.
func authorises(t *tree.Term) bool { return isDirective(t) && t.Qualifier == record.Pass }

// excludes reports whether the record has exceptions, so that the order of its
// terms matters.
func excludes(n *tree.Node) bool {
	for i := range n.Terms {
		if t := &n.Terms[i]; isDirective(t) && !isAll(t) && t.Qualifier != record.Pass {
			return true
		}
	}
	return false
}

// cover is an include and what it authorises.
type cover struct {
	term  *tree.Term
	nodes []*tree.Node // the records below it
	pass  map[tree.Family]tree.Authorised
}

// coversOf gives the includes of a record, each domain once. There may be no more
// than record.MaxLookups, which bounds the work for those that have them.
func coversOf(n *tree.Node) []*cover {
	var all []*cover
	seen := map[*tree.Node]bool{}
	for i := range n.Terms {
		t := &n.Terms[i]
		if !authorises(t) || t.Child == nil || t.Loop || seen[t.Child] || len(all) == record.MaxLookups {
			continue
		}
		seen[t.Child] = true
		below := t.Child.Below()
		all = append(all, &cover{
			term:  t,
			nodes: below.Nodes,
			pass: map[tree.Family]tree.Authorised{
				tree.IPv4: below.Authorised(tree.IPv4),
				tree.IPv6: below.Authorised(tree.IPv6),
			},
		})
	}
	return all
}

// coverOf gives the cover of the term; nil when it has none.
func coverOf(covers []*cover, t *tree.Term) *cover {
	i := slices.IndexFunc(covers, func(c *cover) bool { return c.term == t })
	if i < 0 {
		return nil
	}
	return covers[i]
}

// covers reports whether all of the networks pass, of which there must be some.
func (c *cover) covers(networks []netip.Prefix) bool {
	for _, n := range networks {
		a := c.pass[tree.FamilyOf(n.Addr())]
		if !a.Pass.ContainsPrefix(n) || a.Open.OverlapsPrefix(n) {
			return false
		}
	}
	return len(networks) > 0
}

// networks are those that c authorises; nil when they aren't all known.
func (c *cover) networks() []netip.Prefix {
	var all []netip.Prefix
	for _, f := range tree.Families {
		if len(c.pass[f].Open.Prefixes()) > 0 {
			return nil
		}
		all = append(all, c.pass[f].Pass.Prefixes()...)
	}
	return all
}

// within reports whether d covers c. Of two that cover each other the second is
// within the first.
func (c *cover) within(d *cover) bool {
	return d.covers(c.networks()) && (d.term.Offset < c.term.Offset || !c.covers(d.networks()))
}

// reaches reports whether the record is below c.
func (c *cover) reaches(n *tree.Node) bool { return slices.Contains(c.nodes, n) }
