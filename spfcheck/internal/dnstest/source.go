package dnstest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Source is DNS without a server: a zone and nothing else, in which servfail.test
// and the names below it are as they are called. It counts what it is asked; the
// counts may be read when nothing is asked any more.
type Source struct {
	Delay time.Duration  // of each answer
	Asked map[string]int // how often, by name and type: "a.test. TXT"
	Most  int            // questions at once

	zone    resolve.Exchanger
	mu      sync.Mutex
	present int
}

// NewSource is DNS that has the zone and nothing else.
func NewSource(t testing.TB, zone string) *Source {
	t.Helper()
	return &Source{zone: resolve.Offline(Zone(t, ". SOA . . 1 1 1 1 1\n"+zone)), Asked: map[string]int{}}
}

// Exchange answers from the zone.
func (s *Source) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	s.mu.Lock()
	s.Asked[dns.CanonicalName(q.Name)+" "+dns.Type(q.Qtype).String()]++
	s.present++
	s.Most = max(s.Most, s.present)
	s.mu.Unlock()
	time.Sleep(s.Delay)
	s.mu.Lock()
	s.present--
	s.mu.Unlock()
	if strings.HasSuffix("."+q.Name, ".servfail.test.") {
		return &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, Rcode: dns.RcodeServerFailure}}, nil
	}
	return s.zone.Exchange(ctx, q)
}

// Total is how many questions came.
func (s *Source) Total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, times := range s.Asked {
		n += times
	}
	return n
}
