package spfcheck

import (
	"context"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// dmarcMoves makes DMARC pass where a judged carrier wants it to: something that is
// aligned first, then a record.
func (t *trial) dmarcMoves(ctx context.Context) []move {
	if t.dmarc == nil || !slices.ContainsFunc(t.decisions, func(d decision) bool {
		return d.judged && d.dmarc != "" && d.outcome != carriers.Deliver
	}) {
		return nil
	}
	from := t.dmarc.Domain
	m := move{about: "dmarc " + from, done: (*trial).passesDMARC}
	if t.dmarc.Status == dmarc.DNSFailed {
		m.servers = from
		m.open = ask(m.servers, t.dmarc.Problem)
		return []move{m}
	}
	if own, _ := t.owns(from); !own {
		return nil // the SPF of the header From says what to do
	}
	ways := t.aligning()
	if t.dmarc.Status == dmarc.Found {
		m.options = slices.Values(ways)
		return []move{m}
	}
	m.options = func(yield func([]step) bool) {
		for _, first := range ways {
			for _, at := range t.policyDomains() {
				if s, ok := t.policyStep(ctx, at); ok && !yield(append(slices.Clone(first), s)) {
					return
				}
			}
		}
	}
	m.open = repairDMARC.Format(from, t.dmarc.Problem)
	name := "_dmarc." + t.policyDomains()[0]
	if p := t.publishedAt(ctx, name); p.alias != "" { // RFC 1034 §3.6.2: nothing stands beside a CNAME
		m.open = noDMARCAtAlias.Format(name, p.alias)
	}
	return []move{m}
}

func (t *trial) passesDMARC() bool {
	return t.dmarc != nil && !slices.ContainsFunc(t.dmarc.Results, func(r DMARCResult) bool { return r.Result != dmarc.Pass })
}

// aligning gives the ways to something that passes and is aligned with the header From:
// nothing to do where there is such a thing, or a signature for its domain, or for its
// organizational domain, which is aligned where DMARC asks for no more (RFC 7489 §3.1.1).
func (t *trial) aligning() [][]step {
	if t.aligned() {
		return [][]step{nil}
	}
	ways := [][]step{{t.sign(t.dmarc.Domain)}}
	if org := t.dmarc.Organizational; org != "" && org != t.dmarc.Domain {
		if own, _ := t.owns(org); own {
			ways = append(ways, []step{t.sign(org)})
		}
	}
	return ways
}

// policyDomains are where a DMARC record can stand for the header From: there, or at
// its organizational domain (RFC 7489 §6.6.3). One that has to be repaired stays where it is.
func (t *trial) policyDomains() []string {
	if at := t.dmarc.RecordAt; at != "" {
		return []string{at}
	}
	domains := []string{t.dmarc.Domain}
	if org := t.dmarc.Organizational; org != "" && org != t.dmarc.Domain {
		domains = append(domains, org)
	}
	return domains
}

// noPolicy is a DMARC record that asks receivers for nothing.
const noPolicy = "v=DMARC1; p=none"

// policyStep publishes a DMARC record that asks for nothing: what fails is delivered
// as before.
func (t *trial) policyStep(ctx context.Context, domain string) (step, bool) {
	name := "_dmarc." + domain
	p := t.publishedAt(ctx, name)
	if p.failed != nil || p.alias != "" {
		return step{}, false
	}
	if len(p.texts) > 0 && slices.EqualFunc(p.texts, t.publishedAt(ctx, "*."+domain).texts, slices.Equal) {
		p.texts = nil // a wildcard's texts, which nobody looks for here
	}
	what, text := publishDMARC, noPolicy
	var there []dmarc.Record
	for _, strs := range p.texts {
		if r := dmarc.Parse(strings.Join(strs, "")); r.Meant() || dmarc.IsDMARC(r.Text) {
			there = append(there, r)
		}
	}
	if len(there) > 0 { // some receivers would take what is nearly a record for a second one
		what, text = replaceDMARC, inPlaceOf(there)
	}
	gone := func(_ int, text string) bool {
		return slices.ContainsFunc(there, func(r dmarc.Record) bool { return r.Text == text })
	}
	return step{PlanStep: PlanStep{
		ID: "dmarc " + domain, By: InDNS, Domain: domain, Text: what.Format(domain),
		Publish: []RRset{p.set(name, gone, text)},
	}}, true
}

// inPlaceOf gives the text that takes the place of records of which none counts. It
// asks for nothing, since they did: a stricter one would refuse others' mail that
// arrives today. The addresses for reports stay.
func inPlaceOf(records []dmarc.Record) string {
	for _, r := range records {
		if tag, ok := r.Tag("rua"); ok && len(r.Reports) > 0 {
			return noPolicy + "; rua=" + tag.Value
		}
	}
	return noPolicy
}

// sign has the mail signed for a domain. Its key is published below the domain, at a name
// that the service gives: with it the domain comes into being.
func (t *trial) sign(domain string) step {
	text := sign.Format(domain)
	if via := t.request.Via; via != nil {
		text = signAt.Format(domain, via.Preset.Name)
	}
	return step{
		PlanStep: PlanStep{ID: "dkim " + domain, By: AtService, Domain: domain, Text: text},
		change: func(w world) world {
			return signedBy(domain)(w).published([]RRset{{Name: "_domainkey." + domain, Type: "TXT", Values: []string{"a key below"}}})
		},
	}
}

// aligned reports whether something passes already that is aligned with the
// header From, or will be once there is a record.
func (t *trial) aligned() bool {
	envelope := t.evaluatedOf(identity.MailFrom)
	if envelope != nil && envelope.Result == spf.Pass && dmarc.Aligned(envelope.Domain, t.dmarc.Domain, t.discovery.Record.SPF) {
		return true
	}
	return slices.ContainsFunc(t.signatures(), func(s DKIM) bool {
		return s.Result == dkim.Pass && dmarc.Aligned(s.Domain, t.dmarc.Domain, t.discovery.Record.DKIM)
	})
}

// namedOut warns of the terms of a domain's record by which the hosts that its own A and
// MX records name don't pass.
func (p published) namedOut() (warnings []i18n.Text) {
	for _, i := range p.valid() {
		for _, term := range record.Parse(strings.Join(p.texts[i], "")).Terms {
			if (term.Name == "a" || term.Name == "mx") && term.Domain.String() == "" && keepsOut(term) {
				warnings = append(warnings, namedOut.Format(term.Text))
			}
		}
	}
	return warnings
}

// reachableMoves give the header From's domain what docomo asks of it.
func (t *trial) reachableMoves(ctx context.Context) []move {
	from := t.identity(identity.From)
	domain := from.Domain
	reached, known := t.facts[0].Known[carriers.FromReachable]
	known = known || t.untold[carriers.FromReachable] == onlyNullMX
	if own, _ := t.owns(domain); from.Status != identity.Known || !known || reached || !own {
		return nil
	}
	p := t.publishedAt(ctx, domain)
	if p.failed != nil || p.alias != "" { // what has an address is the alias's target
		return nil
	}
	at := func(name string) []step {
		return []step{{
			PlanStep: PlanStep{ID: "mx " + name, By: InDNS, Domain: name, Text: reachable.Format(name), Warnings: p.namedOut()},
			change: func(w world) world {
				return w.published([]RRset{{Name: name, Type: "MX", Values: []string{"10 mx." + domain + "."}}})
			},
		}}
	}
	m := move{about: "mx " + domain, options: slices.Values([][]step{at(domain)})}
	if owner := t.wildcardFor(domain); owner != "" && t.exists(ctx, owner) {
		m.options = slices.Values([][]step{at(domain), at(owner)})
	}
	return []move{m}
}
