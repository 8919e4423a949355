package dsn

import (
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Explained is a rule that gives the causes of a recipient's failure, as people read it.
// What it looks for in the words of a reply is left out.
type Explained struct {
	ID         string            `json:"id"`              // as in a recipient's rule
	Carriers   []string          `json:"carriers"`        // the IDs of the carriers that it is for; none: every server
	Stages     []Stage           `json:"stages"`          // the stages that it is for; none: any
	Codes      []string          `json:"reply_codes"`     // the codes of the reply; none: any
	Enhanced   []string          `json:"enhanced_codes"`  // the enhanced codes; "5.7." stands for all that begin so; none: any
	From       carriers.Day      `json:"from,omitempty"`  // the first day of the attempt
	Until      carriers.Day      `json:"until,omitempty"` // the first day that it is no longer for
	Causes     []Cause           `json:"cause"`           // the likeliest first
	Confidence Filtering         `json:"confidence"`      // of the first cause
	Advice     i18n.Text         `json:"advice"`          // what to do
	Basis      carriers.Basis    `json:"basis"`           // how it is known
	Sources    []carriers.Source `json:"sources"`
}

// Explain gives the rule of an ID; nil where there is none.
func Explain(id string) *Explained {
	all := append(slices.Clone(rules()), lastRule)
	i := slices.IndexFunc(all, func(r rule) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	r := all[i]
	return &Explained{
		ID: r.ID, Carriers: append([]string{}, r.Carriers...), Stages: append([]Stage{}, r.Stages...),
		Codes: append([]string{}, r.Codes...), Enhanced: append([]string{}, r.Marks...), From: r.From, Until: r.Until,
		Causes: r.Causes, Confidence: r.Confidence, Advice: fillIn(r.Advice, &Recipient{Reply: "…"}, &Report{}),
		Basis: r.Basis, Sources: r.Sources,
	}
}

// RuleIDs lists the IDs of all rules.
func RuleIDs() []string {
	var ids []string
	for _, r := range append(slices.Clone(rules()), lastRule) {
		ids = append(ids, r.ID)
	}
	return ids
}
