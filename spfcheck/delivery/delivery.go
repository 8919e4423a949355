// Package delivery says what a delivery report means: what became of a message for
// each of its recipients, why, and whether SPF and DMARC have a part in it.
package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Version is the version of Report's JSON. Fields are added under the same
// version, never renamed or removed.
const Version = 1

// Report is what a delivery report says, joined to the check of the message that
// it is about, as plain data: every output is made from it alone. Strings in it
// are free of control characters.
type Report struct {
	Version int    `json:"version"`         // the version of this form: fields are added under the same version, never renamed or removed
	Place   *Place `json:"place,omitempty"` // where the report was read; only where there are several
	*Notification
	Answer    Answer           `json:"answer"`              // what a person wants to know first
	Evidence  *Evidence        `json:"evidence,omitempty"`  // how the address that the check is for is known
	Check     *spfcheck.Report `json:"check,omitempty"`     // the check of the message; left out where it wasn't asked for or couldn't be made
	Unchecked bool             `json:"unchecked,omitempty"` // the check was asked for and couldn't be made: the notes say why
}

// What a delivery report says, and the words for it.
type (
	Notification = dsn.Report    // of a mail server, a sending service or a carrier
	Returned     = dsn.Returned  // what it brings back of the original message
	Recipient    = dsn.Recipient // what it says of one recipient
	Kind         = dsn.Kind      // what the input is, such as "dsn" or "mdn"
	Category     = dsn.Category  // what happened to the message for one recipient: "delivered", "failed" …
	Stage        = dsn.Stage     // the SMTP command whose answer decided; "" where nothing was refused
	Cause        = dsn.Cause     // a possible reason of a failure or a delay
	Filtering    = dsn.Filtering // how likely an authentication filter has to do with the outcome
)

// Place is where one report of several was read.
type Place struct {
	File    string `json:"file"`    // the name of the file
	Message int    `json:"message"` // the number of the message in the file, from 1
}

// String gives the place as file:number.
func (p Place) String() string { return fmt.Sprintf("%s:%d", p.File, p.Message) }

// Read reads a delivery report. Where checker isn't nil, it checks the message that
// the report is about, as the carriers of its recipients do, by the rules of the
// day of the attempt, and joins the results to the causes; where the checker has
// Profiles, by these.
//
// What can't be known is in the notes of the Report. An error is that of reading,
// an *input.Errors about what the caller gave, or that of the system's resolver
// configuration.
func Read(ctx context.Context, checker *spfcheck.Checker, req Request) (*Report, error) {
	d, err := read(ctx, checker, req)
	if err != nil {
		return nil, err
	}
	d.Answer = d.answer()
	return d, nil
}

func read(ctx context.Context, checker *spfcheck.Checker, req Request) (*Report, error) {
	if err := req.normalize(); err != nil {
		return nil, err
	}
	said, err := dsn.Read(req.Report)
	if err != nil {
		return nil, err
	}
	said.Distrust(req.Own...)
	d := &Report{Version: Version, Notification: said}
	if checker == nil || !d.wantsCheck() {
		return d, nil
	}
	source := d.source(req.Source)
	ids, _, err := source.Identities()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(ids, identity.Identity.Evaluable) {
		// Of a success report nothing is missing: what it says is read.
		d.Unchecked = !slices.ContainsFunc(d.Recipients, accepted)
		d.Notes = append(d.Notes, noSender.Format(req.Words.Of(input.From), req.Words.Of(input.IP)))
		return d, nil
	}
	ctx, done := context.WithCancel(ctx)
	defer done()
	exchanger, err := resolve.OrSystem(checker.Exchanger)
	if err != nil {
		return nil, err
	}
	asking := *checker
	asking.Exchanger = resolve.Chain(exchanger, resolve.Memoize(ctx))
	return d, d.check(ctx, asking, spfcheck.Request{Source: source, Clients: req.Clients})
}

// wantsCheck reports whether a message was sent, of which SPF can say something.
func (d *Report) wantsCheck() bool {
	return slices.ContainsFunc(d.Recipients, func(r dsn.Recipient) bool {
		return r.Error && r.Category != dsn.Undeliverable && d.Kind != dsn.Receipt || accepted(r) || r.Category == dsn.Delayed || r.Category == dsn.Expanded
	})
}

// source is who sent the message: what the caller says, else the report.
func (d *Report) source(known identity.Source) identity.Source {
	known.Header = d.Returned.Header
	if _, _, err := identity.ParseAddress(d.Returned.EnvelopeFrom); err == nil && known.MailFrom == nil {
		known.MailFrom = &d.Returned.EnvelopeFrom
	}
	if _, _, err := identity.ParseAddress(d.Returned.From); err == nil && known.From == "" && known.Header == nil {
		known.From = d.Returned.From
	}
	return known
}

