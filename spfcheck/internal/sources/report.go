package sources

import (
	"cmp"
	"context"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rua"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// maxShown is how many addresses and names of a source are listed.
const maxShown = 20

// Report judges what a Collector counted. An error is that of ctx, or of what Checker was
// given.
func (j *Judge) Report(ctx context.Context, c *Collector) (*Report, error) {
	if c.counts == nil {
		c.counts = newTally()
	}
	all := slices.DeleteFunc(c.counts.sorted(), func(m mail) bool { return !j.wanted(m.from) })
	verdicts, err := j.judge(ctx, all)
	if err != nil {
		return nil, err
	}
	made := c.report
	made.Version, made.Date = Version, cmp.Or(j.On, carriers.DayOf(time.Now()))
	made.Problems, made.Domains, made.Notes = append([]Problem{}, made.Problems...), []Domain{}, notes
	exchanger, err := resolve.OrSystem(j.Checker.Exchanger)
	if err != nil {
		return nil, err
	}
	from := origins{named: j.Yours, found: map[Named]bool{}, lookup: resolve.Lookup{Exchanger: exchanger}}
	if j.HostNames {
		if err := from.askHosts(ctx, all, verdicts, c.counts.mail, j.Workers); err != nil {
			return nil, err
		}
	}
	byDomain := j.group(ctx, c, &from, all, verdicts)
	made.Unseen = slices.DeleteFunc(slices.Clone(j.Yours), func(n Named) bool { return from.found[n] })
	for domain, groups := range byDomain {
		made.Domains = append(made.Domains, j.domain(domain, groups, c.counts.rest[domain]))
	}
	slices.SortFunc(made.Domains, func(a, b Domain) int {
		return cmp.Or(cmp.Compare(b.Messages, a.Messages), cmp.Compare(a.Domain, b.Domain))
	})
	if j.NoPlans {
		return &made, nil
	}
	for i := range made.Domains[:min(len(made.Domains), maxPlans)] {
		d := &made.Domains[i]
		if d.Plan, err = j.plan(ctx, exchanger, yours(byDomain[d.Domain]), verdicts); err != nil {
			return nil, err
		}
	}
	return &made, nil
}

// group puts together what comes from one source, by the header From's domain and the
// name of the source.
func (j *Judge) group(ctx context.Context, c *Collector, from *origins, all []mail, verdicts map[sent]*verdict) map[string]map[string]*group {
	byDomain := map[string]map[string]*group{}
	for i, m := range all {
		v := verdicts[m.sent]
		at := from.of(ctx, m, v)
		groups := byDomain[m.from]
		if groups == nil {
			groups = map[string]*group{}
			byDomain[m.from] = groups
		}
		if groups[at.name] == nil {
			groups[at.name] = &group{origin: at}
		}
		groups[at.name].add(at, member{&all[i], v, c.counts.mail[m], from.hosts[m.source]})
	}
	for domain := range c.counts.rest {
		if domain != "" && byDomain[domain] == nil && j.wanted(domain) {
			byDomain[domain] = nil
		}
	}
	return byDomain
}

// domain puts the sources of a domain together.
func (j *Judge) domain(name string, groups map[string]*group, rest int64) Domain {
	d := Domain{Domain: name, Unexamined: rest, Messages: rest, Carriers: []CarrierCount{}, Sources: []Source{}}
	for _, g := range groups {
		d.Messages += g.messages
	}
	yours := outcomes{}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		g := groups[key]
		s, all := g.source(j.Share, float64(g.messages)/float64(d.Messages))
		switch s.Class {
		case Yours:
			d.Yours += g.messages
			yours.merge(all)
		case Unclear:
			d.Unclear += g.messages
		}
		d.Sources = append(d.Sources, s)
	}
	d.Carriers = yours.counts()
	slices.SortStableFunc(d.Sources, func(a, b Source) int {
		return cmp.Or(cmp.Compare(slices.Index(Classes, a.Class), slices.Index(Classes, b.Class)), cmp.Compare(b.Messages, a.Messages))
	})
	return d
}

// group is the mail of one source.
type group struct {
	origin
	is       Class // once it is known
	messages int64
	members  []member
}

// member is messages that are alike.
type member struct {
	*mail
	*verdict
	n    int64
	host string // the host name, where it is known
}

// add counts messages that are alike.
func (g *group) add(at origin, m member) {
	g.basis = min(g.basis, at.basis)
	if at.via != "" && g.via == g.service.ID { // the first that tells the parameter
		g.via = at.via
	}
	g.messages += m.n
	g.members = append(g.members, m)
}

