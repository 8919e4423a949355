package eval_test

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"blitiri.com.ar/go/spf"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// maxQuestions bounds the questions of one evaluation by RFC 7208 §4.6.4: the
// record, ten terms of which an mx asks for ten hosts besides itself; the
// client's names and their addresses for %{p}; and the explanation. A server that
// leaves CNAMEs to the asker gets up to ten more for each.
const maxQuestions = 1 + record.MaxLookups*(1+10) + (1 + 10) + 1

// TestHostile lets servers answer with what is meant to do harm. No cache helps.
func TestHostile(t *testing.T) {
	tests := []struct {
		name      string
		client    string
		handler   dnstest.Handler
		want      string
		questions int // that are asked; 0: up to maxQuestions
	}{
		{
			name: "includes without end", client: v4,
			handler: endless("v=spf1 include:%d.a.test -all"),
			want:    "permerror", questions: 11,
		},
		{
			name: "redirects without end", client: v4,
			handler: endless("v=spf1 redirect=%d.a.test"),
			want:    "permerror", questions: 11,
		},
		{
			name: "a tree of includes", client: v4,
			handler: endless("v=spf1 include:%d.a.test include:x%[1]d.a.test include:y%[1]d.a.test -all"),
			want:    "permerror", questions: 11,
		},
		{
			name: "a record of 10,000 octets", client: v4,
			handler: records(map[string][]string{"a.test. TXT": {dnstest.TXT("v=spf1 " + strings.Repeat("ip4:198.51.100.1 ", 600) + "-all")}}),
			want:    "fail", questions: 2, // over UDP and over TCP
		},
		{
			name: "thousands of terms that ask", client: v4,
			handler: records(map[string][]string{"a.test. TXT": {dnstest.TXT("v=spf1 " + manyTerms(3000) + "-all")}}),
			want:    "permerror", questions: 2 + record.MaxVoids + 1,
		},
		{
			name: "thousands of names too long", client: v4,
			handler: records(map[string][]string{
				"a.test. TXT": {dnstest.TXT("v=spf1 " + strings.Repeat("exists:"+strings.Repeat("%{s}.", 20)+"a.test ", 500) + "-all")},
			}),
			want: "permerror",
		},
		{
			name: "100 names of the client", client: v4,
			handler: records(map[string][]string{
				"a.test. TXT":                 {dnstest.TXT("v=spf1 ptr exists:%{p}.a.test ptr:b.test -all")},
				"1.2.0.192.in-addr.arpa. PTR": numbered(100, "host%d.c.test."),
			}),
			want: "fail", questions: 2 + 1 + 10 + 1, // the PTRs come over TCP too
		},
		{
			name: "100 MX hosts", client: v4,
			handler: records(map[string][]string{
				"a.test. TXT": {dnstest.TXT("v=spf1 mx -all")},
				"a.test. MX":  numbered(100, "1 host%d.a.test."),
			}),
			want: "permerror", questions: 3,
		},
		{
			name: "ten terms of ten MX hosts, and names of the client", client: v6,
			handler: everything("v=spf1 mx:%{p}.0.test mx:1.test mx:2.test mx:3.test mx:4.test " +
				"mx:5.test mx:6.test mx:7.test mx:8.test mx:9.test -all exp=%{p}.why.test"),
			want: "fail", questions: maxQuestions,
		},
		{
			name: "a CNAME to itself", client: v4,
			handler: records(map[string][]string{"a.test. CNAME": {"a.test."}}),
			want:    "temperror", questions: 1,
		},
		{
			name: "CNAMEs without end", client: v4,
			handler: aliases(),
			want:    "temperror", questions: 11,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := dnstest.Start(t, tt.handler)
			ev := evaluate(t, sourceOf(t, server), tt.client, "a@a.test")
			if string(ev.Result) != tt.want {
				t.Errorf("got %s", brief(ev))
			}
			switch asked := server.Total(); {
			case tt.questions > 0 && asked != tt.questions:
				t.Errorf("%d questions instead of %d: %s", asked, tt.questions, server.Asked())
			case asked > maxQuestions:
				t.Errorf("%d questions, more than %d", asked, maxQuestions)
			}
		})
	}
}

// TestNeverAnswers is about a server that says nothing: the evaluation ends with
// its context.
func TestNeverAnswers(t *testing.T) {
	server := dnstest.Start(t, dnstest.Drop)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	e := eval.Evaluator{Exchanger: resolve.Chain(sourceOf(t, server), resolve.Retry(1000, time.Millisecond), resolve.Cache())}
	ev := e.Evaluate(ctx, eval.Request{Client: netip.MustParseAddr(v4), Sender: "a@a.test"})
	if ev.Result != spf.TempError || !ev.Reliable {
		t.Errorf("got %s", brief(ev))
	}
}

