package spfcheck_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestPlans takes the plans of random domains step by step, in the zone itself.
func TestPlans(t *testing.T) {
	testPlans(t, 300, func(zone string) resolve.Exchanger { return resolve.Offline(dnstest.Zone(t, zone)) })
}

// TestPlansServed does the same with a zone that a real server serves.
func TestPlansServed(t *testing.T) {
	nsd := dnstest.Installed(t, "nsd")
	testPlans(t, 5_000, func(zone string) resolve.Exchanger {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "zone"), []byte(zone), 0o600); err != nil {
			t.Fatal(err)
		}
		server := dnstest.Run(t, func() dnstest.Real {
			port, config := dnstest.FreePort(t), filepath.Join(dir, "config")
			text := fmt.Sprintf(nsdConfig, dir, port)
			if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return dnstest.Real{Program: nsd, Args: []string{"-d", "-c", config}, Addr: fmt.Sprintf("127.0.0.1:%d", port), Zone: "."}
		})
		source, err := resolve.Server(server.Addr)
		if err != nil {
			t.Fatal(err)
		}
		return resolve.Chain(source, resolve.Retry(3, 5*time.Second), resolve.Limit(64))
	})
}

const nsdConfig = `server:
 ip-address: 127.0.0.1@%[2]d
 server-count: 1
 username: ""
 database: ""
 pidfile: ""
 zonesdir: %[1]q
 zonelistfile: "%[1]s/list"
 xfrdfile: "%[1]s/state"
 xfrdir: %[1]q
 rrl-ratelimit: 0
remote-control:
 control-enable: no
zone:
 name: "."
 zonefile: "zone"
`

// site is a domain, its mail, and the others that send as it.
type site struct {
	domain  string
	request spfcheck.Request
	others  []bystander // that pass today
	plan    *spfcheck.Plan
	before  *spfcheck.Report
}

var plansSeed = flag.Uint64("plans.seed", 16, "what the domains of TestPlans come from: other domains find other faults")

// bystander is one who sends as the domain, or as one beside or below it.
type bystander struct {
	domain string
	client netip.Addr
}

// testPlans makes sites, plans for each, and takes the steps, all sites together.
func testPlans(t *testing.T, count int, serve func(zone string) resolve.Exchanger) {
	t.Helper()
	r := rand.New(rand.NewPCG(*plansSeed, 5_000))
	data := records{}
	sites := make([]*site, count)
	for i := range sites {
		sites[i] = randomSite(r, data, i)
	}
	now := resolve.Chain(serve(data.text()), resolve.Cache())
	each(sites, func(s *site) {
		s.before = planned(t, now, s, true)
		s.plan = s.before.Plan
		s.others = slices.DeleteFunc(otherSenders(s.domain), func(o bystander) bool { return !o.passes(now) })
	})
	steps, complete := 0, 0
	for k := 0; ; k++ {
		var left []*site
		for _, s := range sites {
			if s.plan.Safe && k < len(s.plan.Steps) {
				left = append(left, s)
				s.take(data, s.plan.Steps[k])
			}
		}
		if len(left) == 0 || t.Failed() {
			break
		}
		steps += len(left)
		now = resolve.Chain(serve(data.text()), resolve.Cache())
		each(left, func(s *site) { s.compare(t, now, s.plan.Steps[k]) })
	}
	for _, s := range sites {
		if s.plan.Complete {
			complete++
		} else if s.before.Worst.Failed() && len(s.plan.Open) == 0 {
			t.Errorf("%s: the mail fails after all steps, and nothing is open\n%s", s.domain, s.told())
		}
	}
	t.Logf("%d domains, %d steps taken, %d plans complete", count, steps, complete)
	if complete < count/2 {
		t.Error("too few plans are complete for this to say much")
	}
}

// each does something for all sites, a few at a time.
func each(sites []*site, do func(*site)) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, 8)
	for _, s := range sites {
		wait.Go(func() {
			slots <- struct{}{}
			do(s)
			<-slots
		})
	}
	wait.Wait()
}

func planned(t *testing.T, e resolve.Exchanger, s *site, plan bool) *spfcheck.Report {
	t.Helper()
	c := spfcheck.Checker{Exchanger: e, Tuning: spfcheck.Tuning{VerdictsOnly: !plan, Prefetch: spfcheck.PrefetchNone}}
	rep, err := c.Check(context.Background(), s.request)
	if err != nil {
		t.Errorf("%s: %v", s.domain, err)
		return &spfcheck.Report{Plan: &spfcheck.Plan{}}
	}
	return rep
}

