package render

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// inFile reports whether a place is in a file, which standard input isn't.
func inFile(p *zone.Place) bool { return p != nil && p.File != change.Stdin }

// problemTexts say what a problem is, what to do, and where it comes from beside
// the line of a file: a line of standard input, a place in the tool's own files.
func problemTexts(p gate.Problem) []i18n.Text {
	texts := []i18n.Text{p.Text, p.Help}
	if p.Place != nil && !inFile(p.Place) {
		texts = append(texts, problemInput.Format(p.Place.Line))
	}
	if p.Place != nil && p.Place.Source != "" {
		texts = append(texts, problemSource.Format(p.Place.Source))
	}
	return texts
}

// told gives problemTexts, and which rule the problem is by, a line each.
func (o Options) told(p gate.Problem) []string {
	var lines []string
	for _, t := range append(problemTexts(p), problemOrigin(p)) {
		if t != (i18n.Text{}) {
			lines = append(lines, o.say(t))
		}
	}
	return lines
}

// problemOrigin names the rule and its source; the zero Text where there is no rule.
func problemOrigin(p gate.Problem) i18n.Text {
	switch {
	case p.Code == gate.NoRule:
		return i18n.Text{}
	case p.Source == "":
		return problemRule.Format(p.Code)
	default:
		return problemRuleSource.Format(p.Code, p.Source)
	}
}

var (
	problemInput      = i18n.Text{EN: "Line %d of standard input.", JA: "標準入力の %d 行目"}
	problemSource     = i18n.Text{EN: "It comes from %s.", JA: "変更元: %s"}
	problemRule       = i18n.Text{EN: "Rule: %s", JA: "規則: %s"}
	problemRuleSource = i18n.Text{EN: "Rule: %s, %s", JA: "規則: %s（%s）"}
)
