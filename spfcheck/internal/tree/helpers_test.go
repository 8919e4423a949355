package tree_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// soa makes a zone file the whole of DNS: what isn't in it doesn't exist.
const soa = ". SOA . . 1 1 1 1 1\n"

// source is DNS that has the zone and nothing else, in which servfail.test is
// as it is called. It counts what it is asked.
type source struct {
	zone  resolve.Exchanger
	delay time.Duration // of each answer

	mu      sync.Mutex
	asked   map[string]int
	present int
	most    int // questions at once
}

func newSource(t testing.TB, zone string) *source {
	return &source{zone: resolve.Offline(dnstest.Zone(t, soa+zone)), asked: map[string]int{}}
}

func (s *source) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	s.mu.Lock()
	s.asked[dns.CanonicalName(q.Name)+" "+dns.Type(q.Qtype).String()]++
	s.present++
	s.most = max(s.most, s.present)
	s.mu.Unlock()
	time.Sleep(s.delay)
	defer func() {
		s.mu.Lock()
		s.present--
		s.mu.Unlock()
	}()
	if strings.HasSuffix(q.Name, "servfail.test.") {
		return &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, Rcode: dns.RcodeServerFailure}}, nil
	}
	return s.zone.Exchange(ctx, q)
}

// total is how many questions came.
func (s *source) total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, times := range s.asked {
		n += times
	}
	return n
}

// load loads a.test.
func load(t testing.TB, e resolve.Exchanger, m tree.Message) *tree.Tree {
	t.Helper()
	return tree.Load(t.Context(), resolve.Lookup{Exchanger: e}, "a.test", m)
}

// loadZone loads a.test from a zone.
func loadZone(t testing.TB, zone string) *tree.Tree {
	t.Helper()
	return load(t, newSource(t, zone), tree.Message{})
}

// numbered writes the format with the numbers from 0 to n-1.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// outline writes the walk through a tree, a line for each term: what it is, what
// it costs alone, with its child and in all, and its marks.
func outline(tr *tree.Tree) string {
	var b strings.Builder
	for s := range tr.Steps() {
		t := s.Term()
		fmt.Fprintf(&b, "%s%s %d %d %d", strings.Repeat("  ", s.Depth), t.Text, s.Own.Lookups, s.Subtree.Lookups, s.Total.Lookups)
		for _, mark := range []struct {
			text string
			set  bool
		}{
			{"unreached", !s.Reached},
			{"skipped", t.Skipped},
			{"seen", s.Seen},
			{"loop", t.Loop},
			{"always", t.Always},
			{"message", t.PerMessage},
			{"address", t.PerAddress},
			{"unknown", t.Unknown},
			{"not-loaded", t.NotLoaded},
			{"void4", s.Own.Voids4 > 0},
			{"void6", s.Own.Voids6 > 0},
		} {
			if mark.set {
				b.WriteString(" " + mark.text)
			}
		}
		if _, failed := t.Failed(tree.IPv4); failed {
			b.WriteString(" failed4")
		}
		if t.Child != nil && t.Child.Problem != "" {
			b.WriteString(" " + string(t.Child.Problem))
		}
		b.WriteString("\n")
	}
	return b.String()
}
