// Package spfcheck says what the Japanese mobile carriers do with a message
// before it is sent: it evaluates SPF for each sender identity of the message
// and looks the results up in each carrier's rules.
package spfcheck

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"time"

	"spfcheck/carriers"
	"spfcheck/spfcheck/eval"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
	"spfcheck/spfcheck/resolve"
)

// Checker judges messages. The zero Checker asks the system's name servers and
// judges the default settings of docomo, au and SoftBank.
type Checker struct {
	// Exchanger answers DNS questions; nil: the system's name servers, with a
	// cache for each Check.
	Exchanger resolve.Exchanger
	// Profiles are the carriers to judge; nil: carriers.Defaults.
	Profiles []*carriers.Profile
	// Settings are judged in place of the default ones of their filters.
	Settings []carriers.SettingID
	// MinBasis takes rules with a weaker basis for unknown; "" for none.
	MinBasis carriers.Basis
	// Explain puts the evaluation trees into the Report.
	Explain bool
}

// Request is a message to judge.
type Request struct {
	identity.Source
	Clients   []netip.Addr // the addresses that it is sent from; at least one
	Recipient string       // domain of the recipient, for what holds for some mailboxes only; "" for any
	On        carriers.Day // the day of arrival; "": today
}

// ErrNoClient is returned by Check for a Request without an address.
var ErrNoClient = errors.New("no address that the mail is sent from")

// Check judges req. What DNS and carriers say is in the Report, DNS failures
// included; an error is an *identity.Error, ErrNoClient, or that of the system's
// resolver configuration.
func (c *Checker) Check(ctx context.Context, req Request) (*Report, error) {
	if len(req.Clients) == 0 {
		return nil, ErrNoClient
	}
	identities, notes, err := req.Identities()
	if err != nil {
		return nil, err
	}
	exchanger, err := c.exchanger()
	if err != nil {
		return nil, err
	}
	if req.On == "" {
		req.On = carriers.DayOf(time.Now())
	}
	run := &run{checker: c, request: req, exchanger: exchanger, identities: identities}
	return run.report(ctx, notes), nil
}

func (c *Checker) exchanger() (resolve.Exchanger, error) {
	if c.Exchanger != nil {
		return c.Exchanger, nil
	}
	system, err := resolve.System()
	if err != nil {
		return nil, fmt.Errorf("finding the system's name servers: %w", err)
	}
	return resolve.Chain(system, resolve.Retry(2, 2*time.Second), resolve.Cache()), nil
}

func (c *Checker) profiles() []*carriers.Profile {
	if c.Profiles == nil {
		return carriers.Defaults
	}
	return c.Profiles
}

// run is one Check under way.
type run struct {
	checker    *Checker
	request    Request
	exchanger  resolve.Exchanger
	identities []identity.Identity
	evaluated  []Evaluated
	facts      []carriers.Facts // of each client
}

func (r *run) report(ctx context.Context, notes []i18n.Text) *Report {
	r.evaluate(ctx)
	r.findFacts(ctx)
	rep := &Report{
		Version:    Version,
		Date:       r.request.On,
		Clients:    r.request.Clients,
		Identities: r.evaluated,
		Worst:      carriers.Deliver,
		Notes:      append(notes, r.notes()...),
	}
	for _, p := range r.checker.profiles() {
		verdicts, outcome := r.judge(p)
		rep.Verdicts = append(rep.Verdicts, verdicts...)
		rep.Carriers = append(rep.Carriers, CarrierOutcome{Carrier: p.ID, Name: p.Name, Outcome: outcome})
		rep.Worst = carriers.Worst(rep.Worst, outcome)
	}
	reference, _ := r.judge(carriers.ByID("reference"))
	rep.Verdicts = append(rep.Verdicts, reference...)
	rep.Advice = advise(rep)
	return rep
}

// evaluate evaluates SPF for each identity that is known, from each client.
func (r *run) evaluate(ctx context.Context) {
	r.evaluated = []Evaluated{}
	r.facts = make([]carriers.Facts, len(r.request.Clients))
	for i := range r.facts {
		r.facts[i] = r.baseFacts()
	}
	for _, id := range r.identities {
		if id.Status != identity.Known {
			continue
		}
		e := Evaluated{Identity: newIdentity(id, r.identities, r.checker.profiles()), Results: []Result{}}
		for i, client := range r.request.Clients {
			ev := eval.Evaluator{Exchanger: r.exchanger, Now: time.Now()}.Evaluate(ctx, eval.Request{
				Client: client, Sender: id.Address, Helo: r.helo(),
			})
			r.facts[i].Results[id.Kind] = ev.Result
			e.Record = ev.Tree.Record.Text
			e.add(newResult(ev, r.checker.Explain), client)
		}
		r.evaluated = append(r.evaluated, e)
	}
}

// add files a result under the others: addresses that came to the same result
// in the same way stand together.
func (e *Evaluated) add(result Result, client netip.Addr) {
	switch e.Result {
	case "", result.Result:
		e.Result = result.Result
	default:
		e.Result = Mixed
	}
	for i, known := range e.Results {
		known.Addresses = nil
		if reflect.DeepEqual(known, result) {
			e.Results[i].Addresses = append(e.Results[i].Addresses, client)
			return
		}
	}
	result.Addresses = []netip.Addr{client}
	e.Results = append(e.Results, result)
}

func (r *run) helo() string {
	for _, id := range r.identities {
		if id.Kind == identity.Helo {
			return id.Domain
		}
	}
	return ""
}
