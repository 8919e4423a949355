package delivery

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// weigh joins the check to each recipient.
func (d *Report) weigh() {
	for i := range d.Recipients {
		r := &d.Recipients[i]
		if accepted(*r) {
			d.weighAccepted(r)
			continue
		}
		if looked := d.lookedAt(*r); r.Weigh(looked.Result) {
			said := spfFailed.Format(looked.Domain, string(looked.Result))
			if looked.Result == spf.Pass {
				said = spfPassed.Format(looked.Domain)
			}
			r.Advice = r.Advice.And(said)
		}
		if rejects, known := d.dmarcRejects(); known && r.WeighDMARC(rejects) && rejects {
			r.Advice = r.Advice.And(dmarcFailed.Format(d.Check.DMARC.Domain))
		}
	}
}

// weighAccepted says what the carrier that took the message does with it.
func (d *Report) weighAccepted(r *dsn.Recipient) {
	if r.AuthFilter != dsn.DiscardPossible && r.AuthFilter != dsn.JunkPossible {
		return
	}
	switch c := d.outcome(*r); {
	case c.Outcome.Failed():
		r.Advice = r.Advice.And(carrierWouldNot.Format(c.Name))
	case c.Outcome.Delivered():
		r.AuthFilter = dsn.Unlikely
		r.Advice = r.Advice.And(carrierWould.Format(c.Name))
	}
}

// weights order the results of several identities: the first is the one to act on.
var weights = []spf.Result{spf.Fail, spf.PermError, spf.None, spf.SoftFail, spf.Neutral, spfcheck.Mixed, spf.TempError, spfcheck.Unknown, spf.Pass}

// lookedAt is the worst of the identities that the recipient's carrier looks at
// under its judged settings; zero where they all pass, but one isn't known. Other
// servers look at the envelope From.
func (d *Report) lookedAt(r dsn.Recipient) spfcheck.Evaluated {
	kinds := d.kindsOf(r)
	var worst spfcheck.Evaluated
	for _, kind := range kinds {
		i := slices.IndexFunc(d.Check.Identities, func(e spfcheck.Evaluated) bool { return e.Kind == kind })
		if i < 0 {
			continue
		}
		if e := d.Check.Identities[i]; worst.Result == "" || slices.Index(weights, e.Result) < slices.Index(weights, worst.Result) {
			worst = e
		}
	}
	if worst.Result == spf.Pass && slices.ContainsFunc(kinds, d.isUnknown) {
		return spfcheck.Evaluated{}
	}
	return worst
}

// kindsOf lists the identities whose SPF the recipient's carrier looks at. Some
// settings look at one for DMARC alone.
func (d *Report) kindsOf(r dsn.Recipient) []identity.Kind {
	var kinds []identity.Kind
	for _, v := range d.Check.Verdicts {
		p := carriers.ByID(v.Carrier)
		if !v.Judged || v.Carrier != r.Carrier || p == nil {
			continue
		}
		_, setting := p.Setting(v.Setting)
		for _, l := range setting.Looks {
			if !slices.ContainsFunc(setting.Rules, func(rule carriers.Rule) bool { return rule.When[l.Identity] != nil }) {
				continue
			}
			if d.isUnknown(l.Identity) && l.Else != "" {
				l.Identity = l.Else
			}
			kinds = append(kinds, l.Identity)
		}
	}
	if len(kinds) == 0 {
		return []identity.Kind{identity.MailFrom}
	}
	return kinds
}

// isUnknown reports whether the message, as far as it is known, lacks an identity.
func (d *Report) isUnknown(kind identity.Kind) bool {
	return !slices.ContainsFunc(d.Check.Identities, func(e spfcheck.Evaluated) bool { return e.Kind == kind && e.Result != spfcheck.Unknown })
}

// dmarcRejects reports whether the message fails DMARC under p=reject, from
// every address that was checked, and whether that is known.
func (d *Report) dmarcRejects() (rejects, known bool) {
	if d.Check.DMARC == nil || len(d.Check.DMARC.Results) != 1 {
		return false, false
	}
	result := d.Check.DMARC.Results[0]
	switch result.Result {
	case dmarc.Fail:
		return result.Policy == dmarc.PolicyReject, !d.isUnknown(identity.MailFrom)
	case dmarc.Pass, dmarc.None:
		return false, true
	}
	return false, false
}

// failsDMARC reports whether DMARC fails, whatever the domain asks for then.
func failsDMARC(d carriers.DMARC) bool {
	return slices.Contains([]carriers.DMARC{carriers.DMARCFailNone, carriers.DMARCFailQuarantine, carriers.DMARCFailReject}, d)
}
