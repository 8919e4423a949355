package render

import (
	"io"
	"slices"

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
			Reports: func(w io.Writer, o Options) Renderer { return &publisher{w: w, format: f, options: o} },
		})
	}
	return all
}

// publisher gathers what is to be published, since a set is written once.
type publisher struct {
	w       io.Writer
	format  publish.Format
	options Options
	sets    []publish.Set
	notes   []i18n.Text
}

// Add takes what the report's plan has to publish now, with what to look at before, and
// notes what has to wait. Of a plan that isn't safe nothing is taken.
func (p *publisher) Add(rep *spfcheck.Report) error {
	if rep.Plan == nil {
		return nil
	}
	now, later := rep.Plan.Now()
	for _, step := range now {
		for _, set := range step.Publish {
			p.put(set)
		}
		p.notes = append(p.notes, step.Warnings...)
	}
	switch {
	case !rep.Plan.Safe:
		p.notes = append(p.notes, nothingSafe)
	case len(later) > 0 && len(now) > 0:
		p.notes = append(p.notes, waiting.Format(later[0].Text))
	case len(later) > 0:
		p.notes = append(p.notes, nothingYet.Format(later[0].Text))
	}
	if rep.Plan.Safe {
		for _, open := range rep.Plan.Open {
			p.notes = append(p.notes, leftOpen.Format(open))
		}
	}
	return nil
}

// put takes a set, in the place of the same one.
func (p *publisher) put(set publish.Set) {
	same := func(s publish.Set) bool { return s.Name == set.Name && s.Type == set.Type }
	if i := slices.IndexFunc(p.sets, same); i >= 0 { // the last says all
		set.Was = p.sets[i].Was
		p.sets = slices.Delete(p.sets, i, i+1)
	}
	p.sets = append(p.sets, set)
}

// Close writes it all.
func (p *publisher) Close() error {
	return p.format.Write(p.w, p.sets, publish.Options{
		Language: p.options.Language, Provider: p.options.Provider, Zone: p.options.Zone, Notes: p.notes,
	})
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
