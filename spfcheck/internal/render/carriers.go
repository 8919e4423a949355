package render

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// TableVersion is the version of the JSON of the tables: carriers, senders and a
// domain's services.
const TableVersion = 1

// Carriers is a table of rules to show.
type Carriers struct {
	Version  int                 `json:"version"`  // the version of this form: fields are added under the same version, never renamed or removed
	Carriers []*carriers.Profile `json:"carriers"` // the rules of each carrier
}

func writeCarriers(w io.Writer, o Options, c Carriers) error {
	p := newPage(w, o)
	if len(c.Carriers) == 0 {
		p.paragraph("", p.say(nothingDated))
	}
	for i, profile := range c.Carriers {
		if i > 0 {
			p.line("")
		}
		if o.History {
			p.history(profile)
		} else {
			p.profile(profile)
		}
	}
	return p.w.Flush()
}

// profile shows the rules in tables first, then what else there is to know, and
// the sources of all of it at the end.
func (p *page) profile(c *carriers.Profile) {
	p.line(p.paint(text.Bold, p.say(c.Name)+" ("+c.ID+")"))
	if len(c.Recipients) > 0 {
		p.paragraph("  ", strings.Join(c.Recipients, " "))
	}
	for _, f := range c.Filters {
		p.heading(f.Name)
		for _, s := range f.Settings {
			p.setting(c, f, s)
		}
	}
	if p.opts.Brief {
		return
	}
	if len(c.Notes) > 0 {
		p.heading(notesTitle)
	}
	for _, n := range c.Notes {
		p.paragraph("- ", p.say(n.Text)+" ("+p.basis(n.Basis)+")")
	}
	p.heading(sourcesTitle)
	for _, s := range sourcesOf(c) {
		p.source("", s)
	}
	p.line("")
	p.paragraph("", p.say(explainRule.Format(
		p.opts.Words.Of(input.Rule), exampleRule(c), p.opts.Words.Of(input.History), p.opts.Words.Of(input.At), p.opts.Words.Of(input.Brief))))
}

// setting shows the rules of a setting, a row each: what follows from what.
func (p *page) setting(c *carriers.Profile, f carriers.Filter, s carriers.Setting) {
	title := c.ID + ":" + s.ID + "  " + p.say(s.Name)
	if s.ID == f.Default {
		title += "  *"
	}
	p.line("")
	p.paragraph("", title)
	if len(s.Rules) == 0 {
		p.paragraph("  ", p.say(nothingKnown))
		return
	}
	var rows [][]string
	for _, r := range s.Rules {
		if p.opts.On != "" && !r.Applies(p.opts.On) {
			continue
		}
		rows = append(rows, []string{
			p.plainOutcome(r.Outcome), p.when(r), p.days(r), p.basis(r.Basis), strings.TrimPrefix(r.ID, c.ID+"/"+s.ID+"/"),
		})
	}
	if len(rows) == 0 {
		p.paragraph("  ", p.say(noneToday))
		return
	}
	p.table([]i18n.Text{colOutcome, colWhen, colDays, colBasis, colRule}, rows, 10, 30, 10, 8)
}

// carrierRule is the page of a rule: what it is for, what follows, why, and how
// that is known.
func (p *page) carrierRule(r *carriers.Rule) {
	p.paragraph("", p.paint(text.Bold, r.ID)+": "+p.plainOutcome(r.Outcome)+" ("+p.basis(r.Basis)+")")
	if when := p.when(*r); when != "" {
		p.paragraph("  ", p.say(ruleWhen.Format(when)))
	}
	if days := p.days(*r); days != "" {
		p.paragraph("  ", p.say(ruleDays.Format(days)))
	}
	p.line("")
	p.paragraph("", p.say(r.Why))
	effect := r.Effect
	if effect == (i18n.Text{}) {
		effect = r.Outcome.Effect()
	}
	p.paragraph("", p.say(effect))
	p.heading(sourcesTitle)
	for _, s := range r.Sources {
		p.source("", s)
		p.paragraph("  ", p.say(s.Fact))
	}
}

// sourcesOf lists the sources of a carrier's rules and notes, each once.
func sourcesOf(c *carriers.Profile) []carriers.Source {
	var all []carriers.Source
	add := func(sources []carriers.Source) {
		for _, s := range sources {
			if !slices.ContainsFunc(all, func(known carriers.Source) bool { return known.URL == s.URL && known.Title == s.Title }) {
				all = append(all, s)
			}
		}
	}
	for _, f := range c.Filters {
		for _, s := range f.Settings {
			for _, r := range s.Rules {
				add(r.Sources)
			}
		}
	}
	for _, n := range c.Notes {
		add(n.Sources)
	}
	return all
}

