package spfcheck_test

import (
	"context"
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
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
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

// plansWorld is what the domains have in common: services, and hosts of others.
const plansWorld = `. SOA ns. host. 1 7200 3600 1209600 3600
. NS ns.
ns. A 127.0.0.1
amazonses.com. TXT "v=spf1 ip4:54.240.0.0/18 ip4:199.255.192.0/22 -all"
amazonses.com. MX 10 inbound.amazonses.com.
inbound.amazonses.com. A 54.240.0.1
sendgrid.net. TXT "v=spf1 ip4:167.89.0.0/17 include:ab.sendgrid.net ~all"
ab.sendgrid.net. TXT "v=spf1 ip4:223.165.113.0/24 ~all"
sendgrid.net. MX 10 mx.sendgrid.net.
mx.sendgrid.net. A 167.89.0.1
_spf.google.com. TXT "v=spf1 ip4:74.125.0.0/16 ip4:209.85.128.0/17 ~all"
aspmx.l.google.com. A 142.250.4.27
spf.protection.outlook.com. TXT "v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 -all"
mail.protection.outlook.com. A 40.92.0.9
_spf.salesforce.com. TXT "v=spf1 exists:%{i}._spf.mta.salesforce.com -all"
13.110.78.182._spf.mta.salesforce.com. A 127.0.0.2
one.lists.example. TXT "v=spf1 ip4:198.51.100.0/26 -all"
two.lists.example. TXT "v=spf1 include:one.lists.example ip4:198.51.100.64/26 -all"
broken.lists.example. TXT "v=spf1 ipv4:198.51.100.128 -all"
bounce.lists.example. TXT "v=spf1 ip4:203.0.113.0/24 -all"
bounce.lists.example. MX 10 one.host.example.
one.host.example. A 192.0.2.10
two.host.example. A 192.0.2.20
two.host.example. AAAA 2001:db8::20
`

// records is a zone: the records of each type at a name, as lines of a zone file.
type records map[[2]string][]string

func (r records) put(name, rrtype string, data ...string) {
	r[[2]string{name, rrtype}] = append(r[[2]string{name, rrtype}], data...)
}

func (r records) text() string {
	var b strings.Builder
	b.WriteString(plansWorld)
	for set, all := range r {
		for _, data := range all {
			fmt.Fprintf(&b, "%s. %s %s\n", set[0], set[1], data)
		}
	}
	return b.String()
}

// publish puts sets in the place of what is there, as people do by hand.
func (r records) publish(sets []spfcheck.RRset) {
	for _, set := range sets {
		r[[2]string{set.Name, set.Type}] = nil
		for _, line := range set.Lines() {
			r.put(set.Name, set.Type, strings.SplitN(line, " ", 3)[2])
		}
	}
}

// site is a domain, its mail, and the others that send as it.
type site struct {
	domain  string
	request spfcheck.Request
	others  []netip.Addr // that pass for the domain today
	plan    *spfcheck.Plan
	before  *spfcheck.Report
}

// testPlans makes sites, plans for each, and takes the steps, all sites together.
func testPlans(t *testing.T, count int, serve func(zone string) resolve.Exchanger) {
	t.Helper()
	r := rand.New(rand.NewPCG(16, 5_000))
	data := records{}
	sites := make([]*site, count)
	for i := range sites {
		sites[i] = randomSite(r, data, i)
	}
	now := resolve.Chain(serve(data.text()), resolve.Cache())
	each(sites, func(s *site) {
		s.before = planned(t, now, s, true)
		s.plan = s.before.Plan
		s.others = slices.DeleteFunc(otherSenders(), func(a netip.Addr) bool { return !passes(now, s.domain, a) })
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

func passes(e resolve.Exchanger, domain string, client netip.Addr) bool {
	evaluator := eval.Evaluator{Exchanger: e}
	return evaluator.Result(context.Background(), eval.Request{Client: client, Sender: "postmaster@" + domain}) == spf.Pass
}

// otherSenders are addresses of others who may send as a domain.
func otherSenders() []netip.Addr {
	var all []netip.Addr
	for _, a := range []string{"198.51.100.5", "198.51.100.70", "192.0.2.10", "192.0.2.20", "74.125.1.1", "40.92.0.77", "54.240.1.1", "167.89.3.3", "203.0.113.77", "2001:db8::20"} {
		all = append(all, netip.MustParseAddr(a))
	}
	return all
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
	case "envelope":
		s.request.MailFrom = new(local(*s.request.MailFrom) + "@" + domain)
	case "pra":
		s.request.Sender = ""
	case "mx":
		data.put(domain, "MX", "10 one.host.example.")
	case "from":
		if _, at, _ := strings.Cut(*s.request.MailFrom, "@"); at == s.domain {
			s.request.MailFrom = new(local(*s.request.MailFrom) + "@" + domain)
		}
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
	for _, a := range s.others {
		if !passes(e, s.domain, a) {
			t.Errorf("%s: %q cuts %s off\n%s", s.domain, step.ID, a, s.told())
		}
	}
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

// randomSite makes a domain with records of its own, faults among them.
func randomSite(r *rand.Rand, data records, i int) *site {
	domain := fmt.Sprintf("d%d.example", i)
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	if mx := pick("10 one.host.example.", "10 aspmx.l.google.com.", "0 mail.protection.outlook.com.", ""); mx != "" {
		data.put(domain, "MX", mx)
	}
	if r.IntN(3) == 0 {
		data.put(domain, "A", "192.0.2.10")
	}
	if r.IntN(3) == 0 {
		data.put(domain, "TXT", `"google-site-verification=abc"`)
	}
	at := domain
	switch r.IntN(8) {
	case 0: // a name that a wildcard stands for
		at = "shop." + domain
		data.put("*."+domain, "MX", "10 one.host.example.")
		if r.IntN(2) == 0 {
			data.put("*."+domain, "TXT", randomSPF(r))
		}
		if r.IntN(2) == 0 {
			data.put("*."+domain, "A", "192.0.2.10")
		}
	case 1:
		at = "mail." + domain
		data.put(at, "A", "192.0.2.20")
	case 2:
		at = "news." + domain
		data.put(at, "CNAME", pick("one.host.example.", "one.lists.example."))
	}
	if len(data[[2]string{at, "CNAME"}]) == 0 {
		for range r.IntN(8) / 3 {
			data.put(at, "TXT", randomSPF(r))
		}
	}
	if record := pick("", "", "v=DMARC1; p=none", "v=DMARC1; p=reject", "v=DMARC1; p=quarantine; rua=mailto:r@"+domain, "v=DMARC1;p=rejct", "v=DMARC1; p=none; aspf=s; adkim=s"); record != "" {
		data.put("_dmarc."+pick(domain, at), "TXT", fmt.Sprintf("%q", record))
	}
	if r.IntN(10) == 0 { // a second one, so that none counts
		data.put("_dmarc."+at, "TXT", fmt.Sprintf("%q", "v=DMARC1; p=reject; rua=mailto:r@"+domain))
	}
	if r.IntN(6) == 0 { // the names that a flow of its own would get are taken
		data.put("sender."+at, "TXT", `"v=spf1 ip4:192.0.2.10 -all"`)
		data.put("ses."+at, "A", "192.0.2.20")
	}
	s := &site{domain: at, request: spfcheck.Request{On: "2026-11-21"}}
	s.request.Source = identity.Source{
		From:     pick(at, "info@"+at),
		MailFrom: new("bounce@" + pick(at, at, domain, "amazonses.com", "bounce.lists.example", "gone.lists.example")),
		Helo:     pick("", "one.host.example"),
	}
	if r.IntN(6) == 0 {
		s.request.Sender = "agent@" + pick("bounce.lists.example", domain)
	}
	if via := pick("", "", "ses", "sendgrid"); via != "" {
		use, err := senders.Parse(via)
		if err != nil {
			panic(err)
		}
		s.request.Via = &use
		return s
	}
	for range 1 + r.IntN(2) {
		s.request.Clients = append(s.request.Clients, netip.MustParseAddr(pick("203.0.113.77", "54.240.1.1", "192.0.2.20", "2001:db8::20", "74.125.1.1", "192.168.1.5")))
	}
	s.request.Clients = slices.Compact(s.request.Clients)
	return s
}

// randomSPF is a record for a zone file, perhaps with a fault.
func randomSPF(r *rand.Rand) string {
	parts := []string{
		"include:one.lists.example", "include:two.lists.example", "include:broken.lists.example", "include:none.lists.example", "include:_spf.google.com",
		"include:spf.protection.outlook.com", "include:sendgrid.net", "include:amazonses.com", "include:_spf.salesforce.com",
		"a", "mx", "a:one.host.example", "a:two.host.example", "a:gone.host.example", "mx:gone.host.example", "ip4:192.0.2.0/28", "ip4:203.0.113.77", "ip6:2001:db8::/32",
		"-ip4:203.0.113.64/26", "?ip4:54.240.0.0/24", "exists:%{i}.gone.lists.example", "exists:%{l}.%{d}", "ptr", "ip4:192.0.2.300", "192.0.2.20", "ipv4:192.0.2.20", "include=one.lists.example", "ip4: 192.0.2.20",
	}
	terms := []string{"v=spf1"}
	for range r.IntN(6) {
		terms = append(terms, parts[r.IntN(len(parts))])
	}
	if r.IntN(8) == 0 { // at the limits
		for i := range 11 {
			terms = append(terms, "a:h"+fmt.Sprint(i)+".gone.example")
		}
	}
	terms = append(terms, []string{"~all", "~all", "-all", "?all", "redirect=one.lists.example", ""}[r.IntN(6)])
	text := strings.TrimSpace(strings.Join(terms, " "))
	switch r.IntN(12) {
	case 0:
		text = strings.Replace(text, "v=spf1", "spf1", 1)
	case 1:
		text = strings.Replace(text, " ", "", 1)
	case 2:
		text = strings.ReplaceAll(text, " ", ", ")
	}
	return spfcheck.RRset{Name: "x", Type: "TXT", Values: []string{text}}.Lines()[0][len("x. TXT "):]
}
