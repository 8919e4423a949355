// Package carriers holds, as tables, what the Japanese mobile carriers do with
// inbound mail: which filter looks at which identity, and what follows from
// its result. Beside them stand two mailbox providers, Yahoo! JAPAN and Gmail, for
// comparison. There is no DNS, no clock and no I/O here.
package carriers

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// Profile is one carrier: its filters, and the domains of its mailboxes.
type Profile struct {
	ID         string    `json:"id"`                   // the carrier's ID, such as "docomo"
	Name       i18n.Text `json:"name"`                 // the carrier's name, such as "NTT docomo"
	Recipients []string  `json:"recipients,omitempty"` // patterns (of Go's path.Match) for the domains of its mailboxes
	Reference  bool      `json:"reference,omitempty"`  // it is shown for comparison, and judged only where it is asked for
	Webmail    bool      `json:"webmail,omitempty"`    // it is a mailbox provider and no mobile carrier
	Filters    []Filter  `json:"filters"`              // the tests that a message must pass, each under the setting that the subscriber chose
	Notes      []Note    `json:"notes,omitempty"`      // what else to know about the carrier
}

// Filter is one test of a carrier. A message must pass every filter.
type Filter struct {
	Name     i18n.Text `json:"name"`                // what the carrier's page calls it, with an English gloss
	Default  string    `json:"default"`             // the ID of the setting that is judged unless another one of this filter is asked for
	IPv4Only bool      `json:"ipv4_only,omitempty"` // what it does with mail from IPv6 addresses isn't documented
	Settings []Setting `json:"settings"`            // what a subscriber can choose
}

// Setting is one level of a filter that a subscriber can choose, or the whole
// of a filter that has no levels. The first rule that matches decides.
type Setting struct {
	ID    string    `json:"id"`                 // the setting's ID within the carrier, such as "reject-all"
	Name  i18n.Text `json:"name"`               // the setting's name
	Looks []Look    `json:"looks_at,omitempty"` // the identities that the setting looks at
	Rules []Rule    `json:"rules,omitempty"`    // what the setting does, by facts of the message; the first rule that matches decides
}

// Look is an identity that a setting looks at.
type Look struct {
	Identity identity.Kind `json:"identity"`       // the identity that is looked at
	Else     identity.Kind `json:"else,omitempty"` // the identity that is looked at instead when the message lacks the header field of the first altogether; empty for none
}

// Rule gives the outcome for the facts that it matches.
type Rule struct {
	ID      string                         `json:"id"`              // the rule's ID, such as "docomo/reject-all/none-junk"; never reused
	When    map[identity.Kind][]spf.Result `json:"when,omitempty"`  // the SPF results that the rule is for, by identity; an identity left out may have any result
	DMARC   []DMARC                        `json:"dmarc,omitempty"` // the DMARC results that the rule is for; none: it matches whatever DMARC says
	Facts   map[Fact]bool                  `json:"facts,omitempty"` // what must hold of the message, or must not; a fact left out may be either
	Over    map[Measure]int64              `json:"over,omitempty"`  // limits of measures of the message, each of which must be exceeded
	For     string                         `json:"for,omitempty"`   // the pattern (of Go's path.Match) of the recipient domains that the rule is for; empty: all
	Outcome Outcome                        `json:"outcome"`         // what becomes of the message
	Why     i18n.Text                      `json:"why"`             // the reason in words
	Effect  i18n.Text                      `json:"effect"`          // what the sender and the subscriber see; where empty, what is said of the outcome in general
	Basis   Basis                          `json:"basis"`           // how the outcome is known
	Sources []Source                       `json:"sources"`         // where the rule is known from
	From    Day                            `json:"from"`            // the first day that the rule applies; empty: always
	Until   Day                            `json:"until"`           // the first day that the rule no longer applies; empty: it still does
}

// Note is something to know about a carrier that decides no verdict.
type Note struct {
	Text      i18n.Text `json:"text"`                 // what to know
	Basis     Basis     `json:"basis"`                // how it is known
	Sources   []Source  `json:"sources"`              // where it is known from
	Recipient string    `json:"recipient,omitempty"`  // a pattern (of Go's path.Match) for the recipient domains that the note is for; empty for all
	Always    bool      `json:"always,omitempty"`     // it is shown with every verdict
	If        Fact      `json:"if,omitempty"`         // the note is for messages of which this holds; empty for all
	IfNot     Fact      `json:"if_not,omitempty"`     // the note is for messages of which this doesn't hold; empty for all
	IfUnknown Fact      `json:"if_unknown,omitempty"` // the note is for messages of which it isn't known whether this holds; empty for all
}

// All lists every profile: first those judged by default, the reference last.
var All = []*Profile{docomo, au, softbank, ymobile, uq, rakuten, yahoo, gmail}

// Defaults are the carriers judged when none was chosen.
var Defaults = []*Profile{docomo, au, softbank}

// Reference is the receiver that is shown beside the carriers: Gmail.
var Reference = gmail

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

// RuleByID finds a rule of a profile of All, such as "au/high/pra-none"; nil when
// there is none.
func RuleByID(id string) *Rule {
	for _, p := range All {
		for _, s := range p.settings() {
			for i := range s.Rules {
				if s.Rules[i].ID == id {
					return &s.Rules[i]
				}
			}
		}
	}
	return nil
}

// AsksFor reports whether a rule of p asks for the fact.
func (p *Profile) AsksFor(fact Fact) bool {
	return slices.ContainsFunc(p.settings(), func(s *Setting) bool { return s.asksFor(fact) })
}

// Applies reports whether r is in force on the given day.
func (r *Rule) Applies(on Day) bool {
	return on >= r.From && (r.Until == "" || on < r.Until)
}
