package plan

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// part is a term of the record, or what stands in its place.
type part struct {
	*tree.Term
	flat  []netip.Prefix // in the place of the term; nil: the term stands
	whole *netipx.IPSet  // the addresses that pass by it; nil: they aren't all known
}

func (w *roomMaker) parts() []part {
	var all []part
	for i := range w.root.Terms {
		t := &w.root.Terms[i]
		all = append(all, part{Term: t, whole: addresses(t)})
	}
	return all
}

// addresses gives the addresses that pass by a term; nil where they aren't all known,
// or a match isn't a pass.
func addresses(t *tree.Term) *netipx.IPSet {
	if !t.Known() || t.Modifier || t.Skipped || t.Qualifier != record.Pass || t.Always || t.Loop {
		return nil
	}
	if t.Child != nil {
		below := t.Child.Below()
		if len(below.Gaps()) > 0 || t.Child.Problem != "" {
			return nil
		}
		var b netipx.IPSetBuilder
		for _, f := range tree.Families {
			a := below.Authorised(f)
			if len(a.Open.Ranges()) > 0 {
				return nil
			}
			b.AddSet(a.Pass)
		}
		return built(&b)
	}
	_, failed4 := t.Failed(tree.IPv4)
	_, failed6 := t.Failed(tree.IPv6)
	if t.PerAddress || t.PerMessage || t.Unknown || t.NotLoaded || failed4 || failed6 || t.TooManyHosts() {
		return nil
	}
	var b netipx.IPSetBuilder
	for _, n := range t.Networks {
		b.AddPrefix(n)
	}
	return built(&b)
}

// built is the builder's set; its error is only that of an invalid range.
func built(b *netipx.IPSetBuilder) *netipx.IPSet {
	set, err := b.IPSet()
	if err != nil {
		return nil
	}
	return set
}

// surely gives the addresses that all terms but one are known to match.
func surely(parts []part, but int) *netipx.IPSet {
	var b netipx.IPSetBuilder
	for i, p := range parts {
		if i != but && p.whole != nil {
			b.AddSet(p.whole)
		}
	}
	return built(&b)
}

// within reports whether all addresses of a set are in another one.
func within(set, other *netipx.IPSet) bool {
	return !slices.ContainsFunc(set.Prefixes(), func(n netip.Prefix) bool { return !other.ContainsPrefix(n) })
}

// textOf writes a record.
func textOf(parts []part) string {
	words := []string{"v=spf1"}
	for _, p := range parts {
		if p.flat == nil {
			words = append(words, p.Text)
		}
		words = append(words, networkTerms(p.flat)...)
	}
	return strings.Join(words, " ")
}

func networkTerms(networks []netip.Prefix) []string {
	var terms []string
	for _, n := range networks {
		name, text := "ip6:", n.String()
		if n.Addr().Is4() {
			name = "ip4:"
		}
		if n.IsSingleIP() {
			text = n.Addr().String()
		}
		terms = append(terms, name+text)
	}
	return terms
}

// hasExceptions reports whether a match of some term isn't a pass, so that the order of
// the terms matters.
func hasExceptions(parts []part) bool {
	return slices.ContainsFunc(parts, func(p part) bool {
		return p.Known() && !p.Modifier && !p.Skipped && p.Name != "all" && p.Qualifier != record.Pass
	})
}

// safeText is how many bytes a name and all its TXT records may have together, so
// that an answer fits into UDP everywhere (RFC 7208 §3.4).
const safeText = 450

// split gives the records that these parts need, and the cost of the first. Where one
// is too long, the addresses move to others that it includes.
func (w *roomMaker) split(parts []part) ([]Text, tree.Cost) {
	text, cost := textOf(parts), w.cost(parts)
	whole := []Text{{w.root.Domain, text}}
	if !w.tooLong(whole) || hasExceptions(parts) {
		return whole, cost
	}
	var stay, move []string
	at := -1 // where the first of those that move stood
	for _, p := range parts {
		if p.flat == nil {
			stay = append(stay, p.Text)
			continue
		}
		if at < 0 {
			at = len(stay)
		}
		move = append(move, networkTerms(p.flat)...)
	}
	if at < 0 {
		return whole, cost
	}
	records := []Text{{}}
	includes := []string{}
	for len(move) > 0 {
		name := w.sub(len(includes) + 1)
		line := "v=spf1"
		for len(move) > 0 && len(line)+1+len(move[0])+len(" ~all") <= safeText-len(name) {
			line, move = line+" "+move[0], move[1:]
		}
		records = append(records, Text{name, line + " ~all"})
		includes = append(includes, "include:"+name)
	}
	words := append(append(append([]string{"v=spf1"}, stay[:at]...), includes...), stay[at:]...)
	records[0] = Text{w.root.Domain, strings.Join(words, " ")}
	kept := w.cost(without(parts))
	kept.Lookups += len(includes)
	return records, kept
}

// tooLong reports whether the domain's own record is longer than it should be, and
// than it was.
func (w *roomMaker) tooLong(records []Text) bool {
	most := max(safeText-len(w.root.Domain)-w.otherTexts(), len(w.root.Records[0].Text))
	return len(records[0].Text) > most
}

// without gives the parts that stand as they were.
func without(parts []part) []part {
	var all []part
	for _, p := range parts {
		if p.flat == nil {
			all = append(all, p)
		}
	}
	return all
}

// sub gives the nth name for addresses that the record doesn't reach already.
func (w *roomMaker) sub(n int) string {
	for i := 1; ; i++ {
		name := fmt.Sprintf("_spf%d.%s", i, w.root.Domain)
		if !w.taken[name] {
			if n--; n == 0 {
				return name
			}
		}
	}
}

// otherTexts is how many bytes the other TXT records of the domain have.
func (w *roomMaker) otherTexts() int {
	size := 0
	for _, strs := range w.root.Texts {
		if text := strings.Join(strs, ""); !record.IsSPF(text) {
			size += len(text)
		}
	}
	return size
}
