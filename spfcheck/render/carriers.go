package render

import (
	"io"
	"maps"
	"slices"
	"strings"

	"spfcheck/carriers"
	"spfcheck/spfcheck"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// Carriers is a table of rules to show.
type Carriers struct {
	Version  int                 `json:"version"`
	Carriers []*carriers.Profile `json:"carriers"`
}

func writeCarriers(w io.Writer, o Options, c Carriers) error {
	p := newPage(w, o)
	for i, profile := range c.Carriers {
		if i > 0 {
			p.line("")
		}
		p.profile(profile)
	}
	return p.w.Flush()
}

func (p *page) profile(c *carriers.Profile) {
	p.line(p.say(c.Name) + " (" + c.ID + ")")
	if len(c.Recipients) > 0 {
		p.paragraph("  ", strings.Join(c.Recipients, " "))
	}
	for _, f := range c.Filters {
		p.heading(f.Name)
		for _, s := range f.Settings {
			p.setting(c, f, s)
		}
	}
	if len(c.Notes) > 0 {
		p.heading(notesTitle)
	}
	for _, n := range c.Notes {
		p.paragraph("- ", p.say(n.Text)+" ("+p.basis(n.Basis)+")")
		for _, s := range n.Sources {
			p.source("    ", s)
		}
	}
}

func (p *page) setting(c *carriers.Profile, f carriers.Filter, s carriers.Setting) {
	title := c.ID + ":" + s.ID + "  " + p.say(s.Name)
	if s.ID == f.Default && !c.Reference {
		title += "  *"
	}
	p.line("")
	p.paragraph("", title)
	if len(s.Rules) == 0 {
		p.paragraph("  ", p.say(nothingKnown))
	}
	for _, r := range s.Rules {
		p.rule(r)
	}
}

// rule shows a rule: what it is for, what follows, and how that is known.
func (p *page) rule(r carriers.Rule) {
	p.paragraph("  ", p.outcome(r.Outcome)+"  "+p.when(r)+"  "+p.days(r))
	p.paragraph("      ", p.say(r.Why))
	p.paragraph("      ", p.say(ruleLine.Format(r.ID, basisWords[r.Basis])))
	for _, s := range r.Sources {
		p.source("        ", s)
	}
}

// source says where something is known from.
func (p *page) source(indent string, s carriers.Source) {
	parts := []string{s.Key, p.basis(s.Basis)}
	switch {
	case s.Later:
		parts = append(parts, p.say(orLater.Format(s.Date)))
	case s.Date != "":
		parts = append(parts, s.Date)
	}
	if s.URL != "" {
		parts = append(parts, s.URL)
	} else {
		parts = append(parts, p.say(s.Title))
	}
	p.words(indent, parts...)
}

// when says what a rule asks for, in the words of the case files.
func (p *page) when(r carriers.Rule) string {
	var parts []string
	for _, kind := range identity.Kinds {
		if results, ok := r.When[kind]; ok {
			var names []string
			for _, result := range results {
				names = append(names, string(result))
			}
			parts = append(parts, p.say(spfcheck.KindName(kind))+" "+strings.Join(names, "|"))
		}
	}
	for _, fact := range slices.Sorted(maps.Keys(r.Facts)) {
		parts = append(parts, p.say(factWords[fact][r.Facts[fact]]))
	}
	return strings.Join(parts, " + ")
}

func (p *page) days(r carriers.Rule) string {
	if r.From == "" && r.Until == "" {
		return ""
	}
	return string(r.From) + "/" + string(r.Until)
}

// factWords say what a fact is when it holds and when it doesn't.
var factWords = map[carriers.Fact]map[bool]i18n.Text{
	carriers.FromReachable: {
		true:  {EN: "header From has an A or MX record", JA: "ヘッダー From に A か MX がある"},
		false: {EN: "header From has neither an A nor an MX record", JA: "ヘッダー From に A も MX もない"},
	},
	carriers.EnvelopeAtCarrier: {
		true:  {EN: "envelope From at a carrier's domain", JA: "エンベロープ From が携帯電話事業者のドメイン"},
		false: {EN: "envelope From not at a carrier's domain", JA: "エンベロープ From が携帯電話事業者のドメインでない"},
	},
	carriers.PRAAtCarrier: {
		true:  {EN: "PRA at a carrier's domain", JA: "PRA が携帯電話事業者のドメイン"},
		false: {EN: "PRA not at a carrier's domain", JA: "PRA が携帯電話事業者のドメインでない"},
	},
}

var nothingKnown = i18n.Text{
	EN: "no source says what this carrier does: every case is unknown",
	JA: "この事業者の扱いを記した資料がないため、すべて「不明」です",
}

var notesTitle = i18n.Text{EN: "To know", JA: "補足"}
