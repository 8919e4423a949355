package carriers

import (
	"maps"
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// Terms are the terms that a case is judged on.
type Terms struct {
	On       Day   // the day of arrival
	MinBasis Basis // rules with a weaker one count as unknown; "" for none
}

// Judgement is what decides a case.
type Judgement struct {
	Rule     *Rule         // nil: no rule covers the case
	Or       *Rule         // another rule that may apply in place of Rule, to no worse an outcome; nil: there is none
	Weak     *Rule         // the rule that would decide, were it not weaker than Terms.MinBasis; nil: there is none
	Identity identity.Kind // the identity that decided, or that no rule covers; "" when none did
	Result   spf.Result    // its SPF result; "" when it is not known or had no say
	ByDMARC  bool          // whether DMARC decided, or is what no rule covers
	Failed   Fact          // what DNS would not tell, so that no rule decides; "" for nothing
}

// Outcome is the rule's, or Unknown.
func (j Judgement) Outcome() Outcome {
	if j.Rule == nil {
		return Unknown
	}
	return j.Rule.Outcome
}

// Judge returns what decides under the setting of this ID on the given terms.
// A setting that p doesn't have is covered by no rule.
//
// A matching rule that is weaker than terms.MinBasis leaves the case unknown,
// and so does one that asks for a fact that DNS would not tell, unless a later
// rule says that the mail isn't delivered. Where DMARC comes to one of several things,
// the worst outcome stands if all of them deliver or none does.
func (p *Profile) Judge(f Facts, setting string, terms Terms) Judgement {
	_, s := p.Setting(setting)
	if s == nil {
		return Judgement{}
	}
	f = s.substitute(f)
	if len(f.DMARCEither) == 0 {
		return s.judge(f, terms)
	}
	var worst Judgement
	for i, either := range f.DMARCEither {
		f.DMARC = either
		j := s.judge(f, terms)
		if i == 0 {
			worst = j
			continue
		}
		a, b := j.Outcome(), worst.Outcome()
		if a.Delivered() != b.Delivered() || a.Failed() != b.Failed() {
			return Judgement{ByDMARC: true, Identity: j.Identity}
		}
		if Worst(a, b) != b {
			worst, j = j, worst
		}
		if j.Rule != worst.Rule {
			worst.Or = j.Rule
		}
	}
	return worst
}

// judge is Judge for facts of which DMARC is one.
func (s *Setting) judge(f Facts, terms Terms) Judgement {
	var open Judgement      // of the first rule that might decide otherwise
	var undecided []Outcome // of the rules that hang on a result
	for i := range s.Rules {
		r := &s.Rules[i]
		if !r.Applies(terms.On) || !r.matches(f) {
			continue
		}
		j, hangs := s.decider(r, f)
		switch {
		case hangs:
			undecided = append(undecided, r.Outcome)
		case j.Failed != "":
		case !r.Basis.AtLeast(terms.MinBasis):
			j.Weak = r
		default:
			j.Rule = r
		}
		switch {
		case j.Rule != nil && (open.isZero() || r.Outcome.Failed() || sure(r.Outcome, undecided)):
			return j
		case j.Rule == nil && open.isZero():
			open = j
		}
	}
	if !open.isZero() {
		return open
	}
	return s.uncovered(f)
}

// sure reports whether the outcome stands whichever of the undecided rules applies.
func sure(o Outcome, undecided []Outcome) bool {
	return len(undecided) > 0 && !slices.ContainsFunc(undecided, func(other Outcome) bool { return other != o })
}

func (j Judgement) isZero() bool { return j == Judgement{} }

// substitute lets the result of each Look's Else stand in for an identity whose
// field the message lacks.
func (s *Setting) substitute(f Facts) Facts {
	if len(f.Absent) == 0 {
		return f
	}
	results := maps.Clone(f.Results)
	for _, l := range s.Looks {
		if r, ok := results[l.Else]; ok && slices.Contains(f.Absent, l.Identity) {
			results[l.Identity] = r
		}
	}
	f.Results = results
	return f
}

// hangsOn reports whether r asks for an identity whose result isn't known: it may be
// one that r is for.
func (r *Rule) hangsOn(kind identity.Kind, result spf.Result) bool {
	results, asks := r.When[kind]
	return asks && (result == "" || result == spf.TempError) && !slices.Contains(results, result)
}

// matches reports whether r matches, or might if DNS had told what failed, and what
// the result of an identity is.
func (r *Rule) matches(f Facts) bool {
	if r.For != "" && !matchDomain(r.For, f.Recipient) {
		return false
	}
	if len(r.DMARC) > 0 && !slices.Contains(r.DMARC, f.DMARC) {
		return false
	}
	for kind, results := range r.When {
		if result := f.Results[kind]; !slices.Contains(results, result) && !r.hangsOn(kind, result) {
			return false
		}
	}
	for fact, want := range r.Facts {
		got, known := f.Known[fact]
		if !slices.Contains(f.Failed, fact) && (!known || got != want) {
			return false
		}
	}
	for measure, limit := range r.Over {
		if got, taken := f.Measured[measure]; !taken || got <= limit {
			return false
		}
	}
	return true
}

// decider names what r decides by: of the identities that it asks for, the first
// whose result isn't known, which it then hangs on, or else the one that the setting looks at last, and DMARC where it asks for that.
func (s *Setting) decider(r *Rule, f Facts) (j Judgement, hangs bool) {
	j = Judgement{ByDMARC: len(r.DMARC) > 0}
	for _, fact := range f.Failed {
		if _, asks := r.Facts[fact]; asks {
			j.Failed = fact
		}
	}
	for _, l := range s.Looks {
		if r.hangsOn(l.Identity, f.Results[l.Identity]) {
			j.Identity, j.Result = l.seen(f)
			return j, true
		}
		if _, asked := r.When[l.Identity]; asked {
			j.Identity, j.Result = l.seen(f)
		} else if j.Identity == "" {
			j.Identity, _ = l.seen(f)
		}
	}
	return j, false
}

// uncovered names what keeps a case from being decided: the first identity that
// no rule for a delivery takes, or else DMARC, or else what is looked at first.
func (s *Setting) uncovered(f Facts) Judgement {
	var j Judgement
	for _, l := range s.Looks {
		if !s.deliversFor(l.Identity, f.Results[l.Identity]) {
			j.Identity, j.Result = l.seen(f)
			return j
		}
	}
	if len(s.Looks) > 0 {
		j.Identity, _ = s.Looks[0].seen(f)
	}
	j.ByDMARC = slices.ContainsFunc(s.Rules, func(r Rule) bool { return len(r.DMARC) > 0 })
	return j
}

// deliversFor reports whether some rule delivers mail with this result.
func (s *Setting) deliversFor(kind identity.Kind, result spf.Result) bool {
	return slices.ContainsFunc(s.Rules, func(r Rule) bool {
		accepted, asked := r.When[kind]
		return r.Outcome.Delivered() && (!asked || slices.Contains(accepted, result))
	})
}

// seen gives the identity that l came to look at, with its result. f is what
// substitute returned.
func (l Look) seen(f Facts) (identity.Kind, spf.Result) {
	kind := l.Identity
	if l.Else != "" && slices.Contains(f.Absent, l.Identity) {
		kind = l.Else
	}
	return kind, f.Results[l.Identity]
}
