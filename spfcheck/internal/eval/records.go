package eval

import (
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// maxTerms is how many terms each generation of Records has at most: a few MB.
const maxTerms = 10_000

// Records keeps records that were parsed, by their text, since evaluations meet
// the same ones again and again: those of large senders, and within one check
// those of one domain. The zero Records is empty and ready; it is safe for
// concurrent use. It doesn't grow without end: what wasn't used for long goes.
type Records struct {
	mu               sync.Mutex
	recent, previous map[string]record.Record
	terms            int // of the recent ones
}

// parse is record.Parse. Nobody may change what it gives. A nil Records keeps
// nothing.
func (k *Records) parse(text string) record.Record {
	if k == nil {
		return record.Parse(text)
	}
	k.mu.Lock()
	r, ok := k.recent[text]
	if !ok {
		if r, ok = k.previous[text]; ok {
			k.keep(r)
		}
	}
	k.mu.Unlock()
	if ok {
		return r
	}
	r = record.Parse(text)
	k.mu.Lock()
	k.keep(r)
	k.mu.Unlock()
	return r
}

// keep puts a record among the recent ones, which become the previous generation
// when there are too many of them.
func (k *Records) keep(r record.Record) {
	n := len(r.Terms) + 1
	if n > maxTerms {
		return
	}
	if k.recent == nil || k.terms+n > maxTerms {
		k.recent, k.previous, k.terms = map[string]record.Record{}, k.recent, 0
	}
	k.recent[r.Text] = r
	k.terms += n
}
