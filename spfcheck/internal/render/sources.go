package render

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

// What is shown to people; JSON has all.
const (
	maxDomains   = 20
	maxSources   = 20 // of a class
	maxAddresses = 5
)

// writeSources writes for each domain what would be lost, then who sends.
func writeSources(w io.Writer, o Options, rep *sources.Report) error {
	p := newPage(w, o)
	if len(rep.Domains) == 0 && o.Detail != Short {
		p.paragraph("", p.say(nothingCounted))
	}
	if o.Detail.Lines() {
		p.sourceLines(rep)
		if rep.Broken > 0 && o.Detail == Quiet {
			p.line(p.say(brokenTold.Format(number(rep.Broken))))
		}
		return p.w.Flush()
	}
	for i, d := range rep.Domains[:min(len(rep.Domains), maxDomains)] {
		if i > 0 {
			p.line("")
		}
		p.sourcesOf(d)
	}
	if more := len(rep.Domains) - maxDomains; more > 0 {
		p.line("")
		p.paragraph("", p.say(moreDomains.Format(more)))
	}
	p.line("")
	p.paragraph("", p.say(counted.Format(number(int64(rep.Reports)), period(rep), string(rep.Date))))
	if rep.Duplicates > 0 {
		p.paragraph("", p.say(duplicatesTold.Format(number(int64(rep.Duplicates)))))
	}
	for _, left := range leftOut(rep) {
		p.paragraph("", p.say(left))
	}
	if o.more(Verbose) {
		p.notes(rep.Notes)
	}
	return p.w.Flush()
}

// leftOut says what couldn't be read, so that it wasn't counted.
func leftOut(rep *sources.Report) (told []i18n.Text) {
	for _, left := range []struct {
		n    int64
		text i18n.Text
	}{
		{rep.Broken, brokenTold},
		{int64(rep.Unread), unreadTold},
	} {
		if left.n > 0 {
			told = append(told, left.text.Format(number(left.n)))
		}
	}
	return told
}

// sourceLines writes what is lost of each domain, a line an answer, or a line for each
// source.
func (p *page) sourceLines(rep *sources.Report) {
	ids := carriersOf(rep)
	for _, d := range rep.Domains {
		if p.opts.Detail == Quiet {
			for _, answer := range answers(d, p.opts.FailOnOutcome) {
				p.line(p.say(answer))
			}
			continue
		}
		for _, s := range d.Sources {
			list := []string{d.Domain, string(s.Class), p.opts.Language.Of(s.Name), number(s.Messages)}
			for _, id := range ids {
				i := slices.IndexFunc(s.Carriers, func(c sources.CarrierCount) bool { return c.Carrier == id })
				if i < 0 {
					list = append(list, "")
					continue
				}
				list = append(list, id+"="+string(s.Carriers[i].Outcomes[0].Outcome))
			}
			p.fields(list...)
		}
	}
}

// period is the days that the reports are about.
func period(rep *sources.Report) i18n.Text {
	switch {
	case rep.Begin == "" || rep.End == "":
		return noPeriod
	case rep.Begin >= rep.End:
		return oneDay.Format(string(rep.Begin))
	}
	return days.Format(string(rep.Begin), string(rep.End))
}

func (p *page) sourcesOf(d sources.Domain) {
	for _, answer := range answers(d, p.opts.FailOnOutcome) {
		p.painted(text.Bold, p.say(answer))
	}
	if d.Unclear > 0 {
		p.paragraph("", p.say(unclearTold.Format(percent(d.Unclear, d.Messages), number(d.Unclear), d.Domain, p.opts.Words.Of(input.Yours))))
	}
	for _, c := range sources.Classes {
		var list []sources.Source
		for _, s := range d.Sources {
			if s.Class == c {
				list = append(list, s)
			}
		}
		p.sourcesIn(d, c, list)
	}
	p.sourcesPlan(d)
	if d.Unexamined > 0 {
		p.paragraph("", p.say(unexamined.Format(number(d.Unexamined))))
	}
}

// sourcesIn writes the sources of a class.
func (p *page) sourcesIn(d sources.Domain, c sources.Class, list []sources.Source) {
	if len(list) == 0 {
		return
	}
	var messages int64
	for _, s := range list {
		messages += s.Messages
	}
	p.heading(sourceClasses[c].Format(d.Domain, number(messages)))
	if c == sources.Others && !p.opts.more(Verbose) {
		p.paragraph("", p.say(othersCount.Format(len(list), p.opts.Words.Of(input.Details))))
		return
	}
	var rows [][]string
	for _, s := range list[:min(len(list), maxSources)] {
		var spf []string
		for _, r := range s.From {
			spf = append(spf, string(r.Result))
		}
		rows = append(rows, []string{
			p.sourceName(s), number(s.Messages), percent(s.Messages, d.Messages), strings.Join(spf, ", "),
			percent(s.DKIM, s.Messages), p.say(atCarriers(s.Carriers)),
		})
	}
	p.table([]i18n.Text{colSource, colMessages, colShare, colFromSPF, colDKIM, colAtCarriers}, rows, 24, 9, 7, 11, 7)
	if more := len(list) - maxSources; more > 0 {
		p.paragraph("", p.say(moreSourcesTold.Format(more)))
	}
	if p.opts.more(Verbose) {
		for _, s := range list[:min(len(list), maxSources)] {
			p.sourceDetails(s)
		}
	}
}

