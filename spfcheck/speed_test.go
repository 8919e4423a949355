package spfcheck_test

import (
	"bytes"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/cli"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// delay is how long the server takes for an answer.
const delay = 20 * time.Millisecond

// wholeTests are commands: what they judge, and the rounds of questions of which one
// follows from the other.
var wholeTests = []struct {
	name   string
	floor  int
	client string
	args   []string
}{
	{"flat", 1, "192.0.2.1", []string{"--mail-from", "a@flat.example", "flat.example"}},
	{"flat, to do", 1, "203.0.113.200", []string{"--mail-from", "a@flat.example", "flat.example"}},
	{"shop", 3, "192.0.2.1", []string{"--mail-from", "a@shop.example", "shop.example"}},
	{"shop, to do", 3, "203.0.113.200", []string{"--mail-from", "a@shop.example", "shop.example"}},
	{"wide", 2, "192.0.2.1", []string{"--mail-from", "a@wide.example", "wide.example"}},
	{"wide, to do", 2, "203.0.113.200", []string{"--mail-from", "a@wide.example", "wide.example"}},
	{"deep, to do", 9, "203.0.113.200", []string{"--mail-from", "a@deep.example", "deep.example"}},
	{"mx, to do", 3, "203.0.113.200", []string{"--mail-from", "a@mx.example", "mx.example"}},
	{"over, to do", 3, "203.0.113.200", []string{"--mail-from", "a@over.example", "over.example"}},
	{"four identities, to do", 3, "203.0.113.200", []string{"--mail-from", "bounce@shop.example", "--helo", "shop.example", "info@shop.example"}},
}

// BenchmarkCheck runs the command check, findings and plan included, at 20 ms for an
// answer, and reports: latency as a multiple of the floor, which is the rounds that
// depend on each other (both are medians); questions, and those that came again.
func BenchmarkCheck(b *testing.B) {
	for _, tt := range wholeTests {
		b.Run(tt.name, func(b *testing.B) {
			s := startServer(b, shapesText(b), delay)
			args := append([]string{"spfcheck", "check", "--server", s.addr, "--on", "2026-11-21", "--ip", tt.client}, tt.args...)
			var questions, again int
			var times, roundTrips []time.Duration
			var cpu time.Duration
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				roundTrips = append(roundTrips, roundTripOf(b, s.resolver(b)))
				s.counts(b)
				b.StartTimer()
				began, cpuBefore := time.Now(), cpuTime(b)
				var stdout, stderr bytes.Buffer
				if code := cli.Run(b.Context(), args, nil, &stdout, &stderr); code == 2 || stderr.Len() > 0 {
					b.Fatal(stderr.String())
				}
				times, cpu = append(times, time.Since(began)), cpu+cpuTime(b)-cpuBefore
				b.StopTimer()
				q, a := s.counts(b)
				questions, again = questions+q, again+a
				b.StartTimer()
			}
			floor := time.Duration(tt.floor) * median(roundTrips)
			b.ReportMetric(float64(median(times))/float64(floor), "×floor")
			b.ReportMetric(float64(questions)/float64(b.N), "questions/op")
			b.ReportMetric(float64(again)/float64(b.N), "duplicates/op")
			b.ReportMetric(float64(median(times).Microseconds())/1000, "ms/op")
			b.ReportMetric(float64(cpu.Microseconds())/float64(b.N)/1000, "ms-CPU/op")
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

// cpuTime is what this process has used so far.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
