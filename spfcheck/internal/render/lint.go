package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// writeLint writes what domains publish, and what is wrong with it.
func writeLint(w io.Writer, o Options, reports []*lint.Report) error {
	p := lintPage{newPage(w, o)}
	for i, rep := range reports {
		if i > 0 && !o.Detail.Lines() {
			p.line("")
		}
		p.report(rep)
	}
	return p.w.Flush()
}

type lintPage struct{ *page }

func (p lintPage) report(rep *lint.Report) {
	switch p.opts.Detail {
	case Quiet:
		p.line(p.summary(rep))
	case Short:
		for _, f := range rep.Findings {
			p.fields(rep.Domain, string(f.Severity), f.Code, p.say(f.Message))
		}
	default:
		p.framed(p.summary(rep), func() {
			p.findings(rep)
			p.repaired(rep)
			p.record(rep)
			p.lookups(rep)
			p.authorised(rep)
			p.others(rep)
			p.notes(lintNotes(rep, p.opts.Words))
		})
	}
}

// record shows the SPF record as it is published, string by string.
func (p lintPage) record(rep *lint.Report) {
	p.heading(recordTitle)
	if rep.Tree.Problem != "" {
		p.paragraph("  ", p.say(rep.Tree.ProblemText))
	}
	for _, t := range rep.Texts {
		if t.SPF {
			p.texts("- ", t.Strings)
		}
	}
}

// texts shows the strings of a TXT record, each in quotes and on a line of its
// own, so that it is seen where one ends.
func (p *page) texts(first string, strs []string) {
	for _, s := range strs {
		p.paragraph(first, quoted(s))
		first = strings.Repeat(" ", len(first))
	}
}

// quoted is a string as a zone file has it.
func quoted(s string) string {
	return `"` + escape(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)) + `"`
}

// lookups draws the tree with what each term costs, and says what that comes to.
func (p lintPage) lookups(rep *lint.Report) {
	if len(rep.Tree.Terms) == 0 {
		return
	}
	p.heading(lookupsTitle)
	p.costs(rep)
	p.line("")
	p.paragraph("", p.say(roomText(rep.Lookups)))
	first := ""
	for _, line := range voidTexts(rep.Voids) {
		p.paragraph(first, p.say(line))
		first = "- "
	}
}

// voidTexts say how many void lookups there are, and then which.
func voidTexts(v lint.Voids) []i18n.Text {
	if len(v.Lookups) == 0 {
		return []i18n.Text{noVoids}
	}
	texts := []i18n.Text{voidsCount(v)}
	for _, void := range v.Lookups {
		line := voidLine.Format(void.Name, void.Type, strings.Join(void.Families, ", "), void.Term, void.Domain)
		if void.Maybe {
			line = maybeLine.Format(line)
		}
		texts = append(texts, line)
	}
	return texts
}

// voidsCount says how many void lookups there are, and how many there may be.
func voidsCount(v lint.Voids) i18n.Text {
	if v.Maybe == 0 {
		return voidsText.Format(v.IPv4, v.Limit, v.IPv6, v.Limit)
	}
	return maybeVoids.Format(v.IPv4, v.IPv4+v.Maybe, v.Limit, v.IPv6, v.IPv6+v.Maybe, v.Limit)
}

// authorised says how many addresses pass.
func (p lintPage) authorised(rep *lint.Report) {
	if rep.Tree.Problem != "" {
		return
	}
	p.heading(authorisedTitle)
	for _, line := range authorisedTexts(rep) {
		p.paragraph("  ", p.say(line))
	}
}

// authorisedTexts say how many addresses of each family pass, and of which it isn't known.
func authorisedTexts(rep *lint.Report) (texts []i18n.Text) {
	a := rep.Authorised
	for _, f := range []struct {
		name string
		all  lint.Ranges
	}{{"IPv4", a.IPv4}, {"IPv6", a.IPv6}} {
		line := countLine.Format(f.name, i18n.Thousands(f.all.Addresses), len(f.all.Ranges)+f.all.More)
		if f.all.Addresses == "0" {
			line = countNone.Format(f.name)
		}
		texts = append(texts, line)
	}
	if rep.Lookups.Over {
		texts = append(texts, countOver.Format(rep.Lookups.Limit))
	}
	for _, g := range a.Gaps {
		texts = append(texts, gapLine.Format(g.Term, g.Domain, gapWords[g.Why]))
	}
	return texts
}

