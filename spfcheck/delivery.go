package spfcheck

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Delivery is a delivery report, joined to the check of the message that it is
// about.
type Delivery struct {
	Version int    `json:"version"`
	Place   *Place `json:"place,omitempty" jsonschema:"description=where it was read\\, one of several"`
	*dsn.Report
	Evidence *Evidence `json:"evidence,omitempty" jsonschema:"description=how the address that the check is for is known"`
	Check    *Report   `json:"check,omitempty" jsonschema:"description=left out where it wasn't asked for or couldn't be made"`

	wanted bool // CheckDelivery was called, and SPF can matter
}

// Place is where one report of several was read.
type Place struct {
	File    string `json:"file"`
	Message int    `json:"message" jsonschema:"description=its number in the file\\, from 1"`
}

// String gives the place as file:number.
func (p Place) String() string { return fmt.Sprintf("%s:%d", p.File, p.Message) }

// DeliveryRequest is a delivery report whose message is to be checked.
type DeliveryRequest struct {
	Report *dsn.Report
	// Source is what the caller knows better than the report; its Header isn't used.
	identity.Source
	// Clients are the addresses that the receiving server saw; none: by the best
	// evidence that the report gives.
	Clients []netip.Addr
}

// CheckDelivery checks the message that a delivery report is about, as the
// carriers of its recipients do, by the rules of the day of the attempt, and
// joins the results to the causes. The Report of the request is left as it is.
//
// Why no check was made is in the notes of the Delivery. An error is an
// *identity.Error about what the caller gave, or that of the system's resolver
// configuration.
func (c *Checker) CheckDelivery(ctx context.Context, req DeliveryRequest) (*Delivery, error) {
	report := *req.Report
	report.Recipients = slices.Clone(report.Recipients)
	report.Notes = slices.Clone(report.Notes)
	d := &Delivery{Version: Version, Report: &report}
	if d.wanted = d.wantsCheck(); !d.wanted {
		return d, nil
	}
	source := d.source(req.Source)
	ids, _, err := source.Identities()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(ids, func(id identity.Identity) bool { return id.Status == identity.Known }) {
		d.Notes = append(d.Notes, noSender)
		return d, nil
	}
	ctx, done := context.WithCancel(ctx)
	defer done()
	below, _, err := c.exchangers(ctx)
	if err != nil {
		return nil, err
	}
	checker := *c
	checker.Exchanger = below
	return d, d.check(ctx, checker, Request{Source: source, Clients: req.Clients})
}

// wantsCheck reports whether a message was sent, of which SPF can say something.
func (d *Delivery) wantsCheck() bool {
	switch d.Kind {
	case dsn.Delivery, dsn.Words, dsn.SESJSON, dsn.SendGridJSON:
	default:
		return false
	}
	return len(d.Recipients) == 0 || slices.ContainsFunc(d.Recipients, func(r dsn.Recipient) bool {
		return r.Category != dsn.Complained
	})
}

// source is who sent the message: what the caller says, else the report.
func (d *Delivery) source(known identity.Source) identity.Source {
	known.Header = d.Returned.Header
	if _, err := identity.ParseAddress(d.Returned.EnvelopeFrom); err == nil && known.MailFrom == nil {
		known.MailFrom = &d.Returned.EnvelopeFrom
	}
	if _, err := identity.ParseAddress(d.Returned.From); err == nil && known.From == "" && known.Header == nil {
		known.From = d.Returned.From
	}
	return known
}

// check makes the check, and joins it to the causes.
func (d *Delivery) check(ctx context.Context, checker Checker, req Request) error {
	if checker.Profiles == nil {
		if checker.Profiles = d.carriers(); checker.Profiles == nil {
			d.Notes = append(d.Notes, atNoCarrier)
		}
	}
	req.On = d.day()
	if d.Returned.Header != nil {
		if req.Signers = dkim.Signers(*d.Returned.Header); len(req.Signers) > 0 {
			d.Notes = append(d.Notes, signersAssumed)
		}
	}
	req.Clients, d.Evidence = d.clients(ctx, resolve.Lookup{Exchanger: resolve.Chain(checker.Exchanger, checker.Layers...)}, req.Clients)
	if len(req.Clients) == 0 {
		req.Ranges = []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0)}
	}
	report, err := checker.Check(ctx, req)
	var noRange *RangeError
	switch {
	case errors.As(err, &noRange):
		d.Notes = append(d.Notes, notChecked.Format(noRange.Problem))
		return nil
	case err != nil:
		return err
	}
	d.Check = report
	if len(req.Ranges) > 0 {
		report.Advice = []Advice{} // it would be to allow every address
		report.takeBack(addressDecides, func(v Verdict) bool { return v.Count != report.Count })
	}
	if d.isUnknown(identity.MailFrom) { // DMARC may pass by its SPF
		report.takeBack(envelopeDecides, func(v Verdict) bool { return failsDMARC(v.DMARC) })
	}
	d.weigh()
	return nil
}

