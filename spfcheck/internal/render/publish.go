package render

import (
	"io"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
)

// publishFormats have nothing but what is to be published.
func publishFormats() []Format {
	var all []Format
	for _, f := range publish.Formats {
		all = append(all, Format{
			Name: f.Name, Help: onlyPublish.Format(f.Help), Providers: f.Providers,
			Report: func(w io.Writer, o Options, rep *spfcheck.Report) error { return writePublish(w, o, f, rep) },
		})
	}
	return all
}

// writePublish writes what the report's plan has to publish now, with what to look at
// before, and notes what has to wait. Of a plan that isn't safe nothing is taken.
func writePublish(w io.Writer, o Options, f publish.Format, rep *spfcheck.Report) error {
	var sets []publish.Set
	var notes []i18n.Text
	if rep.Plan != nil {
		now, later := rep.Plan.Now()
		for _, step := range now {
			for _, set := range step.Publish {
				sets = publish.Put(sets, set)
			}
			notes = append(notes, step.Warnings...)
		}
		notes = append(notes, leftFor(rep.Plan, now, later)...)
	}
	return f.Write(w, sets, publish.Options{Language: o.Language, Provider: o.Provider, Zone: o.Zone, Notes: notes})
}

// leftFor says what the steps that can be taken now leave.
func leftFor(plan *spfcheck.Plan, now, later []spfcheck.PlanStep) (notes []i18n.Text) {
	if !plan.Safe {
		return []i18n.Text{nothingSafe}
	}
	switch {
	case len(later) > 0 && len(now) > 0:
		notes = append(notes, waiting.Format(later[0].Text))
	case len(later) > 0:
		notes = append(notes, nothingYet.Format(later[0].Text))
	}
	for _, open := range plan.Open {
		notes = append(notes, leftOpen.Format(open))
	}
	return notes
}

var (
	onlyPublish = i18n.Text{EN: "only what to publish: %s", JA: "公開するものだけ（%s）"}
	nothingSafe = i18n.Text{
		EN: "nothing to publish yet: no order of the steps is known in which none makes things worse",
		JA: "まだ公開できるものはありません。途中で結果が悪くならない順序が見つかりません",
	}
	waiting = i18n.Text{
		EN: "this may be published now; the rest has to wait until this is done: %s",
		JA: "いま公開できるのは次のものです。残りは先にこれを済ませてください: %s",
	}
	leftOpen = i18n.Text{
		EN: "what is published here doesn't solve this: %s",
		JA: "ここで公開するものでは解決しません: %s",
	}
	nothingYet = i18n.Text{
		EN: "nothing to publish before this is done: %s",
		JA: "先にこれを済ませるまで、公開するものはありません: %s",
	}
)