// others shows the other TXT records, DMARC, DKIM and what each server says.
func (p lintPage) others(rep *lint.Report) {
	p.heading(othersTitle)
	for _, t := range rep.Texts {
		if !t.SPF {
			p.texts("- TXT ", t.Strings)
		}
	}
	if rep.DMARC.Problem.Complete() {
		p.paragraph("- DMARC: ", p.say(rep.DMARC.Problem))
	}
	for _, r := range rep.DMARC.Records {
		p.paragraph("- DMARC: ", show(rep.DMARC.RecordAt)+"  "+quoted(r))
	}
	for _, k := range rep.DKIM {
		p.paragraph("- DKIM: ", p.say(keyText(k)))
	}
	for _, s := range rep.Servers {
		p.paragraph("- ", p.say(serverText(s)))
	}
}

// keyText says what is published for a DKIM selector.
func keyText(k lint.Key) i18n.Text {
	line := keyLine.Format(k.Name, k.Type, k.Bits)
	if k.Problem.Complete() {
		line = k.Problem
	}
	if k.Guessed {
		line = guessedLine.Format(line)
	}
	return line
}

// serverText says what an authoritative server says.
func serverText(s lint.Server) i18n.Text {
	if s.Error != "" {
		return serverFailed.Format(s.Name, s.Error)
	}
	return serverLine.Format(s.Name, len(s.Texts))
}

// findings lists what is wrong. What it leads to and what to do are said once
// for all findings of a rule, which stand together.
func (p lintPage) findings(rep *lint.Report) {
	if len(rep.Findings) == 0 {
		return
	}
	p.heading(findingsTitle)
	for i, f := range rep.Findings {
		p.finding(f, f.Place)
		if f.End > f.Offset && f.Domain != rep.Domain && !strings.Contains(f.Message.EN, f.Domain) {
			p.paragraph("  ", p.say(recordOf.Format(f.Domain)))
		}
		p.underline("  ", f)
		if i+1 < len(rep.Findings) && rep.Findings[i+1].Code == f.Code {
			continue
		}
		p.paragraph("  ", p.say(effectLine.Format(f.Effect)))
		p.paragraph("  ", p.say(fixLine.Format(f.Fix)))
		p.paragraph("  ", p.say(sourceLine.Format(f.Source)))
	}
	p.paragraph("  ", p.say(seeExplain.Format(p.opts.Words.Of(input.AllRules), rep.Findings[0].Code)))
}

// repaired shows the SPF record as it was meant, and what was done.
func (p lintPage) repaired(rep *lint.Report) {
	r := rep.Repaired
	if r == nil {
		return
	}
	p.heading(repairedTitle)
	if r.Record != "" {
		for _, text := range append([]string{r.Record}, r.Apart...) {
			for _, s := range publish.Strings(text) { // to be copied
				p.line("  " + quoted(s))
			}
		}
	}
	for _, done := range slices.Concat(r.Done, r.Open) {
		p.paragraph("- ", p.say(done))
	}
}

// lintNotes say what kept more from being found.
func lintNotes(rep *lint.Report, words input.Words) []i18n.Text {
	var notes []i18n.Text
	for _, f := range rep.Failures {
		notes = append(notes, failureNote.Format(f.Name, f.Type, f.Problem))
	}
	if len(rep.Limits) > 0 {
		notes = append(notes, limitsNote)
	}
	if rep.Ignored > 0 {
		notes = append(notes, ignoredNote.Format(words.Of(input.Ignore), rep.Ignored))
	}
	return notes
}

// summary counts the findings in one line.
func (p lintPage) summary(rep *lint.Report) string {
	count := map[rules.Severity]int{}
	for _, f := range rep.Findings {
		count[f.Severity]++
	}
	var parts []string
	for _, s := range rules.Severities {
		if count[s] > 0 {
			parts = append(parts, p.paint(severityColors[s], fmt.Sprintf("%s %d", p.severity(s), count[s])))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, p.say(nothingFound))
	}
	if rep.DNSFailed {
		parts = append(parts, p.say(tree.DNSFailed.Text()))
	}
	return show(rep.Domain) + p.say(colon) + strings.Join(parts, p.say(comma))
}

// roomText says how near the lookups are to their limit.
func roomText(l lint.Lookups) i18n.Text {
	count := i18n.Text{EN: "%d", JA: "%d"}
	if l.Partial {
		count = atLeast
	}
	room := roomLeft.Format(l.Headroom)
	switch {
	case l.Endless:
		room = roomEndless
	case l.Over:
		room = roomOver
	case l.Headroom == 0:
		room = roomNone
	}
	return lookupsText.Format(count.Format(l.Count), l.Limit, room)
}
