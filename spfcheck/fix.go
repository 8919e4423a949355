package spfcheck

import (
	"context"
	"slices"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Fix is what a change to an SPF record means beside the verdicts.
type Fix struct {
	Lookups int         `json:"lookups"`  // DNS lookups of the worst path with the change; the limit is 10
	IPv4    string      `json:"ipv4"`     // how many IPv4 addresses it newly authorises
	IPv6    string      `json:"ipv6"`     // how many IPv6 addresses it newly authorises
	AtLeast []string    `json:"at_least"` // the terms whose addresses can't be counted, so that there may be more; empty: these are all
	Notes   []i18n.Text `json:"notes"`    // what else to consider
}

// fixOf compares the trees of a record before and after a change.
func fixOf(before, after *tree.Tree) *Fix {
	return &Fix{
		Lookups: after.Cost().Lookups,
		IPv4:    newly(before, after, tree.IPv4),
		IPv6:    newly(before, after, tree.IPv6),
		AtLeast: uncounted(before, after),
		Notes:   sharedServices(before, after),
	}
}

// uncounted gives the terms that let in what can't be counted, and did not before: a
// record that is repaired may have had them, and let nobody in.
func uncounted(before, after *tree.Tree) []string {
	terms := []string{}
	reached := slices.ContainsFunc(tree.Families, func(f tree.Family) bool { return len(before.Authorised(f).Open.Ranges()) > 0 })
	for _, g := range after.Gaps() {
		term := g.Node.Terms[g.Index].Text
		known := func(b tree.Gap) bool { return b.Node.Domain == g.Node.Domain && b.Node.Terms[b.Index].Text == term }
		if !(reached && slices.ContainsFunc(before.Gaps(), known)) && !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	return terms
}

// tree loads what the SPF record of a domain reaches in this world.
func (w world) tree(ctx context.Context, domain string) *tree.Tree {
	return tree.Load(ctx, resolve.Lookup{Exchanger: w.exchanger}, domain, tree.Message{Sender: "@" + domain})
}

// newly counts the addresses that pass after a change and didn't before.
func newly(before, after *tree.Tree, f tree.Family) string {
	var b netipx.IPSetBuilder
	b.AddSet(after.Authorised(f).Pass)
	b.RemoveSet(before.Authorised(f).Pass)
	set, _ := b.IPSet() // it fails for invalid ranges alone
	return tree.Count(set).String()
}

// sharedServices warns of includes that a change adds and that let in every
// customer of a service.
func sharedServices(before, after *tree.Tree) []i18n.Text {
	notes := []i18n.Text{}
	for _, term := range after.Root.Terms {
		if slices.ContainsFunc(before.Root.Terms, func(t tree.Term) bool { return t.Text == term.Text }) {
			continue
		}
		// Services that are built on another have the same term and advice.
		i := slices.IndexFunc(senders.All, func(p *senders.Preset) bool { return slices.Contains(p.Terms, term.Text) })
		if i >= 0 {
			notes = append(notes, senders.All[i].Advice...)
		}
	}
	if len(notes) > 0 {
		notes = append(notes, betterWay)
	}
	return notes
}

var betterWay = i18n.Text{
	EN: "a dedicated sending address lets in nobody else; where DMARC is looked at, DKIM tells your mail from theirs",
	JA: "専用の送信元アドレスなら、ほかの利用者は含まれません。DMARC を確認する事業者では、DKIM で自分のメールを区別できます",
}
