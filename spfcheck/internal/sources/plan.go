package sources

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/netip"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// What is planned for.
const (
	maxPlans    = 5  // domains
	maxPlanned  = 20 // sources of a domain, those that lose most first
	maxVariants = 3  // kinds of mail of a source: by envelope From, HELO and signatures
	maxClients  = 50 // addresses of a source that is no service
)

// Plan is what to do so that all that is yours arrives. The plan of each source is made
// with the records of those before it published, so that a record that several sources
// need holds them all.
type Plan struct {
	Sources []SourcePlan     `json:"sources"` // the plans, in this order
	Publish []spfcheck.RRset `json:"publish"` // the records as they are once all steps in DNS are taken that can be taken now; empty where there are none, or where publishing them would make anything worse
	After   []CarrierCount   `json:"after"`   // what becomes of what is yours with them, found by another evaluation
	Open    []i18n.Text      `json:"open"`    // for which sources there is no plan, and why
}

// SourcePlan is the plan for one source.
type SourcePlan struct {
	Source i18n.Text      `json:"source"` // the name of the source
	Plan   *spfcheck.Plan `json:"plan"`   // what to do
}

// yours are the groups of a domain that are.
func yours(groups map[string]*group) []*group {
	var list []*group
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		if g := groups[key]; g.is == Yours {
			list = append(list, g)
		}
	}
	slices.SortStableFunc(list, func(a, b *group) int { return cmp.Compare(b.failing(), a.failing()) })
	return list
}

// failing counts the messages that some carrier doesn't deliver, as far as is known.
func (g *group) failing() (n int64) {
	for _, m := range g.members {
		if m.fails() {
			n += m.n
		}
	}
	return n
}

func (v *verdict) fails() bool {
	return slices.ContainsFunc(v.carriers, func(o outcome) bool { return !o.Outcome.Delivered() })
}

// planning is a plan under way.
type planning struct {
	*Judge
	plan Plan
	sets []spfcheck.RRset // to be published so far
	base resolve.Exchanger
}

// plan makes the plan for the sources of a domain that are yours; nil where all arrives.
func (j *Judge) plan(ctx context.Context, base resolve.Exchanger, groups []*group, before map[sent]*verdict) (*Plan, error) {
	p := &planning{Judge: j, base: base, plan: Plan{Sources: []SourcePlan{}, Publish: []spfcheck.RRset{}, After: []CarrierCount{}, Open: []i18n.Text{}}}
	failing := slices.DeleteFunc(slices.Clone(groups), func(g *group) bool { return g.failing() == 0 })
	if len(failing) == 0 {
		return nil, nil
	}
	for i, g := range failing {
		if i == maxPlanned {
			p.plan.Open = append(p.plan.Open, tooManySources.Format(len(failing)-i))
			break
		}
		if err := p.source(ctx, g); err != nil {
			return nil, err
		}
	}
	return &p.plan, p.prove(ctx, groups, before)
}

// source plans for each kind of mail of a source.
func (p *planning) source(ctx context.Context, g *group) error {
	variants := map[sent]int64{}
	clients := map[sent][]netip.Addr{}
	for _, m := range g.members {
		if !m.fails() {
			continue
		}
		kind := m.sent
		kind.source = netip.Addr{}
		variants[kind] += m.n
		if !slices.Contains(clients[kind], m.source) && len(clients[kind]) <= maxClients {
			clients[kind] = append(clients[kind], m.source)
		}
	}
	order := slices.SortedFunc(maps.Keys(variants), func(a, b sent) int {
		return cmp.Or(cmp.Compare(variants[b], variants[a]), a.compare(b))
	})
	for _, kind := range order[:min(len(order), maxVariants)] {
		req := p.request(kind)
		if problem := g.sender(&req, clients[kind]); problem.Complete() {
			p.open(g, problem)
			continue
		}
		checker := p.Checker
		checker.Exchanger = p.published()
		rep, err := checker.Check(ctx, req)
		if err != nil {
			if problem, is := planProblem(err); is {
				p.open(g, problem)
				continue
			}
			return err
		}
		p.take(g, rep)
	}
	return nil
}

