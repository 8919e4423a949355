package sources

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
)

// maxMail bounds what is told apart of all reports together, and maxRest the domains of
// what isn't.
const (
	maxMail = 10_000
	maxRest = 10_000
)

// tally counts messages. Where there are too many to tell apart, those of which there are
// least are counted by their domain alone: real senders are few and send much, forged
// mail comes from everywhere.
type tally struct {
	mail map[mail]int64
	rest map[string]int64 // by the header From's domain; "" for all others
}

func newTally() *tally { return &tally{mail: map[mail]int64{}, rest: map[string]int64{}} }

func (t *tally) add(m mail, n int64) {
	if t.mail[m] += n; len(t.mail) > maxMail {
		t.shrink()
	}
}

// shrink gives up the half with the fewest messages. What is authenticated stays longest.
func (t *tally) shrink() {
	all := t.sorted()
	for _, m := range all[len(all)/2:] {
		t.addRest(m.from, t.mail[m])
		delete(t.mail, m)
	}
}

func (t *tally) addRest(domain string, n int64) {
	if _, known := t.rest[domain]; !known && len(t.rest) >= maxRest {
		domain = ""
	}
	t.rest[domain] += n
}

// sum is the same for tallies that count the same.
func (t *tally) sum(seed maphash.Seed) uint64 {
	var sum uint64
	for m, n := range t.mail {
		sum += maphash.Comparable(seed, m) * uint64(n)
	}
	for domain, n := range t.rest {
		sum += maphash.Comparable(seed, domain) * uint64(n)
	}
	return sum
}

// sorted gives what is told apart: what is authenticated first, then by number, in an
// order that doesn't hang on anything else.
func (t *tally) sorted() []mail {
	all := make([]mail, 0, len(t.mail))
	for m := range t.mail {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b mail) int {
		return cmp.Or(
			-compareBool(a.spfAligned || a.dkimAligned, b.spfAligned || b.dkimAligned),
			cmp.Compare(t.mail[b], t.mail[a]),
			a.sent.compare(b.sent), strings.Compare(a.spf, b.spf),
			compareBool(a.spfAligned, b.spfAligned), compareBool(a.dkimAligned, b.dkimAligned), compareBool(a.forwarded, b.forwarded),
		)
	})
	return all
}

// compare is an order of all that a verdict hangs on.
func (s sent) compare(t sent) int {
	return cmp.Or(
		strings.Compare(s.from, t.from), s.source.Compare(t.source), strings.Compare(s.envelope, t.envelope),
		strings.Compare(s.helo, t.helo), strings.Compare(s.signers, t.signers), compareBool(s.noDKIM, t.noDKIM),
	)
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// merge adds all of another.
func (t *tally) merge(other *tally) {
	for m, n := range other.mail {
		t.mail[m] += n
	}
	for domain, n := range other.rest {
		t.addRest(domain, n)
	}
	if len(t.mail) > maxMail {
		t.shrink()
	}
}
