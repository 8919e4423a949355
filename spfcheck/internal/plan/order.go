// Package plan has the parts that a plan of changes is made of: their order, what a
// record may say, and whose records the sender can change.
package plan

// Trials are states of the world with some of n steps taken, by a bit for each step.
// S is what such a state comes to.
type Trials[S any] struct {
	try   func(steps uint) S
	known map[uint]S
}

// NewTrials gives trials that try finds out, each once, but for those that are known.
func NewTrials[S any](known map[uint]S, try func(steps uint) S) *Trials[S] {
	return &Trials[S]{try: try, known: known}
}

// MaxSteps is how many steps can be put in order.
const MaxSteps = 12

// At gives the state with the steps taken.
func (t *Trials[S]) At(steps uint) S {
	s, ok := t.known[steps]
	if !ok {
		s = t.try(steps)
		t.known[steps] = s
	}
	return s
}

// All is every one of n steps.
func All(n int) uint { return 1<<n - 1 }

// Has reports whether step i is among steps.
func Has(steps uint, i int) bool { return steps&(1<<i) != 0 }

// Fewest takes steps away, the last first, as long as what is left is as good. needs
// says which steps each of the n must come after: none of them goes before it.
func (t *Trials[S]) Fewest(n int, needs func(i int) uint, asGood func(with, without S) bool) uint {
	left := All(n)
	for i := n - 1; i >= 0; i-- {
		without := left &^ (1 << i)
		if !neededBy(without, i, n, needs) && asGood(t.At(left), t.At(without)) {
			left = without
		}
	}
	return left
}

// neededBy reports whether one of the steps needs step i.
func neededBy(steps uint, i, n int, needs func(int) uint) bool {
	for j := range n {
		if Has(steps, j) && Has(needs(j), i) {
			return true
		}
	}
	return false
}

// Order puts steps in an order in which no step makes things worse, as near to
// theirs as can be; false where there is none.
func (t *Trials[S]) Order(steps uint, needs func(i int) uint, worse func(before, after S) bool) ([]int, bool) {
	dead := map[uint]bool{} // from which no order leads to all steps
	var from func(done uint) ([]int, bool)
	from = func(done uint) ([]int, bool) {
		if done == steps {
			return nil, true
		}
		if dead[done] {
			return nil, false
		}
		for i := range MaxSteps {
			next := done | 1<<i
			if !Has(steps, i) || next == done || needs(i)&steps&^done != 0 || worse(t.At(done), t.At(next)) {
				continue
			}
			if rest, ok := from(next); ok {
				return append([]int{i}, rest...), true
			}
		}
		dead[done] = true
		return nil, false
	}
	return from(0)
}
