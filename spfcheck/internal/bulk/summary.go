package bulk

import (
	"cmp"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Summary counts what came of all lines.
type Summary struct {
	Complete    bool           `json:"complete"`               // the run came to the end of the input; false: it was interrupted
	Line        int64          `json:"line"`                   // this line of the input and all before it are done
	Lines       int64          `json:"lines"`                  // how many lines are done, without empty ones and the header
	Delivered   int64          `json:"delivered"`              // lines for which every judged carrier delivers
	Failing     int64          `json:"failing"`                // lines for which at least one carrier doesn't deliver
	Unknown     int64          `json:"unknown"`                // lines without an answer: DNS failed, or no known rule covers the case
	Bad         int64          `json:"bad"`                    // lines that can't be read
	DNSFailed   int64          `json:"dns_failed"`             // lines of any kind for which DNS failed somewhere
	Carriers    []CarrierCount `json:"carriers"`               // how often each outcome came out at each carrier
	Causes      []Cause        `json:"causes"`                 // the rules by which mail isn't delivered, most frequent first
	GroupedBy   string         `json:"grouped_by,omitempty"`   // the column whose values the groups have; left out where lines aren't grouped
	Groups      []Group        `json:"groups,omitempty"`       // the lines by the value of a column, those with the most lines first; left out where they aren't grouped
	OtherGroups int64          `json:"other_groups,omitempty"` // lines with other values than those of groups, of which there are too many
	Plans       []Plan         `json:"plans,omitempty"`        // what there is to do, for the most lines first; left out where plans weren't asked for
	OtherPlans  int64          `json:"other_plans,omitempty"`  // lines with other plans than those, of which there are too many
	Traffic
	Seconds float64 `json:"seconds"` // how long the run took, those before an interruption included
}

// Traffic is what was asked of DNS.
type Traffic struct {
	Questions  int64 `json:"questions"`  // questions sent to servers, repetitions included
	CacheHits  int64 `json:"cache_hits"` // times that an answer was there already or under way
	Unanswered int64 `json:"unanswered"` // questions to which no answer came, or SERVFAIL or REFUSED
}

func (t Traffic) plus(u Traffic) Traffic {
	return Traffic{t.Questions + u.Questions, t.CacheHits + u.CacheHits, t.Unanswered + u.Unanswered}
}

// CarrierCount is how often each outcome came out at a carrier.
type CarrierCount struct {
	Carrier  string         `json:"carrier"`  // the ID of the carrier
	Name     i18n.Text      `json:"name"`     // the name of the carrier
	Outcomes []OutcomeCount `json:"outcomes"` // the outcomes that came out, mildest first
}

// OutcomeCount is how many lines came to an outcome.
type OutcomeCount struct {
	Outcome carriers.Outcome `json:"outcome"` // what becomes of the message
	Lines   int64            `json:"lines"`   // how many lines came to it
}

// Cause is a rule by which mail isn't delivered.
type Cause struct {
	Carrier string           `json:"carrier"` // the ID of the carrier
	Name    i18n.Text        `json:"name"`    // the name of the carrier
	Rule    string           `json:"rule"`    // the ID of the rule
	Outcome carriers.Outcome `json:"outcome"` // what becomes of the message
	Why     i18n.Text        `json:"why"`     // the reason in words
	Lines   int64            `json:"lines"`   // how many lines it decided
}

// Worst is the class that the run counts as: a failing line is worse than one
// that can't be read, that than one that is undetermined.
func (s *Summary) Worst() Class {
	switch {
	case s.Failing > 0:
		return Failing
	case s.Bad > 0:
		return Bad
	case s.Unknown > 0:
		return Unknown
	}
	return Delivered
}

// impossible reports whether no run counts so.
func (s *Summary) impossible() bool {
	counts := []int64{s.Line, s.Delivered, s.Failing, s.Unknown, s.Bad, s.DNSFailed, s.Questions, s.CacheHits, s.Unanswered}
	for _, c := range s.Carriers {
		for _, o := range c.Outcomes {
			counts = append(counts, o.Lines, s.Lines-o.Lines)
		}
	}
	for _, c := range s.Causes {
		counts = append(counts, c.Lines)
	}
	return slices.Min(counts) < 0 || s.Seconds < 0 || s.Lines != s.Delivered+s.Failing+s.Unknown+s.Bad
}

// entry is what a line adds to a summary.
type entry struct {
	class     Class
	dnsFailed bool
	carriers  []CarrierCount
	causes    []Cause
	group     *string
	plan      *Plan
}

func newEntry(l *Line, class Class) entry {
	e := entry{class: class, dnsFailed: l.DNSFailed(), group: l.group, plan: planOf(l)}
	if l.Report == nil {
		return e
	}
	for _, c := range l.Carriers {
		e.carriers = append(e.carriers, CarrierCount{c.Carrier, c.Name, []OutcomeCount{{c.Outcome, 1}}})
	}
	for _, v := range l.Deciding() {
		if v.Outcome.Failed() && v.Rule != "" {
			e.causes = append(e.causes, Cause{v.Carrier, v.CarrierName, v.Rule, v.Outcome, v.Why, 1})
		}
	}
	return e
}

func (s *Summary) add(e entry) {
	s.Lines++
	*map[Class]*int64{Delivered: &s.Delivered, Failing: &s.Failing, Unknown: &s.Unknown, Bad: &s.Bad}[e.class]++
	if e.dnsFailed {
		s.DNSFailed++
	}
	addOutcomes(&s.Carriers, e.carriers)
	s.addGroup(e)
	s.addPlan(e)
	for _, c := range e.causes {
		c.Lines = 0
		findOrAdd(&s.Causes, c, func(k Cause) bool { return k.Rule == c.Rule }).Lines++
	}
}

// addOutcomes counts what the carriers came to for a line.
func addOutcomes(counts *[]CarrierCount, line []CarrierCount) {
	for _, c := range line {
		known := findOrAdd(counts, CarrierCount{Carrier: c.Carrier, Name: c.Name}, func(k CarrierCount) bool { return k.Carrier == c.Carrier })
		outcome := c.Outcomes[0].Outcome
		findOrAdd(&known.Outcomes, OutcomeCount{Outcome: outcome}, func(k OutcomeCount) bool { return k.Outcome == outcome }).Lines++
	}
}

// findOrAdd finds what is the same in a list, or adds it.
func findOrAdd[T any](list *[]T, v T, same func(T) bool) *T {
	i := slices.IndexFunc(*list, same)
	if i < 0 {
		i = len(*list)
		*list = append(*list, v)
	}
	return &(*list)[i]
}

// sort brings the lists into an order that doesn't depend on the lines'.
func (s *Summary) sort() {
	sortCarriers(s.Carriers)
	s.sortGroups()
	slices.SortFunc(s.Causes, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.Rule, b.Rule))
	})
}

func sortCarriers(counts []CarrierCount) {
	ids := carriers.IDs()
	slices.SortStableFunc(counts, func(a, b CarrierCount) int {
		return cmp.Compare(slices.Index(ids, a.Carrier), slices.Index(ids, b.Carrier))
	})
	for _, c := range counts {
		slices.SortFunc(c.Outcomes, func(a, b OutcomeCount) int {
			return cmp.Compare(slices.Index(carriers.Outcomes, a.Outcome), slices.Index(carriers.Outcomes, b.Outcome))
		})
	}
}
