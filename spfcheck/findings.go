package spfcheck

import (
	"context"
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// findings lints what the header From's domain publishes, with the mail in mind, and
// what touches the SPF results that the carriers look at. What others publish is
// theirs to look after.
func (t *trial) findings(ctx context.Context) []rules.Finding {
	if t.dmarc == nil {
		return []rules.Finding{}
	}
	subject := rules.Load(ctx, resolve.Lookup{Exchanger: t.exchanger}, t.discovery)
	subject.Mail = &rules.Mail{
		Envelope:     t.identity(identity.MailFrom).Domain,
		SignersKnown: t.message != nil || len(t.signers) > 0,
	}
	for _, s := range t.dmarcSignatures() {
		if s.Result == dkim.Pass {
			subject.Mail.Signers = append(subject.Mail.Signers, s.Domain)
		}
	}
	findings := rules.Run(subject)
	for i, e := range t.evaluated {
		own, _ := t.owns(e.Domain)
		own = own && t.identity(e.Kind).Status == identity.Known
		same := func(other Evaluated) bool { return other.Domain == e.Domain }
		passes := e.Result == spf.Pass
		if !own || len(e.LookedAt) == 0 || slices.ContainsFunc(t.evaluated[:i], same) || passes && !e.atLimit() {
			continue
		}
		for _, f := range rules.OnVerdict(t.tree(ctx, e.Domain), passes) {
			if !slices.Contains(findings, f) { // of a record that both domains include
				findings = append(findings, f)
			}
		}
	}
	rules.SortFindings(findings)
	return findings
}

// atLimit reports whether a result took as many lookups as there may be, where
// receivers part.
func (e Evaluated) atLimit() bool {
	return slices.ContainsFunc(e.Results, func(r Result) bool { return r.Lookups >= record.MaxLookups })
}
