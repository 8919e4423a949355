package gate_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestWorst: what is worst is looked for among all flows and carriers, also where
// there is one of each, and a flow that can't be judged is unknown.
func TestWorst(t *testing.T) {
	const (
		good = "{name: good, from: a@good.example.jp, ip: [192.0.2.25]}"
		bad  = "{name: bad, from: a@bad.example.jp, ip: [192.0.2.25]}"
		open = "{name: open, from: a@good.example.jp, via: ses}" // its addresses aren't known
	)
	published := resolve.Offline(dnstest.Zone(t, `
. SOA ns. hostmaster. 1 1 1 1 1
good.example.jp. A   192.0.2.80
good.example.jp. TXT "v=spf1 ip4:192.0.2.25 -all"
bad.example.jp.  A   192.0.2.80
bad.example.jp.  TXT "v=spf1 -all"
amazonses.com.   CNAME amazonses.com.
`))
	for _, c := range []struct {
		carriers, flows string
		want            carriers.Outcome
	}{
		{"docomo", "", ""},
		{"docomo", good, carriers.Warn},
		{"docomo", bad, carriers.Junk},
		{"au", bad, carriers.Drop},
		{"docomo", open, carriers.Unknown},
		{"docomo, au", bad, carriers.Drop},
		{"docomo", good + ", " + bad, carriers.Junk},
		{"docomo", bad + ", " + good, carriers.Junk},
		{"docomo", open + ", " + bad, carriers.Junk},
		{"docomo", good + ", " + open, carriers.Unknown},
	} {
		g := &gate.Gate{Before: published, After: published, On: today}
		if c.flows != "" {
			read, err := config.Read(strings.NewReader("version: 1\ncarriers: ["+c.carriers+"]\nflows: ["+c.flows+"]\n"), config.Name, today)
			if err != nil {
				t.Fatal(err)
			}
			g.Flows, g.Profiles = read.Flows, read.Profiles
		}
		rep, err := g.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if rep.Worst != c.want {
			t.Errorf("%s, [%s]: %q, want %q", c.carriers, c.flows, rep.Worst, c.want)
		}
	}
}

// TestFrom: a flow that is known by a message goes by the address in it.
func TestFrom(t *testing.T) {
	header, err := identity.ReadHeader(strings.NewReader("Sender: b@other.example.jp\nFrom: Shop <a@good.example.jp>\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	published := resolve.Offline(dnstest.Zone(t, ". SOA . . 1 1 1 1 1\n"))
	flow := gate.Flow{Name: "mail", Request: spfcheck.Request{
		Source:  identity.Source{Header: &header},
		Clients: []netip.Addr{netip.MustParseAddr("192.0.2.25")}, On: today,
	}}
	g := &gate.Gate{Before: published, After: published, On: today, Flows: []gate.Flow{flow}, Profiles: carriers.Defaults}
	rep, err := g.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := rep.Flows[0].From; got != "a@good.example.jp" {
		t.Errorf("%q", got)
	}
}

// TestStatuses: each is listed, the new findings first.
func TestStatuses(t *testing.T) {
	want := []gate.Status{gate.New, gate.Stays, gate.Gone, gate.Ignored}
	if !slices.Equal(gate.Statuses, want) {
		t.Errorf("%q, want %q", gate.Statuses, want)
	}
}

// TestVerdictWithoutSource: what no rule decides has no source.
func TestVerdictWithoutSource(t *testing.T) {
	for _, v := range []spfcheck.Verdict{
		{Outcome: carriers.Unknown},
		{Outcome: carriers.Junk, Sources: []carriers.Source{{URL: "https://carrier.example/"}}},
	} {
		p, is := gate.VerdictProblem(v, "", nil)
		want := ""
		if len(v.Sources) == 1 {
			want = v.Sources[0].URL
		}
		if !is || p.Source != want {
			t.Errorf("%s: %v, source %q, want %q", v.Outcome, is, p.Source, want)
		}
	}
}
