package gate

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// findings compares what is wrong before and after. What several domains have
// in common, since they include the same record, is told once.
func (r *run) findings(all []*linted) []FindingChange {
	var before, after []rules.Finding
	var differ []resolve.RRset
	failed := false // after the change: what isn't found isn't gone for certain
	for _, d := range all {
		if d.before.err == nil && d.after.err == nil {
			failed = failed || d.after.report.DNSFailed
			before = union(before, d.before.report.Findings)
			after = union(after, d.after.report.Findings)
			differ = append(differ, d.differ...)
		}
	}
	stays, gone, come := match(before, after)
	made := []FindingChange{}
	add := func(status Status, list []rules.Finding) {
		for _, f := range list {
			c := FindingChange{Status: status, Finding: f}
			if status != Gone {
				c.Place = r.placeOf(f, differ, all)
				c.ignore(r.Ignores)
				if c.DNSFailed && r.gapOf(c.Place, c.Domain).Why.Complete() {
					c.Effect, c.Fix = openEffect, openFix
				}
			}
			made = append(made, c)
		}
	}
	add(New, come)
	add(Stays, stays)
	if !failed {
		add(Gone, slices.DeleteFunc(gone, func(f rules.Finding) bool {
			return f.Code == missingKey || // nothing is fixed by the first key
				slices.ContainsFunc(all, func(d *linted) bool { return d.hides(f) })
		}))
	}
	order := func(c FindingChange) int {
		return slices.Index(Statuses, c.Status)*len(rules.Severities) + slices.Index(rules.Severities, c.Severity)
	}
	slices.SortStableFunc(made, func(a, b FindingChange) int { return order(a) - order(b) })
	return made
}

// hides reports whether a finding isn't there any more for no better reason than that the
// record it was about can't be evaluated after the change.
func (d *linted) hides(f rules.Finding) bool {
	switch {
	case strings.HasPrefix(f.Code, "SPF"):
		return d.before.tree.Root.Problem == "" && d.after.tree.Root.Problem != "" && d.before.reaches(f.Domain)
	case strings.HasPrefix(f.Code, "DMARC"):
		return f.Domain == d.domain && d.before.report.DMARC.Status == dmarc.Found && d.after.report.DMARC.Status != dmarc.Found
	default:
		return false
	}
}

// union adds the findings that aren't in the list yet.
func union(list, more []rules.Finding) []rules.Finding {
	for _, f := range more {
		if !slices.ContainsFunc(list, func(g rules.Finding) bool { return exactly(f, g) }) {
			list = append(list, f)
		}
	}
	return list
}

// exactly reports whether two findings say the same.
func exactly(f, g rules.Finding) bool { return alike(f, g) && f.Message == g.Message }

// alike reports whether two findings are the same fault, which may have become
// larger or smaller.
func alike(f, g rules.Finding) bool { return f.Code == g.Code && f.Domain == g.Domain }

// match pairs the findings of before with those of after: first those that say
// the same, then those of the same rule and domain.
func match(before, after []rules.Finding) (stays, gone, come []rules.Finding) {
	gone, come = slices.Clone(before), slices.Clone(after)
	for _, same := range []func(f, g rules.Finding) bool{exactly, alike} {
		come = slices.DeleteFunc(come, func(f rules.Finding) bool {
			i := slices.IndexFunc(gone, func(g rules.Finding) bool { return same(f, g) })
			if i >= 0 {
				gone = slices.Delete(gone, i, i+1)
				stays = append(stays, f)
			}
			return i >= 0
		})
	}
	return stays, gone, come
}

// placeOf finds the changed record that a finding is about: the one with the text
// that has the fault, or else one that differs on the way to it.
func (r *run) placeOf(f rules.Finding, differ []resolve.RRset, all []*linted) *zone.Place {
	if set := (resolve.RRset{Name: f.Name + ".", Type: "TXT"}); slices.Contains(differ, set) {
		if at := r.places.at(set, f.Record); at != nil {
			return at
		}
	}
	var names []string
	for _, d := range all {
		names = append(names, d.after.wayTo(f.Domain)...)
	}
	return r.places.of(differ, append(names, f.Domain, f.Name))
}

// wayTo are the names that a domain's tree reaches below another one, and then those
// that lead to that from the root; none where it isn't in the tree.
func (s state) wayTo(domain string) []string {
	i := slices.IndexFunc(s.tree.Nodes, func(n *tree.Node) bool { return n.Domain == domain })
	if i < 0 {
		return nil
	}
	var names []string
	for _, n := range slices.Backward(s.tree.Nodes[i].Below().Nodes) {
		for _, t := range n.Terms {
			for _, q := range t.AllQuestions() {
				names = append(names, q.Name)
			}
		}
		names = append(names, n.Domain)
	}
	parents := map[*tree.Node]*tree.Node{}
	for _, n := range s.tree.Nodes { // by depth: the first parent is on a shortest way
		for _, t := range n.Terms {
			if t.Child != nil && parents[t.Child] == nil && t.Child != s.tree.Root {
				parents[t.Child] = n
			}
		}
	}
	var above []string
	for n := parents[s.tree.Nodes[i]]; n != nil; n = parents[n] {
		above = append(above, n.Domain)
	}
	slices.Reverse(above)
	return append(names, above...)
}

// ignore leaves the finding out where that is asked for.
func (c *FindingChange) ignore(ignores []Ignore) {
	for _, i := range ignores {
		if i.Code == c.Code && i.Domain == c.Domain {
			c.Status, c.Reason = Ignored, i.Reason
		}
	}
}
