package spfcheck

import (
	"context"
	"iter"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
)

// Plan is what to do so that every judged carrier delivers: no step that could be
// left out, in an order in which no step makes the verdict of any setting worse.
// Every state was found by evaluating the mail again.
type Plan struct {
	Complete     bool          `json:"complete"`     // with all steps, every judged carrier delivers without a warning
	Safe         bool          `json:"safe"`         // no step makes a verdict worse, so that each can be taken as it comes
	Steps        []PlanStep    `json:"steps"`        // what to do, in this order; empty where nothing is to do, or no step is known
	Open         []i18n.Text   `json:"open"`         // why the plan isn't complete or not safe: what no step is known for
	Alternatives []Alternative `json:"alternatives"` // what can be done in place of the steps, as far as it was found to do as much
}

// PlanStep is one step of a Plan.
type PlanStep struct {
	ID       string           `json:"id"`            // names it within the plan, such as "spf example.jp"
	Needs    []string         `json:"needs"`         // the steps that it must come after, whatever the verdicts
	By       By               `json:"by"`            // where it is taken
	Domain   string           `json:"domain"`        // the domain that it is about
	Text     i18n.Text        `json:"text"`          // what to do
	Publish  []RRset          `json:"publish"`       // the records, by whole RRsets; empty where there is none to propose
	Fix      *Fix             `json:"fix,omitempty"` // what a change to an SPF record means beside the verdicts; left out where it is no such change
	Warnings []i18n.Text      `json:"warnings"`      // what to look at before it is taken
	After    []CarrierOutcome `json:"after"`         // the outcomes when it and all before it are taken, found by another evaluation
}

// By is where a step is taken. What is done elsewhere than in DNS can't be tried:
// that it is done is assumed in the states after it.
type By string

// Where steps are taken.
const (
	InDNS     By = "dns"     // a record is published, changed or taken away
	AtService By = "service" // the sending service or mail server is set up: DKIM, the envelope From
	InTheMail By = "mail"    // the program that writes the mail does it: From, Sender
)

// RRset is a whole RRset as it is to be published, and as it is now.
type RRset = publish.Set

// Assumed reports whether it isn't in DNS, so that it can only be assumed.
func (s PlanStep) Assumed() bool { return s.By != InDNS || len(s.Publish) == 0 }

// Alternative is another way to the same end.
type Alternative struct {
	Text    i18n.Text        `json:"text"`    // what to do, and in place of what
	Publish []RRset          `json:"publish"` // the records; empty where there is none to propose
	After   []CarrierOutcome `json:"after"`   // the outcomes with it, found by another evaluation
}

// Now gives the steps that can be taken in DNS right away, and those that have to
// wait, since something before them is done elsewhere. A plan that isn't safe has
// nothing for now.
func (p *Plan) Now() (now, later []PlanStep) {
	if !p.Safe {
		return nil, p.Steps
	}
	i := slices.IndexFunc(p.Steps, PlanStep.Assumed)
	if i < 0 {
		i = len(p.Steps)
	}
	return p.Steps[:i], p.Steps[i:]
}

// step is a step with what it changes beside DNS.
type step struct {
	PlanStep
	change func(world) world // nil: nothing
}

// move is something to bring about, with the ways to do so, the best first.
type move struct {
	about   string            // what it brings about; a plan does so once
	domain  string            // whose record it is about; "" for none
	options iter.Seq[[]step]  // made as they are asked for; nil: nothing is known to do it
	done    func(*trial) bool // it has come about, whatever the verdicts say so far
	open    i18n.Text         // what to say where no option does it; zero: nothing
	servers string            // the domain whose name servers are to be looked at then; "": none
}

// key tells moves apart: those for which nothing is known, by why.
func (m move) key() string {
	if m.options == nil {
		return m.about + ": " + m.open.EN
	}
	return m.about
}

// planner makes one plan.
type planner struct {
	ctx   context.Context
	start *trial
	steps []step
	known map[uint]*trial // where steps lead, as far as it was found
	open  []i18n.Text
}

