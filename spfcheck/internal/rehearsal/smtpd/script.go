package smtpd

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
)

// Script is what is rehearsed beside the carriers' rules. No carrier documents when it
// does this, so it happens only where it is asked for. The zero Script has nothing.
type Script struct {
	// UnknownUsers are addresses that their carriers don't have.
	UnknownUsers []string
	// Greylist is how long a sender and a recipient that weren't seen together before are
	// put off.
	Greylist time.Duration
	// PerMinute is how many messages may come in a minute; 0: any number.
	PerMinute int

	mu      sync.Mutex
	seen    *simplelru.LRU[[2]string, time.Time]
	limiter *rate.Limiter
}

// maxSeen is how many pairs of sender and recipient are remembered.
const maxSeen = 10_000

// mail answers to MAIL; zero: nothing is scripted.
func (s *Script) mail() rehearsal.Answer {
	if s.PerMinute <= 0 {
		return rehearsal.Answer{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.limiter == nil {
		s.limiter = rate.NewLimiter(rate.Limit(s.PerMinute)/60, s.PerMinute)
	}
	if s.limiter.Allow() {
		return rehearsal.Answer{}
	}
	return rehearsal.Answer{Code: 450, Enhanced: "4.7.1", Text: "too many messages; try again later", Ours: true}
}

// unknown reports whether the carrier doesn't have an address.
func (s *Script) unknown(address string) bool {
	return slices.ContainsFunc(s.UnknownUsers, func(u string) bool { return strings.EqualFold(u, address) })
}

// rcpt puts a recipient off; zero: it doesn't.
func (s *Script) rcpt(from, to string, now time.Time) rehearsal.Answer {
	left := s.greylisted(from, to, now)
	if left <= 0 {
		return rehearsal.Answer{}
	}
	return rehearsal.Answer{
		Code: 450, Enhanced: "4.2.0", Ours: true, AtRCPT: true,
		Text: fmt.Sprintf("<%s>: Recipient address rejected: Greylisted; try again in %s", to, left.Round(time.Second)),
	}
}

// greylisted says for how long a recipient is still put off.
func (s *Script) greylisted(from, to string, now time.Time) time.Duration {
	if s.Greylist <= 0 {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen, _ = simplelru.NewLRU[[2]string, time.Time](maxSeen, nil) // the error is that of a size below 1
	}
	pair := [2]string{strings.ToLower(from), strings.ToLower(to)}
	first, ok := s.seen.Get(pair)
	if !ok {
		s.seen.Add(pair, now)
		first = now
	}
	return s.Greylist - now.Sub(first)
}
