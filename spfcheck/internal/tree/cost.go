package tree

import (
	"iter"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// maxCount is where counting stops: shared records can be nested so that the
// number of lookups is astronomical.
const maxCount = 1_000_000

// Cost is what an evaluation comes to on the worst path, that of the client for
// which no term matches but those that match every client. A term that would
// end the evaluation with an error is counted on, as if it were repaired.
type Cost struct {
	Lookups int  // terms that cause DNS queries; a million stands for more, too
	Voids4  int  // void lookups for an IPv4 client
	Voids6  int  // and for an IPv6 client
	Maybe   int  // terms whose lookup the client or the mail makes a void one, or not
	Endless bool // it goes round in a loop: the numbers are those up to it
	Partial bool // part of the path isn't known: the numbers are the least
}

// Voids is the number of void lookups for a client of the family.
func (c Cost) Voids(f Family) int {
	if f == IPv4 {
		return c.Voids4
	}
	return c.Voids6
}

// OverLookups reports whether the lookups are more than RFC 7208 §4.6.4 allows.
func (c Cost) OverLookups() bool { return c.Endless || c.Lookups > record.MaxLookups }

// OverVoids reports whether the void lookups of a client of the family are more
// than RFC 7208 §4.6.4 allows, the first time round in a loop.
func (c Cost) OverVoids(f Family) bool { return c.Voids(f) > record.MaxVoids }

// Headroom is how many more lookups would be allowed, 0 when there are too many
// already.
func (c Cost) Headroom() int {
	if c.OverLookups() {
		return 0
	}
	return record.MaxLookups - c.Lookups
}

// plus adds up.
func (c Cost) plus(d Cost) Cost {
	return Cost{
		Lookups: min(c.Lookups+d.Lookups, maxCount),
		Voids4:  min(c.Voids4+d.Voids4, maxCount),
		Voids6:  min(c.Voids6+d.Voids6, maxCount),
		Maybe:   min(c.Maybe+d.Maybe, maxCount),
		Endless: c.Endless || d.Endless,
		Partial: c.Partial || d.Partial,
	}
}

// own is what the term costs without its child.
func (t Term) own() Cost {
	var c Cost
	if !t.CountsLookup() {
		return c
	}
	c.Lookups = 1
	if _, void := t.Void(IPv4); void {
		c.Voids4 = 1
	}
	if _, void := t.Void(IPv6); void {
		c.Voids6 = 1
	}
	if _, maybe := t.MaybeVoid(IPv4); maybe { // and so for IPv6
		c.Maybe = 1
	}
	c.Partial = t.NotLoaded || t.Unknown && (t.Name == "include" || t.Name == "redirect")
	return c
}

// Cost is what the worst client costs.
func (t *Tree) Cost() Cost { return t.costs().nodes[t.Root].cost }

func (t *Tree) costs() costs {
	t.counted.Do(func() { t.counts = newCosts(t) })
	return t.counts
}

// order gives the terms in the order of an evaluation (see record.Record.Order).
func (n *Node) order() iter.Seq[int] {
	if len(n.Terms) == 0 { // no record, several, or one that wasn't loaded
		return func(func(int) bool) {}
	}
	return n.Records[0].Order()
}

// costs are those of the nodes and terms that the worst path through a tree
// gets to.
type costs struct {
	nodes map[*Node]fall
	terms map[*Term]Cost // each with its child's
}

// fall is how the worst path goes through a node.
type fall struct {
	cost Cost
	pass bool // it ends in a pass
}

func newCosts(t *Tree) costs {
	c := costs{nodes: map[*Node]fall{}, terms: map[*Term]Cost{}}
	c.node(t.Root)
	return c
}

// node gives the worst path through n.
func (c costs) node(n *Node) fall {
	if f, ok := c.nodes[n]; ok {
		return f
	}
	c.nodes[n] = fall{cost: Cost{Endless: true}} // for whoever comes here on the way
	f := fall{cost: Cost{Partial: n.Problem == DNSFailed || n.Problem == NotLoaded}}
	for i := range n.order() {
		t := &n.Terms[i]
		cost := t.own()
		if t.Child != nil {
			cost = cost.plus(c.node(t.Child).cost)
		}
		c.terms[t] = cost
		f.cost = f.cost.plus(cost)
		if c.ends(t) {
			f.pass = t.Qualifier == record.Pass || t.Name == "redirect"
			break
		}
	}
	c.nodes[n] = f
	return f
}

// ends reports whether the term matches every client, or is a redirect to a
// record that ends in a pass.
func (c costs) ends(t *Term) bool {
	return t.Always || t.Child != nil && c.nodes[t.Child].pass
}
