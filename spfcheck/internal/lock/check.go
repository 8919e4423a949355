package lock

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// atOnce is how many questions are asked at the same time.
const atOnce = 16

// Drift is what has changed in DNS since a file was written, as plain data.
type Drift struct {
	Version  int               `json:"version"`                       // the version of this form: fields are added under the same version, never renamed or removed
	File     string            `json:"file"`                          // the name of the file
	Day      carriers.Day      `json:"day" jsonschema:"format=date"`  // the day on which the file was written
	Date     carriers.Day      `json:"date" jsonschema:"format=date"` // the day whose rules judged
	Result   gate.Result       `json:"result"`                        // fail where a verdict gets worse so that mail isn't delivered; drift alone is a pass
	Changes  []Change          `json:"changes"`                       // what has drifted, by name and type
	Flows    []gate.FlowChange `json:"flows"`                         // what becomes of each flow: before is the file, after is DNS
	Problems []gate.Problem    `json:"problems"`                      // what to look at: the flows, the worst first, and the domains that nearly everybody may send for now
	Missing  []Question        `json:"missing"`                       // questions that the flows need and the file doesn't have: it was written for others
	Failures []Failure         `json:"failures"`                      // questions that DNS gives no usable answer to
}

// Change is an RRset that has changed.
type Change struct {
	Name   string     `json:"name"`          // the name of the RRset
	Type   string     `json:"type"`          // the type of the RRset
	Before []string   `json:"before"`        // the data of the records in the file, or NXDOMAIN or NODATA
	After  []string   `json:"after"`         // the same in DNS; CNAME and a name where one was added
	SPF    *SPFChange `json:"spf,omitempty"` // what it means for the domain's SPF; left out where it means nothing or DNS failed
}

// Lines are what was removed and added: the terms of an SPF record, or else data.
func (c Change) Lines() (removed, added []string) {
	removed, added = without(c.Before, c.After), without(c.After, c.Before)
	if c.SPF == nil || len(c.SPF.Removed)+len(c.SPF.Added) == 0 {
		return removed, added
	}
	return slices.Concat(c.SPF.Removed, slices.DeleteFunc(removed, isSPF)), slices.Concat(c.SPF.Added, slices.DeleteFunc(added, isSPF))
}

// isSPF reports whether data are those of an SPF record.
func isSPF(data string) bool { return strings.HasPrefix(strings.ToLower(data), `"v=spf1`) }

// without gives what is in a list and not in another.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// SPFChange is what has changed in what an SPF record comes to, with all that it
// includes.
type SPFChange struct {
	Domain   string         `json:"domain"`         // the domain whose record it is
	Gained   gate.Addresses `json:"gained"`         // addresses newly authorised, limits of lookups aside
	Lost     gate.Addresses `json:"lost"`           // addresses cut off, limits of lookups aside
	Included bool           `json:"included"`       // no flow sends from the domain: the lookups have that of the include itself
	Before   int            `json:"lookups_before"` // the lookups of the record in the file
	After    int            `json:"lookups_after"`  // the lookups of the record in DNS
	Removed  []string       `json:"removed"`        // terms of the record that were removed
	Added    []string       `json:"added"`          // terms of the record that were added
}

// Check compares a file with what is published now, in the terms of SPF, and
// judges the flows of a gate with both. The gate's own states of DNS and its
// Change aren't looked at. Errors are as those of [Make].
func Check(ctx context.Context, f *File, published resolve.Exchanger, with *gate.Gate) (*Drift, error) {
	g := *with
	g.Change, g.Base = nil, nil
	missing := resolve.NewAnswers("")
	domains, err := ask(ctx, resolve.Chain(f.Exchanger(), missing.Collect()), g)
	if err != nil {
		return nil, err
	}
	now := New(f.Day)
	live := resolve.Chain(published, now.Answers.Collect())
	askAgain(ctx, live, f.Answers.All())
	g.Before, g.After = f.Exchanger(), live
	rep, err := g.Run(ctx)
	if err != nil {
		return nil, err
	}
	drift := &Drift{
		Version: Version, File: Name, Day: f.Day, Date: rep.Date,
		Flows: rep.Flows, Problems: []gate.Problem{}, Missing: []Question{},
	}
	for _, f := range failures(missing) {
		drift.Missing = append(drift.Missing, f.Question)
	}
	for _, p := range rep.Problems {
		if p.Flow != "" {
			drift.Problems = append(drift.Problems, p)
		}
	}
	c := comparison{before: f, after: now, live: live, domains: domains}
	drift.Changes = c.changes(ctx)
	for _, change := range drift.Changes {
		if change.SPF == nil {
			continue
		}
		if p, is := gate.Opened(change.SPF.Domain, change.SPF.Gained); is {
			drift.Problems = append(drift.Problems, p)
		}
	}
	drift.Failures = failures(now.Answers)
	drift.conclude()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return drift, nil
}

