package plan

import (
	"cmp"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Way is a way to make an SPF record keep to the limits of lookups.
type Way string

// The ways, in the order in which they are proposed.
const (
	Redundant Way = "redundant" // terms go that authorise nobody besides the others
	Subdomain Way = "subdomain" // a flow of mail gets a domain of its own
	Flatten   Way = "flatten"   // addresses stand in the place of terms, and go stale
)

// Room is what to publish so that a record keeps to the limits of lookups (RFC 7208
// §4.6.4).
type Room struct {
	Way     Way
	Text    i18n.Text // what is done, and what it costs: a sentence
	Records []Text    // the domain's own record first
	Gone    []string  // the terms that are left out or replaced
	Lookups int       // of the worst path of the domain's record with it
	Ranges  int       // of addresses that stand for what was replaced; Flatten alone
	Bytes   int       // of them as terms
}

// Text is an SPF record at a name.
type Text struct {
	Name string // without a dot at the end
	Text string
}

// Over reports whether a cost is above a limit.
func Over(c tree.Cost) bool {
	return c.OverLookups() || slices.ContainsFunc(tree.Families, c.OverVoids)
}

// MakeRoom yields the ways to make the record of a tree keep to the limits, the best
// first: none where it does, is malformed, or no way is known. Of its terms those
// that are added have just been put in, for the flow that is to pass.
//
// What isn't known is never taken for nothing: a term whose addresses depend on the
// mail, or that DNS failed for, is neither redundant nor flattened.
func MakeRoom(t *tree.Tree, added []string) iter.Seq[Room] {
	return func(yield func(Room) bool) {
		if t.Root.Problem != "" || tooMuch(t) || !Over(t.Cost()) {
			return
		}
		w := &roomMaker{root: t.Root, taken: map[string]bool{}}
		for _, n := range t.Nodes {
			w.taken[n.Domain] = true
		}
		all := w.parts()
		left, gone := w.dropRedundant(all)
		if len(gone) > 0 && !Over(w.cost(left)) && !yield(w.redundant(left, gone)) {
			return
		}
		if room, ok := w.subdomain(all, added); ok && !yield(room) {
			return
		}
		if room, ok := w.flatten(left, gone); ok {
			yield(room)
		}
	}
}

// The bounds of the work: no record that anyone wrote comes near them.
const (
	maxParts   = 200   // terms of the record
	maxAsking  = 30    // of which ask DNS
	maxReached = 2_000 // terms of all that it reaches
)

func tooMuch(t *tree.Tree) bool {
	asking, reached := 0, 0
	for _, n := range t.Nodes {
		reached += len(n.Terms)
	}
	for _, term := range t.Root.Terms {
		if term.CountsLookup() {
			asking++
		}
	}
	return len(t.Root.Terms) > maxParts || asking > maxAsking || reached > maxReached
}

// roomMaker makes room in one record.
type roomMaker struct {
	root  *tree.Node
	taken map[string]bool // the domains that the record reaches
}

// dropRedundant leaves out the terms that nobody needs: those that an earlier one
// repeats, includes that lead to no record, hosts whose addresses are all known and
// pass without them, and then, as long as the record is above a limit, includes of
// which the same is true. Other terms may have gaps: a match there is a pass, too.
func (w *roomMaker) dropRedundant(parts []part) (left []part, gone []string) {
	left = slices.Clone(parts)
	for _, needless := range []func([]part, int) bool{
		repeats,
		func(parts []part, i int) bool { return DeadEnd(parts[i].Term) != (i18n.Text{}) },
		func(parts []part, i int) bool { return parts[i].Child == nil && w.covered(parts, i) },
		func(parts []part, i int) bool { return Over(w.cost(parts)) && w.covered(parts, i) },
	} {
		for i := 0; i < len(left); {
			if !left[i].CountsLookup() || !needless(left, i) {
				i++
				continue
			}
			gone = append(gone, left[i].Text)
			left = slices.Delete(left, i, i+1)
		}
	}
	return left, gone
}

// repeats reports whether an earlier directive asks for the same: whoever it matches
// doesn't get to this one.
func repeats(parts []part, i int) bool {
	body := func(t *tree.Term) string { return strings.ToLower(strings.TrimLeft(t.Text, "+-?~")) }
	return !parts[i].Modifier && slices.ContainsFunc(parts[:i], func(p part) bool {
		return !p.Modifier && body(p.Term) == body(parts[i].Term)
	})
}

// covered reports whether all addresses of a term are known, and pass without it.
func (w *roomMaker) covered(parts []part, i int) bool {
	if parts[i].whole == nil || hasExceptions(parts) || !within(parts[i].whole, surely(parts, i)) {
		return false
	}
	before, after := w.tree(parts), w.tree(slices.Delete(slices.Clone(parts), i, i+1))
	return !slices.ContainsFunc(tree.Families, func(f tree.Family) bool {
		return !within(before.Authorised(f).Pass, after.Authorised(f).Pass)
	})
}

// tree is that of a record of these parts, as far as DNS has been asked.
func (w *roomMaker) tree(parts []part) *tree.Tree {
	n := &tree.Node{Domain: w.root.Domain, Records: []record.Record{record.Parse(textOf(parts))}}
	for _, t := range n.Records[0].Terms {
		known := tree.Term{Term: t}
		if network := t.Network(); network.IsValid() && !network.Addr().Is4In6() {
			known.Networks = []netip.Prefix{network}
		}
		for _, p := range parts {
			if p.flat == nil && p.Text == t.Text {
				known = *p.Term
				known.Term = t
				break
			}
		}
		n.Terms = append(n.Terms, known)
	}
	return n.Below()
}

// cost is that of a record of these parts.
func (w *roomMaker) cost(parts []part) tree.Cost { return w.tree(parts).Cost() }

func (w *roomMaker) redundant(left []part, gone []string) Room {
	cost := w.cost(left)
	return Room{
		Way: Redundant, Gone: gone, Lookups: cost.Lookups,
		Records: []Text{{w.root.Domain, textOf(left)}},
		Text:    roomRedundant.Format(strings.Join(gone, " "), cost.Lookups),
	}
}

// subdomain gives the flow that was added a domain of its own, where the record is in
// order without it.
func (w *roomMaker) subdomain(parts []part, added []string) (Room, bool) {
	rest := slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return slices.Contains(added, p.Text) })
	cost := w.cost(rest)
	if len(rest) == len(parts) || Over(cost) {
		return Room{}, false
	}
	label := "mail"
	for _, p := range parts {
		if p.Child != nil && slices.Contains(added, p.Text) {
			if m := senders.ByInclude(p.Child.Domain); m.Preset != nil {
				label = m.Preset.ID
			}
		}
	}
	name := w.free(label)
	return Room{
		Way: Subdomain, Gone: added, Lookups: cost.Lookups,
		Records: []Text{{w.root.Domain, textOf(rest)}, {name, "v=spf1 " + strings.Join(added, " ") + " ~all"}},
		Text:    roomSubdomain.Format(name, w.root.Domain),
	}, true
}

