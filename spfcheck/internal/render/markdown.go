package render

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

var markdownFormat = Format{
	Name:   "markdown",
	Help:   i18n.Text{EN: "for a comment on a pull request or the summary of a job", JA: "プルリクエストのコメントやジョブの概要用"},
	Gate:   writeMarkdown,
	Begins: []string{"## ❌ spfcheck: ", "## ✅ spfcheck: ", "## ❔ spfcheck: "},
	Lint:   writeLintMarkdown,
	Report: writeCheckMarkdown,
}

// maxComment is how many characters a comment may have on GitHub, with some room.
const maxComment = 65_000

// writeMarkdown writes a page in GitHub Flavored Markdown that is small enough for a
// comment: where it is too large, each list is shorter, and says so.
func writeMarkdown(w io.Writer, o Options, rep *gate.Report) error {
	var page bytes.Buffer
	for _, most := range []int{0, 300, 100, 30, 10, 3, 1} {
		page.Reset()
		if err := writeMarkdownPage(&page, o, rep, most); err != nil {
			return err
		}
		if utf8.RuneCount(page.Bytes()) <= maxComment {
			break
		}
	}
	text := page.String()
	for utf8.RuneCountInString(text) > maxComment { // single lines are as long: whole ones go
		text = text[:max(0, strings.LastIndexByte(text, '\n'))]
	}
	_, err := io.WriteString(w, strings.TrimRight(text, "\n")+"\n")
	return err
}

// writeMarkdownPage writes the page, of each list no more than most; 0: all.
func writeMarkdownPage(w io.Writer, o Options, rep *gate.Report, most int) error {
	m := markdownPage{bufio.NewWriter(w), o, most}
	m.linef("## %s spfcheck: %s\n", resultIcons[rep.Result], m.say(resultTurns[rep.Result]))
	m.linef("%s", m.say(resultSentences[rep.Result].And(byRules.Format(string(rep.Date)))))
	m.problems(rep.Problems)
	m.flows(rep.Flows)
	m.records(rep.Records)
	m.domains(rep.Domains)
	m.findings(rep.Findings)
	m.notes(rep.Notes)
	return m.w.Flush()
}

func (m markdownPage) notes(notes []i18n.Text) {
	if len(notes) > 0 {
		m.linef("")
	}
	for _, n := range notes {
		m.linef("- %s %s", m.say(noteMark), m.say(n))
	}
}

// markdownPage writes Markdown. Its writer keeps the first error.
type markdownPage struct {
	w    *bufio.Writer
	opts Options
	most int // of a list; 0: all
}

// some gives the first of a list, as many as are shown, and says how many more there are.
func some[T any](m markdownPage, list []T) (shown []T, more func()) {
	if m.most == 0 || len(list) <= m.most {
		return list, func() {}
	}
	return list[:m.most], func() { m.linef("\n%s", m.say(andMore.Format(len(list)-m.most))) }
}

// say gives t in the page's language, as text that is no markup.
func (m markdownPage) say(t i18n.Text) string {
	return escapeMarkdown(showNames(m.opts.Language.Of(t)))
}

