package carriers

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// reaches tries every combination of results, facts and days that rule i could
// match, until one comes through to it.
func (s *Setting) reaches(i int) bool {
	for _, on := range s.turningPoints() {
		f := &Facts{Results: map[identity.Kind]spf.Result{}, Known: map[Fact]bool{}, Measured: map[Measure]int64{}}
		reached := false
		combine(s.choices(s.Rules[i]), f, func() bool {
			first := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.Applies(on) && r.matches(*f) })
			reached = first == i
			return !reached
		})
		if reached {
			return true
		}
	}
	return false
}

// turningPoints are the days on which a rule begins or ends, and one before all.
func (s *Setting) turningPoints() []Day {
	days := []Day{""}
	for _, r := range s.Rules {
		days = append(days, r.From, r.Until)
	}
	return days
}

// A choice sets one thing in the facts.
type choice func(*Facts)

// choices gives, for each thing that r could ask for, what it can be: what r
// asks for, or anything where r doesn't ask.
func (s *Setting) choices(r Rule) [][]choice {
	var all [][]choice
	for _, l := range s.Looks {
		results, asked := r.When[l.Identity]
		if !asked {
			results = append([]spf.Result{"", spf.TempError}, anyResult...)
		}
		var options []choice
		for _, result := range results {
			options = append(options, func(f *Facts) { f.Results[l.Identity] = result })
		}
		all = append(all, options)
	}
	all = append(all, dmarcChoices(r), []choice{func(f *Facts) { f.Recipient = r.For }})
	for _, fact := range s.asked() {
		values := []bool{false, true}
		if want, asked := r.Facts[fact]; asked {
			values = []bool{want}
		}
		var options []choice
		for _, value := range values {
			options = append(options, func(f *Facts) { f.Known[fact] = value })
		}
		all = append(all, options)
	}
	for measure, limit := range r.Over {
		all = append(all, []choice{func(f *Facts) { f.Measured[measure] = limit + 1 }})
	}
	return all
}

func dmarcChoices(r Rule) []choice {
	values := r.DMARC
	if len(values) == 0 {
		values = append([]DMARC{""}, AllDMARC...)
	}
	var options []choice
	for _, value := range values {
		options = append(options, func(f *Facts) { f.DMARC = value })
	}
	return options
}

// asked lists the facts that some rule of s asks for.
func (s *Setting) asked() []Fact {
	var facts []Fact
	for _, fact := range AllFacts {
		if s.asksFor(fact) {
			facts = append(facts, fact)
		}
	}
	return facts
}

func (s *Setting) asksFor(fact Fact) bool {
	for i := range s.Rules {
		if _, asks := s.Rules[i].Facts[fact]; asks {
			return true
		}
	}
	return false
}

// combine makes every combination of the choices in f, and calls visit for
// each until it returns false.
func combine(choices [][]choice, f *Facts, visit func() bool) bool {
	if len(choices) == 0 {
		return visit()
	}
	for _, choose := range choices[0] {
		choose(f)
		if !combine(choices[1:], f, visit) {
			return false
		}
	}
	return true
}
