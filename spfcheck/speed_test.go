package spfcheck_test

import (
	"slices"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// delay is how long the server takes for an answer.
const delay = 20 * time.Millisecond

// BenchmarkCheck checks each shape from nothing, at 20 ms for an answer, and
// reports: latency as a multiple of the floor, which is the rounds that depend on
// each other (both are medians); questions, and those that came again.
func BenchmarkCheck(b *testing.B) {
	for _, tt := range shapeTests {
		b.Run(tt.name, func(b *testing.B) {
			s := startServer(b, shapesText(b), delay)
			source := s.resolver(b)
			var questions, again int
			var times, roundTrips []time.Duration
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				roundTrips = append(roundTrips, roundTripOf(b, source))
				s.counts(b)
				b.StartTimer()
				began := time.Now()
				checker := spfcheck.Checker{Exchanger: resolve.Chain(source,
					resolve.Retry(2, 2*time.Second), resolve.Limit(16), resolve.Cache())}
				rep, err := checker.Check(b.Context(), tt.request)
				if err != nil || rep.Identities[0].Result != tt.result {
					b.Fatal(rep, err)
				}
				times = append(times, time.Since(began))
				b.StopTimer()
				q, a := s.counts(b)
				questions, again = questions+q, again+a
				b.StartTimer()
			}
			floor := time.Duration(tt.cost[spfcheck.PrefetchAll].rounds) * median(roundTrips)
			b.ReportMetric(float64(median(times))/float64(floor), "×floor")
			b.ReportMetric(float64(questions)/float64(b.N), "questions/op")
			b.ReportMetric(float64(again)/float64(b.N), "duplicates/op")
			b.ReportMetric(float64(median(times).Microseconds())/1000, "ms/op")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// roundTripOf is how long one question takes.
func roundTripOf(b *testing.B, source resolve.Exchanger) time.Duration {
	b.Helper()
	began := time.Now()
	_, err := source.Exchange(b.Context(), dns.Question{Name: "flat.example.", Qtype: dns.TypeTXT, Qclass: dns.ClassINET})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
