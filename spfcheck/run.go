package spfcheck

import (
	"context"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"sync"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/message"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// run is one Check under way: what is given, whatever DNS says.
type run struct {
	checker    *Checker
	request    Request
	identities []identity.Identity
	message    *message.Message            // nil: there is none
	coverage   *coverage                   // nil: single addresses are judged
	unlisted   bool                        // the service's addresses can't be listed: those that are named count as its own
	reasons    map[identity.Kind]i18n.Text // why there is none, as far as it was asked for
	assumed    []i18n.Text                 // what was assumed since it wasn't given
	records    *eval.Records
	below      resolve.Exchanger // where answers are prefetched
	validated  *validated        // nil: nobody wants to know
}

// world is what a trial supposes: the run, with identities that may not be those of
// the mail as it is.
type world struct {
	*run
	exchanger resolve.Exchanger
	signers   []string // domains that will sign the mail
	actual    bool     // the mail and DNS are as they are: nothing is supposed
}

// trial is what becomes of the mail in a world.
type trial struct {
	world
	evaluated []Evaluated
	discovery dmarc.Discovery             // zero where the header From isn't known
	dmarc     *DMARC                      // nil where the header From isn't known
	facts     []carriers.Facts            // of each client
	alike     []int                       // of each client the first one with the same results
	unsettled map[identity.Kind]i18n.Text // why the SPF result is Unknown, for some client
	untold    map[carriers.Fact]i18n.Text // why DNS doesn't tell a fact
	verdicts  []Verdict                   // the decisions in words; nil where something is supposed
	decisions []decision                  // those of the carriers under judgement first; nil where no plan is wanted
	ofJudged  int                         // how many of the decisions are of these carriers
	carriers  []CarrierOutcome

	settled map[asked]*eval.Evaluation // those that hang on no local part
}

// asked is what SPF is asked, whatever the local part.
type asked struct {
	domain string
	client netip.Addr
}

func (r *run) report(ctx context.Context, exchanger resolve.Exchanger, notes []i18n.Text) *Report {
	t := world{run: r, exchanger: exchanger, signers: r.request.Signers, actual: true}.try(ctx)
	notes = append(notes, r.validated.notes()...) // before more is asked than the verdicts rest on
	t.findNames(ctx)
	rep := &Report{
		Version:    Version,
		Date:       r.request.On,
		Clients:    r.request.Clients,
		Warnings:   r.warnings(),
		Identities: t.evaluated,
		DKIM:       t.signatures(),
		DMARC:      t.dmarc,
		Verdicts:   t.verdicts,
		Carriers:   t.carriers,
		Worst:      worstOf(t.carriers),
		Findings:   []rules.Finding{},
		Notes:      append([]i18n.Text{}, notes...),
	}
	if !r.checker.Tuning.VerdictsOnly {
		var finding sync.WaitGroup
		finding.Go(func() { rep.Findings = t.findings(ctx) })
		rep.Plan, rep.Notes = t.plan(ctx), append(rep.Notes, t.notes()...)
		rep.Warnings = append(rep.Warnings, t.envelopeAtRisk(ctx)...)
		finding.Wait()
	}
	if r.message != nil {
		rep.Message = &r.message.Facts
	}
	if r.coverage != nil {
		r.coverage.spread(rep)
	}
	return rep
}

// try finds out what becomes of the mail in a world.
func (w world) try(ctx context.Context) *trial {
	t := &trial{world: w, unsettled: map[identity.Kind]i18n.Text{}, untold: map[carriers.Fact]i18n.Text{}, settled: map[asked]*eval.Evaluation{}}
	t.evaluate(ctx)
	t.evaluateDMARC(ctx)
	t.signatureFact()
	t.findFacts(ctx)
	judged, shown := w.checker.profiles(), w.checker.beside()
	if !w.actual {
		shown = nil
	}
	settings := w.checker.settingsOf(judged) + w.checker.settingsOf(shown)
	if w.actual {
		t.verdicts = make([]Verdict, 0, settings)
	}
	if !w.checker.Tuning.VerdictsOnly {
		t.decisions = make([]decision, 0, settings)
	}
	for _, p := range judged {
		outcome := t.judge(p, true)
		t.carriers = append(t.carriers, CarrierOutcome{Carrier: p.ID, Name: p.Name, Outcome: outcome})
	}
	t.ofJudged = len(t.decisions)
	for _, p := range shown {
		t.judge(p, false)
	}
	return t
}

func worstOf(list []CarrierOutcome) carriers.Outcome {
	worst := carriers.Deliver
	for _, c := range list {
		worst = carriers.Worst(worst, c.Outcome)
	}
	return worst
}

// evaluate evaluates SPF for each identity that is known, from each client.
func (t *trial) evaluate(ctx context.Context) {
	t.evaluated = make([]Evaluated, 0, len(t.identities))
	t.facts = make([]carriers.Facts, len(t.request.Clients))
	base := t.baseFacts()
	for i := range t.facts {
		t.facts[i] = base
		t.facts[i].Results, t.facts[i].Known = map[identity.Kind]spf.Result{}, maps.Clone(base.Known)
	}
	for _, id := range t.identities {
		if !id.Evaluable() || t.checker.Tuning.LookedAtOnly && id.Kind == identity.Helo {
			continue
		}
		e := Evaluated{Identity: newIdentity(id, t.request.Words, t.identities, t.checker.profiles()), Results: []Result{}}
		for i, client := range t.request.Clients {
			ev := t.evaluation(ctx, id, client)
			if ev.Result != Unknown {
				t.facts[i].Results[id.Kind] = ev.Result
			}
			e.Record = ev.Tree.Record
			e.add(t.result(id, ev), client)
		}
		t.evaluated = append(t.evaluated, e)
	}
	t.alike = alike(t.facts)
}

// alike gives for each of facts the index of the first that has the same results.
// There are few that differ, of however many addresses.
func alike(facts []carriers.Facts) []int {
	var firsts []int
	out := make([]int, len(facts))
	for i, f := range facts {
		at := slices.IndexFunc(firsts, func(first int) bool { return maps.Equal(facts[first].Results, f.Results) })
		if at < 0 {
			at, firsts = len(firsts), append(firsts, i)
		}
		out[i] = firsts[at]
	}
	return out
}

// evaluation is what SPF comes to for an identity from a client: once for all
// identities of a domain, if it can be no other for one of them.
func (t *trial) evaluation(ctx context.Context, id identity.Identity, client netip.Addr) eval.Evaluation {
	if id.Status == identity.BadDomain {
		return eval.None(id.Domain, id.Why)
	}
	if t.actual {
		client = t.coverage.standIn(id.Kind, client)
	}
	key := asked{id.Domain, client}
	if settled, ok := t.settled[key]; ok {
		return *settled
	}
	ev := t.evaluator().Evaluate(ctx, t.question(id, client))
	if !ev.PerLocal {
		t.settled[key] = &ev
	}
	return ev
}

func (t *trial) evaluator() eval.Evaluator {
	e := eval.Evaluator{Exchanger: t.exchanger, Now: time.Now(), Records: t.records, Brief: !t.checker.Explain}
	if t.checker.Tuning.Prefetch == PrefetchSome {
		e.Prefetch = t.below
	}
	return e
}

// result puts an evaluation into its public form. For whole ranges it is without
// what differs from one piece to the next.
func (t *trial) result(id identity.Identity, ev eval.Evaluation) Result {
	r := newResult(ev, t.checker.Explain && t.coverage == nil)
	if ev.Result == Unknown {
		r.Needs, r.ProblemText = t.needs(id, ev.Missing)
		r.Problem = r.ProblemText.EN
		t.unsettled[id.Kind] = r.ProblemText
	}
	if t.coverage == nil {
		return r
	}
	return Result{
		Result: r.Result, Domain: ev.Tree.Domain, Path: []string{ev.Tree.Domain},
		Problem: r.Problem, ProblemText: r.ProblemText, Needs: r.Needs,
	}
}

// add files a result under the others, and tells what all come to.
func (e *Evaluated) add(result Result, client netip.Addr) {
	switch e.Result {
	case "", result.Result:
		e.Result = result.Result
	default:
		e.Result = Mixed
	}
	e.Results = file(e.Results, result, client, func(r *Result) *[]netip.Addr { return &r.Addresses })
}

// file puts a result, which has no addresses yet, under the others: addresses
// that came to the same one in the same way stand together.
func file[R any](results []R, result R, client netip.Addr, addresses func(*R) *[]netip.Addr) []R {
	for i := range results {
		known := results[i]
		*addresses(&known) = nil
		if reflect.DeepEqual(known, result) {
			same := addresses(&results[i])
			*same = append(*same, client)
			return results
		}
	}
	results = append(results, result)
	*addresses(&results[len(results)-1]) = []netip.Addr{client}
	return results
}

// identity gives the identity of a kind; every kind is there, known or not.
func (r *run) identity(kind identity.Kind) identity.Identity {
	for _, id := range r.identities {
		if id.Kind == kind {
			return id
		}
	}
	return identity.Identity{Kind: kind, Status: identity.NotGiven}
}
