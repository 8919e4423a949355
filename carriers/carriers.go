// Package carriers holds, as tables, what the Japanese mobile carriers do with
// inbound mail: which filter looks at which identity, and what follows from
// its result. There is no DNS, no clock and no I/O here.
package carriers

import (
	"slices"
	"time"

	"blitiri.com.ar/go/spf"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// Profile is one carrier: its filters, and the domains of its mailboxes.
type Profile struct {
	ID         string    // "docomo", as in --carrier
	Name       i18n.Text // "NTT docomo"
	Recipients []string  // patterns of path.Match for the domains of its mailboxes
	Reference  bool      // for comparison only: never judged, never part of an outcome
	Filters    []Filter
	Notes      []Note
}

// Filter is one test of a carrier. A message must pass every filter.
type Filter struct {
	Name     i18n.Text // as on the carrier's own page, with an English gloss
	Default  string    // ID of the setting that is judged unless another one of this filter is asked for
	Settings []Setting
}

// Setting is one level of a filter that a subscriber can choose, or the whole
// of a filter that has no levels. The first rule that matches decides.
type Setting struct {
	ID    string // "reject-all"; "docomo:reject-all" in --setting
	Name  i18n.Text
	Looks []Look
	Rules []Rule
}

// Look is an identity that a setting looks at.
type Look struct {
	Identity identity.Kind
	// Else is looked at instead when the message lacks Identity's field
	// altogether; "" for none.
	Else identity.Kind
}

// Rule gives the outcome for the facts that it matches.
type Rule struct {
	ID      string                         // "docomo/reject-all/none-junk"; never reused
	When    map[identity.Kind][]spf.Result // a kind left out matches any result
	Facts   map[Fact]bool                  // a fact left out matches either way
	Outcome Outcome
	Why     i18n.Text
	Effect  i18n.Text // what the sender and the subscriber see; the Outcome's own when empty
	Basis   Basis     // how the outcome is known
	Sources []Source
	From    time.Time // first day it applies; zero: since ever
	Until   time.Time // first day it no longer does; zero: it still does
}

// Note is something to know about a carrier that decides no verdict.
type Note struct {
	Text      i18n.Text
	Basis     Basis
	Sources   []Source
	Recipient string // pattern of the recipient domains it is for; "" for all
}

// Fact is something about a message, apart from its SPF results, that a rule
// can ask for. What could not be found out is in no map: it matches no rule.
type Fact string

// The facts.
const (
	FromReachable     Fact = "from-reachable"      // the header From's domain has an A or an MX record
	EnvelopeAtCarrier Fact = "envelope-at-carrier" // the envelope From is at a mobile carrier's domain
	PRAAtCarrier      Fact = "pra-at-carrier"      // the PRA is at a mobile carrier's domain
)

// AllFacts lists every Fact.
var AllFacts = []Fact{FromReachable, EnvelopeAtCarrier, PRAAtCarrier}

// All lists every profile: first those judged by default, the reference last.
var All = []*Profile{docomo, au, softbank, ymobile, uq, rakuten, reference}

// Defaults are the carriers judged when none was chosen.
var Defaults = []*Profile{docomo, au, softbank}

// ByID finds a profile of All; nil when there is none.
func ByID(id string) *Profile {
	i := slices.IndexFunc(All, func(p *Profile) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return All[i]
}

// Setting finds a setting and its filter; nil when p has none of this ID.
func (p *Profile) Setting(id string) (*Filter, *Setting) {
	for i := range p.Filters {
		f := &p.Filters[i]
		for j := range f.Settings {
			if f.Settings[j].ID == id {
				return f, &f.Settings[j]
			}
		}
	}
	return nil, nil
}

// Applies reports whether r is in force on the given day.
func (r *Rule) Applies(on time.Time) bool {
	return !on.Before(r.From) && (r.Until.IsZero() || on.Before(r.Until))
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}
