// Package senders holds, as a table, what sending services put into the envelope
// and what a domain that sends through them publishes. It holds names and never
// address ranges: those drift, so RangesAt says where to resolve them. What no
// source says is left empty, and shown as not documented. There is no DNS, no
// clock and no I/O here.
package senders

import (
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Preset is one sending service. Its names may hold placeholders: <domain> is
// the From domain, <subdomain> one below it that the sender chooses, and the
// name of Parameter in angle brackets is that parameter's value.
type Preset struct {
	ID        string         `json:"id"`                  // the service's ID, such as "ses"
	Name      i18n.Text      `json:"name"`                // the service's name
	Aliases   []string       `json:"aliases,omitempty"`   // what else it is called, beside its name and its names in DNS
	Parameter *Parameter     `json:"parameter,omitempty"` // what depends on the account; left out where nothing does
	Terms     []string       `json:"terms"`               // the terms for the SPF record of the From domain
	MXIfAny   bool           `json:"mx_if_any,omitempty"` // the mx among the terms is only for a domain that has an MX record
	Lookups   *Lookups       `json:"lookups,omitempty"`   // how many of the ten lookups the terms take; left out where that isn't known
	RangesAt  string         `json:"ranges_at,omitempty"` // the domain whose SPF record holds the addresses that the service sends from
	Hosts     []string       `json:"hosts,omitempty"`     // hosts that send by their own addresses
	MX        []string       `json:"mx,omitempty"`        // the MX hosts of domains that use the service are these, or below them
	Obsolete  []string       `json:"obsolete,omitempty"`  // domains that customers included before, in place of those in the terms
	Envelope  Envelope       `json:"envelope"`            // what the service puts into the envelope From
	HELO      string         `json:"helo,omitempty"`      // the pattern of the HELO name; N is a digit, brackets hold what may be missing
	Selectors *Selectors     `json:"selectors,omitempty"` // the DKIM selectors below the From domain; left out where nothing is known
	Basis     carriers.Basis `json:"basis"`               // how the terms are known
	Source    Source         `json:"source"`              // where the terms are known from, and the envelope too unless the basis of that is "none"
	Notes     []Note         `json:"notes,omitempty"`     // what else to know about the service
	Advice    []i18n.Text    `json:"advice,omitempty"`    // what to consider before the terms are published
}

// Parameter is what depends on the account: a region, or the host name of a server.
type Parameter struct {
	Name    string    `json:"name"`              // what it is called, such as "region"; <region> stands for its value in the names
	Example string    `json:"example"`           // a value, such as "ap-northeast-1"
	Default string    `json:"default,omitempty"` // the value where none is given; left out where one must be given
	Domain  string    `json:"domain,omitempty"`  // the value may also be given as a host name under this domain
	Form    string    `json:"form"`              // the regular expression that the whole value matches
	Values  []string  `json:"values,omitempty"`  // all the values that there are; left out where they can't be listed
	Doc     i18n.Text `json:"doc"`               // what it is and where to find it
}

// Lookups is what Terms cost of the ten terms that may look something up (RFC
// 7208 §4.6.4), those that an include nests counted in.
type Lookups struct {
	Count  int    `json:"count"`             // the number of lookups
	OrMore bool   `json:"or_more,omitempty"` // there may be more
	Seen   string `json:"seen,omitempty"`    // when the record was looked at, such as "2026"; empty where that isn't known
}

// Envelope is what a service puts into the envelope From.
type Envelope struct {
	Default []Pattern      `json:"default,omitempty"` // the domain that is used unless the customer sets up another one: the first pattern that fits; left out where it isn't known
	If      i18n.Text      `json:"if"`                // what must hold for default to be true; empty when it always is
	Doc     i18n.Text      `json:"doc"`               // the default in words
	Basis   carriers.Basis `json:"basis"`             // how it is known
	Custom  *Custom        `json:"custom,omitempty"`  // how to have a domain of one's own in the envelope; left out where that isn't documented
}

// Pattern is a domain with placeholders.
type Pattern struct {
	When   string `json:"when,omitempty"` // the value of the parameter that the pattern is for; left out where it is for any
	Domain string `json:"domain"`         // the domain, with placeholders
}

// Custom is a domain of the sender's own in the envelope From.
type Custom struct {
	Domain  string    `json:"domain"`            // the domain, with placeholders
	Records []string  `json:"records,omitempty"` // what to publish at the domain: type and data; * stands for a label that the service gives
	Doc     i18n.Text `json:"doc"`               // how to set it up
}

// Selectors are the DKIM selectors that a service signs with for a domain of the
// customer's, unless another one is set up.
type Selectors struct {
	Names  []string       `json:"names,omitempty"` // the selectors, such as "s1"; left out where each domain has its own
	Below  []string       `json:"below,omitempty"` // the domains below which the keys are, that the selectors are aliases of; left out where these are no aliases, or of names of the service's that are elsewhere in the row
	Doc    i18n.Text      `json:"doc,omitzero"`    // what to know of them; left out where the names say all
	Basis  carriers.Basis `json:"basis"`           // how they are known
	Source Source         `json:"source"`          // where they are known from
}

// NoneFound is the basis of what no source of the service's own was found for.
const NoneFound carriers.Basis = "none"

// Bases lists every basis that something is known on, the strongest first.
var Bases = []carriers.Basis{carriers.Official, carriers.Quoted, carriers.Observed, NoneFound}

// Source is what something is known from. The zero Source is none.
type Source struct {
	Title i18n.Text `json:"title"`         // who says it, and in what
	URL   string    `json:"url,omitempty"` // the page; left out where none is known
	Date  string    `json:"date"`          // its date, or when the page was read, as exactly as it is known: "2018-12-16", "2026"; empty when undated
}

// Note is something to know about a service.
type Note struct {
	Text   i18n.Text      `json:"text"`   // what to know
	Basis  carriers.Basis `json:"basis"`  // how it is known
	Source Source         `json:"source"` // where it is known from
}

// All lists every preset: first those used everywhere, then the Japanese ones.
var All = []*Preset{
	ses, sendgrid, mailgun, postmark, google, m365, resend, cloudflare,
	brevo, mailchimp, mandrill, zendesk, hubspot, salesforce, pardot, marketingcloud, shopify,
	sakura, xserver, kagoya, lolipop, heteml, onamae, conoha,
	blastengine, cuenote, spiral, haihaimail, lineworks, hennge, cybermail, simplemail, autobiz, benchmark, imail,
	makeshop, ebisumartLite, espar, ocnk,
}

// ByID finds a preset of All; nil when there is none.
func ByID(id string) *Preset {
	i := slices.IndexFunc(All, func(p *Preset) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return All[i]
}

// IDs lists the IDs of All.
func IDs() []string {
	ids := make([]string, len(All))
	for i, p := range All {
		ids[i] = p.ID
	}
	return ids
}