// sender says where a source's mail is sent from: from all of a service, since it takes
// another of its addresses tomorrow.
func (g *group) sender(req *spfcheck.Request, clients []netip.Addr) (problem i18n.Text) {
	req.Clients = nil
	switch {
	case g.service != nil:
		use, err := senders.Parse(g.via)
		if err != nil {
			return needsServer.Format(g.service.ID)
		}
		req.Via = &use
	case g.ranges.IsValid():
		req.Ranges = []netip.Prefix{g.ranges}
	case len(clients) > maxClients:
		return nameRange.Format(maxClients)
	default:
		slices.SortFunc(clients, netip.Addr.Compare)
		req.Clients = clients
	}
	return i18n.Text{}
}

// planProblem gives the words for why a source can't be judged as a whole.
func planProblem(err error) (i18n.Text, bool) {
	var noRange *spfcheck.RangeError
	var wrong *input.Error
	switch {
	case errors.As(err, &noRange):
		return noRange.Problem, true
	case errors.As(err, &wrong):
		return wrong.Problem, true
	}
	return i18n.Text{}, false
}

func (p *planning) open(g *group, why i18n.Text) {
	if text := noPlanFor.Format(g.shown, why); !slices.Contains(p.plan.Open, text) {
		p.plan.Open = append(p.plan.Open, text)
	}
}

// take keeps the plan of a source, and publishes what can be published now.
func (p *planning) take(g *group, rep *spfcheck.Report) {
	if rep.Plan == nil || len(rep.Plan.Steps)+len(rep.Plan.Open) == 0 || p.said(g.shown, rep.Plan) {
		return
	}
	p.plan.Sources = append(p.plan.Sources, SourcePlan{g.shown, rep.Plan})
	now, _ := rep.Plan.Now()
	for _, step := range now {
		for _, set := range step.Publish {
			p.sets = publish.Put(p.sets, set)
		}
	}
}

// said reports whether a plan of the same source, for another kind of its mail, says the
// same.
func (p *planning) said(source i18n.Text, made *spfcheck.Plan) bool {
	return slices.ContainsFunc(p.plan.Sources, func(s SourcePlan) bool {
		return s.Source == source && slices.Equal(s.Plan.Open, made.Open) && slices.EqualFunc(s.Plan.Steps, made.Steps, sameStep)
	})
}

// sameStep reports whether two steps do the same.
func sameStep(a, b spfcheck.PlanStep) bool {
	return a.ID == b.ID && slices.EqualFunc(a.Publish, b.Publish, func(x, y spfcheck.RRset) bool {
		return x.Name == y.Name && x.Type == y.Type && slices.Equal(x.Values, y.Values)
	})
}

// published is DNS with what is to be published so far.
func (p *planning) published() resolve.Exchanger { return plan.Published(p.base, p.sets) }

// prove judges all that is yours with the records published, and proposes none where
// any of it comes to a worse outcome than today.
func (p *planning) prove(ctx context.Context, groups []*group, before map[sent]*verdict) error {
	if len(p.sets) == 0 {
		return nil
	}
	again := *p.Judge
	again.Checker.Exchanger, again.Progress = p.published(), nil
	var all []mail
	counts := map[sent]int64{}
	for _, g := range groups {
		for _, m := range g.members {
			counts[m.sent] += m.n
			all = append(all, mail{sent: m.sent})
		}
	}
	slices.SortFunc(all, func(a, b mail) int { return a.sent.compare(b.sent) })
	after, err := again.judge(ctx, all)
	if err != nil {
		return err
	}
	total := outcomes{}
	for _, s := range distinct(all) {
		for i, o := range after[s].carriers {
			total.add(o, counts[s])
			if was := before[s].carriers[i].Outcome; was != o.Outcome && carriers.Worst(was, o.Outcome) == o.Outcome {
				p.plan.Open = append(p.plan.Open, worse.Format(o.name, s.source.String()))
				return nil
			}
		}
	}
	p.plan.Publish, p.plan.After = p.sets, total.counts()
	return nil
}

var (
	noPlanFor      = i18n.Text{EN: "for %s: %s", JA: "%s について: %s"}
	needsServer    = i18n.Text{EN: "what to publish depends on the account: see the service %s", JA: "公開する内容はアカウントによって変わります（サービス %s の説明を参照）"}
	nameRange      = i18n.Text{EN: "it has more than %d addresses: name the range that they are from", JA: "アドレスが %d 個を超えています。範囲を指定してください"}
	tooManySources = i18n.Text{EN: "sources for which no plan was made: %d", JA: "対処を調べていない送信元: %d 件"}
	worse          = i18n.Text{
		EN: "the records aren't proposed: with them %s would do worse with mail from %s",
		JA: "レコードは提案しません。公開すると、%s で %s からのメールの扱いが悪くなります",
	}
)
