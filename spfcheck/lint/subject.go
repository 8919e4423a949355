package lint

import (
	"context"

	"spfcheck/spfcheck/dmarc"
	"spfcheck/spfcheck/resolve"
)

// Subject is what is linted: what a domain publishes, and the mail that it is
// to send. What isn't known of the mail stays zero.
type Subject struct {
	DMARC       dmarc.Discovery       // of the header From's domain
	Permissions []dmarc.Authorization // of the addresses at other domains that its reports go to
	Mail        *Mail                 // nil: only what is published is linted
}

// Mail is what lints want to know of the mail.
type Mail struct {
	Envelope string   // domain of the envelope From; "" when it isn't known
	Signers  []string // domains that sign it, verified or assumed
	// SignersKnown says whether a missing signature is known to be missing.
	SignersKnown bool
}

// Load asks DNS for what the analyzers look at beyond the discovery itself.
func Load(ctx context.Context, lookup resolve.Lookup, d dmarc.Discovery) *Subject {
	return &Subject{DMARC: d, Permissions: dmarc.ReportAuthorization(ctx, lookup, d)}
}
