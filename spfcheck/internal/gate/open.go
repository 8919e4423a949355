package gate

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// What a change leaves open is a question that fails with a [zone.UndeterminedError],
// and no pass: a verdict that needs the answer isn't known, and a flow or domain with
// such a verdict is undetermined. There is one exception, which is here: where the
// same was open before, and all else that the flow or domain could come to need is as
// it was, nothing has changed. What no flow and no domain needs is counted.

// settle takes back that a flow's verdicts can't be told where both states leave the
// same open and say the same beside it. An evaluation ends where an answer is missing,
// so what stands behind it is looked at here.
func (r *run) settle(ctx context.Context, f *FlowChange, noted *differences, before, after *spfcheck.Report) {
	signed := func(rep *spfcheck.Report) string {
		var b strings.Builder
		for _, s := range rep.DKIM {
			fmt.Fprintf(&b, "%s %s %s\n", s.Domain, s.Selector, s.Result)
		}
		return b.String()
	}
	if signed(before) != signed(after) {
		return
	}
	if f.Turn != Open || !r.openAsBefore(ctx, noted) || fmt.Sprint(before.Clients, before.Span) != fmt.Sprint(after.Clients, after.Span) ||
		!r.alike(ctx, before) || !r.alike(ctx, after) {
		return
	}
	f.Turn = Same
	for i, v := range f.Verdicts {
		if v.Turn == Open && v.Before.Outcome == v.After.Outcome {
			f.Verdicts[i].Turn = Same
		}
		if slices.Index(Turns, f.Verdicts[i].Turn) < slices.Index(Turns, f.Turn) {
			f.Turn = f.Verdicts[i].Turn
		}
	}
}

// openAsBefore reports whether something is open of what was asked for, and all of
// that in the same way before.
func (r *run) openAsBefore(ctx context.Context, noted *differences) bool {
	for set := range noted.open {
		if !r.sameGap(ctx, set.Name, tree.Type(set.Type)) {
			return false
		}
	}
	return len(noted.open) > 0
}

// alike reports whether all that the identities of a report reach is known to be the
// same before and after, or open in the same way.
func (r *run) alike(ctx context.Context, rep *spfcheck.Report) bool {
	for _, id := range rep.Identities {
		if id.Domain == "" {
			continue
		}
		before, ok := r.reached(ctx, r.before, id.Domain)
		if !ok {
			return false
		}
		after, ok := r.reached(ctx, r.after, id.Domain)
		if !ok || before != after {
			return false
		}
	}
	return true
}

// reached writes down what counts of what a domain publishes and reaches; false where
// that isn't all known, but for what is open in the same way before and after.
func (r *run) reached(ctx context.Context, e resolve.Exchanger, domain string) (string, bool) {
	var b strings.Builder
	lookup := resolve.Lookup{Exchanger: e}
	t := tree.Load(ctx, lookup, domain, tree.Message{})
	if t.Truncated() {
		return "", false
	}
	for _, n := range t.Nodes {
		if resolve.Failed(n.Err) && !r.sameGap(ctx, n.Domain, tree.TXT) {
			return "", false
		}
		fmt.Fprintf(&b, "%s %s\n", n.Domain, n.Problem)
		for _, rec := range n.Records {
			fmt.Fprintf(&b, "  %q\n", rec.Text)
		}
		for _, term := range n.Terms {
			if term.Unknown || term.NotLoaded || term.PerAddress {
				return "", false
			}
			for _, q := range term.AllQuestions() {
				if q.Failed() && !r.sameGap(ctx, q.Name, q.Type) {
					return "", false
				}
				fmt.Fprintf(&b, "  %s %s %v %v\n", q.Name, q.Type, q.Void, q.Failed())
			}
			fmt.Fprintf(&b, "  %v\n", term.Networks)
		}
	}
	d := dmarc.Discover(ctx, lookup, domain)
	if d.Status == dmarc.DNSFailed && !r.sameGap(ctx, dmarcName(d.From), tree.TXT) && !r.sameGap(ctx, dmarcName(d.Organizational), tree.TXT) {
		return "", false
	}
	fmt.Fprintf(&b, "%s %s %q %s\n", d.Status, d.Domain, d.Record.Text, d.Existence)
	return b.String(), r.addresses(ctx, lookup, domain, &b)
}

// addresses writes down whether a domain has what makes it one that mail is sent
// from.
func (r *run) addresses(ctx context.Context, lookup resolve.Lookup, domain string, b *strings.Builder) bool {
	mxs, err := lookup.LookupMX(ctx, domain)
	if resolve.Failed(err) && !r.sameGap(ctx, domain, tree.MX) {
		return false
	}
	lookup.Client = netip.IPv4Unspecified()
	addrs, err := lookup.LookupIPAddr(ctx, domain)
	fmt.Fprintf(b, "%v %v %v\n", len(mxs) > 0, len(addrs) > 0, resolve.NotFound(err))
	return !resolve.Failed(err) || r.sameGap(ctx, domain, tree.A)
}

// sameGap reports whether a question can't be answered before and after, since the
// same is open.
func (r *run) sameGap(ctx context.Context, name string, rrtype tree.Type) bool {
	var gaps [2]zone.UndeterminedError
	for i, e := range []resolve.Exchanger{r.before, r.after} {
		var open bool
		if gaps[i], open = errors.AsType[zone.UndeterminedError](asked(ctx, resolve.Lookup{Exchanger: e}, name, rrtype)); !open {
			return false
		}
	}
	return gaps[0].Same(gaps[1])
}

