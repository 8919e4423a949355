package gate

import (
	"context"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// A service may put in the envelope From that it is told only while the MX record there
// is its own. A change that takes that away makes it go back to its default, without a
// word and without a change of what the records say of either.

// envelopeAtRisk says that a change puts the envelope From of a flow at risk; zero where
// it doesn't, or where it was at risk before.
func (r *run) envelopeAtRisk(ctx context.Context, f Flow, above resolve.Exchanger, after *spfcheck.Report) i18n.Text {
	domain := domainOf(after, identity.MailFrom)
	if f.Request.MailFrom == nil || domain == "" {
		return i18n.Text{}
	}
	risk := func(e resolve.Exchanger) i18n.Text {
		return plan.EnvelopeAtRisk(ctx, resolve.Lookup{Exchanger: e}, f.Request.Via, domain, domainOf(after, identity.From))
	}
	will := risk(above)
	if will.Complete() && risk(r.before).Complete() {
		return i18n.Text{}
	}
	return will
}

// fallBack has a flow whose envelope From is at risk be unknown where a mail that was
// delivered before the change would not be with the service's default one.
func (r *run) fallBack(ctx context.Context, f Flow, made *FlowChange, risk i18n.Text, differ []resolve.RRset, before *spfcheck.Report) {
	if !risk.Complete() || made.Turn == Worse {
		return
	}
	f.Request.MailFrom = nil
	instead, err := r.check(ctx, f, r.after)
	if err == nil && !slices.ContainsFunc(instead.Verdicts, func(v spfcheck.Verdict) bool {
		i := slices.IndexFunc(before.Verdicts, func(b spfcheck.Verdict) bool { return b.Carrier == v.Carrier && b.Setting == v.Setting })
		return v.Judged && !v.Outcome.Delivered() && i >= 0 && before.Verdicts[i].Outcome.Delivered()
	}) {
		return
	}
	made.Problem, made.Turn = risk, Open
	made.Place = r.places.of(differ, []string{domainOf(before, identity.MailFrom)})
}

// domainOf is the domain of an identity, "" where it isn't known.
func domainOf(rep *spfcheck.Report, kind identity.Kind) string {
	for _, id := range rep.Identities {
		if id.Kind == kind {
			return id.Domain
		}
	}
	return ""
}
