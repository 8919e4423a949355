package sources_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

// TestClasses says of single sources whose they are.
func TestClasses(t *testing.T) {
	for name, tt := range map[string]struct {
		row  string
		name string
		want sources.Class
	}{
		"in the record":              {row("203.0.113.9", 1, "fail", "fail"), "servers in the SPF record", sources.Yours},
		"included":                   {row("192.0.2.200", 1, "fail", "fail"), "include:spf.partner.example", sources.Yours},
		"own envelope":               {row("192.0.2.5", 1, "fail", "pass", "spf:bounce.shop.example"), "192.0.2.0/24", sources.Yours},
		"service that signs":         {row("198.51.100.9", 1, "pass", "fail", "spf:sendgrid.net", "dkim:shop.example"), "SendGrid", sources.Yours},
		"service with much":          {row("198.51.100.9", 500, "fail", "fail", "spf:sendgrid.net"), "SendGrid", sources.Yours},
		"service with little":        {row("198.51.100.9", 1, "fail", "fail", "spf:sendgrid.net"), "SendGrid", sources.Unclear},
		"only in a service's range":  {row("198.51.100.9", 500, "fail", "fail", "spf:x.example"), "SendGrid", sources.Unclear},
		"signed, another's way":      {row("192.0.2.5", 500, "pass", "fail", "spf:list.example", "dkim:shop.example"), "192.0.2.0/24", sources.Forwarded},
		"signed, another's, much":    {row("192.0.2.5", 700, "pass", "fail", "spf:list.example", "dkim:shop.example"), "192.0.2.0/24", sources.Unclear},
		"signed, and not in SPF":     {row("192.0.2.5", 500, "pass", "fail", "spf:shop.example", "dkim:shop.example"), "192.0.2.0/24", sources.Unclear},
		"forwarded, as is said":      {row("192.0.2.5", 500, "fail", "fail", "reason:forwarded"), "192.0.2.0/24", sources.Forwarded},
		"nothing, much":              {row("192.0.2.5", 500, "fail", "fail"), "192.0.2.0/24", sources.Unclear},
		"nothing, little":            {row("192.0.2.5", 5, "fail", "fail"), "192.0.2.0/24", sources.Others},
		"a neighbour of what is own": {row("203.0.114.5", 5, "fail", "fail"), "203.0.114.0/24", sources.Others},
	} {
		t.Run(name, func(t *testing.T) {
			rep := judge(t, 1, sources.Judge{}, report("1", much), report("2", tt.row))
			for _, s := range rep.Domains[0].Sources {
				if s.Name.EN == tt.name && (s.Class != tt.want || !s.Why.Complete()) {
					t.Errorf("%s is %s (%s), want %s", s.Name.EN, s.Class, s.Why.EN, tt.want)
				} else if s.Name.EN == tt.name {
					return
				}
			}
			t.Errorf("no source %q: %+v", tt.name, rep.Domains[0].Sources)
		})
	}
}

// TestMayBeYours: what may be yours and isn't delivered leaves the answer open, unless
// it is very little.
func TestMayBeYours(t *testing.T) {
	for name, tt := range map[string]struct {
		row  string
		want bool
	}{
		"much":            {row("192.0.2.5", 500, "fail", "fail"), true},
		"signed":          {row("192.0.2.5", 500, "pass", "fail", "spf:shop.example", "dkim:shop.example"), true},
		"little":          {row("198.51.100.9", 1, "fail", "fail", "spf:sendgrid.net"), false},
		"somebody else's": {row("192.0.2.5", 5, "fail", "fail"), false},
	} {
		t.Run(name, func(t *testing.T) {
			rep := judge(t, 1, sources.Judge{}, report("1", much), report("2", tt.row))
			if got := rep.Undetermined(); got != tt.want {
				t.Errorf("undetermined: %t", got)
			}
		})
	}
}

