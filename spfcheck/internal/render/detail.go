package render

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Detail says how much of an answer is shown as text.
type Detail int

// The details.
const (
	Screen    Detail = iota // the answer: of a mail, what goes onto one screen
	Verbose                 // and what it rests on
	Explained               // and how that came about, with rules, sources and notes
	Quiet                   // the verdict alone, in one line
	Short                   // a line for each result, its fields separated by tabs
)

// Lines reports whether it is for programs that read lines.
func (d Detail) Lines() bool { return d == Quiet || d == Short }

// more reports whether what belongs to a detail is shown.
func (o Options) more(d Detail) bool { return !o.Detail.Lines() && o.Detail >= d }

// fields writes a line for scripts: what is empty is a dash, so that columns can be
// counted, and no field has a tab or a line's end in it.
func (p *page) fields(list ...string) {
	for i, f := range list {
		if list[i] = escape(f); f == "" {
			list[i] = "-"
		}
	}
	p.w.WriteString(strings.Join(list, "\t") + "\n")
}

// parts writes parts side by side with sep between them, indented, as wide as prose, and
// breaks lines between parts only: none of them is cut.
func (p *page) parts(indent, sep string, parts ...string) {
	line := indent
	for i, part := range parts {
		switch {
		case i == 0:
			line += part
		case text.StringWidthWithoutEscSequences(line+sep+part) > p.prose():
			p.line(line)
			line = indent + "  " + strings.TrimLeft(sep, " ") + part
		default:
			line += sep + part
		}
	}
	p.line(line)
}

// ends writes two texts, the second at the right end of the line or below the first.
func (p *page) ends(indent, left, right string) {
	gap := p.prose() - uniseg.StringWidth(indent+left+right)
	if gap < 2 {
		p.paragraph(indent, left)
		p.paragraph(indent, right)
		return
	}
	p.line(indent + left + strings.Repeat(" ", gap) + right)
}

// aside puts s in brackets, to stand behind something.
func (p *page) aside(s string) string { return p.say(aside.Format(s)) }

// look says what to look at.
func (p *page) look(indent string, t i18n.Text) {
	p.paragraph(indent+"! ", p.say(t))
}