func (o bystander) passes(e resolve.Exchanger) bool {
	evaluator := eval.Evaluator{Exchanger: e}
	return evaluator.Result(context.Background(), eval.Request{Client: o.client, Sender: "postmaster@" + o.domain}) == spf.Pass
}

// otherSenders may send as a domain, or as one beside or below it.
func otherSenders(domain string) []bystander {
	_, parent, _ := strings.Cut(domain, ".")
	var all []bystander
	for _, a := range []string{"198.51.100.5", "198.51.100.70", "192.0.2.10", "192.0.2.20", "74.125.1.1", "40.92.0.77", "54.240.1.1", "167.89.3.3", "203.0.113.77", "2001:db8::20"} {
		for _, d := range []string{domain, parent, "below." + domain, "deep.below." + domain, "beside." + parent, "below.beside." + parent} {
			all = append(all, bystander{d, netip.MustParseAddr(a)})
		}
	}
	return all
}

// warns reports whether a step has such a warning.
func warns(step spfcheck.PlanStep, text string) bool {
	return slices.ContainsFunc(step.Warnings, func(w i18n.Text) bool { return strings.Contains(w.EN, text) })
}

// take does what a step says: in the zone, or with the mail.
func (s *site) take(data records, step spfcheck.PlanStep) {
	data.publish(step.Publish)
	kind, domain, _ := strings.Cut(step.ID, " ")
	local := func(address string) string {
		if l, _, ok := strings.Cut(address, "@"); ok {
			return l
		}
		return "postmaster"
	}
	switch kind {
	case "dkim":
		s.request.Signers = append(slices.Clone(s.request.Signers), domain)
		data.put("service._domainkey."+domain, "TXT", `"v=DKIM1; p="`)
	case "envelope":
		s.request.MailFrom = new(local(*s.request.MailFrom) + "@" + domain)
	case "pra":
		s.request.Sender = ""
	case "mx":
		if warns(step, "keeps the hosts named there from passing") {
			data.put(domain, "MX", "10 silent.host.example.") // which sends nothing
		} else {
			data.put(domain, "MX", "10 one.host.example.")
		}
	case "from": // there, and wherever else the domain stands
		moved := func(address string) string {
			if _, at, _ := strings.Cut(address, "@"); at != s.domain {
				return address
			}
			return local(address) + "@" + domain
		}
		s.request.MailFrom, s.request.Sender = new(moved(*s.request.MailFrom)), moved(s.request.Sender)
		s.request.From = local(s.request.From) + "@" + domain
	}
}

// compare holds that a step comes to what was said of it, that no setting is worse
// off than before it, and that others who sent as the domain still do.
func (s *site) compare(t *testing.T, e resolve.Exchanger, step spfcheck.PlanStep) {
	rep := planned(t, e, s, false)
	if !slices.Equal(rep.Carriers, step.After) {
		t.Errorf("%s: after %q: %v, and it was said: %v\n%s", s.domain, step.ID, rep.Carriers, step.After, s.told())
	}
	for i, v := range rep.Verdicts {
		before := s.before.Verdicts[i]
		if v.Carrier != "gmail" && v.Outcome != before.Outcome && carriers.Worst(v.Outcome, before.Outcome) == v.Outcome {
			t.Errorf("%s: %q makes %s:%s worse: %s after %s\n%s", s.domain, step.ID, v.Carrier, v.Setting, v.Outcome, before.Outcome, s.told())
		}
	}
	s.before = rep
	warned := warns(step, "the names below it get nothing from the wildcard")
	s.others = slices.DeleteFunc(s.others, func(o bystander) bool {
		if o.passes(e) {
			return false
		}
		if !warned || !strings.HasSuffix(o.domain, "."+s.domain) {
			t.Errorf("%s: %q cuts %v off\n%s", s.domain, step.ID, o, s.told())
		}
		return true
	})
}

// told is the mail and the plan, for whoever has to find a fault in it.
func (s *site) told() string {
	var b strings.Builder
	fmt.Fprintf(&b, "  mail from %s, From %s, Sender %q, %v %v", *s.request.MailFrom, s.request.From, s.request.Sender, s.request.Clients, s.request.Via)
	for _, step := range s.plan.Steps {
		fmt.Fprintf(&b, "\n  %s", step.ID)
		for _, set := range step.Publish {
			fmt.Fprintf(&b, "\n    %q\n      was %q", set.Lines(), set.Was)
		}
	}
	return b.String()
}
