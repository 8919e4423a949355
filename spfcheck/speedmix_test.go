package spfcheck_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/cli"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
)

// mixSize is how many domains the mix has.
const mixSize = 20_000

// mixed is one domain of the mix and the address that its mail comes from.
type mixed struct {
	domain string
	client netip.Addr
	passes bool // what its record says
	unread bool // it passes where a fault behind the term that matches isn't seen
}

// mixKind is a kind of domain: what customers of a provider publish. In its record OWN
// is an address of its own, DOMAIN the domain, and N one of a few hosts of a service.
type mixKind struct {
	name   string
	count  int
	record string // "": none
	client string // where its mail comes from; "": OWN
}

var mixKinds = []mixKind{
	{"google", 3966, "v=spf1 include:_spf.google.com ~all", "74.125.3.7"},
	{"xserver", 3033, "v=spf1 +a:svN.xserver.example +a:DOMAIN +mx include:spf.sender.xserver.example ~all", "198.18.8.N"},
	{"m365", 2884, "v=spf1 include:spf.protection.outlook.com -all", "40.107.1.2"},
	{"sakura", 1840, "v=spf1 a:wwwN.sakura.example mx ~all", "198.18.9.N"},
	{"google and sendgrid", 1575, "v=spf1 include:_spf.google.com include:sendgrid.net ~all", "167.89.1.2"},
	{"includes nested four times", 1267, "v=spf1 include:nested1.example ~all", "198.18.4.7"},
	{"flat", 1099, "v=spf1 ip4:203.0.113.64/28 ip4:OWN -all", ""},
	{"google and salesforce", 1002, "v=spf1 include:_spf.google.com include:_spf.salesforce.example ~all", "198.18.5.7"},
	{"no SPF", 780, "", ""},
	{"redirect", 753, "v=spf1 redirect=_spf.google.com", "74.125.3.7"},
	{"over the limit", 426, "v=spf1 a:h1.DOMAIN a:h2.DOMAIN include:_spf.google.com include:sendgrid.net include:nested1.example include:spf.protection.outlook.com include:amazonses.com ip4:OWN -all", ""},
	{"much other text", 407, "v=spf1 ip4:OWN include:_spf.google.com ~all", ""},
	{"ptr", 381, "v=spf1 ptr ip4:OWN ~all", ""},
	{"broken", 370, "v=spf1 ip4:OWN include _spf.google.com ~al", ""},
	{"not there", 217, "", ""},
}

// mixServices are the records of services beside those of senders.zone.
const mixServices = `
spf.sender.xserver.example. TXT "v=spf1 ip4:198.18.6.0/24 ip4:198.18.7.0/24 ~all"
nested1.example. TXT "v=spf1 ip4:198.18.1.0/24 include:nested2.example -all"
nested2.example. TXT "v=spf1 ip4:198.18.2.0/24 include:nested3.example -all"
nested3.example. TXT "v=spf1 ip4:198.18.3.0/24 include:nested4.example -all"
nested4.example. TXT "v=spf1 ip4:198.18.4.0/24 -all"
_spf.salesforce.example. TXT "v=spf1 exists:%{i}._spf.mta.salesforce.example -all"
198.18.5.7._spf.mta.salesforce.example. A 127.0.0.2
7.5.18.198.in-addr.arpa. PTR mta.salesforce.example.
`

// mixOf is the domain of a number, of its kind. Every third mail comes from elsewhere,
// and every second domain has a DMARC record.
func mixOf(i int) (m mixed, kind mixKind) {
	const stride = 7919 // so that kinds are spread
	left := i * stride % mixSize
	kind = mixKinds[slices.IndexFunc(mixKinds, func(k mixKind) bool {
		left -= k.count
		return left < 0
	})]
	own := fmt.Sprintf("198.51.%d.%d", i/256%256, i%256)
	given := strings.NewReplacer("OWN", own, "DOMAIN", fmt.Sprintf("d%05d.example", i), "N", strconv.Itoa(i%100))
	from := given.Replace(cmp.Or(kind.client, "OWN"))
	if i%3 == 0 {
		from = "203.0.113.9"
	}
	m = mixed{domain: fmt.Sprintf("d%05d.example", i), client: netip.MustParseAddr(from)}
	m.unread = i%3 > 0 && kind.name == "broken"
	m.passes = i%3 > 0 && kind.record != "" && kind.name != "broken" && kind.name != "over the limit"
	kind.record = given.Replace(kind.record)
	return m, kind
}

// mix are the domains, ready to be put to an evaluator.
var mix = sync.OnceValue(func() []mixed {
	all := make([]mixed, mixSize)
	for i := range all {
		all[i], _ = mixOf(i)
	}
	return all
})

