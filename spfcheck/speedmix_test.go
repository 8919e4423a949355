package spfcheck_test

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// mixSize is how many domains the mix has.
const mixSize = 20_000

// mixed is one domain of the mix and the address that its mail comes from.
type mixed struct {
	domain string
	client netip.Addr
}

// mixKind is a kind of domain. OWN in its terms is an address of its own.
type mixKind struct {
	of20   int // domains among 20
	terms  string
	client string // where its mail comes from; "": OWN
}

var mixKinds = []mixKind{
	{5, "include:_spf.workspace.example include:amazonses.com ~all", "54.240.8.9"},
	{3, "include:_spf.workspace.example include:spf.protection.outlook.com include:sendgrid.net ~all", "167.89.1.2"},
	{3, "include:amazonses.com include:spf.protection.outlook.com -all", "40.107.1.2"},
	{1, "include:_spf.google.com ~all", "74.125.3.7"},
	{3, "ip4:203.0.113.64/28 ip4:OWN -all", ""},
	{4, "a mx ip4:OWN ~all", ""},
	{1, "", ""}, // no record
}

// mixOf is the domain of a number, and its terms. Every third mail comes from
// elsewhere.
func mixOf(i int) (m mixed, terms string) {
	own := fmt.Sprintf("198.51.%d.%d", i/256%256, i%256)
	left := i % 20
	kind := slices.IndexFunc(mixKinds, func(k mixKind) bool {
		left -= k.of20
		return left < 0
	})
	from := cmp.Or(mixKinds[kind].client, own)
	if i%3 == 0 {
		from = "203.0.113.9"
	}
	m = mixed{domain: fmt.Sprintf("d%05d.example", i), client: netip.MustParseAddr(from)}
	return m, strings.ReplaceAll(mixKinds[kind].terms, "OWN", own)
}

// mix are the domains, ready to be put to an evaluator.
var mix = sync.OnceValue(func() []mixed {
	all := make([]mixed, mixSize)
	for i := range all {
		all[i], _ = mixOf(i)
	}
	return all
})

// workspaceRanges is for a service whose record includes three others: how many
// ranges each of them has.
const workspaceRanges = 12

// mixZone is the zone of the mix, with the services' records as published.
func mixZone(b *testing.B) string {
	b.Helper()
	services, err := os.ReadFile("../testdata/zones/senders.zone")
	if err != nil {
		b.Fatal(err)
	}
	var zone strings.Builder
	zone.WriteString(". SOA . . 1 1 1 1 1\n")
	zone.WriteString(`_spf.workspace.example. TXT "v=spf1 include:1.workspace.example include:2.workspace.example include:3.workspace.example ~all"` + "\n")
	for i := range 3 {
		ranges := ""
		for j := range workspaceRanges {
			ranges += fmt.Sprintf(" ip4:198.18.%d.0/24", i*workspaceRanges+j)
		}
		fmt.Fprintf(&zone, "%d.workspace.example. TXT %s\n", i+1, dnstest.TXT("v=spf1"+ranges+" ~all"))
	}
	for i := range mixSize {
		m, terms := mixOf(i)
		if terms != "" {
			fmt.Fprintf(&zone, "%s. TXT \"v=spf1 %s\"\n", m.domain, terms)
		}
		fmt.Fprintf(&zone, "%s. A 203.0.113.80\n%[1]s. MX 10 mx.%[1]s.\nmx.%[1]s. A 203.0.113.81\n", m.domain)
	}
	return zone.String() + string(services)
}

// What spfcheck bulk does with memory.
const (
	sharedCache = 4 << 20
	lazyGC      = 300
)

// asBulk puts the mix to an evaluator of ours, which has memory as bulk has it.
func asBulk(put func(*testing.B, *server, int)) func(*testing.B, *server, int) time.Duration {
	return func(b *testing.B, s *server, atOnce int) time.Duration {
		defer debug.SetGCPercent(debug.SetGCPercent(lazyGC))
		put(b, s, atOnce)
		return 0
	}
}

// evaluator evaluates as bulk does: with a cache, and asking ahead sparingly.
func evaluator(b *testing.B, s *server) eval.Evaluator {
	cached := s.cached(b)
	return eval.Evaluator{
		Exchanger: cached, Records: new(eval.Records), Prefetch: cached,
	}
}

