package carriers

import (
	"cmp"
	"slices"
)

// Change is what became of one setting on one day.
type Change struct {
	Day     Day
	Setting string // its ID
	Begun   []*Rule
	Ended   []*Rule
}

// History lists every day on which a rule of p began or ended, the oldest
// first. Rules that hold since ever aren't in it.
func (p *Profile) History() []Change {
	var changes []Change
	at := func(day Day, setting string) *Change {
		i := slices.IndexFunc(changes, func(c Change) bool { return c.Day == day && c.Setting == setting })
		if i < 0 {
			i = len(changes)
			changes = append(changes, Change{Day: day, Setting: setting})
		}
		return &changes[i]
	}
	for _, s := range p.settings() {
		for i := range s.Rules {
			r := &s.Rules[i]
			if r.From != "" {
				c := at(r.From, s.ID)
				c.Begun = append(c.Begun, r)
			}
			if r.Until != "" {
				c := at(r.Until, s.ID)
				c.Ended = append(c.Ended, r)
			}
		}
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return cmp.Compare(a.Day, b.Day) })
	return changes
}

// At gives p with the rules in force on a day.
func (p *Profile) At(on Day) *Profile {
	return p.only(func(r *Rule) bool { return r.Applies(on) })
}

// ChangedSince gives p with the rules that began or ended on a day or later.
func (p *Profile) ChangedSince(since Day) *Profile {
	return p.only(func(r *Rule) bool { return r.From >= since || r.Until >= since })
}

// only gives a copy of p with the rules that keep takes; settings and filters
// stay, empty ones too.
func (p *Profile) only(keep func(*Rule) bool) *Profile {
	out := *p
	out.Filters = slices.Clone(p.Filters)
	for i := range out.Filters {
		settings := slices.Clone(out.Filters[i].Settings)
		for j := range settings {
			var rules []Rule
			for _, r := range settings[j].Rules {
				if keep(&r) {
					rules = append(rules, r)
				}
			}
			settings[j].Rules = rules
		}
		out.Filters[i].Settings = settings
	}
	return &out
}

// settings lists the settings of all filters.
func (p *Profile) settings() []*Setting {
	var all []*Setting
	for i := range p.Filters {
		for j := range p.Filters[i].Settings {
			all = append(all, &p.Filters[i].Settings[j])
		}
	}
	return all
}
