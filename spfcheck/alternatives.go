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
	own, _ := t.owns(from.Domain)
	_, _, moves := parted(taken, "from") // the plan is such an alternative
	if len(taken) == 0 || from.Status != identity.Known || !own || moves {
		return found
	}
	for _, a := range slices.Concat(t.withoutInclude(taken), t.envelopeInstead(ctx, taken, from), t.subdomain(ctx, taken, from)) {
		if len(found) == maxAlternatives {
			break
		}
		end2 := t.with(ctx, a.steps...)
		if end2.fails(end) || t.losesTo(ctx, end2, a.steps) {
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
// documents how, and the name for it is free.
func (t *trial) envelopeInstead(ctx context.Context, steps []step, from identity.Identity) []alternative {
	_, others, ok := parted(steps, "dkim")
	via := t.request.Via
	if !ok || via == nil || via.Preset.Envelope.Custom == nil {
		return nil
	}
	domain, records := via.CustomEnvelope(from.Domain)
	if domain == "" || !t.free(ctx, domain) {
		return nil
	}
	s := step{
		PlanStep: PlanStep{ID: "envelope " + domain, By: AtService, Domain: domain},
		change:   sentAs(identity.MailFrom, identity.Identity{Address: "bounce", AnyLocal: true}, domain),
	}
	for _, r := range records {
		s.Publish = append(s.Publish, RRset{Name: domain, Type: r.Type, Values: []string{r.Data}, Was: []string{}})
	}
	return []alternative{{envelopeNotDKIM.Format(domain, via.Preset.Name, via.Preset.Envelope.Custom.Doc), append([]step{s}, others...)}}
}

// subdomain sends this flow from a name of its own below the header From's: nobody
// else sends in it.
func (t *trial) subdomain(ctx context.Context, steps []step, from identity.Identity) []alternative {
	s, others, ok := parted(steps, "spf")
	if !ok || !s.sharesInclude() {
		return nil
	}
	ways := t.ways(ctx, t.evaluatedOf(identity.From), "")
	if len(ways) == 0 {
		return nil
	}
	sub := t.subdomainOf(from.Domain)
	out := t.subdomainSteps(ctx, sub, ways[0])
	if out == nil {
		return nil
	}
	for _, other := range others {
		switch {
		case strings.HasPrefix(other.ID, "dkim "):
			out = append(out, t.sign(sub))
		case strings.HasPrefix(other.ID, "dmarc "):
			out = append(out, step{PlanStep: PlanStep{Publish: []RRset{{Name: "_dmarc." + sub, Type: "TXT", Values: []string{noPolicy}, Was: []string{}}}}})
		}
	}
	return []alternative{{ownSubdomain.Format(sub), out}}
}

// free reports whether nothing is at a name; false where that can't be seen. What stands
// there must not be overwritten.
func (t *trial) free(ctx context.Context, name string) bool {
	p := t.publishedAt(ctx, name)
	return p.failed == nil && p.alias == "" && !t.exists(ctx, name)
}

// subdomainOf gives the name below a domain that a flow of its own would get.
func (r *run) subdomainOf(domain string) string {
	label := "sender"
	if r.request.Via != nil {
		label = r.request.Via.Preset.ID
	}
	return label + "." + domain
}

// subdomainSteps publish a record at a name below the header From's, and send from
// there. Answers go where they went before. None where the name isn't free.
func (t *trial) subdomainSteps(ctx context.Context, sub string, terms []string) []step {
	if !t.free(ctx, sub) {
		return nil
	}
	from := t.identity(identity.From)
	sets := []RRset{{Name: sub, Type: "TXT", Values: base{}.with(terms), Was: []string{}}}
	mxs, _ := resolve.Lookup{Exchanger: t.exchanger}.LookupMX(ctx, from.Domain) // what DNS fails for isn't copied
	mx := RRset{Name: sub, Type: "MX", Was: []string{}}
	for _, m := range mxs {
		mx.Values = append(mx.Values, fmt.Sprintf("%d %s", m.Pref, m.Host))
	}
	if len(mxs) > 0 {
		sets = append(sets, mx)
	}
	move := func(w world) world {
		for _, kind := range []identity.Kind{identity.MailFrom, identity.PRA, identity.From} {
			if w.identity(kind).Domain == from.Domain {
				w = sentAs(kind, w.identity(kind), sub)(w)
			}
		}
		return w
	}
	return []step{
		{PlanStep: PlanStep{ID: "spf " + sub, By: InDNS, Domain: sub, Text: publishSPF.Format(sub), Publish: sets}},
		{PlanStep: PlanStep{
			ID: "from " + sub, Needs: []string{"spf " + sub}, By: InTheMail, Domain: sub, Text: sendAs.Format(sub, from.Domain),
		}, change: move},
	}
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
		EN: "a subdomain for this mail alone, such as %[1]s, if nothing else uses that name: with %[1]s in From, the record of the domain itself stays as it is",
		JA: "このメール専用のサブドメイン（ほかで使っていなければ %[1]s など）を作り、From をそのアドレスにします。ドメイン自体のレコードは変えずに済みます",
	}
	sendAs = i18n.Text{
		EN: "send this mail from addresses at %s, in the header From and wherever %s stands now; take another name if that one is in use",
		JA: "このメールの差出人を %s のアドレスにしてください（ヘッダー From のほか、%s を使っているすべて）。この名前を使用中なら別の名前にしてください",
	}
)
