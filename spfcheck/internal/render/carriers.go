package render

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// TableVersion is the version of the JSON of the tables: carriers, senders and a
// domain's services.
const TableVersion = 1

// Carriers is a table of rules to show.
type Carriers struct {
	Version  int                 `json:"version"`  // the version of this form: fields are added under the same version, never renamed or removed
	Carriers []*carriers.Profile `json:"carriers"` // the rules of each carrier
}

func writeCarriers(w io.Writer, o Options, c Carriers) error {
	p := newPage(w, o)
	if len(c.Carriers) == 0 {
		p.paragraph("", p.say(nothingDated))
	}
	for i, profile := range c.Carriers {
		if i > 0 && !o.Detail.Lines() {
			p.line("")
		}
		switch {
		case o.Detail == Quiet:
			p.line(p.inShort(profile))
		case o.Detail == Short:
			p.ruleLines(profile)
		case o.History:
			p.history(profile)
		case o.Detail == Screen:
			p.carrierScreen(profile)
		default:
			p.profile(profile)
		}
	}
	if o.Detail == Screen && !o.History && len(c.Carriers) > 0 {
		p.line("")
		p.paragraph("", p.say(carrierDetails.Format(o.Words.Of(input.AllCarriers), o.Words.Of(input.Details))))
	}
	return p.w.Flush()
}

// profile shows what isn't delivered, then the rules in tables, then what else there is
// to know, and the sources of all of it at the end.
func (p *page) profile(c *carriers.Profile) {
	if p.opts.Since == "" && !p.opts.Brief {
		p.carrierScreen(c)
	} else {
		p.carrierName(c)
	}
	if len(c.Recipients) > 0 {
		p.paragraph("  ", p.say(mailboxesOf)+strings.Join(c.Recipients, " "))
	}
	for _, f := range c.Filters {
		p.heading(f.Name)
		for _, s := range f.Settings {
			p.setting(c, f, s)
		}
	}
	if p.opts.Brief {
		return
	}
	if len(c.Notes) > 0 {
		p.heading(notesTitle)
	}
	for _, n := range c.Notes {
		p.paragraph("- ", p.say(n.Text)+p.aside(p.basis(n.Basis)))
	}
	p.heading(sourcesTitle)
	for _, s := range sourcesOf(c) {
		p.source(s)
	}
	p.line("")
	p.paragraph("", p.say(explainRule.Format(
		p.opts.Words.Of(input.Rule), exampleRule(c), p.opts.Words.Of(input.History), p.opts.Words.Of(input.At), p.opts.Words.Of(input.Brief))))
}

// setting shows the rules of a setting, a row each: what follows from what.
func (p *page) setting(c *carriers.Profile, f carriers.Filter, s carriers.Setting) {
	title := c.ID + ":" + s.ID + "  " + p.say(s.Name)
	if s.ID == f.Default {
		title += "  *"
	}
	p.line("")
	p.paragraph("", title)
	if len(s.Rules) == 0 {
		p.paragraph("  ", p.say(nothingKnown))
		return
	}
	var rows [][]string
	for _, r := range s.Rules {
		if p.opts.On != "" && !r.Applies(p.opts.On) {
			continue
		}
		rows = append(rows, []string{
			p.plainOutcome(r.Outcome), p.when(r), p.days(r), p.basis(r.Basis), strings.TrimPrefix(r.ID, c.ID+"/"+s.ID+"/"),
		})
	}
	if len(rows) == 0 {
		p.paragraph("  ", p.say(noneToday))
		return
	}
	p.table([]i18n.Text{colOutcome, colWhen, colDays, colBasis, colRule}, rows, 10, 30, 10, 8)
}

// carrierRule is the page of a rule: what it is for, what follows, why, and how
// that is known.
func (p *page) carrierRule(r *carriers.Rule) {
	p.paragraph("", p.paint(text.Bold, r.ID)+": "+p.plainOutcome(r.Outcome)+p.aside(p.basis(r.Basis)))
	if when := p.when(*r); when != "" {
		p.paragraph("  ", p.say(ruleWhen.Format(when)))
	}
	if days := p.days(*r); days != "" {
		p.paragraph("  ", p.say(ruleDays.Format(days)))
	}
	p.line("")
	p.paragraph("", p.say(r.Why))
	effect := r.Effect
	if effect == (i18n.Text{}) {
		effect = r.Outcome.Effect()
	}
	p.paragraph("", p.say(effect))
	p.heading(sourcesTitle)
	for _, s := range r.Sources {
		p.source(s)
		p.paragraph("  ", p.say(s.Fact))
	}
}

