package render

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
)

// carrierTurn is what a carrier does with a flow before and after a change.
type carrierTurn struct {
	carrier       string
	name          i18n.Text
	before, after carriers.Outcome
	turn          gate.Turn // of its verdicts, of which the outcome is the worst
}

// carrierTurns puts the outcomes of a flow's carriers side by side.
func carrierTurns(f gate.FlowChange) []carrierTurn {
	var turns []carrierTurn
	for i, c := range f.After { // of the same carriers as before
		turns = append(turns, carrierTurn{c.Carrier, c.Name, f.Before[i].Outcome, c.Outcome, turnOf(f, c.Carrier)})
	}
	return turns
}

// sameCarrier reports whether another is of the same carrier.
func (t carrierTurn) sameCarrier(other carrierTurn) bool { return t.carrier == other.carrier }

// changes reports whether the outcome changes.
func (t carrierTurn) changes() bool { return t.before != t.after }

// text names the outcome, both where it changes, and that it doesn't tell all
// where only a milder verdict does.
func (t carrierTurn) text() i18n.Text {
	switch {
	case t.changes():
		return beforeAfter.Format(t.before.Word(), t.after.Word())
	case t.turn != gate.Same:
		return inBrackets.Format(t.after.Word(), turnWords[t.turn])
	default:
		return t.after.Word()
	}
}

// lookupsChange says how many DNS lookups a domain's SPF record causes, of how
// many.
func lookupsChange(d gate.DomainChange) i18n.Text {
	before, after := stateCount(d.Before), stateCount(d.After)
	if before != after {
		after = beforeAfter.Format(before, after)
	}
	return lookupsLimit.Format(after, d.After.Lookups.Limit)
}

// stateCount is the number of lookups as far as it is known.
func stateCount(s gate.DomainState) i18n.Text {
	switch {
	case s.Record == "" && s.DNSFailed:
		return notKnown
	case s.Record == "":
		return noRecord
	default:
		return lookupCount(s.Lookups)
	}
}

var (
	beforeAfter  = i18n.Text{EN: "%s → %s", JA: "%s → %s"}
	lookupsLimit = i18n.Text{EN: "%s (limit %d)", JA: "%s（上限 %d）"}
	lookupsWord  = i18n.Text{EN: "DNS lookups", JA: "DNS を引く項"}
	noRecord     = i18n.Text{EN: "no SPF record", JA: "SPF レコードなし"}
	notKnown     = i18n.Text{EN: "not known", JA: "不明"}
)
