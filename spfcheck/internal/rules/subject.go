package rules

import (
	"context"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Subject is what is linted: what a domain publishes, and the mail that it is
// to send. What wasn't looked at stays zero, and analyzers say nothing of it.
type Subject struct {
	SPF         *tree.Tree            // all that the domain's SPF record reaches; nil: not loaded
	Around      *Around               // what stands around the record; nil: not loaded
	DMARC       dmarc.Discovery       // of the header From's domain
	Permissions []dmarc.Authorization // of the addresses at other domains that its reports go to
	Keys        []Key                 // of the DKIM selectors that were asked for
	Mail        *Mail                 // nil: only what is published is linted

	only string // the one domain whose text is looked at, of those that SPF reaches; "" for all
}

// Around is what a domain publishes around its SPF record.
type Around struct {
	Domain    string
	Alias     string              // target of a CNAME at the domain; "" for none
	Misplaced map[string][]string // SPF records found where none is looked for, by name: _spf.DOMAIN and the like
	Type99    []string            // records of the type SPF, which is no more (RFC 7208 §3.1)
	Address   dmarc.Existence     // of an A record
	MX        dmarc.Existence     // of an MX record
	Exists    dmarc.Existence     // of any record
	TooLarge  bool                // the TXT answer is too large for UDP, and TCP doesn't work
	Servers   []Server            // what each authoritative server says; nil: they were not asked
}

// Server is an authoritative server and what it says of the TXT records.
type Server struct {
	Name  string   `json:"name"`            // the name of the server; empty where none could be found
	Texts []string `json:"texts"`           // the TXT records that it has for the domain, sorted
	Error string   `json:"error,omitempty"` // why it gave no answer, in English; left out where it did
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
