package render

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// writePages writes the page of each rule, or else one line each.
func writePages(w io.Writer, o Options, rules []*rules.Analyzer) error {
	if o.Pages {
		return pages((*page).rulePage)(w, o, rules)
	}
	p := newPage(w, o)
	var rows [][]string
	for _, a := range rules {
		rows = append(rows, []string{a.ID, p.severity(a.Severity), p.say(a.Title)})
	}
	p.table([]i18n.Text{colCode, colSeverity, colTitle}, rows, 10, 10)
	return p.w.Flush()
}

// pages writes the page of each of a list, with a line between.
func pages[R any](show func(*page, R)) func(w io.Writer, o Options, list []R) error {
	return func(w io.Writer, o Options, list []R) error {
		p := newPage(w, o)
		for i, r := range list {
			if i > 0 {
				p.line("")
			}
			show(p, r)
		}
		return p.w.Flush()
	}
}

func (p *page) replyRule(r *dsn.Explained) {
	p.paragraph("", p.paint(text.Bold, r.ID)+": "+p.causes(r.Causes)+p.aside(p.basis(r.Basis)))
	var names, stages, when []string
	for _, id := range r.Carriers {
		names = append(names, p.say(carriers.ByID(id).Name))
	}
	for _, s := range r.Stages {
		stages = append(stages, p.say(stageWords[s]))
	}
	for _, either := range [][]string{names, stages, r.Codes, r.Enhanced} {
		if len(either) > 0 {
			when = append(when, joined(either))
		}
	}
	if len(when) > 0 {
		p.paragraph("  ", p.say(ruleWhen.Format(strings.Join(when, " + "))))
	}
	if days := p.days(carriers.Rule{From: r.From, Until: r.Until}); days != "" {
		p.paragraph("  ", p.say(ruleDays.Format(days)))
	}
	p.paragraph("  ", p.say(firstCause.Format(filteringWords[r.Confidence])))
	p.line("")
	p.paragraph("", p.say(r.Advice))
	p.heading(sourcesTitle)
	for _, s := range r.Sources {
		p.source(s)
		p.paragraph("  ", p.say(s.Fact))
	}
}

// rulePage is the page of the manual that a rule carries.
func (p *page) rulePage(a *rules.Analyzer) {
	p.paragraph("", a.ID+p.aside(p.severity(a.Severity))+": "+p.say(a.Title))
	p.line("")
	p.paragraph("", p.say(a.Doc))
	p.line("")
	p.paragraph("", p.say(a.Fix))
	p.example(exampleBad, a.Bad)
	p.example(exampleGood, a.Good)
	p.line("")
	p.paragraph("", p.say(sourceLine.Format(a.Source)))
}

func (p *page) example(title i18n.Text, lines string) {
	p.heading(title)
	for l := range strings.Lines(lines) {
		p.line("  " + strings.TrimRight(l, "\n"))
	}
}

var (
	colCode     = i18n.Text{EN: "CODE", JA: "コード"}
	colSeverity = i18n.Text{EN: "SEVERITY", JA: "重さ"}
	colTitle    = i18n.Text{EN: "FAULT", JA: "問題"}
	exampleBad  = i18n.Text{EN: "Bad", JA: "悪い例"}
	exampleGood = i18n.Text{EN: "Good", JA: "良い例"}
	firstCause  = i18n.Text{EN: "how likely the first cause is: %s", JA: "最初の原因の確からしさ: %s"}
	sourceLine  = i18n.Text{EN: "Source: %s", JA: "出典: %s"}
)

// severityWords are the severities as they are shown.
var severityWords = map[rules.Severity]i18n.Text{
	rules.Error:   {EN: "error", JA: "エラー"},
	rules.Warning: {EN: "warning", JA: "警告"},
	rules.Info:    {EN: "info", JA: "情報"},
}

func (p *page) severity(s rules.Severity) string { return p.say(severityWords[s]) }