// sums are what is counted of a group. They are made when they are wanted, since there
// may be very many groups.
type sums struct {
	authorised, spf, dkim, forwarded, foreign int64
	addresses                                 map[netip.Addr]int64
	hosts                                     map[netip.Addr]string
	envelopes, signers                        map[string]int64
	reported, from                            map[spf.Result]int64
	outcomes                                  outcomes
}

func (g *group) sums() *sums {
	s := &sums{
		addresses: map[netip.Addr]int64{}, hosts: map[netip.Addr]string{}, envelopes: map[string]int64{}, signers: map[string]int64{},
		reported: map[spf.Result]int64{}, from: map[spf.Result]int64{}, outcomes: outcomes{},
	}
	for _, m := range g.members {
		s.add(m)
	}
	return s
}

func (s *sums) add(m member) {
	for _, is := range []struct {
		so    bool
		count *int64
	}{
		{len(m.path) > 0, &s.authorised},
		{m.spfAligned, &s.spf},
		{m.dkimAligned, &s.dkim},
		{m.forwarded, &s.forwarded},
		{m.envelope != "" && m.envelope != rua.Null && !dmarc.Aligned(m.envelope, m.mail.from, dmarc.Relaxed), &s.foreign},
	} {
		if is.so {
			*is.count += m.n
		}
	}
	s.addresses[m.source] += m.n
	s.hosts[m.source] = m.host
	if m.envelope != "" {
		s.envelopes[m.envelope] += m.n
	}
	for _, signer := range strings.Fields(m.signers) {
		s.signers[signer] += m.n
	}
	s.reported[cmp.Or(spf.Result(m.spf), spfcheck.Unknown)] += m.n
	s.from[m.verdict.from] += m.n
	for _, o := range m.carriers {
		s.outcomes.add(o, m.n)
	}
}

// source is the group as it is told.
func (g *group) source(share, of float64) (Source, outcomes) {
	sums := g.sums()
	s := Source{
		Name: g.shown, Messages: g.messages, Addresses: len(sums.addresses), Largest: []Address{},
		Envelopes: largest(sums.envelopes, strings.Compare, maxShown), Signers: largest(sums.signers, strings.Compare, maxShown),
		Reported: results(sums.reported), From: results(sums.from), SPF: sums.spf, DKIM: sums.dkim, Carriers: sums.outcomes.counts(),
	}
	if g.service != nil {
		s.Service, s.Via = g.service.ID, g.via
	}
	s.Class, s.Why = g.class(sums, share, of)
	g.is = s.Class
	for _, a := range largest(sums.addresses, netip.Addr.Compare, maxShown) {
		s.Largest = append(s.Largest, Address{a, sums.hosts[a], sums.addresses[a]})
	}
	return s, sums.outcomes
}

// largest lists what has most messages.
func largest[K comparable](counts map[K]int64, compare func(a, b K) int, most int) []K {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b K) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), compare(a, b)) })
	return append([]K{}, keys[:min(len(keys), most)]...) // a list in JSON, where there are none
}

func results(counts map[spf.Result]int64) []ResultCount {
	list := []ResultCount{}
	for _, r := range largest(counts, cmp.Compare, maxShown) {
		list = append(list, ResultCount{r, counts[r]})
	}
	return list
}

// outcomes counts what becomes of mail, by carrier and rule.
type outcomes map[[3]string]*outcome

func (o outcomes) add(one outcome, n int64) {
	key := [3]string{one.carrier, string(one.Outcome), one.Rule}
	if o[key] == nil {
		o[key] = &outcome{one.carrier, one.name, one.OutcomeCount}
		o[key].Messages = 0
	}
	o[key].Messages += n
}

func (o outcomes) merge(other outcomes) {
	for _, one := range other {
		o.add(*one, one.Messages)
	}
}

// counts lists what was counted, in the order of the carriers.
func (o outcomes) counts() []CarrierCount {
	list := []CarrierCount{}
	ids := carriers.IDs()
	all := slices.SortedFunc(maps.Values(o), func(a, b *outcome) int {
		return cmp.Or(
			cmp.Compare(slices.Index(ids, a.carrier), slices.Index(ids, b.carrier)),
			cmp.Compare(slices.Index(carriers.Outcomes, b.Outcome), slices.Index(carriers.Outcomes, a.Outcome)),
			cmp.Compare(b.Messages, a.Messages), cmp.Compare(a.Rule, b.Rule),
		)
	})
	for _, one := range all {
		if len(list) == 0 || list[len(list)-1].Carrier != one.carrier {
			list = append(list, CarrierCount{Carrier: one.carrier, Name: one.name})
		}
		c := &list[len(list)-1]
		c.Outcomes = append(c.Outcomes, one.OutcomeCount)
	}
	return list
}
