package resolve

import (
	"time"

	"github.com/miekg/dns"
)

// BoundedCache is [Cache] for a run that lasts for hours: it keeps an answer for
// its TTL at most, and in all about the given number of octets of memory. The
// answers that nobody has asked for the longest go first.
//
// One check should see one DNS all the same: put a Cache above it for each.
func BoundedCache(octets int) Layer {
	return cacheIn(func() store {
		return &bounded{half: octets / 2, young: map[question]keptAnswer{}, old: map[question]keptAnswer{}}
	})
}

// bounded is a store in two halves. What was asked for is in the young one; when that
// is full it becomes the old one, whose answers go all at once: to keep a list of what
// was asked for last takes longer, as BenchmarkMix shows.
type bounded struct {
	half       int // octets that each may have
	size       int // octets of the young ones
	young, old map[question]keptAnswer
}

type keptAnswer struct {
	m     *dns.Msg
	size  int
	until time.Time
}

func (s *bounded) get(k question) *dns.Msg {
	a, young := s.young[k]
	if !young {
		a = s.old[k]
	}
	if a.m == nil || time.Now().After(a.until) {
		return nil
	}
	if !young {
		s.keep(k, a)
	}
	return a.m
}

func (s *bounded) put(k question, m *dns.Msg) {
	s.keep(k, keptAnswer{m, sizeOf(m), time.Now().Add(lifetime(m))})
}

// keep puts an answer among the young ones, unless it fills them alone.
func (s *bounded) keep(k question, a keptAnswer) {
	if a.size > s.half {
		return
	}
	s.size += a.size - s.young[k].size
	if s.size > s.half {
		s.young, s.old, s.size = s.old, s.young, a.size
		clear(s.young)
	}
	s.young[k] = a
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