// mixEngines are what the mix is put to. Each puts all of it to a server, so many
// domains at once, and says what CPU time that took outside of this process.
var mixEngines = []struct {
	name string
	put  func(b *testing.B, s *server, atOnce int) time.Duration
}{
	{"result", asBulk(func(b *testing.B, s *server, atOnce int) {
		evaluator := evaluator(b, s)
		putMix(b, atOnce, func(ctx context.Context, m mixed) spf.Result {
			return evaluator.Result(ctx, eval.Request{Client: m.client, Sender: "a@" + m.domain})
		})
	})},
	{"spf", asBulk(func(b *testing.B, s *server, atOnce int) {
		evaluator := evaluator(b, s)
		evaluator.Brief = true
		putMix(b, atOnce, func(ctx context.Context, m mixed) spf.Result {
			return evaluator.Evaluate(ctx, eval.Request{Client: m.client, Sender: "a@" + m.domain}).Result
		})
	})},
	{"check", asBulk(func(b *testing.B, s *server, atOnce int) {
		checker := spfcheck.Checker{
			Exchanger: s.cached(b),
			Tuning:    spfcheck.Tuning{Records: new(spfcheck.Records), Prefetch: spfcheck.PrefetchSome, VerdictsOnly: true},
		}
		putMix(b, atOnce, func(ctx context.Context, m mixed) spf.Result {
			sender := "a@" + m.domain
			rep, err := checker.Check(ctx, spfcheck.Request{
				Source: identity.Source{MailFrom: &sender}, Clients: []netip.Addr{m.client}, On: "2026-11-21",
			})
			if err != nil {
				b.Error(err)
				return ""
			}
			return rep.Identities[0].Result
		})
	})},
	{"go-spf", func(b *testing.B, s *server, atOnce int) time.Duration {
		resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, s.addr)
		}}
		putMix(b, atOnce, func(ctx context.Context, m mixed) spf.Result {
			result, _ := spf.CheckHostWithSender(m.client.AsSlice(), "", "a@"+m.domain,
				spf.WithContext(ctx), spf.WithResolver(resolver))
			return result
		})
		return 0
	}},
	{"libspf2", putMixLibspf2},
	{"libspf2-one-thread", func(b *testing.B, s *server, atOnce int) time.Duration {
		if atOnce > 64 {
			b.Skip("one after the other, with the delay that goes with it, takes ten minutes")
		}
		return putMixLibspf2(b, s, 1)
	}},
}

// putMixLibspf2 puts the mix to the C program, which needs a compiler and Debian's
// libspf2-dev.
func putMixLibspf2(b *testing.B, s *server, atOnce int) time.Duration {
	b.Helper()
	b.StopTimer()
	program := b.TempDir() + "/libspf2"
	if out, err := exec.Command("cc", "-O2", "-o", program, "../testdata/peers/libspf2.c", "-lspf2", "-lpthread").CombinedOutput(); err != nil {
		b.Skipf("libspf2 isn't installed: %v\n%s", err, out)
	}
	var lines strings.Builder
	for _, m := range mix() {
		fmt.Fprintln(&lines, m.client, m.domain)
	}
	_, port, _ := strings.Cut(s.addr, ":")
	cmd := exec.Command(program, port, strconv.Itoa(atOnce))
	cmd.Stdin = strings.NewReader(lines.String())
	cmd.Stderr = os.Stderr
	b.StartTimer()
	out, err := cmd.Output()
	var passed, failed int
	if _, scanErr := fmt.Sscan(string(out), &passed, &failed); err != nil || scanErr != nil || failed > 0 {
		b.Fatalf("%s %v", out, err)
	}
	enoughPass(b, passed)
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// cached asks the server, and each question once.
func (s *server) cached(b *testing.B) resolve.Exchanger {
	return resolve.Chain(s.resolver(b), resolve.Retry(3, 5*time.Second), resolve.BoundedCache(sharedCache))
}

// BenchmarkMix puts the mix to evaluators, 64 domains at a time from a server that
// answers at once, and 512 at a time from one that takes 20 ms. One operation is
// the whole mix. CPU is that of the evaluator without the server.
func BenchmarkMix(b *testing.B) {
	for _, at := range []struct {
		delay  time.Duration
		atOnce int
	}{{0, 64}, {delay, 512}} {
		s := startServer(b, mixZone(b), at.delay)
		for _, engine := range mixEngines {
			b.Run(fmt.Sprintf("%s/%s", at.delay, engine.name), func(b *testing.B) {
				s.counts(b)
				used := -cpuTime(b)
				for b.Loop() {
					used += engine.put(b, s, at.atOnce)
				}
				used += cpuTime(b)
				questions, _ := s.counts(b)
				checks := float64(b.N * mixSize)
				b.ReportMetric(checks/b.Elapsed().Seconds(), "checks/s")
				b.ReportMetric(float64(used.Microseconds())/checks, "µs-CPU/check")
				b.ReportMetric(float64(questions)/checks, "questions/check")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// putMix puts all domains to an evaluator in this process.
func putMix(b *testing.B, atOnce int, check func(context.Context, mixed) spf.Result) {
	b.Helper()
	domains := mix()
	var next, passed atomic.Int64
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < mixSize; i = next.Add(1) - 1 {
				switch check(b.Context(), domains[i]) {
				case spf.Pass:
					passed.Add(1)
				case spf.TempError:
					b.Error("DNS failed")
				}
			}
		})
	}
	workers.Wait()
	enoughPass(b, int(passed.Load()))
}

// enoughPass looks whether the result can be right: two thirds of the mail come
// from where they should, of 19 domains in 20.
func enoughPass(b *testing.B, passed int) {
	b.Helper()
	if passed < mixSize/2 || passed > mixSize*2/3 {
		b.Errorf("%d of %d pass", passed, mixSize)
	}
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
