package eval_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	"github.com/miekg/dns"
	"go4.org/netipx"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestExplained evaluates every SPF record of the zones in testdata, from addresses
// in and beside each range that it reaches, and counts the evaluations whose
// explanation isn't reliable. There is none, as in the suites, the fuzz corpora, the
// hostile cases and among made-up records.
func TestExplained(t *testing.T) {
	evaluated, unreliable, results := 0, 0, map[spf.Result]int{}
	for name, text := range testZones(t) {
		zone := resolve.Offline(dnstest.Zone(t, text))
		for _, domain := range domainsWithSPF(text) {
			for _, client := range clientsOf(t, zone, domain) {
				ev := eval.Evaluator{Exchanger: zone}.Evaluate(t.Context(), eval.Request{
					Client: client, Sender: "user@" + domain, Helo: "mail." + domain,
				})
				evaluated++
				results[ev.Result]++
				if !ev.Reliable {
					unreliable++
					t.Errorf("%s: %s from %s: the tree ends in %s, the evaluation in %s", name, domain, client, ev.Tree.Result, ev.Result)
				}
			}
		}
	}
	t.Logf("%d evaluations, %d unreliable: %v", evaluated, unreliable, results)
	if evaluated < 2000 {
		t.Errorf("only %d evaluations", evaluated)
	}
}

// testZones are the zones of testdata: whole files, and those of lint's cases, which
// stand between the line with the domain and "=>".
func testZones(t *testing.T) map[string]string {
	t.Helper()
	zones := map[string]string{}
	for _, file := range glob(t, "zones/*.zone") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		zones[filepath.Base(file)] = string(text)
	}
	for _, file := range glob(t, "lint/*.txtar") {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range archive.Files {
			_, zone, _ := strings.Cut(string(c.Data), "\n")
			zone, _, _ = strings.Cut(zone, "\n=>")
			zones[filepath.Base(file)+"/"+c.Name] = zone + "\n"
		}
	}
	return zones
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing in testdata is %s: %v", pattern, err)
	}
	return files
}

// domainsWithSPF are the owners of SPF records in a zone.
func domainsWithSPF(zone string) []string {
	var domains []string
	parser := dns.NewZoneParser(strings.NewReader(zone), ".", "")
	parser.SetDefaultTTL(1)
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		if txt, isTXT := rr.(*dns.TXT); isTXT && record.IsSPF(strings.Join(txt.Txt, "")) {
			domains = append(domains, strings.TrimSuffix(rr.Header().Name, "."))
		}
	}
	return domains
}

// clientsOf are addresses in and beside each range that the domain's record reaches,
// and one of each family that is in none.
func clientsOf(t *testing.T, zone resolve.Exchanger, domain string) []netip.Addr {
	clients := []netip.Addr{netip.MustParseAddr("198.18.255.1"), netip.MustParseAddr("2001:db8:ffff::99")}
	for _, p := range tree.Load(t.Context(), resolve.Lookup{Exchanger: zone}, domain, tree.Message{}).Prefixes() {
		clients = append(clients, p.Addr())
		if next := netipx.PrefixLastIP(p).Next(); next.IsValid() {
			clients = append(clients, next)
		}
	}
	return clients
}