// carriers are those that the recipients are at; nil where they are at none.
func (d *Delivery) carriers() []*carriers.Profile {
	var list []*carriers.Profile
	for _, r := range d.Recipients {
		if p := carriers.ByID(r.Carrier); p != nil && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// day is the last day of an attempt, that of the rules; today where the report
// gives none.
func (d *Delivery) day() carriers.Day {
	var days []carriers.Day
	for _, r := range d.Recipients {
		if day := r.Day(); day != "" && !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	if len(days) == 0 {
		d.Notes = append(d.Notes, dayUnknown)
		return carriers.DayOf(time.Now())
	}
	last := slices.Max(days)
	if len(days) > 1 {
		d.Notes = append(d.Notes, daysDiffer.Format(string(last)))
	}
	d.Notes = append(d.Notes, dnsOfToday)
	return last
}

// takeBack takes back the verdicts that hang on what isn't known, with the reason.
func (r *Report) takeBack(why i18n.Text, unknown func(Verdict) bool) {
	for i := range r.Verdicts {
		if v := &r.Verdicts[i]; unknown(*v) {
			v.Outcome, v.Why, v.Effect = carriers.Unknown, why, carriers.Unknown.Effect()
			v.Rule, v.Basis, v.Since, v.Sources, v.Span = "", "", "", []carriers.Source{}, r.Span
		}
	}
	for i := range r.Carriers {
		r.Carriers[i].Outcome = carriers.Deliver
		for _, v := range r.Verdicts {
			if v.Judged && v.Carrier == r.Carriers[i].Carrier {
				r.Carriers[i].Outcome = carriers.Worst(r.Carriers[i].Outcome, v.Outcome)
			}
		}
	}
	r.Worst = worstOf(r.Carriers)
}

// outcome is what the recipient's carrier does; zero where it isn't judged.
func (d *Delivery) outcome(r dsn.Recipient) CarrierOutcome {
	if d.Check != nil && r.Carrier != "" {
		for _, c := range d.Check.Carriers {
			if c.Carrier == r.Carrier {
				return c
			}
		}
	}
	return CarrierOutcome{}
}

// Accepted is what the carrier that accepted the message for a recipient does
// with it, by the check; false where none did, or none was checked.
func (d *Delivery) Accepted(r dsn.Recipient) (CarrierOutcome, bool) {
	c := d.outcome(r)
	return c, c.Carrier != "" && (r.Category == dsn.Relayed || r.Category == dsn.Delivered)
}

// Undelivered reports whether a recipient failed, or was accepted by a carrier
// that by the check doesn't put the message into the inbox.
func (d *Delivery) Undelivered() bool {
	return slices.ContainsFunc(d.Recipients, func(r dsn.Recipient) bool {
		c, accepted := d.Accepted(r)
		return r.Error || accepted && c.Outcome.Failed()
	})
}

// Undetermined reports whether the check that CheckDelivery was asked for couldn't
// be made: nothing to check is in the report, DNS failed, or no rule or address is
// known for a carrier that accepted the message.
func (d *Delivery) Undetermined() bool {
	if !d.wanted {
		return false
	}
	if d.Check == nil || len(d.Recipients) == 0 {
		return true
	}
	anywhere := d.Evidence.Source == "" // the address isn't known
	return slices.ContainsFunc(d.Check.Identities, func(e Evaluated) bool {
		return e.Result == spf.TempError || e.Result == Mixed && anywhere
	}) || slices.ContainsFunc(d.Recipients, func(r dsn.Recipient) bool {
		return d.outcome(r).Outcome == carriers.Unknown
	})
}
