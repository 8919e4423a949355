package lint

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// Repaired is the one SPF record that a domain's texts were meant to be.
type Repaired struct {
	Record string      `json:"record"`          // the record; empty where some of it can't be told
	Apart  []string    `json:"apart,omitempty"` // what stood in the same TXT records, and needs ones of its own
	Done   []i18n.Text `json:"done"`            // what was done to the texts
	Open   []i18n.Text `json:"open,omitempty"`  // what can't be told
}

// newRepaired repairs the SPF record of a domain; nil where nothing is to be done.
func newRepaired(n *tree.Node) *Repaired {
	r := record.Repair(n.Texts)
	if len(r.Done)+len(r.Open) == 0 {
		return nil
	}
	return &Repaired{Record: r.Record, Apart: r.Apart, Done: append([]i18n.Text{}, r.Done...), Open: r.Open}
}