// check makes the check, and joins it to the causes.
func (d *Report) check(ctx context.Context, checker spfcheck.Checker, req spfcheck.Request) error {
	if checker.Profiles == nil { // of mail that went to no carrier nothing is said of carriers
		checker.Profiles = d.carriers()
	}
	req.On = d.day()
	if d.Returned.Header != nil {
		req.Signers = slices.DeleteFunc(dkim.Signers(*d.Returned.Header), func(s string) bool { return !strings.Contains(s, ".") })
		if len(req.Signers) > 0 {
			d.Notes = append(d.Notes, signersAssumed)
		}
	}
	req.Clients, d.Evidence = d.clients(ctx, resolve.Lookup{Exchanger: resolve.Chain(checker.Exchanger, checker.Tuning.Layers...)}, req.Clients, req.Words)
	if len(req.Clients) == 0 {
		req.Ranges = everywhere
	}
	report, err := checker.Check(ctx, req)
	var noRange *spfcheck.RangeError
	switch {
	case errors.As(err, &noRange):
		d.Unchecked = true
		d.Notes = append(d.Notes, notChecked.Format(noRange.Problem))
		return nil
	case err != nil:
		return err
	}
	d.Check = report
	if len(checker.Profiles) == 0 { // nor of the receivers that are never judged
		report.Verdicts, report.Carriers = []spfcheck.Verdict{}, []spfcheck.CarrierOutcome{}
	}
	if len(req.Ranges) > 0 {
		report.Plan = nil // it would be to allow every address
		takeBack(report, addressDecides, func(v spfcheck.Verdict) bool { return v.Count != report.Count })
	}
	if d.isUnknown(identity.MailFrom) { // DMARC may pass by its SPF
		takeBack(report, envelopeDecides.Format(req.Words.Of(input.MailFrom)), func(v spfcheck.Verdict) bool { return failsDMARC(v.DMARC) })
	}
	d.weigh()
	return nil
}

// carriers are those that the recipients are at; empty where they are at none.
func (d *Report) carriers() []*carriers.Profile {
	list := []*carriers.Profile{}
	for _, r := range d.Recipients {
		if p := carriers.ByID(r.Carrier); p != nil && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// day is the last day of an attempt, that of the rules; today where the report
// gives none.
func (d *Report) day() carriers.Day {
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
func takeBack(r *spfcheck.Report, why i18n.Text, unknown func(spfcheck.Verdict) bool) {
	for i := range r.Verdicts {
		if v := &r.Verdicts[i]; unknown(*v) {
			v.Outcome, v.Why, v.Effect = carriers.Unknown, why, carriers.Unknown.Effect()
			v.Rule, v.Basis, v.Since, v.Sources, v.Span = "", "", "", []carriers.Source{}, r.Span
		}
	}
	r.Worst = carriers.Deliver
	for i := range r.Carriers {
		r.Carriers[i].Outcome = carriers.Deliver
		for _, v := range r.Verdicts {
			if v.Judged && v.Carrier == r.Carriers[i].Carrier {
				r.Carriers[i].Outcome = carriers.Worst(r.Carriers[i].Outcome, v.Outcome)
			}
		}
		r.Worst = carriers.Worst(r.Worst, r.Carriers[i].Outcome)
	}
}

// outcome is what the recipient's carrier does; zero where it isn't judged.
func (d *Report) outcome(r dsn.Recipient) spfcheck.CarrierOutcome {
	if d.Check != nil && r.Carrier != "" {
		for _, c := range d.Check.Carriers {
			if c.Carrier == r.Carrier {
				return c
			}
		}
	}
	return spfcheck.CarrierOutcome{}
}

// Accepted is what the carrier that accepted the message for a recipient does
// with it, by the check; false where none did, or none was checked.
func (d *Report) Accepted(r Recipient) (spfcheck.CarrierOutcome, bool) {
	c := d.outcome(r)
	return c, c.Carrier != "" && accepted(r)
}

// accepted reports whether the message was taken for a recipient.
func accepted(r Recipient) bool { return r.Category == dsn.Relayed || r.Category == dsn.Delivered }

// Undelivered reports whether a recipient failed, or was accepted by a carrier
// that by the check doesn't put the message into the inbox.
func (d *Report) Undelivered() bool {
	return slices.ContainsFunc(d.Recipients, func(r dsn.Recipient) bool {
		c, accepted := d.Accepted(r)
		return r.Error || accepted && c.Outcome.Failed()
	})
}

// Undetermined reports whether no recipient could be read, though the report is about
// one, or something in it wasn't understood, or that the message was accepted is a guess, or a check that was asked for couldn't be made, or leaves something open: DNS
// failed, or no rule or address is known for a carrier that accepted the message.
func (d *Report) Undetermined() bool {
	if slices.ContainsFunc(d.Recipients, func(r Recipient) bool { return r.Guessed && accepted(r) }) {
		return true // a guess is no all-clear
	}
	if d.Incomplete || len(d.Recipients) == 0 && d.Kind.IsReport() && d.Kind != dsn.Complaint { // a complaint may leave the recipient out
		return true
	}
	if d.Check == nil {
		return d.Unchecked
	}
	if len(d.Check.Verdicts) == 0 { // no carrier has a part in it
		return false
	}
	anywhere := d.Evidence.Source == "" // the address isn't known
	return slices.ContainsFunc(d.Check.Identities, func(e spfcheck.Evaluated) bool {
		return e.Result == spf.TempError || e.Result == spfcheck.Mixed && anywhere
	}) || slices.ContainsFunc(d.Recipients, func(r dsn.Recipient) bool {
		return d.outcome(r).Outcome == carriers.Unknown
	})
}
