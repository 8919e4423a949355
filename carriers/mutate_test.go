package carriers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// TestEveryCellHasACase changes the tables, one cell at a time, in a copy: an
// outcome, a basis, a result, a policy, a fact, a limit, a day. Some case of
// testdata/carriers must notice each change that changes any judgement at all.
func TestEveryCellHasACase(t *testing.T) {
	for _, p := range carriers.All {
		cases := readCases(t, p.ID)
		changed, survived := 0, 0
		for f := range p.Filters {
			for s := range p.Filters[f].Settings {
				inputs := everyInput(&p.Filters[f].Settings[s])
				for r, rule := range p.Filters[f].Settings[s].Rules {
					for _, m := range mutations(rule) {
						mutant := withRule(p, f, s, r, m.rule)
						differs := differing(p, mutant, inputs)
						if differs == nil {
							continue // no input tells the two apart
						}
						changed++
						if !slices.ContainsFunc(cases, func(c aCase) bool { return judge(mutant, c.given) != judge(p, c.given) }) {
							survived++
							t.Errorf("%s: %s: no case notices; one would be, in section %s:\n%s", rule.ID, m.what, differs.setting, line(p, *differs))
						}
					}
				}
			}
		}
		t.Logf("%s: %d cells changed, %d changes survived", p.ID, changed, survived)
		if changed == 0 {
			t.Errorf("%s: nothing was changed", p.ID)
		}
	}
}

type mutation struct {
	what string
	rule carriers.Rule
}

// mutations gives a rule with one cell changed, in each way.
func mutations(rule carriers.Rule) []mutation {
	var all []mutation
	add := func(what string, change func(*carriers.Rule)) {
		r := rule
		r.When, r.Facts, r.Over = maps.Clone(rule.When), maps.Clone(rule.Facts), maps.Clone(rule.Over)
		r.DMARC = slices.Clone(rule.DMARC)
		change(&r)
		all = append(all, mutation{what, r})
	}
	add("another outcome", func(r *carriers.Rule) { r.Outcome = next(carriers.Outcomes, r.Outcome) })
	add("another basis", func(r *carriers.Rule) { r.Basis = next(carriers.Bases, r.Basis) })
	for kind, results := range rule.When {
		for _, result := range allResults {
			add(fmt.Sprintf("%s %s put in or left out", kind, result), func(r *carriers.Rule) { r.When[kind] = toggled(results, result) })
		}
	}
	for _, d := range carriers.AllDMARC {
		if len(rule.DMARC) > 0 && !slices.Equal(rule.DMARC, []carriers.DMARC{d}) { // an empty list stands for all
			add(fmt.Sprintf("DMARC %s put in or left out", d), func(r *carriers.Rule) { r.DMARC = toggled(rule.DMARC, d) })
		}
	}
	for fact, holds := range rule.Facts {
		add(string(fact)+" the other way round", func(r *carriers.Rule) { r.Facts[fact] = !holds })
		add(string(fact)+" not asked for", func(r *carriers.Rule) { delete(r.Facts, fact) })
	}
	for measure, limit := range rule.Over {
		add(fmt.Sprintf("%s over %d", measure, limit+1), func(r *carriers.Rule) { r.Over[measure] = limit + 1 })
		add(fmt.Sprintf("%s over %d", measure, limit-1), func(r *carriers.Rule) { r.Over[measure] = limit - 1 })
	}
	if rule.For != "" {
		add("for every recipient", func(r *carriers.Rule) { r.For = "" })
	}
	for _, days := range []int{-1, 1} {
		if rule.From != "" {
			add(fmt.Sprintf("begins %+d day", days), func(r *carriers.Rule) { r.From = moved(r.From, days) })
		}
		if rule.Until != "" {
			add(fmt.Sprintf("ends %+d day", days), func(r *carriers.Rule) { r.Until = moved(r.Until, days) })
		}
	}
	return all
}

var allResults = []spf.Result{spf.Pass, spf.None, spf.Fail, spf.SoftFail, spf.Neutral, spf.PermError, spf.TempError}

func next[T comparable](all []T, one T) T { return all[(slices.Index(all, one)+1)%len(all)] }

func toggled[T comparable](list []T, one T) []T {
	if slices.Contains(list, one) {
		return slices.DeleteFunc(slices.Clone(list), func(other T) bool { return other == one })
	}
	return append(slices.Clone(list), one)
}

func moved(day carriers.Day, days int) carriers.Day {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		panic(err)
	}
	return carriers.Day(t.AddDate(0, 0, days).Format(time.DateOnly))
}

// withRule gives a copy of p with another rule in the place of one.
func withRule(p *carriers.Profile, f, s, r int, rule carriers.Rule) *carriers.Profile {
	out := *p
	out.Filters = slices.Clone(p.Filters)
	out.Filters[f].Settings = slices.Clone(p.Filters[f].Settings)
	setting := &out.Filters[f].Settings[s]
	setting.Rules = slices.Clone(setting.Rules)
	setting.Rules[r] = rule
	return &out
}

