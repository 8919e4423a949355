package dsn

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// TestTables: no ID is used twice, no row is without a cause, a source or a text, and
// every carrier is there.
func TestTables(t *testing.T) {
	v := &validator{seen: map[string]bool{}}
	for _, r := range rules() {
		v.rule(&r)
	}
	v.rule(&lastRule)
	for _, o := range outcomes {
		v.once("outcome " + o.ID)
		if o.Category == "" || o.Error && !o.Refusal {
			v.fault("outcome %s: no category, or an error without a cause", o.ID)
		}
		if !o.Refusal || o.Category == Delayed {
			v.text("outcome "+o.ID, o.Advice)
		}
	}
	if last := outcomes[len(outcomes)-1]; len(last.Actions) > 0 || last.Class != "" || last.Remote || last.Over || last.Service || last.Opened || last.Gone {
		v.fault("outcome %s: the last row doesn't match everything", last.ID)
	}
	for _, a := range acceptances {
		v.carriers("acceptance", a.Carriers)
		if a.Filter != Unlikely {
			v.text("acceptance", a.Advice)
		}
	}
	for _, s := range shapes {
		v.carriers("shape", s.Carriers)
		v.sources("shape", s.Sources)
	}
	for _, h := range carrierHosts {
		v.carriers("host", []string{h.Carrier})
		for _, pattern := range h.Patterns {
			if _, err := path.Match(pattern, ""); err != nil {
				v.fault("host pattern %q: %v", pattern, err)
			}
		}
	}
	for _, fault := range v.faults {
		t.Error(fault)
	}
}

type validator struct {
	seen   map[string]bool
	faults []error
}

func (v *validator) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf(format, args...))
}

func (v *validator) once(id string) {
	if v.seen[id] {
		v.fault("%s: used twice", id)
	}
	v.seen[id] = true
}

func (v *validator) rule(r *rule) {
	v.once(r.ID)
	v.carriers(r.ID, r.Carriers)
	v.sources(r.ID, r.Sources)
	v.text(r.ID, r.Advice)
	if len(r.Causes) == 0 || r.Confidence == "" {
		v.fault("%s: no cause, or no confidence in it", r.ID)
	}
	if !slices.Contains(carriers.Bases, r.Basis) {
		v.fault("%s: unknown basis %q", r.ID, r.Basis)
	}
	for _, d := range []carriers.Day{r.From, r.Until} {
		if _, err := carriers.ParseDay(string(d)); d != "" && err != nil {
			v.fault("%s: %v", r.ID, err)
		}
	}
	if r.Until != "" && r.From >= r.Until {
		v.fault("%s: ends (%s) before it begins (%s)", r.ID, r.Until, r.From)
	}
}

func (v *validator) carriers(where string, ids []string) {
	for _, id := range ids {
		if carriers.ByID(id) == nil {
			v.fault("%s: no carrier %q", where, id)
		}
	}
}

func (v *validator) text(where string, t i18n.Text) {
	if !t.Complete() {
		v.fault("%s: text missing in a language: %+v", where, t)
	}
}

func (v *validator) sources(where string, sources []carriers.Source) {
	if len(sources) == 0 {
		v.fault("%s: no source", where)
	}
	for _, s := range sources {
		if s.Key == "" || !slices.Contains(carriers.Bases, s.Basis) {
			v.fault("%s: source %q has no key or no basis", where, s.Key)
		}
		v.text(where+": "+s.Key, s.Title)
		v.text(where+": "+s.Key, s.Fact)
	}
}

// TestServiceTables: every service is described, is told by more than one field, and has no
// event that is said to mean two things.
func TestServiceTables(t *testing.T) {
	for _, s := range services {
		if s.Kind == "" || !strings.HasPrefix(s.Docs, "https://") || len(s.Events) == 0 || len(s.Recipient) == 0 {
			t.Errorf("%s: %+v", s.Kind, s)
		}
		for _, needs := range s.Needs {
			if len(needs) < 3 {
				t.Errorf("%s is told by %v alone", s.Kind, needs)
			}
		}
		for _, silent := range s.Silent {
			if _, twice := s.Events[silent]; twice {
				t.Errorf("%s: %s says something, and nothing", s.Kind, silent)
			}
		}
		for word, reason := range s.Reasons {
			if reason == "" || word != strings.ToLower(word) {
				t.Errorf("%s: %q is %q", s.Kind, word, reason)
			}
		}
	}
}
