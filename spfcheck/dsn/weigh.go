package dsn

import (
	"slices"

	"blitiri.com.ar/go/spf"
)

// Weigh joins the SPF result of the domain that the carrier looks at, for the
// address that it saw, to the causes (facts §4): pass takes the authentication
// filter off the list, and fail, none and permerror put it first. Any other
// result, and a recipient on whom SPF has no bearing, stay as they are.
func (r *Recipient) Weigh(result spf.Result) {
	i := slices.IndexFunc(rules, func(rule rule) bool { return rule.ID == r.Rule })
	if i < 0 || !rules[i].SPF {
		return
	}
	without := slices.DeleteFunc(slices.Clone(r.Causes), func(c Cause) bool { return c == AuthFilter })
	switch result {
	case spf.Pass:
		r.Causes, r.AuthFilter = without, Unlikely
	case spf.Fail, spf.None, spf.PermError:
		if r.AuthFilter == Unlikely { // no such filter answers like this any more
			return
		}
		r.Causes, r.AuthFilter = slices.Insert(without, 0, AuthFilter), Likely
		r.Confidence = Likely
	}
}
