package carriers

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Basis says how a rule is known.
type Basis string

// The bases.
const (
	Official Basis = "official" // the carrier's own page says it
	Quoted   Basis = "quoted"   // a named third party quotes or paraphrases the carrier
	Observed Basis = "observed" // a named third party tested it, or holds a bounce that shows it
	Claimed  Basis = "claimed"  // a named third party asserts it, with no test
	Inferred Basis = "inferred" // our reading; no source says it in so many words
)

// Bases lists every Basis, the strongest first.
var Bases = []Basis{Official, Quoted, Observed, Claimed, Inferred}

// BasisNames lists every Basis as text, the strongest first.
func BasisNames() []string {
	names := make([]string, len(Bases))
	for i, b := range Bases {
		names[i] = string(b)
	}
	return names
}

// AtLeast reports whether b is as strong as limit or stronger. Every basis is
// as strong as the empty limit.
func (b Basis) AtLeast(limit Basis) bool {
	return limit == "" || slices.Index(Bases, b) <= slices.Index(Bases, limit)
}

// weaker gives the basis of what holds only if a system for which it isn't known
// works like one for which it is: one step less of evidence, and never a test that
// wasn't made.
func (b Basis) weaker() Basis {
	switch b {
	case Official:
		return Quoted
	case Quoted, Observed:
		return Claimed
	default:
		return Inferred
	}
}

// Source is a page or a text that a rule relies on.
type Source struct {
	Key   string    `json:"key"`                // a name for programs; people are shown title and url
	URL   string    `json:"url"`                // the address of the page; empty where the text is on no page that can be linked
	Title i18n.Text `json:"title"`              // who says it, and in what
	Date  string    `json:"date"`               // its date, as exactly as it is known: "2007-11-01", "2023-10", "2008"; empty when undated
	Later bool      `json:"or_later,omitempty"` // date is the earliest possible one
	Basis Basis     `json:"basis"`              // how this source knows
	Fact  i18n.Text `json:"fact"`               // the fact relied on
}

// also gives another fact of the same page.
func (s Source) also(basis Basis, fact i18n.Text) Source {
	s.Basis, s.Fact = basis, fact
	return s
}