// TestHostNames puts the addresses of an organization together, by names that lead back
// to them, and not without being told to.
func TestHostNames(t *testing.T) {
	rows := []string{much}
	for _, address := range []string{"203.51.100.1", "203.51.101.1", "203.51.102.1", "203.51.103.1", "203.51.104.1", "2001:db8::1"} {
		rows = append(rows, row(address, 5, "fail", "fail"))
	}
	for asked, want := range map[bool][]string{
		false: {
			"2001:db8::/48 others", "203.51.100.0/24 others", "203.51.101.0/24 others", "203.51.102.0/24 others",
			"203.51.103.0/24 others", "203.51.104.0/24 others", "servers in the SPF record yours",
		},
		true: {"203.51.102.0/24 others", "SendGrid unclear", "hosts of isp.example others", "hosts of shop.example unclear", "servers in the SPF record yours"},
	} {
		rep := judge(t, 2, sources.Judge{HostNames: asked}, report("1", rows...))
		var got []string
		for _, s := range rep.Domains[0].Sources {
			got = append(got, s.Name.EN+" "+string(s.Class))
			for _, a := range s.Largest {
				if named := s.Name.EN == "hosts of isp.example"; named != strings.HasSuffix(a.Host, ".isp.example") {
					t.Errorf("%s has the host name %q", a.Address, a.Host)
				}
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("asked %t (-want +got):\n%s", asked, diff)
		}
	}
}

// TestEverybodyAuthorised takes nobody for the domain's own because of +all.
func TestEverybodyAuthorised(t *testing.T) {
	rep := judge(t, 1, sources.Judge{}, report("1", row("192.0.2.5", 9, "fail", "fail", "from:open.example")))
	if d := rep.Domains[0]; d.Yours != 0 || d.Unclear != 9 {
		t.Errorf("yours %d, unclear %d of %s", d.Yours, d.Unclear, d.Domain)
	}
}

// TestUnknown wants no outcome for what hangs on something that a report doesn't say.
func TestUnknown(t *testing.T) {
	softbank := []*carriers.Profile{carriers.ByID("softbank")}
	for name, tt := range map[string]struct {
		row      string
		profiles []*carriers.Profile
		want     carriers.Outcome
	}{
		"all is said":                {row("203.0.113.5", 1, "fail", "pass", "spf:shop.example"), softbank, carriers.Deliver},
		"two results of SPF":         {row("203.0.113.5", 1, "fail", "pass", "spf:elsewhere.example", "spf:shop.example"), softbank, carriers.Deliver},
		"no envelope From":           {row("203.0.113.5", 1, "fail", ""), softbank, carriers.Unknown},
		"no result of DKIM":          {row("203.0.113.5", 1, "", "", "spf:elsewhere.example"), softbank, carriers.Unknown},
		"no local part":              {row("203.0.113.5", 1, "fail", "fail", "spf:local.example", "from:plain.example"), []*carriers.Profile{carriers.ByID("au")}, carriers.Unknown},
		"DKIM without d=":            {row("203.0.113.5", 1, "pass", "fail", "spf:elsewhere.example"), softbank, carriers.Deliver},
		"DKIM that fails and passes": {row("203.0.113.5", 1, "pass", "fail", "spf:elsewhere.example", "dkim-fail:shop.example"), softbank, carriers.Unknown},
		"DKIM of two, one passes":    {row("203.0.113.5", 1, "pass", "fail", "spf:elsewhere.example", "dkim-fail:shop.example", "dkim:shop.example"), softbank, carriers.Deliver},
		"DKIM that is a lie":         {row("203.0.113.5", 1, "fail", "fail", "spf:elsewhere.example", "dkim:other.example"), softbank, carriers.Drop},
	} {
		t.Run(name, func(t *testing.T) {
			rep := judge(t, 1, sources.Judge{Checker: spfcheck.Checker{Profiles: tt.profiles}}, report("1", tt.row))
			if got := rep.Domains[0].Sources[0].Carriers[0].Outcomes; len(got) != 1 || got[0].Outcome != tt.want {
				t.Errorf("%+v, want %s", got, tt.want)
			}
		})
	}
}

// TestWholly counts a report as a whole or not at all, and once.
func TestWholly(t *testing.T) {
	whole := report("1", much, row("192.0.2.5", 5, "fail", "fail"))
	rep := judge(t, 1, sources.Judge{}, whole[:len(whole)-300], whole, whole)
	if d := rep.Domains[0]; rep.Reports != 1 || rep.Duplicates != 1 || rep.Unread != 1 || d.Messages != 10_005 || rep.Problems[0].Place != "0" {
		t.Errorf("%d reports, %d duplicates, %+v; %d messages", rep.Reports, rep.Duplicates, rep.Problems, d.Messages)
	}
}

// TestSameID: the same report is there once, whatever it looks like; what says something
// else under its ID counts, since a source may be in it alone.
func TestSameID(t *testing.T) {
	part := report("1", row("192.0.2.5", 5, "fail", "fail"))
	rep := judge(t, 1, sources.Judge{}, report("1", much), part, part, strings.ReplaceAll(part, "><", ">\n<"))
	if d := rep.Domains[0]; rep.Reports != 2 || rep.Duplicates != 2 || d.Messages != 10_005 {
		t.Errorf("%d reports, %d duplicates; %d messages", rep.Reports, rep.Duplicates, d.Messages)
	}
}

// TestVeryMany counts more sources than are told apart: none is lost, and what is
// authenticated or much stays.
func TestVeryMany(t *testing.T) {
	const reports, rows = 30, 1000
	all := []string{report("own", row("203.0.113.5", 1, "fail", "pass", "spf:shop.example"), row("192.0.2.5", 7, "fail", "fail"))}
	for i := range reports {
		var forged []string
		for n := range rows {
			forged = append(forged, row(fmt.Sprintf("10.%d.%d.%d", i, n/250, n%250), 1, "fail", "fail"))
		}
		all = append(all, report(fmt.Sprint(i), forged...))
	}
	rep := judge(t, 2, sources.Judge{}, all...)
	d := rep.Domains[0]
	sum := d.Unexamined
	for _, s := range d.Sources {
		sum += s.Messages
	}
	if want := int64(reports*rows + 8); sum != want || d.Messages != want || d.Unexamined == 0 || d.Yours != 1 {
		t.Errorf("%d of %d messages, %d unexamined, %d yours", sum, d.Messages, d.Unexamined, d.Yours)
	}
}

// TestOrder comes to the same with files read one after another or at once.
func TestOrder(t *testing.T) {
	var all []string
	for i := range 20 {
		all = append(all, report(fmt.Sprint(i%15), much, row(fmt.Sprintf("192.0.2.%d", i), i+1, "fail", "fail"), row("198.51.100.9", 3, "fail", "fail", "spf:sendgrid.net")))
	}
	inJSON := func(workers int) string {
		made, err := json.MarshalIndent(judge(t, workers, sources.Judge{}, all...), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(made)
	}
	if diff := cmp.Diff(inJSON(1), inJSON(8)); diff != "" {
		t.Error(diff)
	}
}

// TestPlan wants one record for all, and none that is no more than a guess.
func TestPlan(t *testing.T) {
	rep := judge(t, 1, sources.Judge{}, report("1", much,
		row("198.51.100.9", 500, "pass", "fail", "spf:sendgrid.net", "dkim:shop.example"),
		row("192.0.2.5", 300, "fail", "pass", "spf:bounce.shop.example")))
	plan := rep.Domains[0].Plan
	if plan == nil || len(plan.Publish) != 1 {
		t.Fatalf("%+v", plan)
	}
	got := strings.Join(plan.Publish[0].Values, " ")
	for _, want := range []string{"ip4:203.0.113.0/24", "include:sendgrid.net", "ip4:192.0.2.5"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s isn't in %s", want, got)
		}
	}
	for _, c := range plan.After {
		if n := c.Failing(""); n != 0 {
			t.Errorf("%s still loses %d", c.Carrier, n)
		}
	}
}

// TestSamePlan says once what is to be done for a source, whatever kinds of mail it sends.
func TestSamePlan(t *testing.T) {
	kinds := []string{
		row("192.0.2.5", 200, "fail", "pass", "from:loop.example", "spf:a.loop.example"),
		row("192.0.2.5", 100, "fail", "pass", "from:loop.example", "spf:b.loop.example"),
	}
	for _, n := range []int{1, len(kinds)} {
		rep := judge(t, 1, sources.Judge{}, report("1", kinds[:n]...))
		if plan := rep.Domains[0].Plan; plan == nil || len(plan.Sources) != 1 {
			t.Errorf("%d kinds of mail: %+v, want one plan", n, plan)
		}
	}
}

// TestUnreadableFile reads the others, and says what was wrong.
func TestUnreadableFile(t *testing.T) {
	gone := errors.New("the disk is gone")
	c := &sources.Collector{Open: func(file string) (io.ReadCloser, error) {
		if file == "a" {
			return nil, gone
		}
		return io.NopCloser(strings.NewReader(report("1", much))), nil
	}}
	err := c.Collect(t.Context(), "a", "b")
	if _, _, reports := c.Unreadable(); !errors.Is(err, gone) || reports != 1 {
		t.Errorf("%v, %d reports", err, reports)
	}
}

// BenchmarkCollect reads reports of a hundred rows each, one after another:
//
//	go test ./spfcheck/internal/sources -run '^$' -bench Collect
func BenchmarkCollect(b *testing.B) {
	const rows = 100
	var all []string
	for i := range rows {
		all = append(all, row(fmt.Sprintf("192.0.2.%d", i), i+1, "pass", "fail", "dkim:shop.example", "spf:sendgrid.net"))
	}
	c := &sources.Collector{Open: func(file string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(report(file, all...))), nil
	}}
	n := 0
	for b.Loop() {
		n++
		if err := c.Collect(b.Context(), fmt.Sprint(n)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n*rows)/b.Elapsed().Seconds(), "rows/s")
}
