package carriers

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Validate reports what is wrong with p, all of it: an ID used twice, text
// missing in a language, a rule or source without what makes it checkable, a
// default that isn't there, a rule that can never be reached.
func (p *Profile) Validate() error {
	v := &validator{seen: map[string]bool{}}
	v.text(p.ID, p.Name)
	for _, pattern := range p.Recipients {
		if _, err := path.Match(pattern, ""); err != nil {
			v.fault("%s: recipient pattern %q: %v", p.ID, pattern, err)
		}
	}
	for _, f := range p.Filters {
		v.filter(p, f)
	}
	for i, n := range p.Notes {
		where := fmt.Sprintf("%s: note %d", p.ID, i+1)
		v.text(where, n.Text)
		v.known(where, n.Basis, n.Sources)
	}
	return errors.Join(v.faults...)
}

type validator struct {
	seen   map[string]bool // IDs of settings and rules
	faults []error
}

func (v *validator) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf(format, args...))
}

func (v *validator) filter(p *Profile, f Filter) {
	v.text(p.ID, f.Name)
	if !slices.ContainsFunc(f.Settings, func(s Setting) bool { return s.ID == f.Default }) {
		v.fault("%s: filter %q: no setting has the default's ID %q", p.ID, f.Name.EN, f.Default)
	}
	for _, s := range f.Settings {
		where := p.ID + ":" + s.ID
		v.once(where)
		v.text(where, s.Name)
		for i := range s.Rules {
			v.rule(where, p.ID+"/"+s.ID+"/", &s, i)
		}
	}
}

func (v *validator) rule(where, prefix string, s *Setting, i int) {
	r := &s.Rules[i]
	v.once(r.ID)
	if !strings.HasPrefix(r.ID, prefix) {
		v.fault("%s: rule %q: its ID doesn't begin with %q", where, r.ID, prefix)
	}
	v.text(r.ID, r.Why)
	if r.Effect != (i18n.Text{}) {
		v.text(r.ID, r.Effect)
	}
	if !slices.Contains(Outcomes, r.Outcome) {
		v.fault("%s: unknown outcome %q", r.ID, r.Outcome)
	}
	v.known(r.ID, r.Basis, r.Sources)
	for _, d := range []Day{r.From, r.Until} {
		if _, err := ParseDay(string(d)); d != "" && err != nil {
			v.fault("%s: %v", r.ID, err)
		}
	}
	if r.Until != "" && r.From >= r.Until {
		v.fault("%s: ends (%s) before it begins (%s)", r.ID, r.Until, r.From)
	}
	for kind := range r.When {
		if !slices.ContainsFunc(s.Looks, func(l Look) bool { return l.Identity == kind }) {
			v.fault("%s: asks for %s, which the setting doesn't look at", r.ID, kind)
		}
	}
	if !s.reaches(i) {
		v.fault("%s: can never be reached", r.ID)
	}
}

func (v *validator) once(id string) {
	if v.seen[id] {
		v.fault("%s: used twice", id)
	}
	v.seen[id] = true
}

func (v *validator) text(where string, t i18n.Text) {
	if !t.Complete() {
		v.fault("%s: text missing in a language: %+v", where, t)
	}
}

func (v *validator) known(where string, basis Basis, sources []Source) {
	if !slices.Contains(Bases, basis) {
		v.fault("%s: unknown basis %q", where, basis)
	}
	if len(sources) == 0 {
		v.fault("%s: no source", where)
	}
	for _, src := range sources {
		if src.Key == "" || !slices.Contains(Bases, src.Basis) {
			v.fault("%s: source %q has no key or no basis", where, src.Key)
		}
		v.text(where+": source "+src.Key, src.Title)
		v.text(where+": source "+src.Key, src.Fact)
	}
}