// free gives a name below the domain that the record doesn't reach.
func (w *roomMaker) free(label string) string {
	name := label + "." + w.root.Domain
	for n := 2; w.taken[name]; n++ {
		name = fmt.Sprintf("%s%d.%s", label, n, w.root.Domain)
	}
	return name
}

// flatten puts addresses in the place of terms, of those with the fewest first, until
// the record keeps to the limits.
func (w *roomMaker) flatten(parts []part, gone []string) (Room, bool) {
	parts = slices.Clone(parts)
	var order []int
	for i, p := range parts {
		if p.whole != nil && p.CountsLookup() {
			order = append(order, i)
		}
	}
	size := func(i int) int { return len(parts[i].whole.Prefixes()) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size(a), size(b)) })
	for _, i := range order {
		if !w.over(parts) {
			break
		}
		parts[i].flat = append([]netip.Prefix{}, parts[i].whole.Prefixes()...)
		gone = append(gone, parts[i].Text)
	}
	records, cost := w.split(parts)
	if Over(cost) || w.tooLong(records) || len(without(parts)) == len(parts) {
		return Room{}, false
	}
	var terms []string
	for _, p := range parts {
		terms = append(terms, networkTerms(p.flat)...)
	}
	bytes := len(strings.Join(terms, " "))
	return Room{
		Way: Flatten, Gone: gone, Records: records, Lookups: cost.Lookups, Ranges: len(terms), Bytes: bytes,
		Text: roomFlatten.Format(strings.Join(gone, " "), len(terms), bytes, len(records)),
	}, true
}

// over reports whether the record of these parts is above a limit, split where it has
// to be.
func (w *roomMaker) over(parts []part) bool {
	_, cost := w.split(parts)
	return Over(cost)
}

var (
	roomRedundant = i18n.Text{
		EN: "left out are terms that add no address to the others, as DNS is today: %s; what is left takes %d of 10 DNS lookups",
		JA: "現在の DNS では新たなアドレスを許可していない項を外します: %s。DNS を引く項は %d / 10 になります",
	}
	roomSubdomain = i18n.Text{
		EN: "mail of this flow is sent as %s, in the header From and the envelope From, and the record of %s stays as it is",
		JA: "このメールはヘッダー From とエンベロープ From を %s にして送ります。%s のレコードは変えません",
	}
	roomFlatten = i18n.Text{
		EN: "addresses stand in the place of %s (ranges: %d, bytes: %d, records: %d); they go stale when a service changes its own, so they have to be looked at regularly",
		JA: "%s の代わりにアドレスを書きます（%d 範囲、%d バイト、レコード %d 個）。サービス側の変更は反映されないため、定期的な見直しが必要です",
	}
)
