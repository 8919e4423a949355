package dnstest_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func exchange(t *testing.T, s *dnstest.Server, name string, qtype uint16) string {
	t.Helper()
	server, err := resolve.Server(s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	m, err := server.Exchange(ctx, dns.Question{Name: name, Qtype: qtype, Qclass: dns.ClassINET})
	if err != nil {
		return err.Error()
	}
	return dns.RcodeToString[m.Rcode]
}

func TestServerCounts(t *testing.T) {
	zone := resolve.Offline(dnstest.Zone(t, "a.example. SOA a. b. 1 1 1 1 1\n"))
	s := dnstest.Start(t, dnstest.Delay(time.Millisecond, dnstest.Answer(zone)))
	steps := []struct {
		name  string
		qtype uint16
		want  string
	}{
		{"A.example.", dns.TypeTXT, "NOERROR"},
		{"a.example.", dns.TypeTXT, "NOERROR"},
		{"x.a.example.", dns.TypeA, "NXDOMAIN"},
		{"other.example.", dns.TypeA, "REFUSED"},
	}
	for _, step := range steps {
		if got := exchange(t, s, step.name, step.qtype); got != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got, step.want)
		}
	}
	if want := []string{"a.example. TXT", "a.example. TXT", "x.a.example. A", "other.example. A"}; !slices.Equal(s.Asked(), want) {
		t.Errorf("Asked: %q, want %q", s.Asked(), want)
	}
	if s.Total() != 4 || s.Count("A.EXAMPLE", dns.TypeTXT) != 2 {
		t.Errorf("Total %d, Count %d", s.Total(), s.Count("A.EXAMPLE", dns.TypeTXT))
	}
	if want := []string{"a.example. TXT"}; !slices.Equal(s.Duplicates(), want) {
		t.Errorf("Duplicates: %q, want %q", s.Duplicates(), want)
	}
}

func TestSequence(t *testing.T) {
	s := dnstest.Start(t, dnstest.Sequence(dnstest.Rcode(dns.RcodeServerFailure), dnstest.Rcode(dns.RcodeNameError)))
	for i, want := range []string{"SERVFAIL", "NXDOMAIN", "NXDOMAIN"} {
		if got := exchange(t, s, "a.example.", dns.TypeA); got != want {
			t.Errorf("%d: got %s, want %s", i, got, want)
		}
	}
}