// askAgain asks the questions of a file.
func askAgain(ctx context.Context, e resolve.Exchanger, answers []resolve.Answer) {
	var under errgroup.Group
	under.SetLimit(atOnce)
	for _, a := range answers {
		under.Go(func() error {
			_ = resolve.Ask(ctx, e, a.RRset) // a failure is among those of Collect
			return nil
		})
	}
	_ = under.Wait()
}

func (d *Drift) conclude() {
	d.Result = gate.Pass
	if len(d.Missing)+len(d.Failures) > 0 {
		d.Result = gate.Undetermined
	}
	for _, p := range d.Problems {
		switch {
		case p.Fails:
			d.Result = gate.Fail
			return
		case p.Code == gate.NoRule:
			d.Result = gate.Undetermined
		}
	}
}

// comparison is of a file and DNS.
type comparison struct {
	before, after *File
	live          resolve.Exchanger
	domains       []string // of the flows
}

// changes lists the RRsets of the file that aren't as they were, and says of each
// name once what that means for its SPF record.
func (c comparison) changes(ctx context.Context) []Change {
	changes := []Change{}
	for _, before := range c.before.Answers.All() {
		after, known := c.afterOf(before.RRset)
		if !known || slices.Equal(words(before), after) {
			continue
		}
		changes = append(changes, Change{Name: before.Name, Type: before.Type, Before: words(before), After: after})
	}
	changes = withoutEchoes(changes)
	for i, change := range changes {
		texts := slices.ContainsFunc(changes, func(c Change) bool { return c.Name == change.Name && c.Type == "TXT" })
		if change.Type == "TXT" || change.Type == "CNAME" && !texts {
			changes[i].SPF = c.spf(ctx, strings.TrimSuffix(change.Name, "."))
		}
	}
	return changes
}

// withoutEchoes leaves out what says no more of a name than that it came or went,
// where another change of the name says so.
func withoutEchoes(changes []Change) []Change {
	kept := []Change{}
	for i, change := range changes {
		if change.hasData() || !slices.ContainsFunc(changes, func(c Change) bool { return c.Name == change.Name && c.hasData() }) &&
			!slices.ContainsFunc(changes[:i], func(c Change) bool { return c.Name == change.Name }) {
			kept = append(kept, change)
		}
	}
	return kept
}

// hasData reports whether there were records, or are.
func (c Change) hasData() bool {
	isEmpty := func(data string) bool { return data == noName || data == noData }
	return !isEmpty(c.Before[0]) || !isEmpty(c.After[0])
}

// afterOf is what DNS says of an RRset now; false where it says nothing.
func (c comparison) afterOf(set resolve.RRset) ([]string, bool) {
	if a, known := c.after.Answers.Get(set); known {
		return words(a), true
	}
	link, known := c.after.Answers.Get(resolve.RRset{Name: set.Name, Type: "CNAME"})
	if !known || len(link.Data) == 0 {
		return nil, false
	}
	return []string{"CNAME " + link.Data[0]}, true
}

// spf compares what a domain's SPF record comes to; nil where that is the same, as
// it is without any, or can't be known.
func (c comparison) spf(ctx context.Context, domain string) *SPFChange {
	before := tree.Load(ctx, resolve.Lookup{Exchanger: c.before.Exchanger()}, domain, tree.Message{})
	if failed(before) { // its addresses, say, were asked for, and not its SPF record
		return nil
	}
	after := tree.Load(ctx, resolve.Lookup{Exchanger: c.live}, domain, tree.Message{})
	if failed(after) {
		return nil
	}
	made := &SPFChange{
		Domain: domain, Included: !slices.Contains(c.domains, domain),
		Before: before.Cost().Lookups, After: after.Cost().Lookups,
	}
	made.Gained, made.Lost = gate.Between(before, after)
	made.Removed, made.Added = without(terms(before), terms(after)), without(terms(after), terms(before))
	if made.Before == made.After && made.Gained.Empty() && made.Lost.Empty() && len(made.Removed)+len(made.Added) == 0 {
		return nil
	}
	if made.Included {
		made.Before++
		made.After++
	}
	return made
}

// terms are those of a domain's record, as they are written.
func terms(t *tree.Tree) []string {
	list := []string{}
	for _, term := range t.Root.Terms {
		list = append(list, term.Text)
	}
	return list
}

// failed reports whether DNS failed for part of a tree.
func failed(t *tree.Tree) bool {
	return t.Root.Problem == tree.DNSFailed ||
		slices.ContainsFunc(t.Gaps(), func(g tree.Gap) bool { return g.Why == tree.Failed })
}
