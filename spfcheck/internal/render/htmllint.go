package render

import (
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// writeLintHTML writes what domains publish, and what is wrong with it.
func writeLintHTML(w io.Writer, o Options, reports []*lint.Report) error {
	h := newHTML(o)
	var names []string
	for i, rep := range reports {
		names = append(names, show(rep.Domain))
		h.lint(rep, o.recordTrees(reports[i : i+1])[0])
	}
	h.Title = strings.Join(names, ", ")
	return h.Write(w)
}

// lint adds a domain to the page.
func (h *htmlPage) lint(rep *lint.Report, tree *html.Node) {
	p := lintPage{h.page}
	_, counts, _ := strings.Cut(p.summary(rep), ": ")
	h.Cards = append(h.Cards, html.Card{
		Title: show(rep.Domain), Word: counts, Text: h.say(roomText(rep.Lookups)),
		Tone: lintTone(rep),
	})
	of := func(title i18n.Text) i18n.Text { return partAndText.Format(rep.Domain, title) }
	h.section(of(findingsTitle), h.found(rep.Findings)...)
	h.section(of(repairedTitle), h.repaired(rep)...)
	if len(rep.Tree.Terms) > 0 || rep.Tree.Problem != "" {
		h.section(of(lookupsTitle), append([]html.Block{{Tree: tree}}, html.Block{Lines: h.texts(voidTexts(rep.Voids)...)})...)
	}
	if rep.Tree.Problem == "" {
		h.section(of(authorisedTitle), h.authorised(rep)...)
	}
	h.section(of(publishedTitle), h.published(rep)...)
	h.section(of(notesTitle), h.list(lintNotes(rep, h.opts.Words))...)
}

// lintTone is how what was found is meant, all in all.
func lintTone(rep *lint.Report) html.Tone {
	switch {
	case rep.Worst == rules.Error:
		return html.Bad
	case rep.Worst == rules.Warning || rep.DNSFailed:
		return html.Doubt
	}
	return html.Good
}

// repaired is the record as it was meant, to be copied, and what was done.
func (h *htmlPage) repaired(rep *lint.Report) []html.Block {
	r := rep.Repaired
	if r == nil {
		return nil
	}
	var blocks []html.Block
	if r.Record != "" {
		for _, text := range append([]string{r.Record}, r.Apart...) {
			blocks = append(blocks, html.Block{Records: []html.Record{{Line: escape(text), Name: show(rep.Domain) + " TXT"}}})
		}
	}
	return append(blocks, h.list(slices.Concat(r.Done, r.Open))...)
}

// authorised shows where in the IPv4 address space those are that pass, and says how
// many there are.
func (h *htmlPage) authorised(rep *lint.Report) []html.Block {
	strip := h.space("IPv4", h.rangesPart(authorisedTitle, rep.Authorised.IPv4, html.Good))
	return append(strip, html.Block{Lines: h.texts(authorisedTexts(rep)...)})
}

// space is a strip of all IPv4 addresses; none where there is nothing in it.
func (h *htmlPage) space(caption string, parts ...html.Part) []html.Block {
	parts = slices.DeleteFunc(parts, func(p html.Part) bool { return len(p.Ranges) == 0 })
	if len(parts) == 0 {
		return nil
	}
	return []html.Block{{Strip: &html.Strip{Caption: caption + ", " + allIPv4, Parts: parts, Whole: true}}}
}

// rangesPart is addresses in a strip. Of very many ranges not all are known here: that
// is said.
func (h *htmlPage) rangesPart(what i18n.Text, all lint.Ranges, meant html.Tone) html.Part {
	p := html.Part{Ranges: all.Ranges, Tone: meant, Text: h.say(what) + ": " + addresses(all.Ranges)}
	if all.More > 0 {
		p.Text += ", " + h.say(rangesShown.Format(len(all.Ranges), len(all.Ranges)+all.More))
	}
	return p
}

// allIPv4 is what the strip of a domain shows.
const allIPv4 = "0.0.0.0 - 255.255.255.255"

// published are the records as they are published, and what keys and servers say.
func (h *htmlPage) published(rep *lint.Report) []html.Block {
	var list []html.Lines
	for _, t := range rep.Texts {
		lines := html.Lines{{Text: "TXT", Tone: html.Muted}}
		for _, s := range t.Strings {
			lines = append(lines, html.Text{Text: quoted(s), Code: true})
		}
		list = append(list, lines)
	}
	dmarc := html.Lines{{Text: "DMARC", Tone: html.Muted}}
	dmarc = append(dmarc, h.texts(rep.DMARC.Problem)...)
	for _, r := range rep.DMARC.Records {
		dmarc = append(dmarc, html.Text{Text: show(rep.DMARC.RecordAt)}, html.Text{Text: quoted(r), Code: true})
	}
	if len(dmarc) > 1 {
		list = append(list, dmarc)
	}
	for _, k := range rep.DKIM {
		list = append(list, append(html.Lines{{Text: "DKIM", Tone: html.Muted}}, h.texts(keyText(k))...))
	}
	for _, s := range rep.Servers {
		list = append(list, h.texts(serverText(s)))
	}
	return listed(list)
}

// found lists findings: what is published, and after the last of a rule, which stand
// together, what it leads to and what to do.
func (h *htmlPage) found(findings []rules.Finding) []html.Block {
	var list []html.Lines
	for i, f := range findings {
		lines := html.Lines{{Text: strings.TrimSpace(h.severity(f.Severity) + " " + f.Code + h.at(f.Place)), Tone: tone(severityColors[f.Severity])}}
		lines = append(lines, h.texts(f.Message)...)
		if f.Record != "" && (i == 0 || findings[i-1].Record != f.Record) {
			lines = append(lines, code(f.Record))
		}
		if i+1 == len(findings) || findings[i+1].Code != f.Code {
			lines = append(lines, h.texts(effectLine.Format(f.Effect), fixLine.Format(f.Fix))...)
			lines = append(lines, html.Text{Text: h.say(sourceLine.Format(f.Source)), Tone: html.Muted})
		}
		list = append(list, lines)
	}
	return listed(list)
}

var (
	rangesShown    = i18n.Text{EN: "%d of %d ranges are shown", JA: "範囲 %[2]d 個のうち %[1]d 個を表示"}
	publishedTitle = i18n.Text{EN: "Records", JA: "レコード"}
)
