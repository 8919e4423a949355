package tree

import (
	"slices"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// MaybeVoid gives the question of a client of the family of which the client or the
// mail decides whether it is a void lookup, with the macros in its name; false where
// the term has none. Whoever gets past an exists has met a void lookup there, since
// an answer would have matched; an a or mx may also have answered with others. What
// ptr asks for belongs to the client, as in [Term.Void].
func (t Term) MaybeVoid(f Family) (Question, bool) {
	if !t.Unknown || t.Name == "exp" {
		return Question{}, false
	}
	for _, qtype := range questionTypes[t.Name] {
		if q := (Question{Name: t.Domain.String(), Type: qtype}); q.concerns(t.Name, f) {
			return q, true
		}
	}
	return Question{}, false
}

// Exhausted says where the void lookups run out for a client of one family that
// gets past the terms of which the client or the mail decides whether they are
// void lookups (RFC 7208 §4.6.4).
type Exhausted struct {
	Terms  []Ref         // those that use the void lookups up, in the order of an evaluation; some are MaybeVoid
	Behind *netipx.IPSet // the addresses that pass by what stands behind them, where they didn't
	Pass   *netipx.IPSet // all addresses that can be told to pass, Behind among them
	More   bool          // behind them stands a term of which it isn't known whom it lets pass
}

// Ref is a term of a tree.
type Ref struct {
	Node *Node
	Term *Term
}

// Certain reports whether each of the terms is a void lookup for whoever gets past
// it.
func (e Exhausted) Certain() bool {
	return !slices.ContainsFunc(e.Terms, func(r Ref) bool { return r.Term.Unknown && r.Term.Name != "exists" })
}

// Exhausted is false where the void lookups of the worst path don't run out, or do
// so whoever the client is, or where nothing stands behind that could pass.
func (t *Tree) Exhausted(f Family) (Exhausted, bool) {
	t.walked.Do(func() {
		if cost := t.Cost(); cost.Endless || cost.Maybe == 0 { // endless: it has an end of its own
			return
		}
		t.exhausted = map[Family]Exhausted{}
		memo := map[*Node]outcome{}
		for _, f := range Families {
			if e := t.exhaust(f, memo); e.More || len(e.Terms) > 0 && e.Behind != nobody {
				t.exhausted[f] = e
			}
		}
	})
	e, found := t.exhausted[f]
	return e, found
}

// exhaust gives the zero Exhausted where the void lookups don't run out.
func (t *Tree) exhaust(f Family, memo map[*Node]outcome) Exhausted {
	all := voidWalk{family: f, memo: memo}
	pass := all.outcome(t.Root).pass
	if len(all.spent) <= record.MaxVoids {
		return Exhausted{}
	}
	upTo := voidWalk{family: f, stop: true, memo: memo}
	before := upTo.outcome(t.Root).pass
	if upTo.certain == len(upTo.spent) {
		return Exhausted{}
	}
	family := setOf(f.everything())
	return Exhausted{Terms: upTo.spent, Behind: both(minus(pass, before), family), Pass: both(pass, family), More: all.more}
}

// MayRunOut reports whether Sure can be less than what is authorised: the lookups or the
// void lookups could be used up for some client of the family.
func (t *Tree) MayRunOut(f Family) bool {
	ptr := func(t Term) bool { return t.Name == "ptr" }
	cost := t.Cost()
	return cost.OverLookups() || cost.Voids(f)+cost.Maybe > record.MaxVoids ||
		slices.ContainsFunc(t.Nodes, func(n *Node) bool { return slices.ContainsFunc(n.Terms, ptr) })
}

// Sure gives the addresses of a family that pass whatever those terms find of which the
// client or the mail decides what they find: not even where all of them, and ptr, find
// nothing, are the void lookups used up before.
func (t *Tree) Sure(f Family) *netipx.IPSet {
	w := voidWalk{family: f, stop: true, ptr: true, memo: map[*Node]outcome{}}
	return both(w.outcome(t.Root).pass, setOf(f.everything()))
}

// voidWalk evaluates records for all clients that no term matches of which it isn't
// known whom it matches. It counts as an evaluator does, record by record in the
// order of an evaluation, and so ends at the limit of lookups.
type voidWalk struct {
	family  Family
	stop    bool  // where the void lookups may have run out; or only where they have
	ptr     bool  // is a void lookup, too, as it is for most clients
	spent   []Ref // the terms that are void lookups, or maybe
	certain int   // how many of them are
	lookups int
	more    bool
	memo    map[*Node]outcome // of the records that look nothing up, which are the same wherever they are met
}

func (w *voidWalk) outcome(n *Node) outcome {
	if o, known := w.memo[n]; known {
		return o
	}
	before := w.lookups
	o := n.outcome(func(t *Term) bool { return w.enter(n, t) }, w.outcome)
	if w.lookups == before {
		w.memo[n] = o
	}
	return o
}

// enter counts a term that a client gets to, and reports whether it gets further.
func (w *voidWalk) enter(n *Node, t *Term) bool {
	if !t.CountsLookup() {
		return true
	}
	if w.lookups++; w.lookups > record.MaxLookups {
		return false
	}
	if len(w.spent) > record.MaxVoids && t.open() && (t.Qualifier == record.Pass || t.Name == "redirect") {
		w.more = true
	}
	_, void := t.Void(w.family)
	if void {
		w.certain++
	}
	if _, maybe := t.MaybeVoid(w.family); void || maybe || w.ptr && t.Name == "ptr" {
		w.spent = append(w.spent, Ref{n, t})
	}
	return w.certain <= record.MaxVoids && !(w.stop && len(w.spent) > record.MaxVoids)
}