// exampleRule is the ID of the first rule of a carrier.
func exampleRule(c *carriers.Profile) string {
	for _, f := range c.Filters {
		for _, s := range f.Settings {
			if len(s.Rules) > 0 {
				return s.Rules[0].ID
			}
		}
	}
	return ""
}

// source says where something is known from: title, date and how, then the link.
func (p *page) source(indent string, s carriers.Source) {
	about := []string{p.basis(s.Basis)}
	switch {
	case s.Later:
		about = append(about, p.say(orLater.Format(s.Date)))
	case s.Date != "":
		about = append(about, s.Date)
	}
	p.paragraph(indent+"- ", p.say(s.Title)+" ("+strings.Join(about, ", ")+")")
	if s.URL != "" {
		p.line(indent + "  " + s.URL)
	}
}

// when says what a rule asks for.
func (p *page) when(r carriers.Rule) string {
	var parts []string
	if len(r.DMARC) > 0 {
		parts = append(parts, "DMARC "+joined(r.DMARC))
	}
	for _, kind := range identity.Kinds {
		if results, ok := r.When[kind]; ok {
			parts = append(parts, p.say(kind.Name())+" "+p.results(results))
		}
	}
	for _, fact := range slices.Sorted(maps.Keys(r.Facts)) {
		parts = append(parts, p.say(factWords[fact][r.Facts[fact]]))
	}
	for _, measure := range slices.Sorted(maps.Keys(r.Over)) {
		parts = append(parts, fmt.Sprintf("%s > %d", p.say(measureWords[measure]), r.Over[measure]))
	}
	if r.For != "" {
		parts = append(parts, p.say(forRecipient.Format(r.For)))
	}
	if len(parts) == 0 {
		return p.say(elseCase)
	}
	return strings.Join(parts, " + ")
}

// results lists SPF results, the usual long lists by a name.
func (p *page) results(list []spf.Result) string {
	const definite = 6 // every result but temperror
	if len(list) == definite && !slices.Contains(list, spf.TempError) {
		return p.say(anyResult)
	}
	return joined(list)
}

func joined[T ~string](list []T) string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = string(v)
	}
	return strings.Join(names, ", ")
}

// history lists what began and ended, day by day.
func (p *page) history(c *carriers.Profile) {
	p.line(p.say(c.Name) + " (" + c.ID + ")")
	shown := false
	for _, change := range c.History() {
		if change.Day < p.opts.Since {
			continue
		}
		shown = true
		p.line("")
		p.line(string(change.Day) + "  " + c.ID + ":" + change.Setting)
		for _, r := range change.Begun {
			p.changed("  + ", r)
		}
		for _, r := range change.Ended {
			p.changed("  - ", r)
		}
	}
	if !shown {
		p.paragraph("  ", p.say(nothingDated))
	}
}

// changed shows a rule that began or ended. Of two rules that differ in nothing
// else the effect tells what has changed.
func (p *page) changed(mark string, r *carriers.Rule) {
	p.paragraph(mark, p.plainOutcome(r.Outcome)+": "+p.say(r.Why)+" ("+p.basis(r.Basis)+", "+r.ID+")")
	if r.Effect != (i18n.Text{}) {
		p.paragraph(strings.Repeat(" ", len(mark)), p.say(r.Effect))
	}
}

// days says when a rule holds: "since ever" is left blank.
func (p *page) days(r carriers.Rule) string {
	switch {
	case r.Until == "":
		return string(r.From)
	case r.From == "":
		return p.say(untilDay.Format(string(r.Until)))
	}
	return string(r.From) + " " + p.say(untilDay.Format(string(r.Until)))
}

