package plan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const roomDomain = "shop.example"

// loadRoom loads the record of the domain, from a zone file below a root that has
// nothing else.
func loadRoom(t testing.TB, zone string) *tree.Tree {
	t.Helper()
	lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, ". SOA ns. hostmaster. 1 3600 600 86400 60\n"+zone))}
	return tree.Load(t.Context(), lookup, roomDomain, tree.Message{Sender: "@" + roomDomain})
}

// hosting is what a domain at a hosting service has, with eleven lookups.
const hosting = `
shop.example. A 192.0.2.10
shop.example. MX 0 shop.example.
sv1.host.example. A 192.0.2.10
sv1.host.example. AAAA 2001:db8::10
spf.host.example. TXT "v=spf1 ip4:192.0.2.0/26 ip6:2001:db8::/48 -all"
one.example. TXT "v=spf1 ip4:198.51.100.0/28 -all"
two.example. TXT "v=spf1 ip4:198.51.100.16/28 include:three.example -all"
three.example. TXT "v=spf1 ip4:198.51.100.32/28 -all"
four.example. TXT "v=spf1 ip4:198.51.100.48/28 ip4:198.51.100.80/28 -all"
five.example. TXT "v=spf1 ip4:198.51.100.96/28 -all"
macro.example. TXT "v=spf1 exists:%{i}.m.example -all"
amazonses.com. TXT "v=spf1 ip4:203.0.113.0/26 -all"
`

func describeRoom(rooms []plan.Room) string {
	var b strings.Builder
	for _, r := range rooms {
		fmt.Fprintf(&b, "%s: without %s, %d lookups, %d ranges\n", r.Way, strings.Join(r.Gone, " "), r.Lookups, r.Ranges)
		for _, text := range r.Records {
			fmt.Fprintf(&b, "  %s %s\n", text.Name, text.Text)
		}
	}
	return b.String()
}

