package tree

import (
	"net/netip"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// outcome is what a domain's record says, address by address: it passes, it ends
// in fail, softfail or neutral, or in an error. What is in none of the three
// goes round in a loop.
type outcome struct {
	pass, other, failed *netipx.IPSet
	open                *netipx.IPSet // who gets to a term that is open
}

func (o outcome) equal(p outcome) bool {
	return o.pass.Equal(p.pass) && o.other.Equal(p.other) && o.failed.Equal(p.failed) && o.open.Equal(p.open)
}

// The outcomes that are the same for all addresses.
var (
	nobody   = new(netipx.IPSet)
	everyone = setOf(IPv4.everything(), IPv6.everything())

	endless   = outcome{pass: nobody, other: nobody, failed: nobody, open: nobody}
	erroneous = outcome{pass: nobody, other: nobody, failed: everyone, open: nobody}
	notKnown  = outcome{pass: nobody, other: everyone, failed: nobody, open: everyone}
)

// evaluate gives the outcome of the root. Outcomes are computed from those of
// the children, so after one round all are right that have no loop below them.
// Each further round gets at least one record further into a loop, where an
// address can't come to a record twice without going round for ever.
func evaluate(t *Tree) outcome {
	order, loops := childrenFirst(t)
	outcomes := map[*Node]outcome{}
	for _, n := range order {
		outcomes[n] = endless
	}
	for changed := true; changed; {
		changed = false
		for _, n := range order {
			o := n.outcome(goOn, func(child *Node) outcome { return outcomes[child] })
			changed = changed || loops && !o.equal(outcomes[n])
			outcomes[n] = o
		}
	}
	return outcomes[t.Root]
}

// childrenFirst orders the nodes so that children come before their parents, but
// for loops, and reports whether there are any.
func childrenFirst(t *Tree) (order []*Node, loops bool) {
	seen := map[*Node]bool{}
	var visit func(n *Node)
	visit = func(n *Node) {
		seen[n] = true
		for _, term := range n.Terms {
			loops = loops || term.Loop
			if term.Child != nil && !seen[term.Child] {
				visit(term.Child)
			}
		}
		order = append(order, n)
	}
	visit(t.Root)
	return order, loops
}

// outcome evaluates n's record. Whoever gets to a term that enter refuses has an
// error there; below gives the outcomes of the children.
func (n *Node) outcome(enter func(*Term) bool, below func(*Node) outcome) outcome {
	switch n.Problem {
	case "":
	case NotLoaded:
		return notKnown
	default: // no record is an error, too, for include and redirect (RFC 7208 §5.2, §6.1)
		return erroneous
	}
	s := split{reach: everyone, outcome: endless}
	for i := range n.order() {
		t := &n.Terms[i]
		if s.reach == nobody {
			break
		}
		if !enter(t) {
			s.fail(everyone)
			break
		}
		if t.open() {
			s.leaveOpen(everyone)
		}
		switch {
		case t.Child == nil:
			s.directive(t)
		case t.Name == "redirect":
			s.redirect(below(t.Child))
		default:
			s.include(below(t.Child), t.Qualifier)
		}
	}
	s.flush()
	s.other = union(s.other, s.reach) // neutral (RFC 7208 §4.7)
	return s.outcome
}

// goOn enters every term.
func goOn(*Term) bool { return true }

// split evaluates one record for all addresses at once. Each term parts those
// that get to it into those that end there and those that go on.
type split struct {
	outcome
	reach *netipx.IPSet // who gets to the next term

	// Most terms are just ranges, so those of neighbours that mean the same are
	// gathered, and taken out of reach together.
	ranges []netip.Prefix
	passes bool // what a match in ranges means
}

// directive evaluates a term that has no child.
func (s *split) directive(t *Term) {
	for _, f := range Families {
		if _, failed := t.Failed(f); failed { // RFC 7208 §5
			s.fail(setOf(f.everything()))
		}
	}
	switch {
	case t.TooManyHosts(): // RFC 7208 §4.6.4
		s.fail(everyone)
	case t.Always:
		s.match(everyone, t.Qualifier)
	case len(t.Networks) > 0:
		if passes := t.Qualifier == record.Pass; passes != s.passes {
			s.flush()
			s.passes = passes
		}
		s.ranges = append(s.ranges, t.Networks...)
	}
}

// flush takes the gathered ranges out of reach.
func (s *split) flush() {
	if len(s.ranges) == 0 {
		return
	}
	q := record.Fail
	if s.passes {
		q = record.Pass
	}
	ranges := setOf(s.ranges...)
	s.ranges = nil
	s.match(ranges, q)
}

// match ends the evaluation of those in set, by the qualifier.
func (s *split) match(set *netipx.IPSet, q record.Qualifier) {
	s.flush()
	matched := both(s.reach, set)
	if q == record.Pass {
		s.pass = union(s.pass, matched)
	} else {
		s.other = union(s.other, matched)
	}
	s.reach = minus(s.reach, set)
}

// fail ends the evaluation of those in set with an error.
func (s *split) fail(set *netipx.IPSet) {
	s.flush()
	s.failed = union(s.failed, both(s.reach, set))
	s.reach = minus(s.reach, set)
}

// leaveOpen marks those in set who get to the present term.
func (s *split) leaveOpen(set *netipx.IPSet) {
	s.flush()
	s.open = union(s.open, both(s.reach, set))
}

// include matches where the child passes, and fails where it fails; whoever goes
// round in a loop there doesn't come back (RFC 7208 §5.2).
func (s *split) include(child outcome, q record.Qualifier) {
	s.leaveOpen(child.open)
	s.match(child.pass, q)
	s.fail(child.failed)
	s.reach = both(s.reach, child.other)
}

// redirect puts the child in the record's place (RFC 7208 §6.1).
func (s *split) redirect(child outcome) {
	s.leaveOpen(child.open)
	s.pass = union(s.pass, both(s.reach, child.pass))
	s.other = union(s.other, both(s.reach, child.other))
	s.failed = union(s.failed, both(s.reach, child.failed))
	s.reach = nobody
}

// setOf is the set of the addresses in prefixes, which are valid.
func setOf(prefixes ...netip.Prefix) *netipx.IPSet {
	var b netipx.IPSetBuilder
	for _, p := range prefixes {
		b.AddPrefix(p)
	}
	return built(&b)
}

// Most of the sets that are put together are empty: the three functions look for
// that first, since to build a set takes long.

// union is the set of those in a or in b.
func union(a, b *netipx.IPSet) *netipx.IPSet {
	switch {
	case a == nobody:
		return b
	case b == nobody:
		return a
	}
	var set netipx.IPSetBuilder
	set.AddSet(a)
	set.AddSet(b)
	return built(&set)
}

// both is the set of those in a and in b.
func both(a, b *netipx.IPSet) *netipx.IPSet {
	switch {
	case a == nobody || b == everyone:
		return a
	case b == nobody || a == everyone:
		return b
	}
	var set netipx.IPSetBuilder
	set.AddSet(a)
	set.Intersect(b)
	return built(&set)
}

// minus is the set of those in a and not in b.
func minus(a, b *netipx.IPSet) *netipx.IPSet {
	if a == nobody || b == nobody {
		return a
	}
	var set netipx.IPSetBuilder
	set.AddSet(a)
	set.RemoveSet(b)
	return built(&set)
}

// built is the builder's set, nobody where it is empty. The builder's error could
// only be that of an invalid prefix, and networks are valid.
func built(b *netipx.IPSetBuilder) *netipx.IPSet {
	set, err := b.IPSet()
	if err != nil {
		panic("tree: a network that isn't valid: " + err.Error())
	}
	if set.Equal(nobody) {
		return nobody
	}
	return set
}