// factWords say what a fact is when it holds and when it doesn't.
var factWords = map[carriers.Fact]map[bool]i18n.Text{
	carriers.FromReachable: {
		true:  {EN: "header From has an A or MX record", JA: "ヘッダー From に A か MX がある"},
		false: {EN: "header From has neither an A nor an MX record", JA: "ヘッダー From に A も MX もない"},
	},
	carriers.EnvelopeExists: {
		true:  {EN: "envelope From's domain has a DNS record", JA: "エンベロープ From のドメインに DNS レコードがある"},
		false: {EN: "envelope From's domain has no DNS record at all", JA: "エンベロープ From のドメインに DNS レコードが一切ない"},
	},
	carriers.FromEmpty: {
		true:  {EN: "From empty or missing", JA: "From が空または無い"},
		false: {EN: "From not empty", JA: "From がある"},
	},
	carriers.MessageIDEmpty: {
		true:  {EN: "Message-ID empty or missing", JA: "Message-ID が空または無い"},
		false: {EN: "Message-ID not empty", JA: "Message-ID がある"},
	},
	carriers.Qualified: {
		true:  {EN: "From and To fully qualified", JA: "From と To が FQDN 形式"},
		false: {EN: "From or To not fully qualified", JA: "From または To が FQDN 形式でない"},
	},
	carriers.SenderASCII: {
		true:  {EN: "sender's address is ASCII", JA: "差出人アドレスが ASCII"},
		false: {EN: "sender's address is not ASCII", JA: "差出人アドレスに ASCII 以外がある"},
	},
	carriers.SenderDomainPlain: {
		true:  {EN: "sender's domain begins with a letter or digit", JA: "差出人ドメインが英数字で始まる"},
		false: {EN: "sender's domain begins otherwise", JA: "差出人ドメインが英数字以外で始まる"},
	},
	carriers.HasLinks: {
		true:  {EN: "the text has a URL", JA: "本文に URL がある"},
		false: {EN: "the text has no URL", JA: "本文に URL がない"},
	},
	carriers.DKIMPasses: {
		true:  {EN: "a DKIM signature passes", JA: "DKIM 署名が pass"},
		false: {EN: "no DKIM signature passes", JA: "pass の DKIM 署名がない"},
	},
	carriers.PTRLeadsBack: {
		true:  {EN: "a PTR of the sending address leads back to it", JA: "送信元アドレスに正引きと一致する PTR がある"},
		false: {EN: "no PTR of the sending address leads back to it", JA: "送信元アドレスに正引きと一致する PTR がない"},
	},
	carriers.HasHTML: {
		true:  {EN: "an HTML part", JA: "HTML のパートがある"},
		false: {EN: "no HTML part", JA: "HTML のパートがない"},
	},
	carriers.EnvelopeAtCarrier: {
		true:  {EN: "envelope From at a carrier's domain", JA: "エンベロープ From が携帯電話事業者のドメイン"},
		false: {EN: "envelope From not at a carrier's domain", JA: "エンベロープ From が携帯電話事業者のドメインでない"},
	},
	carriers.PRAAtCarrier: {
		true:  {EN: "PRA at a carrier's domain", JA: "PRA が携帯電話事業者のドメイン"},
		false: {EN: "PRA not at a carrier's domain", JA: "PRA が携帯電話事業者のドメインでない"},
	},
}

// measureWords say what is measured.
var measureWords = map[carriers.Measure]i18n.Text{
	carriers.Size:          {EN: "size in bytes", JA: "メールのバイト数"},
	carriers.HeaderSize:    {EN: "header in bytes", JA: "ヘッダーのバイト数"},
	carriers.LongestLine:   {EN: "longest line in bytes", JA: "最も長い行のバイト数"},
	carriers.Recipients:    {EN: "addresses in To and Cc", JA: "To と Cc の宛先数"},
	carriers.SenderLocal:   {EN: "sender's local part in bytes", JA: "差出人のローカル部のバイト数"},
	carriers.SenderAddress: {EN: "sender's address in bytes", JA: "差出人アドレスのバイト数"},
}

var nothingKnown = i18n.Text{
	EN: "no source says what this carrier does: every case is unknown",
	JA: "この事業者の扱いを記した資料がないため、すべて「不明」です",
}

var nothingDated = i18n.Text{
	EN: "no change is known",
	JA: "知られている変更はありません",
}

var (
	colWhen      = i18n.Text{EN: "WHEN", JA: "条件"}
	colDays      = i18n.Text{EN: "SINCE", JA: "開始"}
	colRule      = i18n.Text{EN: "RULE", JA: "規則"}
	sourcesTitle = i18n.Text{EN: "Sources", JA: "出典"}
	elseCase     = i18n.Text{EN: "otherwise", JA: "それ以外"}
	anyResult    = i18n.Text{EN: "any but temperror", JA: "temperror 以外"}
	untilDay     = i18n.Text{EN: "until %s", JA: "%s まで"}
	forRecipient = i18n.Text{EN: "to %s", JA: "宛先が %s"}
	ruleWhen     = i18n.Text{EN: "when: %s", JA: "条件: %s"}
	ruleDays     = i18n.Text{EN: "since: %s", JA: "開始: %s"}
	noneToday    = i18n.Text{EN: "no rule is known for this day", JA: "この日の規則は知られていません"}
	explainRule  = i18n.Text{
		EN: "A rule with its reason and its sources: %s %s. What changed on which day: %s. The rules of a day: %s. Without sources: %s.",
		JA: "規則の理由と出典: %s %s。変更の履歴: %s。特定の日の規則: %s。出典なし: %s。",
	}
)

var notesTitle = i18n.Text{EN: "To know", JA: "補足"}
