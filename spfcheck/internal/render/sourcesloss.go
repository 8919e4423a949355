package render

import (
	"cmp"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

// loss is what some carriers do with as many messages of the same sources.
type loss struct {
	outcome  carriers.Outcome
	messages int64
	from     i18n.Text
	carriers []i18n.Text
}

// answers say what is lost of what is yours, what is most first.
func answers(d sources.Domain, failOn carriers.Outcome) []i18n.Text {
	if d.Yours == 0 {
		return []i18n.Text{nothingYours.Format(number(d.Messages), d.Domain)}
	}
	var losses []loss
	for _, c := range d.Carriers {
		for _, o := range slices.Backward(carriers.Outcomes) {
			if !o.Failed() && o != carriers.Unknown && (o != failOn || o == carriers.Deliver) {
				continue
			}
			if n := c.Of(func(other carriers.Outcome) bool { return other == o }); n > 0 {
				losses = addLoss(losses, loss{o, n, lostFrom(d, c.Carrier, o, n), []i18n.Text{c.Name}})
			}
		}
	}
	slices.SortStableFunc(losses, func(a, b loss) int {
		return cmp.Or(cmp.Compare(b.messages, a.messages), cmp.Compare(slices.Index(carriers.Outcomes, b.outcome), slices.Index(carriers.Outcomes, a.outcome)))
	})
	var told []i18n.Text
	for _, l := range losses {
		told = append(told, lossWords[l.outcome].Format(together(l.carriers), percent(l.messages, d.Yours), d.Domain, number(l.messages), number(d.Yours), l.from))
	}
	if told == nil {
		told = []i18n.Text{allDelivered.Format(d.Domain, number(d.Yours))}
	}
	return told
}

// addLoss puts carriers together that do the same.
func addLoss(losses []loss, l loss) []loss {
	for i, other := range losses {
		if other.outcome == l.outcome && other.messages == l.messages && other.from == l.from {
			losses[i].carriers = append(losses[i].carriers, l.carriers...)
			return losses
		}
	}
	return append(losses, l)
}

// lostFrom says which sources that are yours come to an outcome at a carrier.
func lostFrom(d sources.Domain, carrier string, outcome carriers.Outcome, all int64) i18n.Text {
	type part struct {
		name i18n.Text
		n    int64
	}
	var parts []part
	for _, s := range d.Sources {
		for _, c := range s.Carriers {
			if n := c.Of(func(o carriers.Outcome) bool { return o == outcome }); s.Class == sources.Yours && c.Carrier == carrier && n > 0 {
				parts = append(parts, part{s.Name, n})
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.n, a.n) })
	if len(parts) == 1 {
		return allFrom.Format(parts[0].name)
	}
	var names []i18n.Text
	for _, one := range parts[:min(len(parts), 3)] {
		names = append(names, fromSource.Format(one.name, percent(one.n, all)))
	}
	if more := len(parts) - len(names); more > 0 {
		names = append(names, fewMore.Format(more))
	}
	return join(names)
}