func TestMakeRoom(t *testing.T) {
	for _, c := range []struct {
		name, zone string
		added      []string
		want       string
	}{
		{
			"within the limits",
			hosting + `shop.example. TXT "v=spf1 mx include:spf.host.example ~all"`, nil, "",
		},
		{
			"three terms that an include covers, beside one that can't be counted",
			hosting + `shop.example. TXT "v=spf1 a:sv1.host.example a mx include:spf.host.example include:one.example include:two.example include:four.example include:macro.example include:amazonses.com ~all"`,
			[]string{"include:amazonses.com"},
			`redundant: without a:sv1.host.example a mx, 8 lookups, 0 ranges
  shop.example v=spf1 include:spf.host.example include:one.example include:two.example include:four.example include:macro.example include:amazonses.com ~all
subdomain: without include:amazonses.com, 10 lookups, 0 ranges
  shop.example v=spf1 a:sv1.host.example a mx include:spf.host.example include:one.example include:two.example include:four.example include:macro.example ~all
  ses.shop.example v=spf1 include:amazonses.com ~all
`,
		},
		{
			"nothing is redundant: the service that can't be counted stays, too",
			hosting + `shop.example. TXT "v=spf1 a:sv2.host.example include:one.example include:two.example include:four.example include:five.example include:macro.example include:amazonses.com include:six.example include:seven.example ~all"
sv2.host.example. A 192.0.2.99
sv2.host.example. AAAA 2001:db8:2::99
six.example. TXT "v=spf1 ip4:203.0.113.64/28 -all"
seven.example. TXT "v=spf1 ip4:203.0.113.96/28 -all"`,
			[]string{"include:amazonses.com"},
			`subdomain: without include:amazonses.com, 10 lookups, 0 ranges
  shop.example v=spf1 a:sv2.host.example include:one.example include:two.example include:four.example include:five.example include:macro.example include:six.example include:seven.example ~all
  ses.shop.example v=spf1 include:amazonses.com ~all
flatten: without include:one.example, 10 lookups, 1 ranges
  shop.example v=spf1 a:sv2.host.example ip4:198.51.100.0/28 include:two.example include:four.example include:five.example include:macro.example include:amazonses.com include:six.example include:seven.example ~all
`,
		},
		{
			"a term twice, and an include that leads to nothing",
			hosting + `shop.example. TXT "v=spf1 include:one.example include:two.example include:four.example include:five.example include:macro.example include:macro.example include:gone.example a mx -all"`,
			nil,
			`redundant: without include:macro.example include:gone.example a, 8 lookups, 0 ranges
  shop.example v=spf1 include:one.example include:two.example include:four.example include:five.example include:macro.example mx -all
`,
		},
		{
			"void lookups of hosts that are void for IPv6",
			`shop.example. TXT "v=spf1 a:h1.example a:h2.example a:h3.example ip4:192.0.2.5 ~all"
h1.example. A 192.0.2.1
h2.example. A 192.0.2.2
h3.example. A 192.0.2.3`,
			nil,
			`flatten: without a:h1.example, 2 lookups, 1 ranges
  shop.example v=spf1 ip4:192.0.2.1 a:h2.example a:h3.example ip4:192.0.2.5 ~all
`,
		},
		{
			"an exception: the order of the terms matters",
			hosting + `shop.example. TXT "v=spf1 -ip4:192.0.2.10 a mx a:sv1.host.example include:spf.host.example include:one.example include:two.example include:four.example include:macro.example include:amazonses.com ~all"`,
			[]string{"include:amazonses.com"},
			`subdomain: without include:amazonses.com, 10 lookups, 0 ranges
  shop.example v=spf1 -ip4:192.0.2.10 a mx a:sv1.host.example include:spf.host.example include:one.example include:two.example include:four.example include:macro.example ~all
  ses.shop.example v=spf1 include:amazonses.com ~all
flatten: without a, 10 lookups, 1 ranges
  shop.example v=spf1 -ip4:192.0.2.10 ip4:192.0.2.10 mx a:sv1.host.example include:spf.host.example include:one.example include:two.example include:four.example include:macro.example include:amazonses.com ~all
`,
		},
		{
			"all that passes is no list of addresses: it stays",
			hosting + `shop.example. TXT "v=spf1 include:one.example include:one.example include:two.example include:two.example include:four.example include:five.example include:macro.example include:macro.example include:amazonses.com +all"`,
			nil,
			`redundant: without include:one.example include:two.example include:macro.example, 8 lookups, 0 ranges
  shop.example v=spf1 include:one.example include:two.example include:four.example include:five.example include:macro.example include:amazonses.com +all
`,
		},
		{
			"a malformed record",
			hosting + `shop.example. TXT "v=spf1 include:two.example include:two.example include:two.example include:two.example include:two.example include:two.example foo -all"`, nil, "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := describeRoom(slices.Collect(plan.MakeRoom(loadRoom(t, c.zone+"\n"), c.added)))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestRoomBounds leaves records alone that nobody wrote.
func TestRoomBounds(t *testing.T) {
	for name, terms := range map[string]string{
		"terms that ask":  strings.Repeat("include:one.example ", 31),
		"terms of any":    strings.Repeat("include:one.example ", 11) + strings.Repeat("ip4:192.0.2.1 ", 200),
		"terms all below": strings.Repeat("include:many.example ", 11),
	} {
		t.Run(name, func(t *testing.T) {
			zone := hosting + "shop.example. TXT " + quoted("v=spf1 "+terms+"-all") + "\n" +
				"many.example. TXT " + quoted("v=spf1 "+strings.Repeat("ip4:192.0.2.1 ", 2000)+"-all") + "\n"
			if rooms := slices.Collect(plan.MakeRoom(loadRoom(t, zone), nil)); len(rooms) > 0 {
				t.Errorf("got\n%s", describeRoom(rooms))
			}
		})
	}
}

// TestLongRecords flattens so much that it has to be cut into records of its own.
func TestLongRecords(t *testing.T) {
	var zone strings.Builder
	record := "v=spf1"
	for i := range 13 { // so many of them go that they need two records
		service := "v=spf1"
		for j := range 10 {
			service += fmt.Sprintf(" ip4:198.%d.%d.0/28", 18+i, j*16)
		}
		fmt.Fprintf(&zone, "s%d.example. TXT %s\n", i, quoted(service+" -all"))
		record += fmt.Sprintf(" include:s%d.example", i)
	}
	fmt.Fprintf(&zone, "shop.example. TXT %s\nshop.example. TXT %q\n", quoted(record+" -all"), "verification="+strings.Repeat("x", 200))
	before := loadRoom(t, zone.String())
	rooms := slices.Collect(plan.MakeRoom(before, nil))
	if len(rooms) != 1 || rooms[0].Way != plan.Flatten {
		t.Fatalf("got\n%s", describeRoom(rooms))
	}
	r := rooms[0]
	if len(r.Records) < 3 {
		t.Errorf("%d records: too few to be long", len(r.Records))
	}
	for i, text := range r.Records {
		if size := len(text.Name) + len(text.Text); size > 450 {
			t.Errorf("%s and its text have %d bytes", text.Name, size)
		}
		want := "shop.example"
		if i > 0 {
			want = fmt.Sprintf("_spf%d.shop.example", i)
		}
		if text.Name != want {
			t.Errorf("record %d is of %s, want %s", i, text.Name, want)
		}
	}
	checkRoom(t, zone.String(), before, r)
}

// checkRoom publishes what is proposed, and demands that it keeps to the limits and
// that whoever certainly passed does so still.
func checkRoom(t *testing.T, zone string, before *tree.Tree, r plan.Room) {
	t.Helper()
	var after strings.Builder
	for line := range strings.Lines(zone) {
		if !strings.HasPrefix(line, roomDomain+". TXT \"v=spf1") {
			after.WriteString(line)
		}
	}
	for _, text := range r.Records {
		fmt.Fprintf(&after, "%s. TXT", text.Name)
		for _, s := range publish.Strings(text.Text) {
			fmt.Fprintf(&after, " %q", s)
		}
		after.WriteString("\n")
	}
	now := loadRoom(t, after.String())
	if cost := now.Cost(); plan.Over(cost) || cost.Lookups != r.Lookups || now.Root.Problem != "" {
		t.Errorf("%s: %d lookups are said, and it comes to %+v (%s)\n%s", r.Way, r.Lookups, cost, now.Root.Problem, after.String())
	}
	if r.Way == plan.Subdomain || !r.Text.Complete() { // its mail is no longer of this domain
		return
	}
	for _, f := range tree.Families {
		was, is := before.Authorised(f), now.Authorised(f)
		var b netipx.IPSetBuilder
		b.AddSet(was.Pass)
		b.RemoveSet(was.Open)
		b.RemoveSet(is.Pass)
		if lost, err := b.IPSet(); err != nil || len(lost.Prefixes()) > 0 {
			t.Errorf("%s: no longer pass: %v\n%s\nbefore:\n%s", r.Way, lost.Prefixes(), after.String(), zone)
		}
	}
}

// TestRoomOfAny makes room in records at random, hostile ones among them.
func TestRoomOfAny(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	made := map[plan.Way]int{}
	for range 800 {
		zone := randomZone(random)
		before := loadRoom(t, zone)
		terms := before.Root.Terms
		var added []string
		if len(terms) > 1 {
			added = []string{terms[random.IntN(len(terms)-1)].Text}
		}
		for r := range plan.MakeRoom(before, added) {
			made[r.Way]++
			checkRoom(t, zone, before, r)
		}
		if t.Failed() {
			return
		}
	}
	for _, w := range []plan.Way{plan.Redundant, plan.Subdomain, plan.Flatten} {
		if made[w] < 15 {
			t.Errorf("%s was proposed %d times", w, made[w])
		}
	}
}

func randomZone(r *rand.Rand) string {
	names := []string{"p0.example", "p1.example", "p2.example", "p3.example", "p4.example", "p5.example", "p6.example", "gone.example"}
	name := func() string { return names[r.IntN(len(names))] }
	net := func() string { return fmt.Sprintf("ip4:192.0.%d.%d/%d", r.IntN(3), r.IntN(4)*64, 26+r.IntN(3)*2) }
	terms := func(n int) string {
		var all []string
		for range n {
			qualifier := ""
			if r.IntN(25) == 0 {
				qualifier = []string{"-", "?", "~"}[r.IntN(3)]
			}
			term := []func() string{
				net, net,
				func() string { return "include:" + name() },
				func() string { return "include:" + name() },
				func() string { return "a:h." + name() },
				func() string { return "mx:" + name() },
				func() string { return "ip6:2001:db8::/48" },
			}[r.IntN(7)]()
			if r.IntN(30) == 0 {
				term = "exists:%{i}." + name()
			}
			all = append(all, qualifier+term)
		}
		return strings.Join(all, " ")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "shop.example. TXT %s\n", quoted("v=spf1 "+terms(4+r.IntN(8))+" "+[]string{"-all", "~all", "redirect=p0.example", ""}[r.IntN(4)]))
	for i, n := range names[:7] {
		fmt.Fprintf(&b, "%s. TXT %s\n", n, quoted(strings.TrimRight("v=spf1 "+terms(min(i, 2)*r.IntN(2))+" "+net()+" -all", " ")))
		fmt.Fprintf(&b, "%s. MX 10 h.%s.\nh.%s. A 192.0.%d.%d\n", n, n, n, r.IntN(3), r.IntN(250))
		if r.IntN(2) == 0 {
			fmt.Fprintf(&b, "h.%s. AAAA 2001:db8::%d\n", n, i)
		}
	}
	return b.String()
}

func quoted(text string) string {
	var all []string
	for _, s := range publish.Strings(text) {
		all = append(all, strconv.Quote(s))
	}
	return strings.Join(all, " ")
}
