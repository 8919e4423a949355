package resolve

import (
	"math"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/miekg/dns"
)

// BoundedCache is [Cache] for a run that lasts for hours: it keeps an answer for
// its TTL at most, and in all about the given number of octets of memory. The
// answers that nobody has asked for the longest go first.
//
// One check should see one DNS all the same: put a Cache above it for each.
func BoundedCache(octets int) Layer {
	return cacheIn(func() store {
		s := &bounded{room: octets}
		giveBack := func(_ question, a keptAnswer) { s.room += a.size }
		s.answers, _ = simplelru.NewLRU(math.MaxInt, giveBack) // the error is that of a size below 1
		return s
	})
}

// bounded is a store with room for so many octets.
type bounded struct {
	room    int // octets that are left
	answers *simplelru.LRU[question, keptAnswer]
}

type keptAnswer struct {
	m     *dns.Msg
	size  int
	until time.Time
}

func (s *bounded) get(k question) *dns.Msg {
	a, ok := s.answers.Get(k)
	if !ok {
		return nil
	}
	if time.Now().After(a.until) {
		s.answers.Remove(k)
		return nil
	}
	return a.m
}

// put keeps an answer for which get had none: what is there isn't asked again.
func (s *bounded) put(k question, m *dns.Msg) {
	a := keptAnswer{m, sizeOf(m), time.Now().Add(lifetime(m))}
	s.room -= a.size
	s.answers.Add(k, a)
	for s.room < 0 {
		s.answers.RemoveOldest()
	}
}

// sizeOf estimates the memory of an answer: its octets on the wire, which are
// kept as text, and the structures around them.
func sizeOf(m *dns.Msg) int {
	const message, record = 600, 150
	return message + record*(len(m.Answer)+len(m.Ns)+len(m.Extra)) + 2*m.Len()
}

// How long an answer without a TTL is kept: a failure of the server much shorter
// than the five minutes that RFC 2308 §7.1 allows, and a denial without an SOA,
// which §5 says not to keep, only so that one run doesn't ask in rows.
const (
	failureLifetime = 5 * time.Second
	denialLifetime  = 5 * time.Second
	longestLifetime = 24 * time.Hour
)

// lifetime is how long an answer may be kept: the shortest TTL of its records,
// or that of a denial (RFC 2308 §5).
func lifetime(m *dns.Msg) time.Duration {
	if m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		return failureLifetime
	}
	seconds, known := uint32(0), false
	shorten := func(ttl uint32) {
		if !known || ttl < seconds {
			seconds, known = ttl, true
		}
	}
	for _, rr := range m.Answer {
		shorten(rr.Header().Ttl)
	}
	for _, rr := range m.Ns {
		if soa, ok := rr.(*dns.SOA); ok {
			shorten(min(soa.Hdr.Ttl, soa.Minttl))
		}
	}
	if !known {
		return denialLifetime
	}
	return min(time.Duration(seconds)*time.Second, longestLifetime)
}