// sourcesOf lists the sources of a carrier's rules and notes, each once.
func sourcesOf(c *carriers.Profile) []carriers.Source {
	var all []carriers.Source
	add := func(sources []carriers.Source) {
		for _, s := range sources {
			if !slices.ContainsFunc(all, func(known carriers.Source) bool { return known.URL == s.URL && known.Title == s.Title }) {
				all = append(all, s)
			}
		}
	}
	for _, f := range c.Filters {
		for _, s := range f.Settings {
			for _, r := range s.Rules {
				add(r.Sources)
			}
		}
	}
	for _, n := range c.Notes {
		add(n.Sources)
	}
	return all
}

// exampleRule is the ID of the first rule of a carrier.
func exampleRule(c *carriers.Profile) string {
	for _, f := range c.Filters {
		for _, s := range f.Settings {
			if len(s.Rules) > 0 {
				return s.Rules[0].ID
			}
		}
	}
	return ""
}

// source says where something is known from: title, date and how, then the link.
func (p *page) source(s carriers.Source) {
	about := []string{p.basis(s.Basis)}
	switch {
	case s.Later:
		about = append(about, p.say(orLater.Format(s.Date)))
	case s.Date != "":
		about = append(about, s.Date)
	}
	p.paragraph("- ", p.say(s.Title)+p.aside(strings.Join(about, p.say(comma))))
	if s.URL != "" {
		p.line("  " + s.URL)
	}
}

// when says what a rule asks for.
func (p *page) when(r carriers.Rule) string {
	var parts []string
	if len(r.DMARC) > 0 {
		parts = append(parts, "DMARC "+joined(r.DMARC))
	}
	for _, kind := range identity.Kinds {
		if results, ok := r.When[kind]; ok {
			parts = append(parts, p.say(kind.Name())+" "+p.results(results))
		}
	}
	for _, fact := range slices.Sorted(maps.Keys(r.Facts)) {
		parts = append(parts, p.say(factWords[fact][r.Facts[fact]]))
	}
	for _, measure := range slices.Sorted(maps.Keys(r.Over)) {
		parts = append(parts, fmt.Sprintf("%s > %d", p.say(measureWords[measure]), r.Over[measure]))
	}
	if r.For != "" {
		parts = append(parts, p.say(forRecipient.Format(r.For)))
	}
	if len(parts) == 0 {
		return p.say(elseCase)
	}
	return strings.Join(parts, " + ")
}

// results lists SPF results, the usual long lists by a name.
func (p *page) results(list []spf.Result) string {
	const definite = 6 // every result but temperror
	if len(list) == definite && !slices.Contains(list, spf.TempError) {
		return p.say(anyResult)
	}
	return joined(list)
}

func joined[T ~string](list []T) string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = string(v)
	}
	return strings.Join(names, ", ")
}

// history lists what began and ended, day by day.
func (p *page) history(c *carriers.Profile) {
	p.carrierName(c)
	shown := false
	for _, change := range c.History() {
		if change.Day < p.opts.Since {
			continue
		}
		shown = true
		p.line("")
		p.line(string(change.Day) + "  " + c.ID + ":" + change.Setting)
		for _, r := range change.Begun {
			p.changed("  + ", r)
		}
		for _, r := range change.Ended {
			p.changed("  - ", r)
		}
	}
	if !shown {
		p.paragraph("  ", p.say(nothingDated))
	}
}

// changed shows a rule that began or ended. Of two rules that differ in nothing
// else the effect tells what has changed.
func (p *page) changed(mark string, r *carriers.Rule) {
	p.paragraph(mark, p.plainOutcome(r.Outcome)+": "+p.say(r.Why)+p.aside(p.basis(r.Basis)+p.say(comma)+r.ID))
	if r.Effect != (i18n.Text{}) {
		p.paragraph(strings.Repeat(" ", len(mark)), p.say(r.Effect))
	}
}

// days says when a rule holds: "since ever" is left blank.
func (p *page) days(r carriers.Rule) string {
	switch {
	case r.Until == "":
		return string(r.From)
	case r.From == "":
		return p.say(untilDay.Format(string(r.Until)))
	}
	return string(r.From) + " " + p.say(untilDay.Format(string(r.Until)))
}
