package render

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// rulePage is a rule with its help, as SARIF has it.
type rulePage struct {
	title, what i18n.Text
	help        []i18n.Text // a paragraph each
	sources     []carriers.Source
}

// rule adds the rule of a problem, if it isn't there yet, and gives its index.
func (r *sarifWriter) rule(p gate.Problem, b board) int {
	all := &r.Tool.Driver.Rules
	if i := slices.IndexFunc(*all, func(known sarifRule) bool { return known.ID == p.Code }); i >= 0 {
		return i
	}
	page := rulePageOf(p, b, r.options.Words)
	var plain, marked []string
	for _, t := range page.help {
		plain = append(plain, r.options.say(t))
		marked = append(marked, escapeMarkdown(r.options.Language.Of(t)))
	}
	for _, s := range page.sources {
		t := sourceLine.Format(s.Title)
		plain = append(plain, r.options.say(t)+" "+escape(s.URL))
		marked = append(marked, escapeMarkdown(r.options.Language.Of(t))+" "+linkMarkdown(s.URL))
	}
	rule := sarifRule{
		ID:               p.Code,
		ShortDescription: sarifPlain(r.options.say(page.title)),
		FullDescription:  sarifPlain(r.options.say(page.what)),
		Help:             sarifPlain(strings.Join(plain, "\n\n")),
	}
	rule.Help.Markdown = sarifMarkdown.Replace(strings.Join(marked, "\n\n"))
	if len(page.sources) > 0 {
		rule.HelpURI = page.sources[0].URL
	}
	*all = append(*all, rule)
	return len(*all) - 1
}

// rulePageOf finds the rule of a problem: one of lint, or a carrier's, which the
// verdict by it brings along.
func rulePageOf(p gate.Problem, b board, words input.Words) rulePage {
	if p.Code == gate.NoRule {
		return rulePage{title: openTitle, what: openWhat, help: []i18n.Text{openWhat, openHelp}}
	}
	if a := rules.ByID(p.Code); a != nil {
		return rulePage{title: a.Title, what: a.Doc, help: []i18n.Text{
			a.Doc, fixLine.Format(a.Fix), sourceLine.Format(a.Source), seeExplain.Format(words.Of(input.AllRules), a.ID),
		}}
	}
	var v spfcheck.Verdict
	if i := slices.IndexFunc(b.verdicts, func(v spfcheck.Verdict) bool { return v.Rule == p.Code }); i >= 0 {
		v = b.verdicts[i]
	}
	return rulePage{
		title:   carrierDoes[v.Outcome].Format(v.CarrierName),
		what:    v.Why,
		help:    []i18n.Text{v.Why, v.Effect, ruleLine.Format(p.Code, basisWords[v.Basis])},
		sources: v.Sources,
	}
}

var (
	openTitle = i18n.Text{EN: "Something can't be determined", JA: "判定できないものがあります"}
	openWhat  = i18n.Text{
		EN: "DNS failed, the change leaves a value open, or no known rule covers the case, so it can't be said what becomes of the mail.",
		JA: "DNS の問い合わせの失敗、変更の中の未定の値、当てはまる規則がないことのいずれかにより、メールがどうなるか判定できません。",
	}
	openHelp = i18n.Text{
		EN: "Where DNS failed, try again. A value that is known after the change only can be judged then.",
		JA: "DNS の問い合わせの失敗であれば、時間をおいて再実行してください。適用後に決まる値は、決まってから判定できます。",
	}
)