// TestSlowTerm is about a name that never answers: the walker knows from the
// evaluator that it failed, and doesn't wait for it again.
func TestSlowTerm(t *testing.T) {
	var asked atomic.Int32
	zone := resolve.Offline(dnstest.Zone(t, soa+`a.test. TXT "v=spf1 a:slow.test +all"`+"\n"))
	ev := evaluate(t, exchanger(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
		if q.Name == "slow.test." {
			asked.Add(1)
			return nil, context.DeadlineExceeded
		}
		return zone.Exchange(ctx, q)
	}), v4, "a@a.test")
	if ev.Result != spf.TempError || asked.Load() != 1 {
		t.Errorf("asked %d times, got %s", asked.Load(), brief(ev))
	}
}

// TestMemory bounds what large records cost that include themselves.
func TestMemory(t *testing.T) {
	if raceDetector() {
		t.Skip("the race detector makes regexp allocate anew each time")
	}
	for name, terms := range map[string]string{
		"addresses": strings.Repeat("ip4:198.51.100.1 ", 3000),
		"macros":    strings.Repeat("include:%{d} ", 10) + strings.Repeat("exists:%{sr-}.x.test ", 2500),
	} {
		t.Run(name, func(t *testing.T) {
			zone := resolve.Offline(dnstest.Zone(t, soa+"a.test. TXT "+dnstest.TXT("v=spf1 "+terms+"include:a.test -all")+"\n"))
			sender := strings.Repeat("a-", 5000) + "@a.test"
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			ev := evaluate(t, zone, v4, sender)
			runtime.ReadMemStats(&after)
			if ev.Result != spf.PermError {
				t.Errorf("got %s", brief(ev))
			}
			used := after.TotalAlloc - before.TotalAlloc
			t.Logf("%d KiB were allocated", used>>10)
			if used > 64<<20 {
				t.Errorf("more than 64 MiB")
			}
		})
	}
}

func raceDetector() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

func sourceOf(t *testing.T, s *dnstest.Server) resolve.Exchanger {
	t.Helper()
	source, err := resolve.Server(s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// records answers from "name type" to data, and NXDOMAIN for all else.
func records(zone map[string][]string) dnstest.Handler {
	return answering(func(q dns.Question) []string {
		name := dns.CanonicalName(q.Name)
		for _, rrtype := range []string{dns.Type(q.Qtype).String(), "CNAME"} {
			if data, ok := zone[name+" "+rrtype]; ok {
				return lines(q.Name, rrtype, data...)
			}
		}
		return nil
	})
}

// endless makes up a record for each name, with a number that never came before,
// and ten MX hosts without an address.
func endless(format string) dnstest.Handler {
	var count atomic.Int64
	return answering(func(q dns.Question) []string {
		switch q.Qtype {
		case dns.TypeTXT:
			return lines(q.Name, "TXT", dnstest.TXT(fmt.Sprintf(format, count.Add(1))))
		case dns.TypeMX:
			return lines(q.Name, "MX", numbered(10, "1 host%d."+q.Name)...)
		}
		return nil
	})
}

// aliases makes up a CNAME for each name.
func aliases() dnstest.Handler {
	var count atomic.Int64
	return answering(func(q dns.Question) []string {
		return lines(q.Name, "CNAME", fmt.Sprintf("%d.a.test.", count.Add(1)))
	})
}

// everything has ten MX hosts at each name and ten names for each address, all
// with an address that isn't the client's, and the same TXT everywhere.
func everything(text string) dnstest.Handler {
	return answering(func(q dns.Question) []string {
		switch q.Qtype {
		case dns.TypeTXT:
			return lines(q.Name, "TXT", dnstest.TXT(text))
		case dns.TypeMX:
			return lines(q.Name, "MX", numbered(10, "1 host%d."+q.Name)...)
		case dns.TypePTR:
			return lines(q.Name, "PTR", numbered(10, "client%d.test.")...)
		case dns.TypeAAAA:
			return lines(q.Name, "AAAA", "2001:db8::ffff")
		}
		return nil
	})
}

// answering answers with the records that answer writes; none: NXDOMAIN.
func answering(answer func(q dns.Question) []string) dnstest.Handler {
	return func(w *dnstest.Writer, r *dnstest.Request) {
		texts := answer(r.Question())
		if len(texts) == 0 {
			dnstest.Rcode(dns.RcodeNameError)(w, r)
			return
		}
		dnstest.Records(texts...)(w, r)
	}
}

func lines(owner, rrtype string, data ...string) []string {
	all := make([]string, len(data))
	for i, d := range data {
		all[i] = owner + " 1 IN " + rrtype + " " + d
	}
	return all
}

func numbered(n int, format string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(format, i)
	}
	return all
}

func manyTerms(n int) string { return strings.Join(numbered(n, "a:x%d.test"), " ") + " " }
