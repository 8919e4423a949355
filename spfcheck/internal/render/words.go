package render

import (
	"cmp"

	"blitiri.com.ar/go/spf"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// basisWords are the bases as the tables show them.
var basisWords = map[carriers.Basis]i18n.Text{
	carriers.Official: {EN: "official", JA: "公式"},
	carriers.Quoted:   {EN: "quoted", JA: "引用"},
	carriers.Observed: {EN: "observed", JA: "観測"},
	carriers.Claimed:  {EN: "claimed", JA: "伝聞"},
	carriers.Inferred: {EN: "inferred", JA: "推定"},
}

// outcomeColors can be read on a dark and on a light background, as yellow can't.
var outcomeColors = map[carriers.Outcome]text.Color{
	carriers.Deliver: text.FgGreen,
	carriers.Warn:    text.FgMagenta,
	carriers.Unknown: text.FgMagenta,
	carriers.Junk:    text.FgRed,
	carriers.Drop:    text.FgRed,
	carriers.Reject:  text.FgRed,
}

var resultColors = map[spf.Result]text.Color{
	spf.Pass:       text.FgGreen,
	spf.Fail:       text.FgRed,
	spf.SoftFail:   text.FgRed,
	spf.None:       text.FgRed,
	spf.PermError:  text.FgRed,
	spf.Neutral:    text.FgMagenta,
	spf.TempError:  text.FgMagenta,
	spfcheck.Mixed: text.FgMagenta,

	spfcheck.Unknown: text.FgMagenta,
}

var severityColors = map[rules.Severity]text.Color{
	rules.Error:   text.FgRed,
	rules.Warning: text.FgMagenta,
}

// authResult gives a result of DKIM or DMARC, coloured as SPF's are.
func (p *page) authResult(result string) string {
	return p.paint(resultColors[spf.Result(result)], result)
}

// outcome gives the word for an outcome, in its colour.
func (p *page) outcome(o carriers.Outcome) string {
	return p.paint(outcomeColors[o], p.plainOutcome(o))
}

// plainOutcome gives it for text that is wrapped.
func (p *page) plainOutcome(o carriers.Outcome) string { return p.say(o.Word()) }

// result gives an SPF result, which has the same name in every language.
func (p *page) result(r spf.Result) string { return p.paint(resultColors[r], string(r)) }

// basis gives the word for a basis; a dash where nothing is known.
func (p *page) basis(b carriers.Basis) string { return cmp.Or(p.say(basisWords[b]), "-") }
