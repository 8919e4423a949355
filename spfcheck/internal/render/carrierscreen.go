package render

import (
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// undelivered is what a setting that is judged doesn't deliver, or may not.
type undelivered struct {
	setting i18n.Text
	outcome carriers.Outcome
	when    []string // each is enough
	results bool     // a result of SPF or DMARC is among them
}

// carrierName is the heading of a carrier.
func (p *page) carrierName(c *carriers.Profile) {
	p.line(p.paint(text.Bold, p.say(c.Name)+p.aside(c.ID)))
}

// carrierScreen is the answer for a carrier: what it doesn't deliver, under the settings
// that are judged.
func (p *page) carrierScreen(c *carriers.Profile) {
	p.carrierName(c)
	list := p.undelivered(c)
	if len(list) == 0 {
		p.paragraph("  ", p.say(nothingUndelivered))
		return
	}
	var rows [][]string
	setting := i18n.Text{}
	for _, u := range list {
		name := p.say(u.setting)
		if u.setting == setting {
			name = ""
		}
		setting = u.setting
		rows = append(rows, []string{name, p.paint(outcomeColors[u.outcome], p.say(outcomeWords[u.outcome].state)), strings.Join(u.when, p.say(semicolon))})
	}
	p.indented("  ", func() { p.table(nil, rows, 26, 22) })
}

// inShort is that in one line, as far as SPF and DMARC decide.
func (p *page) inShort(c *carriers.Profile) string {
	var parts []string
	list := p.undelivered(c)
	for _, u := range list {
		if u.results && u.outcome.Failed() {
			parts = append(parts, p.paint(outcomeColors[u.outcome], p.say(outcomeWords[u.outcome].state))+p.aside(strings.Join(u.when, p.say(semicolon))))
		}
	}
	switch {
	case len(parts) > 0:
	case len(list) > 0:
		parts = []string{p.say(outcomeWords[carriers.Unknown].state)}
	default:
		parts = []string{p.say(nothingUndelivered)}
	}
	return p.say(called(c.ID, c.Name)) + p.say(colon) + strings.Join(parts, separator)
}

// undelivered collects what a carrier doesn't deliver, a row for each outcome of a setting
// that is judged.
func (p *page) undelivered(c *carriers.Profile) (list []undelivered) {
	for _, f := range c.Filters {
		for _, s := range f.Settings {
			if s.ID != f.Default {
				continue
			}
			rules := slices.DeleteFunc(slices.Clone(s.Rules), func(r carriers.Rule) bool {
				return r.Outcome.Delivered() || p.opts.On != "" && !r.Applies(p.opts.On)
			})
			for _, o := range slices.Backward(carriers.Outcomes) {
				if when, results := p.conditions(rules, o); len(when) > 0 {
					list = append(list, undelivered{s.Name, o, when, results})
				}
			}
		}
	}
	return list
}

// conditions are those of the rules with an outcome. What asks for nothing but the result
// of one identity is said together; a rule for some recipients isn't, where one for all
// says the same.
func (p *page) conditions(rules []carriers.Rule, outcome carriers.Outcome) (when []string, results bool) {
	var all, some []carriers.Rule
	for _, r := range rules {
		kind, only := onlyResult(r)
		same := slices.IndexFunc(all, func(g carriers.Rule) bool { k, ok := onlyResult(g); return ok && k == kind })
		switch {
		case r.Outcome != outcome:
		case r.For != "":
			some = append(some, r)
		case only && same >= 0:
			all[same].When = map[identity.Kind][]spf.Result{kind: slices.Concat(all[same].When[kind], r.When[kind])}
		default:
			all = append(all, r)
		}
	}
	for _, r := range some {
		if !slices.ContainsFunc(all, func(g carriers.Rule) bool { return p.covers(g, r) }) {
			all = append(all, r)
		}
	}
	for _, r := range all {
		text := p.when(r)
		if len(rules) == 1 && text == p.say(elseCase) {
			text = p.say(everyCase)
		}
		when = append(when, text)
		results = results || len(r.When) > 0 || len(r.DMARC) > 0
	}
	return when, results
}

// covers reports whether a rule for all recipients asks for no more than one for some.
func (p *page) covers(all, some carriers.Rule) bool {
	some.For = ""
	kind, only := onlyResult(some)
	k, ok := onlyResult(all)
	return p.when(all) == p.when(some) ||
		only && ok && k == kind && !slices.ContainsFunc(some.When[kind], func(r spf.Result) bool { return !slices.Contains(all.When[kind], r) })
}

// onlyResult gives the identity whose result is all that a rule asks for of a message.
func onlyResult(r carriers.Rule) (kind identity.Kind, only bool) {
	for kind = range r.When {
	}
	return kind, len(r.When) == 1 && len(r.DMARC)+len(r.Facts)+len(r.Over) == 0
}

// ruleLines writes a line for each rule.
func (p *page) ruleLines(c *carriers.Profile) {
	for _, f := range c.Filters {
		for _, s := range f.Settings {
			judged := ""
			if s.ID == f.Default {
				judged = "judged"
			}
			for _, r := range s.Rules {
				if p.opts.On == "" || r.Applies(p.opts.On) {
					p.fields(c.ID, s.ID, judged, string(r.Outcome), p.when(r), string(r.From), string(r.Until), string(r.Basis), r.ID)
				}
			}
		}
	}
}
