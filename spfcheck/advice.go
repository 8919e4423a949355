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
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// change is one thing to do, and what the world would be with it.
type change struct {
	advice Advice
	zone   string // what it would add to DNS; "" for nothing that can be tried
	signer string // domain that would sign the mail; "" for none
}

// maxAdvice bounds the things to do: each is tried.
const maxAdvice = 8

// advise says what would make the judged carriers deliver: SPF first, then the
// envelope domain, DMARC, DKIM, and the domain's own reachability. Each thing is
// tried on top of those before it, and what is left to do is looked at anew.
func (t *trial) advise(ctx context.Context) []Advice {
	advice := []Advice{}
	done := map[i18n.Text]bool{}
	for now := t; len(advice) < maxAdvice; {
		changes := slices.DeleteFunc(now.changes(ctx), func(c change) bool { return done[c.advice.Text] })
		if len(changes) == 0 {
			break
		}
		a := changes[0].advice
		a.After = []CarrierOutcome{}
		if next, ok := now.with(changes[0]); ok {
			now = t.try(ctx, next)
			a.After = now.carriers
		}
		done[a.Text] = true
		advice = append(advice, a)
	}
	return advice
}

// with gives the world with a change made. It reports false where the change
// can't be tried.
func (w world) with(c change) (world, bool) {
	if c.signer != "" {
		w.signers = append(slices.Clone(w.signers), c.signer)
		return w, true
	}
	if c.zone == "" {
		return w, false
	}
	zone, err := resolve.ParseZone(strings.NewReader(c.zone), "proposal")
	if err != nil {
		return w, false
	}
	w.exchanger = resolve.Chain(w.exchanger, resolve.Overlay(zone))
	return w, true
}

// changes lists what there is to do, in order of effect.
func (t *trial) changes(ctx context.Context) []change {
	changes := t.spfChanges(ctx)
	if t.is(carriers.EnvelopeExists, false) {
		domain := t.identity(identity.MailFrom).Domain
		changes = append(changes, change{advice: Advice{Domain: domain, Text: envelopeDomain.Format(domain)}})
	}
	changes = append(changes, t.dmarcChanges()...)
	if t.is(carriers.FromReachable, false) {
		domain := t.identity(identity.From).Domain
		changes = append(changes, change{
			advice: Advice{Domain: domain, Text: reachable.Format(domain)},
			zone:   domain + ". MX 10 mx." + domain + ".",
		})
	}
	return changes
}

func (t *trial) is(fact carriers.Fact, value bool) bool {
	got, known := t.facts[0].Known[fact]
	return known && got == value
}

// txt is a change that publishes a TXT record.
func txt(owner, domain, text string, why i18n.Text) change {
	line := zoneLine(owner, text)
	return change{zone: line, advice: Advice{Domain: domain, Text: why, Record: text, Line: line}}
}

// zoneLine writes a TXT record for a zone file, in strings of at most 255 bytes
// (RFC 1035 §3.3.14), parted at a blank.
func zoneLine(owner, text string) string {
	const most = 255
	var parts []string
	for len(text) > most {
		at := strings.LastIndexByte(text[:most], ' ') + 1
		if at == 0 {
			at = most
		}
		parts = append(parts, text[:at])
		text = text[at:]
	}
	line := owner + ". TXT"
	for _, part := range append(parts, text) {
		line += ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(part) + `"`
	}
	return line
}

// dmarcChanges makes DMARC pass where a judged carrier wants it to.
func (t *trial) dmarcChanges() []change {
	if t.dmarc == nil || !slices.ContainsFunc(t.verdicts, func(v Verdict) bool {
		return v.Judged && v.DMARC != "" && v.Outcome != carriers.Deliver
	}) {
		return nil
	}
	var changes []change
	from := t.dmarc.Domain
	switch t.dmarc.Status {
	case dmarc.DNSFailed:
		return []change{{advice: Advice{Domain: from, Text: askAgain.Format(from, t.dmarc.Problem)}}}
	case dmarc.Several, dmarc.Unusable:
		at := t.dmarc.RecordAt
		return []change{{advice: Advice{Domain: at, Text: repairDMARC.Format(at, t.dmarc.Problem)}}}
	}
	if t.dmarc.Status == dmarc.Missing {
		why := publishDMARC
		if t.aligned() {
			why = publishDMARCAligned
		}
		changes = append(changes, txt("_dmarc."+from, from, "v=DMARC1; p=none", why.Format(from)))
	}
	if !t.aligned() {
		changes = append(changes, change{signer: from, advice: Advice{Domain: from, Text: sign.Format(from)}})
	}
	return changes
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

func (t *trial) evaluatedOf(kind identity.Kind) *Evaluated {
	i := slices.IndexFunc(t.evaluated, func(e Evaluated) bool { return e.Kind == kind })
	if i < 0 {
		return nil
	}
	return &t.evaluated[i]
}