// mixZone is the zone of the mix, with the services' records as published.
func mixZone(b *testing.B) string {
	b.Helper()
	services, err := os.ReadFile("../testdata/zones/senders.zone")
	if err != nil {
		b.Fatal(err)
	}
	var zone strings.Builder
	zone.WriteString(". SOA . . 1 1 1 1 1\n" + mixServices)
	for i := range 100 {
		fmt.Fprintf(&zone, "sv%d.xserver.example. A 198.18.8.%[1]d\nwww%[1]d.sakura.example. A 198.18.9.%[1]d\n", i)
	}
	for i := range mixSize {
		m, kind := mixOf(i)
		if kind.name == "not there" {
			continue
		}
		if kind.record != "" {
			fmt.Fprintf(&zone, "%s. TXT %q\n", m.domain, kind.record)
		}
		for j := range 12 {
			if kind.name == "much other text" {
				fmt.Fprintf(&zone, "%s. TXT \"service-%d-site-verification=%064d\"\n", m.domain, j, i)
			}
		}
		if i%2 == 0 {
			fmt.Fprintf(&zone, "_dmarc.%s. TXT \"v=DMARC1; p=none\"\n", m.domain)
		}
		fmt.Fprintf(&zone, "%s. A 203.0.113.80\n%[1]s. MX 10 mx.%[1]s.\nmx.%[1]s. A 203.0.113.81\n", m.domain)
	}
	return zone.String() + string(services)
}

// lazyGC is what spfcheck bulk does with memory.
const lazyGC = 300

// putter evaluates the mix with a server, so many domains at once, and says how many it
// took, and what CPU time outside of this process.
type putter func(b *testing.B, s *server, atOnce int) (checks int, outside time.Duration)

// asBulk puts the mix to an evaluator of ours, which has memory as bulk has it.
func asBulk(put func(*testing.B, *server, int)) putter {
	return func(b *testing.B, s *server, atOnce int) (int, time.Duration) {
		defer debug.SetGCPercent(debug.SetGCPercent(lazyGC))
		put(b, s, atOnce)
		return mixSize, 0
	}
}

// evaluator evaluates as bulk does: with a cache, and asking ahead sparingly.
func evaluator(b *testing.B, s *server) eval.Evaluator {
	cached := s.cached(b)
	return eval.Evaluator{
		Exchanger: cached, Records: new(eval.Records), Prefetch: cached,
	}
}

// mixEngines are what the mix is put to.
var mixEngines = []struct {
	name string
	put  putter
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
	{"bulk", asBulk(putBulk)},
	{"go-spf", func(b *testing.B, s *server, atOnce int) (int, time.Duration) {
		resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, s.addr)
		}}
		putMix(b, atOnce, func(ctx context.Context, m mixed) spf.Result {
			result, _ := spf.CheckHostWithSender(m.client.AsSlice(), "", "a@"+m.domain,
				spf.WithContext(ctx), spf.WithResolver(resolver))
			return result
		})
		return mixSize, 0
	}},
	{"libspf2", libspf2.put},
	{"libspf2-one-thread", oneAfterTheOther(libspf2.put)},
	{"mox", mox.put},
	{"pyspf-every-tenth", oneAfterTheOther(pyspf.put)},
}

// putBulk puts the mix to the command bulk as it is run: lines in, lines out, with all
// identities and DMARC.
func putBulk(b *testing.B, s *server, atOnce int) {
	b.Helper()
	var lines strings.Builder
	lines.WriteString("id,mail_from,helo,from,ip\n")
	for i, m := range mix() {
		fmt.Fprintf(&lines, "%d,a@%s,mx.%[2]s,b@%[2]s,%s\n", i, m.domain, m.client)
	}
	var stdout, stderr bytes.Buffer
	args := []string{"spfcheck", "bulk", "--server", s.addr, "--concurrency", strconv.Itoa(atOnce), "--on", "2026-11-21", "--fields", "worst,rules", "-"}
	cli.Run(b.Context(), args, strings.NewReader(lines.String()), &stdout, &stderr) // the code is that of the worst line
	if done := bytes.Count(stdout.Bytes(), []byte("\n")) - 1; done != mixSize || !strings.Contains(stderr.String(), "unreadable 0") {
		b.Errorf("%d of %d lines are judged: %s", done, mixSize, stderr.String())
	}
}

// BenchmarkMix puts the mix to evaluators, 64 domains at a time from a server that
// answers at once, and 512 at a time from one that takes 20 ms. One operation is
// the whole mix, or the share of it that is named. CPU is that of the evaluator
// without the server.
func BenchmarkMix(b *testing.B) {
	mix() // not in the time of the first
	for _, at := range []struct {
		delay  time.Duration
		atOnce int
	}{{0, 64}, {delay, 512}} {
		s := startServer(b, mixZone(b), at.delay)
		for _, engine := range mixEngines {
			b.Run(fmt.Sprintf("%s/%s", at.delay, engine.name), func(b *testing.B) {
				s.counts(b)
				done, used := 0, -cpuTime(b)
				for b.Loop() {
					took, outside := engine.put(b, s, at.atOnce)
					done, used = done+took, used+outside
				}
				used += cpuTime(b)
				questions, _ := s.counts(b)
				checks := float64(done)
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
	rightPass(b, int(passed.Load()), 1)
}

// rightPass looks whether so many pass of each so many'th domain as should. An evaluator
// that reads a record only as far as a term that matches, as go/spf does, lets broken
// ones pass, too.
func rightPass(b *testing.B, passed, every int) {
	b.Helper()
	want, unread := 0, 0
	for i := 0; i < mixSize; i += every {
		switch m := mix()[i]; {
		case m.passes:
			want++
		case m.unread:
			unread++
		}
	}
	if passed != want && passed != want+unread {
		b.Errorf("%d pass, not %d, nor with broken records %d", passed, want, want+unread)
	}
}