// plan says what would make the judged carriers deliver.
func (t *trial) plan(ctx context.Context) *Plan {
	p := &planner{ctx: ctx, start: t, known: map[uint]*trial{0: t}}
	p.collect()
	trials := plan.NewTrials(p.known, func(steps uint) *trial { return t.with(ctx, p.chosen(steps)...) })
	fewest := trials.Fewest(len(p.steps), p.needs, func(with, without *trial) bool { return !without.fails(with) })
	order, safe := trials.Order(fewest, p.needs, func(before, after *trial) bool { return after.worse(before) })
	if !safe {
		p.open = append(p.open, noOrder)
		order = indexes(fewest)
	}
	made := &Plan{Safe: safe, Steps: []PlanStep{}, Open: orEmpty(p.open)}
	end, done := t, uint(0)
	for _, i := range order {
		done |= 1 << i
		end = trials.At(done)
		s := p.steps[i].PlanStep
		s.Needs, s.Publish, s.Warnings = orEmpty(s.Needs), orEmpty(s.Publish), orEmpty(s.Warnings)
		s.After = end.carriers
		made.Steps = append(made.Steps, s)
	}
	made.Complete = worstOf(end.carriers) == carriers.Deliver
	if made.Complete && safe {
		made.Open = []i18n.Text{}
	}
	made.Alternatives = t.alternatives(ctx, p.chosen(fewest), end)
	return made
}

// orEmpty gives a list that JSON writes as one.
func orEmpty[V any](list []V) []V {
	if list == nil {
		return []V{}
	}
	return list
}

func indexes(steps uint) (list []int) {
	for i := range plan.MaxSteps {
		if plan.Has(steps, i) {
			list = append(list, i)
		}
	}
	return list
}

func (p *planner) chosen(steps uint) []step {
	var list []step
	for _, i := range indexes(steps) {
		list = append(list, p.steps[i])
	}
	return list
}

// needs says which steps a step must come after: those that it names, and those
// whose records it changes once more.
func (p *planner) needs(i int) (needs uint) {
	for j, s := range p.steps {
		again := j < i && slices.ContainsFunc(s.Publish, func(set RRset) bool {
			return slices.ContainsFunc(p.steps[i].Publish, func(other RRset) bool {
				return other.Name == set.Name && other.Type == set.Type
			})
		})
		if again || slices.Contains(p.steps[i].Needs, s.ID) {
			needs |= 1 << j
		}
	}
	return needs
}

// collect takes one move after the other, each on top of those before it, until all
// judged carriers deliver or nothing is left to do.
func (p *planner) collect() {
	tried, unanswered := map[string]bool{}, map[string]bool{}
	for now := p.start; worstOf(now.carriers) != carriers.Deliver; {
		moves := slices.DeleteFunc(now.moves(p.ctx), func(m move) bool { return tried[m.key()] })
		if len(moves) == 0 {
			return
		}
		m := moves[0]
		tried[m.key()] = true
		steps, next := now.take(p.ctx, m)
		if next == nil || len(p.steps)+len(steps) > plan.MaxSteps {
			if m.options != nil && m.open == (i18n.Text{}) {
				m.open = inVain
			}
			if m.open != (i18n.Text{}) && !slices.Contains(p.open, m.open) && (m.servers == "" || !unanswered[m.servers]) {
				p.open = append(p.open, m.open)
			}
			unanswered[m.servers] = true
			continue
		}
		p.steps, now = append(p.steps, steps...), next
		p.known[plan.All(len(p.steps))] = now
	}
}

// take takes the first option that does what the move is for, and makes no verdict
// worse; nil where none does.
func (t *trial) take(ctx context.Context, m move) ([]step, *trial) {
	if m.options == nil {
		return nil, nil
	}
	for steps := range m.options {
		next := t.with(ctx, steps...)
		if !next.worse(t) && !t.losesTo(ctx, next, steps) && (t.worse(next) || m.done != nil && m.done(next)) {
			return steps, next
		}
	}
	return nil, nil
}

// moves lists what there is to bring about, in order of effect.
func (t *trial) moves(ctx context.Context) []move {
	return slices.Concat(t.spfMoves(ctx), t.dmarcMoves(ctx), t.reachableMoves(ctx), t.messageMoves())
}

// worse reports whether some verdict of a judged carrier, under whichever setting, is
// worse than before.
func (t *trial) worse(before *trial) bool { return t.worsened(before, false) }

// fails reports whether some judged verdict is worse than before.
func (t *trial) fails(before *trial) bool { return t.worsened(before, true) }

func (t *trial) worsened(before *trial, judged bool) bool {
	for i, d := range t.decisions[:t.ofJudged] {
		was := before.decisions[i].outcome
		if was != d.outcome && carriers.Worst(was, d.outcome) == d.outcome && (d.judged || !judged) {
			return true
		}
	}
	return false
}
