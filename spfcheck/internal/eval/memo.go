package eval

import "context"

// memo is what was asked, the last first. In one evaluation that is so little that
// to look through it takes less than a map.
type memo[V any] struct{ last *answer[V] }

type answer[V any] struct {
	name    string
	value   V
	err     error
	pending bool // value and err aren't to be looked at yet
	before  *answer[V]
}

// get asks once: at once, or where there is a queue, in its turn.
func (m *memo[V]) get(ctx context.Context, r *resolver, name string, ask func(*resolver, context.Context, string) (V, error)) (V, error) {
	a := m.last
	for a != nil && a.name != name {
		a = a.before
	}
	if a == nil {
		a = &answer[V]{name: name, before: m.last, pending: r.queue != nil}
		if a.pending {
			r.queue.add(func() { a.value, a.err = ask(r, ctx, name) }, func() { a.pending = false })
		} else {
			a.value, a.err = ask(r, ctx, name)
		}
		m.last = a
	}
	if a.pending {
		var none V
		return none, errPending
	}
	return a.value, a.err
}

// queue has the questions that the walk of a prefetch came to and hasn't got the
// answer to, in its order.
type queue struct {
	questions []question
	begun     int // so many of them, from the first, are under way
	slots     chan struct{}
}

type question struct {
	ask  func()        // on whatever goroutine
	show func()        // shows the walk the answer
	done chan struct{} // closed when it was asked
}

func (q *queue) add(ask, show func()) {
	q.questions = append(q.questions, question{ask, show, make(chan struct{})})
}

// next shows the answer to the first question, and has all others under way
// meanwhile. It reports whether there was a question.
func (q *queue) next() bool {
	if len(q.questions) == 0 {
		return false
	}
	first := q.questions[0]
	for _, other := range q.questions[max(q.begun, 1):] {
		go q.exchange(other)
	}
	if q.begun == 0 {
		q.exchange(first) // who waits for it needs no other goroutine to ask
	}
	<-first.done
	first.show()
	q.questions = q.questions[1:]
	q.begun = len(q.questions)
	return true
}

func (q *queue) exchange(one question) {
	q.slots <- struct{}{}
	one.ask()
	<-q.slots
	close(one.done)
}
