package spfcheck

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
)

// owns reports whether the sender can change what a domain publishes, as far as that
// can be known, and says what to make sure of.
func (r *run) owns(domain string) (own bool, unsure i18n.Text) {
	from := r.identity(identity.From)
	if from.Status != identity.Known {
		from = r.identity(identity.MailFrom)
	}
	may, why := plan.MayChange(from.Domain, domain)
	if may == plan.NotKnown && dmarc.Aligned(domain, from.Domain, dmarc.Relaxed) {
		return true, why
	}
	return may == plan.Yes, why
}

// elsewhere does something about an identity whose domain isn't the sender's.
func (t *trial) elsewhere(e *Evaluated) move {
	from := t.identity(identity.From)
	m := move{about: "own " + string(e.Kind), done: func(next *trial) bool { return next.identity(e.Kind).Domain != e.Domain }}
	own, why := t.owns(from.Domain)
	switch {
	case e.Kind == identity.From && from.Status == identity.BadDomain:
		m.open = ownDomain.Format(from.Why)
	case e.Domain == from.Domain || from.Status != identity.Known || !own:
		m.open = ownDomain.Format(why)
	case e.Kind == identity.MailFrom:
		m.options = slices.Values([][]step{{t.ownEnvelope(e, from.Domain)}})
	case e.Kind == identity.PRA:
		m.options = slices.Values([][]step{{{
			PlanStep: PlanStep{ID: "pra " + from.Domain, By: InTheMail, Domain: from.Domain, Text: leaveSender.Format(e.Field, e.Domain)},
			change:   sentAs(identity.PRA, from, from.Domain),
		}}})
	}
	return m
}

// ownEnvelope has the mail sent with an envelope From of the sender's own.
func (t *trial) ownEnvelope(e *Evaluated, domain string) step {
	text := ownEnvelope.Format(domain, e.Domain)
	if via := t.request.Via; via != nil && via.Preset.Envelope.Custom != nil {
		text = text.And(via.Preset.Envelope.Custom.Doc)
	}
	return step{
		PlanStep: PlanStep{ID: "envelope " + domain, By: AtService, Domain: domain, Text: text},
		change:   sentAs(identity.MailFrom, t.identity(identity.MailFrom), domain),
	}
}
