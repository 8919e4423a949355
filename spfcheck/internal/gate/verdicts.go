package gate

import (
	"context"
	"slices"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// compare puts the judged verdicts side by side.
func (f *FlowChange) compare(before, after *spfcheck.Report) {
	f.Before, f.After = before.Carriers, after.Carriers
	f.Turn = Same
	for i, v := range after.Verdicts { // the profiles are the same, so the verdicts are parallel
		if !v.Judged {
			continue
		}
		made := VerdictChange{Turn: turn(before.Verdicts[i], v), Before: before.Verdicts[i], After: v}
		f.Verdicts = append(f.Verdicts, made)
		if slices.Index(Turns, made.Turn) < slices.Index(Turns, f.Turn) {
			f.Turn = made.Turn
		}
	}
}

// turn says how a verdict changes. Where a carrier doesn't deliver from more
// addresses than before, that is worse, too.
func turn(before, after spfcheck.Verdict) Turn {
	switch {
	case after.DNSFailed, before.DNSFailed && !after.Outcome.Delivered():
		return Open
	case before.Outcome == after.Outcome && after.Outcome.Failed():
		return turnOf(beyond(after, before), beyond(before, after))
	case before.Outcome == after.Outcome:
		return Same
	default:
		worse := carriers.Worst(before.Outcome, after.Outcome) == after.Outcome
		return turnOf(worse, !worse)
	}
}

func turnOf(worse, better bool) Turn {
	switch {
	case worse:
		return Worse
	case better:
		return Better
	default:
		return Same
	}
}

// beyond reports whether a verdict is for addresses that another isn't for.
func beyond(v, other spfcheck.Verdict) bool {
	left := addressesOf(v)
	left.RemoveSet(set(addressesOf(other)))
	return len(set(left).Ranges()) > 0
}

func addressesOf(v spfcheck.Verdict) *netipx.IPSetBuilder {
	b := new(netipx.IPSetBuilder)
	for _, p := range v.Ranges {
		b.AddPrefix(p)
	}
	for _, a := range v.Addresses {
		b.Add(a)
	}
	return b
}

func set(b *netipx.IPSetBuilder) *netipx.IPSet {
	s, _ := b.IPSet() // it fails for invalid ranges alone
	return s
}

// fails reports whether the verdict makes the gate fail: the mail arrives no
// more, or, with all, it doesn't arrive.
func (v VerdictChange) fails(all bool) bool {
	return v.After.Outcome.Failed() && (v.Turn == Worse || all)
}

// open reports whether nothing can be said for certain.
func (v VerdictChange) open(all bool) bool {
	return v.Turn == Open || v.After.Outcome == carriers.Unknown && (v.Turn == Worse || all)
}

// describe notes what the flow is, as its report has it.
func (f *FlowChange) describe(rep *spfcheck.Report) {
	for _, id := range rep.Identities {
		if id.Kind == identity.From && id.Address != nil {
			f.From = *id.Address
		}
	}
}

// place finds the changed record that each verdict rests on.
func (r *run) place(ctx context.Context, f *FlowChange, differ []resolve.RRset, before, after *spfcheck.Report) {
	for i, v := range f.Verdicts {
		if v.Turn != Same {
			f.Verdicts[i].Place = r.places.of(r.partOf(ctx, differ, v.After, after), path(v.After, before, after))
		}
	}
}

// partOf leaves out of RRsets that differ those which have no part in a verdict that isn't
// known since DNS failed: it may have failed for a reason of its own. Where a part isn't
// known, all stay.
func (r *run) partOf(ctx context.Context, differ []resolve.RRset, v spfcheck.Verdict, rep *spfcheck.Report) []resolve.RRset {
	i := slices.IndexFunc(rep.Identities, func(id spfcheck.Evaluated) bool { return id.Kind == v.Identity })
	if !v.DNSFailed || v.DMARC != "" || i < 0 {
		return differ
	}
	names := map[string]bool{rep.Identities[i].Domain: true}
	for _, n := range tree.Load(ctx, resolve.Lookup{Exchanger: r.after}, rep.Identities[i].Domain, tree.Message{}).Nodes {
		names[n.Domain] = true
		for _, term := range n.Terms {
			if term.Unknown || term.NotLoaded || term.PerAddress {
				return differ
			}
			for _, q := range term.AllQuestions() {
				names[plain(q.Name)] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(differ), func(s resolve.RRset) bool { return !names[plain(s.Name)] })
}

// path are the names that a verdict rests on, the nearest last: the domains from the
// identity's to the one whose record decided; where DMARC decides, those of what it
// rests on if that has changed, or else of its records.
func path(v spfcheck.Verdict, before, after *spfcheck.Report) []string {
	if v.DMARC == "" || after.DMARC == nil {
		return pathOf(after, v.Identity)
	}
	var names []string
	for i, id := range after.Identities {
		if i < len(before.Identities) && before.Identities[i].Result != id.Result {
			names = append(names, pathOf(after, id.Kind)...)
		}
	}
	for _, s := range after.DKIM {
		if name := atKey(s.Signature); name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return []string{dmarcName(after.DMARC.Domain), dmarcName(after.DMARC.RecordAt)}
	}
	return names
}

// pathOf are the domains from an identity's to those whose records decided.
func pathOf(rep *spfcheck.Report, kind identity.Kind) []string {
	var path []string
	for _, id := range rep.Identities {
		if id.Kind == kind {
			path = append(path, id.Domain)
			for _, r := range id.Results {
				path = append(path, r.Path...)
			}
		}
	}
	return path
}

// dmarcName is where the DMARC record of a domain stands (RFC 7489 §6.1).
func dmarcName(domain string) string { return "_dmarc." + domain }
