package render

import (
	"strings"

	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// finding says what was found, and where if that is to be told.
func (p *page) finding(f rules.Finding, at *zone.Place) {
	p.placed(f.Severity, f.Code, at)
	p.paragraph("  ", p.say(f.Message))
}

// at names a place, if there is one.
func (p *page) at(at *zone.Place) string {
	if at == nil {
		return ""
	}
	return "  " + escape(at.String())
}

// placed writes the heading of a finding: how bad it is, its code, and the place if there
// is one.
func (p *page) placed(s rules.Severity, code string, at *zone.Place) {
	parts := []string{p.paint(severityColors[s], p.severity(s)+" "+escape(code))}
	if at != nil {
		parts = append(parts, escape(at.String()))
	}
	p.parts("- ", "  ", parts...)
}

// underline shows the record with the place of a finding marked, if it has one. A
// long record is cut around it.
func (p *page) underline(indent string, f rules.Finding) {
	if f.End <= f.Offset {
		return
	}
	const before, after = 30, 40
	start, end := max(0, f.Offset-before), min(len(f.Record), f.End+after)
	head := escape(f.Record[start:f.Offset])
	for uniseg.StringWidth(head) > before { // what is escaped is wider than it was
		start++
		head = escape(f.Record[start:f.Offset])
	}
	margin := len(indent) + uniseg.StringWidth(head)
	marked := upTo(p.width()-margin, escape(f.Record[f.Offset:f.End]))
	width := max(1, uniseg.StringWidth(marked))
	tail := upTo(p.width()-margin-width, escape(f.Record[f.End:end]))
	p.line(indent + head + marked + tail)
	p.line(strings.Repeat(" ", margin) + strings.Repeat("^", width))
}

// upTo is as much of the beginning of s as goes into width columns.
func upTo(width int, s string) string {
	end := 0
	for g := uniseg.NewGraphemes(s); g.Next() && g.Width() <= width; {
		width -= g.Width()
		_, end = g.Positions()
	}
	return s[:end]
}
