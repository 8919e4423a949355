package spfcheck

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// maxAlternatives bounds what is shown beside the plan.
const maxAlternatives = 3

// alternative is another way, before it was tried.
type alternative struct {
	text  i18n.Text
	steps []step
}

// alternatives gives other ways to what the plan comes to: those that were tried
// and come to as much.
func (t *trial) alternatives(ctx context.Context, taken []step, end *trial) []Alternative {
	found := []Alternative{}
	from := t.identity(identity.From)
	if own, _ := t.owns(from.Domain); len(taken) == 0 || from.Status != identity.Known || !own {
		return found
	}
	for _, a := range slices.Concat(t.withoutInclude(taken), t.envelopeInstead(taken, from), t.subdomain(ctx, taken, from)) {
		if len(found) == maxAlternatives {
			break
		}
		end2 := t.with(ctx, a.steps...)
		if end2.fails(end) {
			continue
		}
		out := Alternative{Text: a.text, Publish: []RRset{}, After: end2.carriers}
		for _, s := range a.steps {
			out.Publish = append(out.Publish, s.Publish...)
		}
		found = append(found, out)
	}
	return found
}

// parted takes the step of a kind out of others.
func parted(steps []step, kind string) (step, []step, bool) {
	i := slices.IndexFunc(steps, func(s step) bool { return strings.HasPrefix(s.ID, kind+" ") })
	if i < 0 {
		return step{}, steps, false
	}
	return steps[i], slices.Concat(steps[:i:i], steps[i+1:]), true
}

// withoutInclude leaves out the include that a service's customers share, where DKIM
// and DMARC do without it.
func (t *trial) withoutInclude(steps []step) []alternative {
	s, others, ok := parted(steps, "spf")
	if !ok || !s.sharesInclude() || len(others) == 0 {
		return nil
	}
	return []alternative{{noInclude.Format(s.Domain), others}}
}

func (s step) sharesInclude() bool { return s.Fix != nil && len(s.Fix.Notes) > 0 }

// envelopeInstead has an aligned envelope From in the place of DKIM, where the service
// documents how.
func (t *trial) envelopeInstead(steps []step, from identity.Identity) []alternative {
	_, others, ok := parted(steps, "dkim")
	via := t.request.Via
	if !ok || via == nil || via.Preset.Envelope.Custom == nil {
		return nil
	}
	domain, records := via.CustomEnvelope(from.Domain)
	if domain == "" {
		return nil
	}
	s := step{
		PlanStep: PlanStep{ID: "envelope " + domain, By: AtService, Domain: domain},
		change:   sentAs(identity.MailFrom, "bounce", domain),
	}
	for _, r := range records {
		s.Publish = append(s.Publish, RRset{Name: domain, Type: r.Type, Values: []string{r.Data}, Was: []string{}})
	}
	return []alternative{{envelopeNotDKIM.Format(domain, via.Preset.Name, via.Preset.Envelope.Custom.Doc), append([]step{s}, others...)}}
}

// subdomain sends this flow from a name of its own below the header From's: nobody
// else sends in it, and its record has room. Answers to it go where they went before.
func (t *trial) subdomain(ctx context.Context, steps []step, from identity.Identity) []alternative {
	s, others, ok := parted(steps, "spf")
	mxs, _ := resolve.Lookup{Exchanger: t.exchanger}.LookupMX(ctx, from.Domain) // no MX, no subdomain
	if ok && !s.sharesInclude() || !ok && t.passes(identity.From) || len(mxs) == 0 {
		return nil
	}
	sub := "sender." + from.Domain
	local := strings.TrimSuffix(from.Address, "@"+from.Domain)
	moved := step{change: func(w world) world {
		if w.identity(identity.PRA).Domain == from.Domain {
			w = sentAs(identity.PRA, local, sub)(w)
		}
		return sentAs(identity.From, local, sub)(w)
	}}
	ways := t.ways(ctx, t.evaluatedOf(identity.From), "")
	if len(ways) == 0 {
		return nil
	}
	mx := RRset{Name: sub, Type: "MX", Was: []string{}}
	for _, m := range mxs {
		mx.Values = append(mx.Values, fmt.Sprintf("%d %s", m.Pref, m.Host))
	}
	moved.Publish = []RRset{{Name: sub, Type: "TXT", Values: base{}.with(ways[0]), Was: []string{}}, mx}
	out := []step{moved}
	for _, other := range others {
		switch {
		case strings.HasPrefix(other.ID, "dkim "):
			out = append(out, t.sign(sub))
		case strings.HasPrefix(other.ID, "dmarc "):
			out = append(out, step{PlanStep: PlanStep{Publish: []RRset{{Name: "_dmarc." + sub, Type: "TXT", Values: []string{noPolicy}, Was: []string{}}}}})
		}
	}
	return []alternative{{ownSubdomain.Format(sub, local+"@"+sub), out}}
}

var (
	noInclude = i18n.Text{
		EN: "leave the SPF record of %s as it is: DKIM and DMARC alone do as much, and let no other customer of the service in",
		JA: "%s の SPF レコードはそのままにします。DKIM と DMARC だけでも結果は同じで、サービスのほかの利用者を許可せずに済みます",
	}
	envelopeNotDKIM = i18n.Text{
		EN: "in place of DKIM, an envelope From at %s, set up at %s (%s)",
		JA: "DKIM の代わりに、エンベロープ From を %s にします（%s で設定。%s）",
	}
	ownSubdomain = i18n.Text{
		EN: "a subdomain for this mail alone, such as %s, if nothing else uses that name: with %s as From, the record of the domain itself stays as it is",
		JA: "このメール専用のサブドメイン（ほかで使っていなければ %s など）を使い、From を %s にします。ドメイン自体のレコードは変えずに済みます",
	}
)
