package tree_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestHostile lets a server make up records for every name.
func TestHostile(t *testing.T) {
	tests := []struct {
		name    string
		handler dnstest.Handler
		limits  []tree.Limit
		asked   int // questions that come, those over TCP twice
	}{
		{"includes without end", endless("v=spf1 include:%d.a.test -all"), []tree.Limit{tree.DepthLimit}, tree.MaxDepth + 1},
		{
			"includes of two", endless("v=spf1 include:%d.a.test include:x%[1]d.a.test -all"),
			[]tree.Limit{tree.RecordsLimit},
			tree.MaxRecords,
		},
		{
			"mx everywhere", endless("v=spf1 mx:%d.test mx:x%[1]d.test include:%[1]d.a.test include:y%[1]d.a.test -all"),
			[]tree.Limit{tree.QuestionsLimit},
			0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := dnstest.Start(t, tt.handler)
			source, err := resolve.Server(server.Addr)
			if err != nil {
				t.Fatal(err)
			}
			tr := load(t, source, tree.Message{})
			if !slices.Equal(tr.Limits, tt.limits) || tr.Truncated() != (len(tt.limits) > 0) {
				t.Errorf("limits %v", tr.Limits)
			}
			if n := server.Total(); tt.asked > 0 && n != tt.asked || n > tree.MaxQuestions {
				t.Errorf("%d questions", n)
			}
			if d := server.Duplicates(); len(d) > 0 {
				t.Errorf("asked twice: %s", d)
			}
			if !tr.Cost().OverLookups() || !tr.Cost().Partial {
				t.Errorf("cost %+v", tr.Cost())
			}
		})
	}
}

// endless makes up a record for each name, with a number of its own, and ten MX
// hosts without an address.
func endless(format string) dnstest.Handler {
	var count atomic.Int64
	return func(w *dnstest.Writer, r *dnstest.Request) {
		q := r.Question()
		switch q.Qtype {
		case dns.TypeTXT:
			dnstest.Records(q.Name+" 1 IN TXT "+dnstest.TXT(fmt.Sprintf(format, count.Add(1))))(w, r)
		case dns.TypeMX:
			lines := strings.Fields(numbered(10, "host%d."+q.Name+" "))
			for i := range lines {
				lines[i] = q.Name + " 1 IN MX 1 " + lines[i]
			}
			dnstest.Records(lines...)(w, r)
		default:
			dnstest.Rcode(dns.RcodeNameError)(w, r)
		}
	}
}

// TestHosts is about an mx with too many hosts: none is asked for.
func TestHosts(t *testing.T) {
	for n, asked := range map[int]int{10: 2 + 20, 11: 2, 100: 2} {
		s := dnstest.NewSource(t, "a.test. TXT \"v=spf1 mx +all\"\n"+numbered(n, "a.test. MX 1 host%d.test.\n")+
			"host1.test. A 192.0.2.1\n")
		tr := load(t, s, tree.Message{})
		mx := tr.Root.Terms[0]
		if s.Total() != asked || len(mx.Hosts) != n || mx.TooManyHosts() != (n > 10) {
			t.Errorf("%d hosts: %d questions, %d hosts known", n, s.Total(), len(mx.Hosts))
		}
		if passes := tr.Authorised(tree.IPv4).Count().Sign() > 0; passes != (n <= 10) {
			t.Errorf("%d hosts: passes %t", n, passes)
		}
	}
}

// TestManyTerms is about records that cost time and not questions.
func TestManyTerms(t *testing.T) {
	var alternating strings.Builder
	for i := range 500 {
		fmt.Fprintf(&alternating, " -ip4:10.%d.%d.1 ip4:10.%d.%d.0/24", i/250, i%250, i/250, i%250)
	}
	for name, tt := range map[string]struct {
		record string
		limits []tree.Limit
	}{
		"alternating":     {"v=spf1" + alternating.String(), nil},
		"too many":        {"v=spf1" + strings.Repeat(" ?all", 10_001), []tree.Limit{tree.TermsLimit}},
		"includes itself": {"v=spf1" + strings.Repeat(" include:a.test", 3000), nil},
		"addresses":       {"v=spf1" + numbered(3000, " a:a%d.test"), []tree.Limit{tree.QuestionsLimit}},
		"47 of mx":        {"v=spf1" + numbered(47, " mx:m%d.test"), nil}, // 21 questions each, and the record's
		"48 of mx":        {"v=spf1" + numbered(48, " mx:m%d.test"), []tree.Limit{tree.QuestionsLimit}},
	} {
		t.Run(name, func(t *testing.T) {
			s := dnstest.NewSource(t, "a.test. TXT "+dnstest.TXT(tt.record)+"\n")
			start := time.Now()
			tr := load(t, s, tree.Message{})
			tr.Cost()
			for range tr.Steps() {
			}
			set := tr.Authorised(tree.IPv4)
			t.Logf("%d questions, %v addresses, %v", s.Total(), set.Count(), time.Since(start))
			if !slices.Equal(tr.Limits, tt.limits) {
				t.Errorf("limits %v", tr.Limits)
			}
			if s.Total() > tree.MaxQuestions || s.Most > tree.MaxAtOnce {
				t.Errorf("%d questions, %d at once", s.Total(), s.Most)
			}
		})
	}
}

// TestNested is about includes of which each level has fifty of the next: their
// number is beyond counting, and the time isn't.
func TestNested(t *testing.T) {
	var zone strings.Builder
	zone.WriteString("a.test. TXT \"v=spf1 include:0.test include:0.test\"\n")
	for i := range 11 {
		fmt.Fprintf(&zone, "%d.test. TXT %s\n", i, dnstest.TXT("v=spf1"+strings.Repeat(fmt.Sprintf(" include:%d.test", i+1), 50)))
	}
	zone.WriteString("11.test. TXT \"v=spf1 ip4:192.0.2.0/24\"\n")
	tr := loadZone(t, zone.String())
	if c := tr.Cost(); c.Lookups != 1_000_000 || c.Endless || c.Partial {
		t.Errorf("cost %+v", c)
	}
	if n := tr.Authorised(tree.IPv4).Count().Uint64(); n != 256 {
		t.Errorf("%d addresses", n)
	}
}

// TestTangle is about records of which each includes every other.
func TestTangle(t *testing.T) {
	var zone strings.Builder
	zone.WriteString("a.test. TXT \"v=spf1 include:0.test\"\n")
	for i := range 99 {
		text := fmt.Sprintf("v=spf1 ip4:192.0.2.%d", 2*i)
		for j := range 98 {
			text += fmt.Sprintf(" include:%d.test", (i+1+(j+16)%98)%99)
		}
		fmt.Fprintf(&zone, "%d.test. TXT %s\n", i, dnstest.TXT(text))
	}
	tr := loadZone(t, zone.String())
	start := time.Now()
	if n := tr.Authorised(tree.IPv4).Count().Uint64(); n != 99 {
		t.Errorf("%d addresses", n)
	}
	t.Log(time.Since(start))
	if c := tr.Cost(); !c.Endless {
		t.Errorf("cost %+v", c)
	}
}