func (m markdownPage) linef(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

func (m markdownPage) heading(t i18n.Text) { m.linef("\n### %s\n", m.say(t)) }

// row writes a row of a table.
func (m markdownPage) row(cells ...string) { m.linef("| %s |", strings.Join(cells, " | ")) }

// header begins a table.
func (m markdownPage) header(cells ...string) {
	m.row(cells...)
	m.linef("|%s", strings.Repeat(" --- |", len(cells)))
}

// folded writes what is long, to be opened by a click.
func (m markdownPage) folded(summary i18n.Text, write func()) {
	m.linef("\n<details><summary>%s</summary>\n", m.say(summary))
	write()
	m.linef("\n</details>")
}

// problems says what to look at, why, and what to do.
func (m markdownPage) problems(problems []gate.Problem) {
	if len(problems) == 0 {
		return
	}
	m.heading(problemsTitle)
	problems, more := some(m, problems)
	defer more()
	for _, p := range problems {
		lines := []string{"**" + m.say(severityWords[p.Level]) + "** " + m.say(p.Title) + m.place(p.Place)}
		for _, t := range problemTexts(p) {
			lines = append(lines, m.say(t))
		}
		if p.Code != gate.NoRule {
			lines = append(lines, strings.TrimSuffix(codeMarkdown(p.Code)+", "+linkMarkdown(p.Source), ", "))
		}
		m.linef("- %s", strings.Join(lines, "<br>"))
	}
}

func (m markdownPage) place(p *zone.Place) string {
	if p == nil {
		return ""
	}
	return " " + codeMarkdown(zone.Place{File: p.File, Line: p.Line}.String())
}

// flows shows what each carrier does with each flow.
func (m markdownPage) flows(flows []gate.FlowChange) {
	if len(flows) == 0 {
		return
	}
	var columns []carrierTurn
	for _, f := range flows {
		for _, t := range carrierTurns(f) {
			if !slices.ContainsFunc(columns, t.sameCarrier) {
				columns = append(columns, t)
			}
		}
	}
	m.heading(flowsTitle)
	head := []string{m.say(flowWord), m.say(fromWord)}
	for _, c := range columns {
		head = append(head, m.say(c.name))
	}
	m.header(head...)
	flows, more := some(m, flows)
	defer more()
	for _, f := range flows {
		row := []string{codeMarkdown(f.Name), codeMarkdown(showNames(f.From))}
		turns := carrierTurns(f)
		for _, c := range columns {
			cell := m.say(notJudged)
			if i := slices.IndexFunc(turns, c.sameCarrier); i >= 0 {
				cell = m.turn(turns[i])
			}
			row = append(row, cell)
		}
		m.row(row...)
	}
}

// turn names the outcome, and where it changes both.
func (m markdownPage) turn(t carrierTurn) string {
	if t.changes() {
		return m.say(t.before.Word()) + " → **" + m.say(t.after.Word()) + "**"
	}
	return m.say(t.text())
}

// records shows which DNS records change.
func (m markdownPage) records(records []gate.RecordChange) {
	if len(records) == 0 {
		return
	}
	m.heading(recordsTitle)
	m.header(m.say(nameWord), m.say(typeWord), m.say(beforeWord), m.say(afterWord))
	records, more := some(m, records)
	defer more()
	data := func(r gate.RecordChange, data []string) string {
		if r.Open && len(data) == 0 {
			return m.say(notKnown)
		}
		var cells []string
		for _, d := range data {
			cells = append(cells, codeMarkdown(d))
		}
		return strings.Join(cells, "<br>")
	}
	for _, r := range records {
		m.row(codeMarkdown(showNames(r.Name)), codeMarkdown(r.Type), data(r, r.Before), data(r, r.After))
	}
}

// domains shows what the domains publish, and then whose addresses come and go.
func (m markdownPage) domains(domains []gate.DomainChange) {
	if len(domains) == 0 {
		return
	}
	m.heading(touchedTitle)
	m.header(m.say(domainWord), m.say(lookupsWord), m.say(gainedWord), m.say(lostWord))
	domains, more := some(m, domains)
	defer more()
	for _, d := range domains {
		m.row(codeMarkdown(showNames(d.Domain)), m.say(lookupsChange(d)), m.say(countOf(d, d.Gained)), m.say(countOf(d, d.Lost)))
	}
	for _, d := range domains {
		m.ranges(d.Domain, gainedWord, d.Gained)
		m.ranges(d.Domain, lostWord, d.Lost)
	}
}

// mostOpen is how many ranges are shown without a click.
const mostOpen = 8

// ranges lists ranges of addresses.
func (m markdownPage) ranges(domain string, what i18n.Text, a gate.Addresses) {
	all := a.All()
	if len(all) == 0 {
		return
	}
	var cells []string
	for _, r := range rangeList(all, a.IPv4.More+a.IPv6.More) {
		cells = append(cells, codeMarkdown(r))
	}
	list := strings.Join(cells, " ")
	total := len(all) + a.IPv4.More + a.IPv6.More
	if total <= mostOpen {
		m.linef("\n%s, %s: %s", codeMarkdown(showNames(domain)), m.say(what), list)
		return
	}
	m.linef("\n%s, %s:", codeMarkdown(showNames(domain)), m.say(what))
	m.folded(rangesCount.Format(total), func() { m.linef("%s", list) })
}

// countOf says how many addresses a domain gains or loses.
func countOf(d gate.DomainChange, a gate.Addresses) i18n.Text {
	if d.Before.DNSFailed || d.After.DNSFailed {
		return notKnown
	}
	var parts []string
	for _, f := range []struct {
		name string
		all  lint.Ranges
	}{{"IPv4", a.IPv4}, {"IPv6", a.IPv6}} {
		if len(f.all.Ranges) > 0 {
			parts = append(parts, f.name+" "+i18n.Thousands(f.all.Addresses))
		}
	}
	if len(parts) == 0 {
		return noAddresses
	}
	list := strings.Join(parts, ", ")
	return i18n.Text{EN: list, JA: list}
}

// findings lists those that are no problem: what is fixed, and folded what was
// there before and what is to be ignored. The new ones are among the problems.
func (m markdownPage) findings(all []gate.FindingChange) {
	of := func(s gate.Status) []gate.FindingChange {
		return slices.DeleteFunc(slices.Clone(all), func(f gate.FindingChange) bool { return f.Status != s })
	}
	if gone := of(gate.Gone); len(gone) > 0 {
		m.heading(mendedTitle)
		m.list(gone)
	}
	if stays := of(gate.Stays); len(stays) > 0 {
		m.folded(staysTitle.Format(len(stays)), func() { m.list(stays) })
	}
	if ignored := of(gate.Ignored); len(ignored) > 0 {
		m.folded(ignoredTitle.Format(len(ignored)), func() { m.list(ignored) })
	}
}

func (m markdownPage) list(findings []gate.FindingChange) {
	findings, more := some(m, findings)
	defer more()
	for _, f := range findings {
		reason := ""
		if f.Reason != "" {
			reason = "<br>" + m.say(ignoredReason.Format(f.Reason))
		}
		m.linef("- %s %s%s%s", codeMarkdown(f.Code), m.say(f.Message), m.place(f.Place), reason)
	}
}
