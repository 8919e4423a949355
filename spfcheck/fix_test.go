package spfcheck_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// services are what records of the test include; the sender's is none of them.
const services = `
$ORIGIN example.
@     SOA ns hostmaster 1 3600 600 86400 60
mailer TXT "v=spf1 ip4:203.0.113.0/28 -all"
nest   TXT "v=spf1 include:one include:two -all"
one    TXT "v=spf1 ip4:198.51.100.0/26 -all"
two    TXT "v=spf1 ip4:198.51.100.64/26 -all"
host   A   192.0.2.10
host   MX  10 host
w0 A 192.0.2.20
w1 A 192.0.2.21
w2 A 192.0.2.22
w3 A 192.0.2.23
w4 A 192.0.2.24
w5 A 192.0.2.25
w6 A 192.0.2.26
w7 A 192.0.2.27
w8 A 192.0.2.28
w9 A 192.0.2.29
`

// checkRecord judges mail from shop.example with the given record.
func checkRecord(t *testing.T, text string) (*spfcheck.Report, string) {
	t.Helper()
	text = strings.NewReplacer(":one", ":one.example", ":two", ":two.example").Replace(text)
	file := strings.NewReplacer("include:one", "include:one.example", "include:two", "include:two.example").Replace(services) +
		"shop MX 10 host\n" + zoneTXT("shop.example", text)
	return checkZone(t, file), file
}

func checkZone(t *testing.T, file string) *spfcheck.Report {
	t.Helper()
	z := dnstest.Zone(t, file)
	rep, err := (&spfcheck.Checker{Exchanger: resolve.Offline(z)}).Check(context.Background(), spfcheck.Request{
		Source:  identity.Source{MailFrom: new("bounce@mailer.example"), From: "shop.example"},
		Clients: []netip.Addr{netip.MustParseAddr("203.0.113.5")},
		On:      "2026-11-21",
	})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// zoneTXT writes a record in strings of 200 bytes.
func zoneTXT(owner, text string) string {
	line := owner + ". TXT"
	for ; len(text) > 200; text = text[200:] {
		line += fmt.Sprintf(" %q", text[:200])
	}
	return line + fmt.Sprintf(" %q\n", text)
}

// applied judges the mail again with what is advised in the place of the record.
func applied(t *testing.T, file, line string) *spfcheck.Report {
	t.Helper()
	before, _, _ := strings.Cut(file, "shop.example. TXT")
	return checkZone(t, before+line+"\n")
}

// TestEveryFixPasses applies the fix for each of many records.
func TestEveryFixPasses(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	parts := []string{
		"include:one", "include:two", "include:nest.example", "a:host.example", "mx:host.example", "ip4:198.51.100.7",
		"ip4:192.0.2.0/24", "ip6:2001:db8::/32", "?ip4:203.0.113.0/30", "-ip4:203.0.113.4/30", "~ip4:203.0.113.0/24", "exists:host.example.net.example",
	}
	fixed := 0
	for range 200 {
		terms := []string{"v=spf1"}
		for range random.IntN(12) {
			terms = append(terms, parts[random.IntN(len(parts))])
		}
		for i := range random.IntN(2) * random.IntN(100) { // to records of 2,000 bytes
			terms = append(terms, fmt.Sprintf("ip4:198.18.%d.0/24", i))
		}
		text := strings.Join(append(terms, []string{"-all", "~all", "?all", "redirect=one.example"}[random.IntN(4)]), " ")
		rep, file := checkRecord(t, text)
		s := spfStep(rep)
		if s == nil {
			continue
		}
		fixed++
		line := strings.Join(s.Publish[0].Lines(), "\n")
		for _, c := range applied(t, file, line).Verdicts {
			if c.Judged && c.Identity == identity.From && c.Result != "" && c.Result != "pass" {
				t.Errorf("%s\nfixed by %s\n%s:%s still sees %s", text, line, c.Carrier, c.Setting, c.Result)
			}
		}
		if s.Fix == nil || s.Fix.Lookups > 10 {
			t.Errorf("%s: %+v", text, s.Fix)
		}
	}
	if fixed < 50 {
		t.Errorf("only %d of 200 records had a fix", fixed)
	}
}

// spfStep is the step that changes the SPF record of shop.example; nil: there is none.
func spfStep(rep *spfcheck.Report) *spfcheck.PlanStep {
	for i, s := range rep.Plan.Steps {
		if s.ID == "spf shop.example" {
			return &rep.Plan.Steps[i]
		}
	}
	return nil
}

// tenServices cost ten lookups, and none of them can be left out.
var tenServices = []string{
	"a:w0.example", "a:w1.example", "a:w2.example", "a:w3.example", "a:w4.example",
	"a:w5.example", "a:w6.example", "a:w7.example", "a:w8.example", "a:w9.example",
}

func TestFixAtTheLimit(t *testing.T) {
	includes := func(n int) string {
		var terms []string
		for i := range n {
			terms = append(terms, fmt.Sprintf("a:h%d.example", i))
		}
		return strings.Join(terms, " ")
	}
	tests := []struct {
		name, record string
		line         bool
		want         string
	}{
		{"nine lookups", "v=spf1 " + strings.Repeat("mx:host.example ", 9) + "-all", true, ""},
		{"ten, and the address costs none", "v=spf1 " + strings.Repeat("mx:host.example ", 10) + "-all", true, ""},
		{"two void lookups are allowed", "v=spf1 " + includes(2) + " -all", true, ""},
		{"over the void lookups already", "v=spf1 " + includes(3) + " -all", true, ""},
		{"ten that are all needed", "v=spf1 " + strings.Join(tenServices, " ") + " -all", true, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep, _ := checkRecord(t, tt.record)
			said := saysOf(rep.Plan, "shop.example")
			if (spfStep(rep) != nil) != tt.line || !strings.Contains(said, tt.want) {
				t.Error(said)
			}
		})
	}
}

// TestFixSaysWhom counts the addresses that a fix lets in.
func TestFixSaysWhom(t *testing.T) {
	rep, _ := checkRecord(t, "v=spf1 ip4:203.0.113.8 -all")
	fix := spfStep(rep).Fix
	if fix.IPv4 != "1" || fix.IPv6 != "0" || fix.Lookups != 0 {
		t.Errorf("%+v", fix)
	}
	if rep.Worst == carriers.Deliver {
		t.Error("there was nothing to fix")
	}
}

// TestFixSaysWhatIsntCounted: a term that nobody can count is new with a record that was
// broken before, and known with one that counted.
func TestFixSaysWhatIsntCounted(t *testing.T) {
	for record, want := range map[string][]string{
		"v=spf1 exists:%{i}.host.example ip4:203.0.113.8 -all":             {},
		"v=spf1 exists:%{i}.host.example ipv4:203.0.113.8 -all":            {"exists:%{i}.host.example"},
		"v=spf1 ptr ipv4:203.0.113.8 exists:%{i}.host.example -all":        {"ptr", "exists:%{i}.host.example"},
		"v=spf1 ip4:203.0.113.8 exists:%{i}.host.example include:one -all": {},
	} {
		rep, _ := checkRecord(t, record)
		if got := spfStep(rep).Fix.AtLeast; !slices.Equal(got, want) {
			t.Errorf("%s: %q can't be counted, want %q", record, got, want)
		}
	}
}
