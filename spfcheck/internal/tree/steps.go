package tree

import "iter"

// Step is a term on the walk through a tree.
type Step struct {
	Node  *Node
	Index int // of the term in Node.Terms and in the record
	Depth int // how many includes and redirects the walk went through to Node

	Reached bool // whether the worst path gets to the term; false: it costs nothing
	Own     Cost // of the term alone
	Subtree Cost // with its child's
	Total   Cost // of the worst path from the root up to here, Subtree included

	// Seen says that the steps of the term's child don't follow, since they were
	// walked before, or since the term is a loop.
	Seen bool
}

// Term is the term of the step.
func (s Step) Term() *Term { return &s.Node.Terms[s.Index] }

// Steps walks the tree in the order of an evaluation, and gives each term of
// each node once: a term before those of its child. It goes into no child of a
// term that the worst path doesn't reach.
func (t *Tree) Steps() iter.Seq[Step] {
	return func(yield func(Step) bool) {
		w := walk{costs: t.costs(), seen: map[*Node]bool{}, yield: yield}
		w.node(t.Root, 0, Cost{})
	}
}

// walk is the state of one run of Steps.
type walk struct {
	costs costs
	seen  map[*Node]bool
	yield func(Step) bool
}

// node walks a node that the worst path enters with the cost so far. It reports
// whether to go on.
func (w *walk) node(n *Node, depth int, total Cost) bool {
	w.seen[n] = true
	for i := range n.order() {
		t := &n.Terms[i]
		s := Step{Node: n, Index: i, Depth: depth, Total: total}
		if s.Subtree, s.Reached = w.costs.terms[t]; s.Reached {
			s.Own = t.own()
			s.Total = total.plus(s.Subtree)
		}
		s.Seen = t.Child != nil && w.seen[t.Child]
		if !w.yield(s) {
			return false
		}
		if s.Reached && t.Child != nil && !s.Seen && !w.node(t.Child, depth+1, total.plus(s.Own)) {
			return false
		}
		total = s.Total
	}
	return true
}

// Void is a void lookup.
type Void struct {
	Node     *Node
	Index    int // of the term in Node.Terms
	Question Question
}

// Voids are the void lookups that a client of the family meets on the worst
// path, each term once. Cost counts them, and those of a record that is
// evaluated several times as often.
func (t *Tree) Voids(f Family) []Void {
	var voids []Void
	for s := range t.Steps() {
		if q, ok := s.Term().Void(f); ok && s.Reached {
			voids = append(voids, Void{Node: s.Node, Index: s.Index, Question: q})
		}
	}
	return voids
}
