package cli

import (
	"slices"
	"sync"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
)

// expected gives the exit code for the messages that were expected.
func (p *program) expected(t *told) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	p.code = t.code
	if t.err != nil {
		return t.err
	}
	if t.came >= t.want {
		return nil
	}
	p.code = worseCode(t.code, exitUnknown)
	p.complain(p.say(tooFew.Format(t.came, t.want)), p.say(tooFewHint))
	return nil
}

// told is what a run has told of, and what it comes to.
type told struct {
	show   func(rehearsal.Event) error
	fault  func() error // what keeps DNS servers from answering; nil: nothing does
	warn   func(error)
	failOn carriers.Outcome
	want   int // messages; 0: as many as come

	mu     sync.Mutex
	came   int
	code   int // of the worst so far
	err    error
	faulty bool          // it was said that DNS doesn't answer
	enough chan struct{} // closed when the run is to end
	end    func()        // closes it
}

// event shows an event, and counts messages.
func (t *told) event(e rehearsal.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.show(e); err != nil && t.err == nil {
		t.err = err
		t.end()
	}
	if e.Message == nil {
		return
	}
	t.came++
	t.code = worseCode(t.code, codeOf(e.Message, t.failOn))
	if fault := t.fault(); fault != nil && !t.faulty {
		t.faulty = true
		t.warn(fault)
	}
	if t.came == t.want {
		t.end()
	}
}

// codeOf is the exit code for a message, in which failOn counts as not delivered.
func codeOf(m *rehearsal.Message, failOn carriers.Outcome) int {
	failed := func(r rehearsal.Recipient) bool { return r.Judged() && (r.Outcome.Failed() || r.Outcome == failOn) }
	switch {
	case slices.ContainsFunc(m.Recipients, failed):
		return exitNotDelivered
	case m.Worst == "" || m.Worst.Delivered():
		return exitDelivered
	}
	return exitUnknown
}

// worseCode is the one that counts of two: not delivered wins over undetermined.
func worseCode(a, b int) int {
	if a == exitNotDelivered || b == exitNotDelivered {
		return exitNotDelivered
	}
	return max(a, b)
}

var (
	tooFew     = i18n.Text{EN: "%d of %d messages came in time", JA: "時間内に届いたメールは %d 通でした（%d 通のはずでした）"}
	tooFewHint = i18n.Text{
		EN: "check that the application sends to this server, or give it more time with --deadline",
		JA: "アプリケーションの送信先がこのサーバーになっているか確かめるか、--deadline で制限時間を延ばしてください",
	}
)
