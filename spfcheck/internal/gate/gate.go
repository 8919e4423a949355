// Package gate says what a change of DNS does to mail before it is made: every
// flow is judged and every domain that the change touches is linted twice, with
// DNS as it is and with the change applied to it, and the two are compared.
package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Gate compares two states of DNS. Before and After must be given; [Apply] makes
// them of what is published and a change.
type Gate struct {
	Before, After resolve.Exchanger

	// Change has the records whose places are named, and the domains that may be
	// touched beside those of the flows; nil: there are none.
	Change *change.Change
	// Base is what of Before was read from files; nil: nothing.
	Base *change.Change

	Flows    []Flow
	Profiles []*carriers.Profile // the carriers to judge; nil: carriers.Defaults
	Ignores  []Ignore
	FailOn   rules.Severity // the mildest finding that fails; "": rules.Error
	All      bool           // faults that were there before fail, too
	On       carriers.Day   // whose rules judge; "": today
	Words    input.Words    // what the texts call the inputs
	Notes    []i18n.Text    // what the Report's Notes begin with
}

// Flow is mail that is sent regularly.
type Flow struct {
	Name     string
	Request  spfcheck.Request     // without a message, and without a day
	Settings []carriers.SettingID // in place of the default ones of their filters

	// Selectors are those of the DKIM keys that the mail is signed with, in each domain
	// of the Request's Signers; nil: they aren't known.
	Selectors []string
}

// Ignore leaves a finding out.
type Ignore struct {
	Code   string
	Domain string // in A-labels
	Reason string
}

// Apply gives DNS before and after a change: base, which may be nil, is applied to
// what is published, and change to that. No question is asked twice for the
// two.
func Apply(published resolve.Exchanger, base, proposed *change.Change) (before, after resolve.Exchanger) {
	layers := []resolve.Layer{resolve.Cache()}
	if base != nil {
		layers = append(layers, base.Layer())
	}
	proposed.Follow(base)
	before = resolve.Chain(published, layers...)
	return before, resolve.Chain(before, proposed.Layer())
}

// Run compares. What DNS and carriers say is in the Report, DNS failures
// included; an error is that of a Flow's Request, as of [spfcheck.Checker.Check].
func (g *Gate) Run(ctx context.Context) (*Report, error) {
	ctx, done := context.WithCancel(ctx)
	defer done()
	r := &run{
		Gate: g, failed: map[string]failed{}, opened: map[string]Addresses{}, signs: map[string][]bool{},
		before: resolve.Chain(g.Before, resolve.Memoize(ctx)), after: resolve.Chain(g.After, resolve.Memoize(ctx)),
	}
	r.places = newPlaces(g.Change, dataIn(ctx, r.before))
	if r.On == "" {
		r.On = carriers.DayOf(time.Now())
	}
	rep := &Report{
		Version: Version, Date: r.On,
		Flows: make([]FlowChange, len(g.Flows)), Domains: []DomainChange{}, Findings: []FindingChange{}, Notes: append([]i18n.Text{}, g.Notes...),
	}
	for _, f := range g.Flows {
		rep.Notes = append(rep.Notes, NotPublic(f)...)
	}
	if err := r.flows(ctx, rep.Flows); err != nil {
		return nil, err
	}
	rep.Worst = worstOf(rep.Flows)
	r.domains(ctx, rep)
	r.countOpen(rep)
	r.sayNothing(rep)
	r.sayGone(rep)
	r.sayUnsigned(rep)
	r.conclude(rep)
	rep.Files, rep.Records = r.filesOf(), r.records(ctx)
	return rep, nil
}

// worstOf is the worst that becomes of flows after the change, "" without any.
func worstOf(flows []FlowChange) carriers.Outcome {
	if len(flows) == 0 {
		return ""
	}
	var outcomes []carriers.Outcome
	for _, f := range flows {
		if len(f.After) == 0 {
			outcomes = append(outcomes, carriers.Unknown)
		}
		for _, c := range f.After {
			outcomes = append(outcomes, c.Outcome)
		}
	}
	return carriers.Worst(outcomes...)
}

