package spfcheck

import (
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// proved looks at a change of an SPF record beyond the mail that it is for: nobody
// who passes may be cut off, and the record may have no fault that wasn't published
// before. What lint warns of is said with the step.
func (s step) proved(before, after *tree.Tree) (step, bool) {
	if !keeps(before, after) {
		return s, false
	}
	s.Warnings = slices.Clone(s.Warnings)
	for _, f := range rules.FindNew(before, after, s.Domain, s.brings) {
		if f.Severity == rules.Error {
			return s, false
		}
		s.Warnings = append(s.Warnings, f.Message)
	}
	s.Fix = fixOf(before, after)
	return s, true
}

// brings reports whether a finding is about what the step adds to the texts at the
// domain, or about its record as a whole. Which addresses may be proposed is
// [plan.Refuse]'s to say.
func (s step) brings(f rules.Finding) bool {
	term := f.Record[f.Offset:f.End]
	return f.Code != "SPF017" && (term == "" || !slices.ContainsFunc(s.Publish[0].Was, func(text string) bool { return strings.Contains(text, term) }))
}

// keeps reports whether whoever passes before a change passes after it, too, as far
// as addresses can be counted: as long as no void lookup is one too many, and whoever
// was sure not to meet one still is.
func keeps(before, after *tree.Tree) bool {
	return !slices.ContainsFunc(tree.Families, func(f tree.Family) bool {
		return !within(before.Authorised(f).Pass, after.Authorised(f).Pass) ||
			after.MayRunOut(f) && !within(before.Sure(f), after.Sure(f))
	})
}

// within reports whether all of a set is in another.
func within(set, other *netipx.IPSet) bool {
	return !slices.ContainsFunc(set.Prefixes(), func(p netip.Prefix) bool { return !other.ContainsPrefix(p) })
}
