package spfcheck

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Fix is what a change to an SPF record means beside the verdicts.
type Fix struct {
	Lookups int         `json:"lookups"` // DNS lookups of the worst path with the change; the limit is 10
	IPv4    string      `json:"ipv4"`    // how many IPv4 addresses it newly authorises
	IPv6    string      `json:"ipv6"`    // how many IPv6 addresses it newly authorises
	Notes   []i18n.Text `json:"notes"`   // what else to consider
}

// examine looks at the whole tree of an SPF record with a change made: whether
// it keeps to the limits on every path, and whom it lets in. A change that
// breaks a limit is turned into what has to be done before.
func (t *trial) examine(ctx context.Context, c change) change {
	next, ok := t.with(c)
	if !ok {
		return c
	}
	before, after := t.tree(ctx, c.advice.Domain), next.tree(ctx, c.advice.Domain)
	if overLimits(after.Cost()) {
		return change{advice: Advice{
			Domain: c.advice.Domain,
			Text:   noRoom.Format(c.advice.Domain, after.Cost().Lookups, t.makeRoom(ctx, c, after)),
		}}
	}
	c.advice.Fix = &Fix{
		Lookups: after.Cost().Lookups,
		IPv4:    newly(before, after, tree.IPv4),
		IPv6:    newly(before, after, tree.IPv6),
		Notes:   sharedServices(before, after),
	}
	return c
}

// tree loads what the SPF record of a domain reaches in this world.
func (w world) tree(ctx context.Context, domain string) *tree.Tree {
	return tree.Load(ctx, resolve.Lookup{Exchanger: w.exchanger}, domain, tree.Message{Sender: "@" + domain})
}

func overLimits(c tree.Cost) bool {
	return c.OverLookups() || c.OverVoids(tree.IPv4) || c.OverVoids(tree.IPv6)
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

// makeRoom says how a record that a change makes too expensive could be made
// cheaper: by terms that nobody would miss, or else by flattening.
func (t *trial) makeRoom(ctx context.Context, c change, after *tree.Tree) i18n.Text {
	wanted := passing(after)
	text := c.advice.Record
	var redundant []string
	for _, term := range after.Root.Terms {
		if !term.CountsLookup() || term.Modifier {
			continue
		}
		shorter := without(text, term.Text)
		if next, ok := t.with(txt(c.advice.Domain, c.advice.Domain, shorter, i18n.Text{})); ok {
			if slices.Equal(passing(next.tree(ctx, c.advice.Domain)), wanted) {
				text, redundant = shorter, append(redundant, term.Text)
			}
		}
	}
	if next, ok := t.with(txt(c.advice.Domain, c.advice.Domain, text, i18n.Text{})); ok && !overLimits(next.tree(ctx, c.advice.Domain).Cost()) {
		return dropRedundant.Format(strings.Join(redundant, " "), text)
	}
	return flatten.Format(len(wanted), flatSize(wanted))
}

// passing gives the addresses of both families that pass, as the fewest ranges.
func passing(t *tree.Tree) []netip.Prefix {
	return slices.Concat(t.Authorised(tree.IPv4).Pass.Prefixes(), t.Authorised(tree.IPv6).Pass.Prefixes())
}

// without takes a term out of a record.
func without(text, term string) string {
	for _, t := range record.Parse(text).Terms {
		if t.Text == term {
			return strings.TrimRight(text[:t.Offset], " ") + text[t.End():]
		}
	}
	return text
}

// flatSize is the size in bytes of the terms for the ranges.
func flatSize(ranges []netip.Prefix) int {
	size := 0
	for _, p := range ranges {
		size += len(fmt.Sprintf(" ip4:%s", p))
	}
	return size
}

var (
	noRoom = i18n.Text{
		EN: "there is no room in the SPF record of %s: with the sending address it would come to %d DNS lookups, or to too many void ones. %s",
		JA: "%s の SPF レコードには余地がありません。送信元を加えると DNS を引く項が %d 個になるか、見つからない検索が多すぎます。%s",
	}
	dropRedundant = i18n.Text{
		EN: "First take out what is redundant (%s), then publish: %s",
		JA: "まず不要な項（%s）を外し、次を公開してください: %s",
	}
	betterWay = i18n.Text{
		EN: "a dedicated sending address lets in nobody else; where DMARC is looked at, DKIM tells your mail from theirs",
		JA: "専用の送信元アドレスなら、ほかの利用者は含まれません。DMARC を確認する事業者では、DKIM で自分のメールを区別できます",
	}
	flatten = i18n.Text{
		EN: "No term is redundant: some includes would have to be replaced by their addresses, %d ranges in about %d bytes, which go stale when the services change theirs; a subdomain of its own for this mail avoids that",
		JA: "不要な項はありません。include をアドレスに置き換える必要があります（%d 範囲、約 %d バイト）。ただしサービス側の変更に追随できなくなります。このメール専用のサブドメインを使えば避けられます",
	}
)