func (p *page) sourceName(s sources.Source) string {
	if s.Service != "" {
		return p.say(s.Name) + p.aside(s.Service)
	}
	return p.say(s.Name)
}

// sourceDetails writes all that is known of a source.
func (p *page) sourceDetails(s sources.Source) {
	p.line("")
	p.line(p.sourceName(s))
	p.paragraph("  ", p.say(s.Why))
	var list []string
	for _, a := range s.Largest[:min(len(s.Largest), maxAddresses)] {
		list = append(list, withHost(a)+p.aside(number(a.Messages)))
	}
	if more := s.Addresses - len(list); more > 0 {
		list = append(list, p.say(fewMore.Format(more)))
	}
	for _, l := range []struct {
		name  i18n.Text
		value []string
	}{
		{sourceAddresses, list},
		{sourceEnvelopes, s.Envelopes},
		{sourceSigners, s.Signers},
		{sourceReported, p.resultCounts(s.Reported)},
		{sourceFrom, p.resultCounts(s.From)},
		{sourceAligned, []string{"SPF " + percent(s.SPF, s.Messages), "DKIM " + percent(s.DKIM, s.Messages)}},
	} {
		if len(l.value) > 0 {
			p.paragraph("  ", p.say(l.name)+": "+show(strings.Join(l.value, ", ")))
		}
	}
	for _, c := range s.Carriers {
		for _, o := range c.Outcomes {
			p.paragraph("  - ", p.say(outcomeTold.Format(c.Name, o.Outcome.Word(), number(o.Messages), cmp.Or(o.Rule, "?"), o.Why)))
		}
	}
}

// withHost is an address with its host name, where that is known.
func withHost(a sources.Address) string {
	if a.Host == "" {
		return a.Address.String()
	}
	return a.Address.String() + " " + a.Host
}

func (p *page) resultCounts(counts []sources.ResultCount) []string {
	var list []string
	for _, c := range counts {
		list = append(list, string(c.Result)+p.aside(number(c.Messages)))
	}
	return list
}

// atCarriers says what the carriers do with a source's mail: the worst that each does,
// with its share if it isn't all.
func atCarriers(counts []sources.CarrierCount) i18n.Text {
	var parts []i18n.Text
	other := func(c sources.CarrierCount) bool {
		return len(c.Outcomes) > 1 || c.Outcomes[0].Outcome != counts[0].Outcomes[0].Outcome
	}
	if len(counts) > 1 && !slices.ContainsFunc(counts, other) {
		return atAll.Format(counts[0].Outcomes[0].Outcome.Word())
	}
	for _, c := range counts {
		worst := c.Outcomes[0].Outcome
		all, n := c.Of(func(carriers.Outcome) bool { return true }), c.Of(func(o carriers.Outcome) bool { return o == worst })
		part := i18n.Text{EN: c.Name.EN + " " + worst.Word().EN, JA: c.Name.JA + " " + worst.Word().JA}
		if n < all {
			part = i18n.Text{EN: part.EN + " " + percent(n, all), JA: part.JA + " " + percent(n, all)}
		}
		parts = append(parts, part)
	}
	return join(parts)
}

// percent is a share for people: never all, nor nothing, where that isn't true.
func percent(n, of int64) string {
	if n == 0 || of == 0 {
		return "0 %"
	}
	share := 100 * float64(n) / float64(of)
	text := strconv.FormatFloat(share, 'f', 0, 64)
	switch {
	case n == of:
	case share < 0.1:
		text = "<0.1"
	case share < 9.95:
		text = strings.TrimSuffix(strconv.FormatFloat(share, 'f', 1, 64), ".0")
	case share > 99.9:
		text = ">99.9"
	case share > 99:
		text = strconv.FormatFloat(share, 'f', 1, 64)
	}
	return text + " %"
}

// join lists texts.
func join(parts []i18n.Text) i18n.Text {
	var en, ja []string
	for _, t := range parts {
		en, ja = append(en, t.EN), append(ja, t.JA)
	}
	return i18n.Text{EN: strings.Join(en, ", "), JA: strings.Join(ja, "、")}
}

// together lists texts in a sentence.
func together(parts []i18n.Text) i18n.Text {
	if last := len(parts) - 1; last > 0 {
		list := join(parts[:last])
		return i18n.Text{EN: list.EN + " and " + parts[last].EN, JA: list.JA + "、" + parts[last].JA}
	}
	return join(parts)
}
