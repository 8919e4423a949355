package spfcheck

import (
	"context"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
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
		if s, ok := t.ownPRA(); ok {
			m.options = slices.Values([][]step{{s}})
		} else {
			m.open = ownDomain.Format(why)
		}
	}
	return m
}

// ownEnvelope has the mail sent with an envelope From of the sender's own.
func (t *trial) ownEnvelope(e *Evaluated, domain string) step {
	id := t.identity(identity.MailFrom)
	text, why := ownEnvelope, notYours.Format(e.Domain)
	if id.Input == input.Helo { // of the null reverse-path
		text = ownHelo
	}
	if id.Status == identity.BadDomain {
		why = id.Why
	}
	text = text.Format(domain, why)
	if via := t.request.Via; via != nil && via.Preset.Envelope.Custom != nil {
		text = inBrackets.Format(text, via.Preset.Envelope.Custom.Doc)
	}
	return step{
		PlanStep: PlanStep{ID: "envelope " + domain, By: AtService, Domain: domain, Text: text},
		change:   sentAs(identity.MailFrom, id, domain),
	}
}

// envelopeAtRisk warns of an envelope From that the service may not put in.
func (t *trial) envelopeAtRisk(ctx context.Context) []i18n.Text {
	id := t.identity(identity.MailFrom)
	if id.Status != identity.Known || id.Input != input.MailFrom {
		return nil
	}
	warning := plan.EnvelopeAtRisk(ctx, resolve.Lookup{Exchanger: t.exchanger}, t.request.Via, id.Domain, t.identity(identity.From).Domain)
	if !warning.Complete() {
		return nil
	}
	return []i18n.Text{warning}
}

// ownPRA takes out of the mail what stands before a field of the sender's own in RFC
// 4407's order, one field after the other; false where nothing of that kind is left.
func (t *trial) ownPRA() (step, bool) {
	source, pra := t.request.Source, t.identity(identity.PRA)
	var fields, domains []string
	for pra.Status == identity.Known {
		if own, _ := t.owns(pra.Domain); own {
			s := PlanStep{
				ID: "pra " + pra.Domain, By: InTheMail, Domain: pra.Domain,
				Text: leaveSender.Format(strings.Join(fields, ", "), strings.Join(domains, ", ")),
			}
			return step{PlanStep: s, change: become(pra)}, true
		}
		fields, domains = append(fields, fieldOf(pra, t.request.Words)), append(domains, pra.Domain)
		rest, removed := source.Without(pra)
		found, _, err := rest.Identities()
		if !removed || err != nil { // From is all that is left, or what is left is malformed
			break
		}
		source, pra = rest, found[slices.Index(identity.Kinds, identity.PRA)]
		if from := found[slices.Index(identity.Kinds, identity.From)]; pra.Input == from.Input && pra.Field == from.Field {
			pra = t.identity(identity.From) // where a step before has put it
			pra.Kind = identity.PRA
		}
	}
	return step{}, false
}

// messageMoves say of what no record in DNS can help with, since the mail itself is at
// fault: a field that names no single address, or a limit of a carrier's mail system.
func (t *trial) messageMoves() (moves []move) {
	for _, d := range t.decisions {
		var why i18n.Text
		switch id := t.identity(d.by.Identity); {
		case !d.judged || d.outcome == carriers.Deliver:
			continue
		case d.by.Result == "" && (id.Status == identity.Malformed || id.Kind == identity.From && id.Status == identity.Absent):
			why = id.Why
		case d.outcome.Failed() && ofMessage(d.by.Rule) && t.identity(identity.From).Status != identity.BadDomain:
			why = d.by.Rule.Why
		default:
			continue
		}
		moves = append(moves, move{about: "mail: " + why.EN, open: changeMail.Format(why)})
	}
	return moves
}

// ofMessage reports whether a rule is about what stands in the message, whatever DNS says.
func ofMessage(r *carriers.Rule) bool {
	return len(r.Over) > 0 || slices.ContainsFunc([]carriers.Fact{
		carriers.FromEmpty, carriers.MessageIDEmpty, carriers.Qualified, carriers.Wellformed, carriers.SenderASCII, carriers.SenderDomainPlain,
		carriers.HasLinks, carriers.HasHTML,
	}, func(f carriers.Fact) bool { _, asked := r.Facts[f]; return asked })
}