func judging(f Flow, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("judging the flow %q: %w", f.Name, err)
}

// run is one Run under way.
type run struct {
	*Gate
	places        places
	before, after resolve.Exchanger    // each question is asked once, even where it fails
	own           []string             // the domains of flows that the change has a part in
	failed        map[string]failed    // what of the domains could not be looked at
	signs         map[string][]bool    // whether each flow's signature for a domain may pass after the change
	opened        map[string]Addresses // who may use those domains that (nearly) everybody may after the change
}

// flows judges the flows.
func (r *run) flows(ctx context.Context, made []FlowChange) error {
	own := make([][]string, len(made))
	var under errgroup.Group
	under.SetLimit(atOnce)
	for i, f := range r.Flows {
		under.Go(func() (err error) {
			made[i], own[i], err = r.flow(ctx, f)
			return judging(f, err)
		})
	}
	err := under.Wait()
	for i, f := range r.Flows {
		for _, domain := range f.Request.Signers {
			lost := func(s SignatureChange) bool { return s.Domain == domain && s.After == dkim.PermError }
			r.signs[domain] = append(r.signs[domain], !slices.ContainsFunc(made[i].Signatures, lost))
		}
	}
	r.own = slices.Concat(own...)
	return err
}

// flow judges a flow after the change and, where it plays a part, before. Then it
// gives the flow's own domains, too.
func (r *run) flow(ctx context.Context, f Flow) (made FlowChange, own []string, err error) {
	noted := &differences{}
	f.Request.On = r.On
	above := noted.above(r.before, r.after)
	keys := r.signatures(ctx, f, r.before, above)
	was, will := results(keys)
	f.Request.Signatures = will
	after, err := r.check(ctx, f, above)
	r.places.need(noted)
	made = FlowChange{
		Name: f.Name, From: f.Request.From,
		Before: []spfcheck.CarrierOutcome{}, After: []spfcheck.CarrierOutcome{}, Verdicts: []VerdictChange{},
	}
	var no *spfcheck.RangeError
	if errors.As(err, &no) {
		made.Problem, made.Turn, made.Place = no.Problem, Open, r.places.of(noted.list(), nil)
		return made, nil, nil
	}
	if err != nil {
		return made, nil, err
	}
	made.describe(after)
	risk := r.envelopeAtRisk(ctx, f, above, after)
	before := after
	f.Request.Signatures = was
	if made.Touched = len(noted.list()) > 0 || slices.ContainsFunc(keys, signed.changes); made.Touched {
		before, err = r.check(ctx, f, r.before)
		if errors.As(err, &no) {
			made.Problem, made.Turn = no.Problem, Open
			return made, nil, nil
		}
		if err != nil {
			return made, nil, err
		}
		own = domainsOf(f.Request, after)
		made.sign(keys, r.places, noted.list())
	}
	made.compare(before, after)
	r.fallBack(ctx, f, &made, risk, noted.list(), before)
	r.settle(ctx, &made, noted, before, after)
	r.place(ctx, &made, noted.list(), before, after)
	return made, own, nil
}

// check judges a flow in one state of DNS. Nothing is asked ahead: only what the
// verdicts rest on is to be compared, or recorded.
func (g *Gate) check(ctx context.Context, f Flow, e resolve.Exchanger) (*spfcheck.Report, error) {
	c := spfcheck.Checker{
		Exchanger: e, Profiles: g.Profiles, Settings: f.Settings,
		Tuning: spfcheck.Tuning{VerdictsOnly: true, Prefetch: spfcheck.PrefetchNone},
	}
	return c.Check(ctx, f.Request)
}

// domainsOf are the domains of a flow that are its own: not that of an envelope
// that a sending service puts in, nor that of its server.
func domainsOf(req spfcheck.Request, rep *spfcheck.Report) []string {
	var domains []string
	assumed := req.MailFrom == nil && req.Via != nil // the envelope is the service's
	for _, id := range rep.Identities {
		if id.Kind != identity.Helo && !(assumed && id.Kind == identity.MailFrom) {
			domains = append(domains, id.Domain)
		}
	}
	return domains
}