// asked gives the error of a question that has been asked.
func asked(ctx context.Context, l resolve.Lookup, name string, rrtype tree.Type) (err error) {
	switch rrtype {
	case tree.TXT:
		_, err = l.LookupTXT(ctx, name)
	case tree.MX:
		_, err = l.LookupMX(ctx, name)
	case tree.A:
		l.Client = netip.IPv4Unspecified()
		_, err = l.LookupIPAddr(ctx, name)
	case tree.AAAA:
		l.Client = netip.IPv6Unspecified()
		_, err = l.LookupIPAddr(ctx, name)
	}
	return err
}

// fails reports whether a domain could not be wholly looked at in a state, for more than
// what is open in the same way before and after.
func (r *run) fails(ctx context.Context, s state) bool {
	return slices.ContainsFunc(s.report.Failures, func(f lint.Failure) bool {
		return !r.sameGap(ctx, f.Name, tree.Type(f.Type))
	})
}

// failed says in which states a domain could not be wholly looked at, and whether that
// is since DNS itself fails after the change.
type failed struct{ before, after, dns bool }

// dnsFails reports whether questions fail for another reason than what is open.
func (p places) dnsFails(failures []lint.Failure) bool {
	return slices.ContainsFunc(failures, func(f lint.Failure) bool {
		_, open := p.open[resolve.RRset{Name: f.Name + ".", Type: f.Type}]
		return !open
	})
}

// sayOpen says of a problem that isn't known for what the files leave open that it is
// so, where those of DNS are told to try again.
func (r *run) sayOpen(p *Problem) {
	gap := r.gapOf(p.Place, p.Domain)
	if p.Code != NoRule || !gap.Why.Complete() {
		return
	}
	if p.Flow == "" {
		p.Title = openNeeded.Format(p.Domain)
	}
	if !strings.Contains(p.Text.EN, gap.Why.EN) {
		p.Text = openWhat.Format(p.Text, gap.Place, gap.Why)
	}
	p.Help = helpText.Format(openEffect, openFix)
}

// gapOf finds what is open where something isn't known of a domain. Where DNS itself
// fails for the domain, too, only what stands at the place is meant.
func (r *run) gapOf(at *zone.Place, domain string) zone.Gap {
	if r.failed[domain].dns {
		domain = ""
	}
	return r.places.gapOf(at, domain)
}

var (
	openNeeded  = i18n.Text{EN: "%s: the files leave open what is needed here", JA: "%s: 必要な内容がファイルからは決まりません"}
	openWhat    = i18n.Text{EN: "%s; left open at %s: %s", JA: "%s。決まっていないのは %s: %s"}
	openDecides = i18n.Text{EN: "what decides isn't known", JA: "判定できません"}

	openEffect = i18n.Text{
		EN: "What there will be isn't in the files, which is neither a pass nor a fault.",
		JA: "変更後の内容がファイルにないため、問題の有無を判定できません。",
	}
	openFix = i18n.Text{
		EN: "Write the value where it stands, or judge again when it is known, against DNS as it is then.",
		JA: "その箇所に値を書くか、値が決まってから、そのときの DNS で判定し直してください。",
	}
)

// countOpen says how much is open that nothing was needed of.
func (r *run) countOpen(rep *Report) {
	if r.Change == nil {
		return
	}
	var idle []change.Unknown
	for _, u := range r.Change.Unknown {
		if !r.places.needed(u) && !u.Guess {
			idle = append(idle, u)
		}
	}
	if len(idle) > 0 {
		rep.Notes = append(rep.Notes, notNeeded.Format(len(idle), idle[0].Place, idle[0].Reason))
	}
	if out := r.Change.Skipped; len(out) > 0 {
		rep.Notes = append(rep.Notes, leftOut.Format(len(out), out[0]))
	}
	if out := r.Change.Outside; len(out) > 0 {
		rep.Notes = append(rep.Notes, outside.Format(len(out), out[0]))
	}
	if out := r.Change.Unused; len(out) > 0 {
		rep.Notes = append(rep.Notes, unused.Format(len(out), out[0]))
	}
}

var leftOut = i18n.Text{
	EN: "left out as records of private zones: %d, the first at %s",
	JA: "非公開ゾーンのレコードとして除いたもの: %d 件。最初のもの: %s",
}

var outside = i18n.Text{
	EN: "left out as outside of the zone of their file, as servers do: %d, the first at %s",
	JA: "ファイルのゾーンの外にあるため、サーバーと同じく除いたもの: %d 件。最初のもの: %s",
}

var unused = i18n.Text{
	EN: "configurations of octoDNS that were not read, since the folder has several: %d, the first at %s; to have its sources and processors count, name one in place of the folder",
	JA: "フォルダーに複数あるため読まなかった octoDNS の設定: %d 件。最初のもの: %s。その sources と processors も反映するには、フォルダーの代わりに設定ファイルを 1 つ指定してください",
}

var notNeeded = i18n.Text{
	EN: "what the change leaves open and no flow or domain needs: %d, the first at %s: %s",
	JA: "内容が決まっていないものの、どのフローとドメインの判定にも要らないレコード: %d 件。最初のもの: %s: %s",
}
