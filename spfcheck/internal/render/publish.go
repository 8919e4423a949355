package render

import (
	"io"
	"slices"
	"strings"

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

// Add takes what the report advises to publish.
func (p *publisher) Add(rep *spfcheck.Report) error {
	for _, set := range advised(rep) {
		same := func(s publish.Set) bool { return s.Name == set.Name && s.Type == set.Type }
		if i := slices.IndexFunc(p.sets, same); i >= 0 { // the last says all
			p.sets = slices.Delete(p.sets, i, i+1)
		}
		p.sets = append(p.sets, set)
		if note := othersToo.Format(set.Name, set.Type); p.format.Name != "zone" && !slices.Contains(p.notes, note) {
			p.notes = append(p.notes, note)
		}
	}
	return nil
}

// Close writes it all.
func (p *publisher) Close() error {
	return p.format.Write(p.w, p.sets, publish.Options{
		Language: p.options.Language, Provider: p.options.Provider, Zone: p.options.Zone, Notes: p.notes,
	})
}

// advised gives the record sets that a report advises to publish.
func advised(rep *spfcheck.Report) []publish.Set {
	var sets []publish.Set
	for _, a := range rep.Advice {
		if a.Record == "" {
			continue
		}
		owner, _, _ := strings.Cut(a.Line, " ")
		set := publish.Set{Name: strings.TrimSuffix(owner, "."), Type: "TXT", Values: []string{a.Record}}
		for _, e := range rep.Identities {
			if e.Domain == set.Name && e.Record != "" {
				set.Was = []string{e.Record}
			}
		}
		sets = append(sets, set)
	}
	return sets
}

var (
	onlyPublish = i18n.Text{EN: "only what to publish: %s", JA: "公開するものだけ（%s）"}
	othersToo   = i18n.Text{
		EN: "%s %s: add the other values that the record set has",
		JA: "%s %s: このレコードセットにあるほかの値も加えてください",
	}
)
