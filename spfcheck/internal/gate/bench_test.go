package gate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// BenchmarkManyZones reads a folder of 310 zones twice and judges 60 flows; an include
// of all of them is dropped.
func BenchmarkManyZones(b *testing.B) {
	const zones, flows = 310, 60
	base, proposed := b.TempDir(), b.TempDir()
	for i := range zones {
		text := fmt.Sprintf("@ 300 SOA ns hostmaster 1 1 1 1 1\n@ MX 10 mail\nmail A 192.0.2.1\n@ TXT \"v=spf1 mx include:_spf.esp.example ~all\"\n"+
			"_dmarc TXT \"v=DMARC1; p=none\"\n$GENERATE 1-40 h$ A 192.0.2.$\n@ TXT \"verification=%d\"\n", i)
		for dir, text := range map[string]string{base: text, proposed: strings.Replace(text, " include:_spf.esp.example", "", 1)} {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("db.shop%d.example.jp", i)), []byte(text), 0o600); err != nil {
				b.Fatal(err)
			}
		}
	}
	world := dnstest.Zone(b, ". SOA a. b. 1 1 1 1 1\n_spf.esp.example. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"\n")
	written := "version: 1\nflows:\n"
	for i := range flows {
		written += fmt.Sprintf("- {name: f%d, from: info@shop%d.example.jp, mail-from: info@shop%d.example.jp, helo: mta.esp.example, ip: [203.0.113.1]}\n", i, i, i)
	}
	cfg, err := config.Read(strings.NewReader(written), config.Name, today)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		g := &gate.Gate{On: today, Flows: cfg.Flows, Profiles: cfg.Profiles}
		if g.Base, err = change.Read(change.Set{Paths: []string{base}}); err != nil {
			b.Fatal(err)
		}
		if g.Change, err = change.Read(change.Set{Paths: []string{proposed}}); err != nil {
			b.Fatal(err)
		}
		g.Before, g.After = gate.Apply(resolve.Offline(world), g.Base, g.Change)
		rep, err := g.Run(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if rep.Result != gate.Fail {
			b.Fatalf("%s", rep.Result)
		}
	}
}
