// Package carriers holds, as tables, what the Japanese mobile carriers do with
// inbound mail: which filter looks at which identity, and what follows from
// its result. There is no DNS, no clock and no I/O here.
package carriers

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// Profile is one carrier: its filters, and the domains of its mailboxes.
type Profile struct {
	ID         string    `json:"id"`                   // "docomo", as in --carrier
	Name       i18n.Text `json:"name"`                 // "NTT docomo"
	Recipients []string  `json:"recipients,omitempty"` // patterns of path.Match for the domains of its mailboxes
	Reference  bool      `json:"reference,omitempty"`  // for comparison only: never judged, never part of an outcome
	Filters    []Filter  `json:"filters"`
	Notes      []Note    `json:"notes,omitempty"`
}

// Filter is one test of a carrier. A message must pass every filter.
type Filter struct {
	Name     i18n.Text `json:"name"`    // as on the carrier's own page, with an English gloss
	Default  string    `json:"default"` // ID of the setting that is judged unless another one of this filter is asked for
	Settings []Setting `json:"settings"`
}

// Setting is one level of a filter that a subscriber can choose, or the whole
// of a filter that has no levels. The first rule that matches decides.
type Setting struct {
	ID    string    `json:"id"` // "reject-all"; "docomo:reject-all" in --setting
	Name  i18n.Text `json:"name"`
	Looks []Look    `json:"looks_at,omitempty"`
	Rules []Rule    `json:"rules,omitempty"`
}

// Look is an identity that a setting looks at.
type Look struct {
	Identity identity.Kind `json:"identity"`
	// Else is looked at instead when the message lacks Identity's field
	// altogether; "" for none.
	Else identity.Kind `json:"else,omitempty"`
}

// Rule gives the outcome for the facts that it matches.
type Rule struct {
	ID      string                         `json:"id"`              // "docomo/reject-all/none-junk"; never reused
	When    map[identity.Kind][]spf.Result `json:"when,omitempty"`  // a kind left out matches any result
	DMARC   []DMARC                        `json:"dmarc,omitempty"` // none: matches whatever DMARC says
	Facts   map[Fact]bool                  `json:"facts,omitempty"` // a fact left out matches either way
	Over    map[Measure]int64              `json:"over,omitempty"`  // each measure given must be greater than its limit
	Outcome Outcome                        `json:"outcome"`
	Why     i18n.Text                      `json:"why"`
	Effect  i18n.Text                      `json:"effect"` // what the sender and the subscriber see; the Outcome's own when empty
	Basis   Basis                          `json:"basis"`  // how the outcome is known
	Sources []Source                       `json:"sources"`
	From    Day                            `json:"from"`  // first day it applies; "": since ever
	Until   Day                            `json:"until"` // first day it no longer does; "": it still does
}

// Note is something to know about a carrier that decides no verdict.
type Note struct {
	Text      i18n.Text `json:"text"`
	Basis     Basis     `json:"basis"`
	Sources   []Source  `json:"sources"`
	Recipient string    `json:"recipient,omitempty"` // pattern of the recipient domains it is for; "" for all
	Always    bool      `json:"always,omitempty"`    // it is to be said with every verdict
	If        Fact      `json:"if,omitempty"`        // the note is for messages of which this holds; "" for all
}

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

// AsksFor reports whether a rule of p asks for the fact.
func (p *Profile) AsksFor(fact Fact) bool {
	return slices.ContainsFunc(p.settings(), func(s *Setting) bool { return s.asksFor(fact) })
}

// Applies reports whether r is in force on the given day.
func (r *Rule) Applies(on Day) bool {
	return on >= r.From && (r.Until == "" || on < r.Until)
}
