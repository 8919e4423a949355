package bulk

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// maxCounted bounds the groups and the plans that are counted one by one: those that come
// first.
const maxCounted = 256

// Counts says how many lines came to what.
type Counts struct {
	Lines     int64          `json:"lines"`     // how many lines are done
	Delivered int64          `json:"delivered"` // lines for which every judged carrier delivers
	Failing   int64          `json:"failing"`   // lines for which at least one carrier doesn't deliver
	Unknown   int64          `json:"unknown"`   // lines without an answer
	Bad       int64          `json:"bad"`       // lines that can't be read
	Carriers  []CarrierCount `json:"carriers"`  // how often each outcome came out at each carrier
}

// Group counts the lines with the same value in the column that the lines are grouped by.
type Group struct {
	Value string `json:"value"` // its first 60 characters; empty also for lines that can't be taken apart
	Counts
}

// Plan is what there is to do for several lines, each for its own domain.
type Plan struct {
	Steps   []PlanStep `json:"steps"`   // what to do, in this order
	Lines   int64      `json:"lines"`   // how many lines have it
	Example Example    `json:"example"` // the first of them
}

// PlanStep is a step of a Plan: the domain and the addresses of a line are left open in it.
type PlanStep struct {
	Text  i18n.Text `json:"text"`  // what to do
	Terms []string  `json:"terms"` // what comes into the records with it; empty where nothing does
}

// Example is a line that has a plan.
type Example struct {
	Line   int64    `json:"line"`   // its number in the input
	ID     string   `json:"id"`     // its ID; empty where there is none
	Domain string   `json:"domain"` // the domain that the first step is about
	Record []string `json:"record"` // what to publish first, as lines of a zone file
}

// GroupBy chooses the column whose values group the summary. The error says that there
// is no such column, and which was probably meant.
func (in *Reader) GroupBy(column string) *Error {
	plain := func(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
	for i, name := range in.Columns() {
		if plain(name) == plain(column) {
			in.group, in.grouped = i+1, clip(name)
			in.Unused = slices.DeleteFunc(in.Unused, func(unused string) bool { return unused == in.grouped })
			return nil
		}
	}
	if in.Format == NDJSON { // a line may have it beside the keys
		in.extra, in.group, in.grouped = column, len(Keys)+1, clip(column)
		in.header.names = append(slices.Clone(Keys), column)
		return nil
	}
	var names []string
	for _, name := range in.Columns()[:min(len(in.Columns()), maxNamed)] {
		names = append(names, clip(name))
	}
	return &Error{
		Field: clip(column), Problem: noColumn.Format(clip(column)),
		Hint: spelling.DidYouMean(column, names, thereAreKeys.Format(strings.Join(names, ", "))),
	}
}

// maxNamed is how many columns a text names.
const maxNamed = 20

var noColumn = i18n.Text{EN: "the input has no column %q", JA: "入力に列 %q はありません"}

// groupOf gives the value by which a line is grouped; nil where lines aren't.
func (in *Reader) groupOf(values []string) *string {
	if in.group == 0 {
		return nil
	}
	value := ""
	if in.group <= len(values) {
		value = clip(values[in.group-1])
	}
	return &value
}

func (c *Counts) add(e entry) {
	c.Lines++
	*map[Class]*int64{Delivered: &c.Delivered, Failing: &c.Failing, Unknown: &c.Unknown, Bad: &c.Bad}[e.class]++
	addOutcomes(&c.Carriers, e.carriers)
}

// addGroup counts a line in its group, unless there are too many.
func (s *Summary) addGroup(e entry) {
	if e.group == nil {
		return
	}
	same := func(g Group) bool { return g.Value == *e.group }
	if len(s.Groups) >= maxCounted && !slices.ContainsFunc(s.Groups, same) {
		s.OtherGroups++
		return
	}
	findOrAdd(&s.Groups, Group{Value: *e.group}, same).add(e)
}

// addPlan counts a line that has a plan, unless there are too many.
func (s *Summary) addPlan(e entry) {
	if e.plan == nil {
		return
	}
	same := func(p Plan) bool {
		return slices.EqualFunc(p.Steps, e.plan.Steps, func(a, b PlanStep) bool { return a.Text == b.Text && slices.Equal(a.Terms, b.Terms) })
	}
	if len(s.Plans) >= maxCounted && !slices.ContainsFunc(s.Plans, same) {
		s.OtherPlans++
		return
	}
	findOrAdd(&s.Plans, *e.plan, same).Lines++
}

func (s *Summary) sortGroups() {
	slices.SortStableFunc(s.Groups, func(a, b Group) int { return cmp.Or(cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.Value, b.Value)) })
	for i := range s.Groups {
		sortCarriers(s.Groups[i].Carriers)
	}
	slices.SortStableFunc(s.Plans, func(a, b Plan) int {
		return cmp.Or(cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.Example.Line, b.Example.Line))
	})
}

// planOf gives the plan of a line with what only that line has left open; nil where it has
// none.
func planOf(l *Line) *Plan {
	if l.Report == nil || l.Plan == nil || len(l.Plan.Steps) == 0 {
		return nil
	}
	first := l.Plan.Steps[0]
	p := &Plan{Example: Example{Line: l.Number, ID: clip(IDText(l.ID)), Domain: first.Domain, Record: []string{}}}
	if now, _ := l.Plan.Now(); len(now) > 0 {
		p.Example.Record, _ = now[0].Publish[0].Changes()
	}
	for _, s := range l.Plan.Steps {
		open := func(text string) string { return strings.ReplaceAll(text, s.Domain, "DOMAIN") }
		p.Steps = append(p.Steps, PlanStep{
			Text:  i18n.Text{EN: open(s.Text.EN), JA: open(s.Text.JA)},
			Terms: terms(s.Publish, open),
		})
	}
	return p
}

// terms gives the words that come into records, with addresses left open.
func terms(sets []spfcheck.RRset, open func(string) string) []string {
	came := []string{}
	for _, set := range sets {
		was := strings.Fields(strings.Join(set.Was, " "))
		for _, word := range strings.Fields(strings.Join(set.Values, " ")) {
			if slices.Contains(was, word) || word == "v=spf1" {
				continue
			}
			mechanism, value, _ := strings.Cut(word, ":")
			prefix, length, isRange := strings.Cut(value, "/")
			if _, err := netip.ParseAddr(prefix); err == nil {
				word = mechanism + ":ADDRESS"
				if isRange {
					word += "/" + length
				}
			}
			if word = open(word); !slices.Contains(came, word) {
				came = append(came, word)
			}
		}
	}
	return came
}