// differing gives an input that the two judge differently, nil for none.
func differing(p, mutant *carriers.Profile, inputs []given) *given {
	for i := range inputs {
		if judge(p, inputs[i]) != judge(mutant, inputs[i]) {
			return &inputs[i]
		}
	}
	return nil
}

// everyInput gives every combination of what the rules of a setting can ask for,
// on every day around which a rule begins or ends.
func everyInput(s *carriers.Setting) []given {
	inputs := []given{{setting: s.ID, terms: carriers.Terms{On: "2026-11-21"}, facts: carriers.Facts{
		Results: map[identity.Kind]spf.Result{}, Known: map[carriers.Fact]bool{}, Measured: map[carriers.Measure]int64{},
	}}}
	// each replaces the inputs by copies, one for each change.
	each := func(changes ...func(*given)) {
		var out []given
		for _, in := range inputs {
			for _, change := range changes {
				g := in
				g.facts.Results, g.facts.Known, g.facts.Measured = maps.Clone(g.facts.Results), maps.Clone(g.facts.Known), maps.Clone(g.facts.Measured)
				change(&g)
				out = append(out, g)
			}
		}
		inputs = out
	}
	nothing := func(*given) {}
	asked := asks(s)
	for _, l := range s.Looks {
		if !asked.kinds[l.Identity] {
			continue
		}
		changes := []func(*given){nothing}
		for _, result := range allResults {
			changes = append(changes, func(g *given) { g.facts.Results[l.Identity] = result })
		}
		each(changes...)
	}
	if asked.dmarc {
		changes := []func(*given){nothing}
		for _, d := range carriers.AllDMARC {
			changes = append(changes, func(g *given) { g.facts.DMARC = d })
		}
		each(changes...)
	}
	for _, fact := range slices.Sorted(maps.Keys(asked.facts)) {
		each(nothing, func(g *given) { g.facts.Known[fact] = true }, func(g *given) { g.facts.Known[fact] = false })
	}
	for _, measure := range slices.Sorted(maps.Keys(asked.limits)) {
		limit := asked.limits[measure]
		each(nothing, func(g *given) { g.facts.Measured[measure] = limit }, func(g *given) { g.facts.Measured[measure] = limit + 1 })
	}
	if asked.recipient != "" {
		each(nothing, func(g *given) { g.facts.Recipient = asked.recipient })
	}
	changes := []func(*given){nothing}
	for _, day := range slices.Sorted(maps.Keys(asked.days)) {
		for _, days := range []int{-1, 0, 1} {
			changes = append(changes, func(g *given) { g.terms.On = moved(day, days) })
		}
	}
	each(changes...)
	return inputs
}

type asking struct {
	kinds     map[identity.Kind]bool
	dmarc     bool
	facts     map[carriers.Fact]bool
	limits    map[carriers.Measure]int64
	recipient string
	days      map[carriers.Day]bool
}

// asks collects what the rules of a setting ask for.
func asks(s *carriers.Setting) asking {
	a := asking{
		kinds: map[identity.Kind]bool{}, facts: map[carriers.Fact]bool{},
		limits: map[carriers.Measure]int64{}, days: map[carriers.Day]bool{},
	}
	for _, r := range s.Rules {
		for kind := range r.When {
			a.kinds[kind] = true
		}
		a.dmarc = a.dmarc || len(r.DMARC) > 0
		for fact := range r.Facts {
			a.facts[fact] = true
		}
		maps.Copy(a.limits, r.Over)
		if r.For != "" {
			a.recipient = r.For
		}
		for _, day := range []carriers.Day{r.From, r.Until} {
			if day != "" {
				a.days[day] = true
			}
		}
	}
	return a
}

// line writes an input and what it comes to as a case.
func line(p *carriers.Profile, g given) string {
	words := []string{string(g.terms.On)}
	for _, kind := range slices.Sorted(maps.Keys(g.facts.Results)) {
		words = append(words, string(kind)+"="+string(g.facts.Results[kind]))
	}
	switch g.facts.DMARC {
	case "":
	case carriers.DMARCFailPartly:
		words = append(words, "dmarc=fail:partly")
	default:
		words = append(words, "dmarc="+strings.Replace(string(g.facts.DMARC), "fail p=", "fail:", 1))
	}
	for _, fact := range slices.Sorted(maps.Keys(g.facts.Known)) {
		words = append(words, string(fact)+"="+map[bool]string{true: "yes", false: "no"}[g.facts.Known[fact]])
	}
	for _, measure := range slices.Sorted(maps.Keys(g.facts.Measured)) {
		words = append(words, fmt.Sprintf("%s=%d", measure, g.facts.Measured[measure]))
	}
	if g.facts.Recipient != "" {
		words = append(words, "to="+g.facts.Recipient)
	}
	return strings.Join(words, " ") + "  " + judge(p, g).String()
}
