package render

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/list"
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// The width of a page in columns: where nothing is known, and of what is read as prose.
const (
	pageWidth  = 80
	proseWidth = 120
)

// page writes text for people. Its writer keeps the first error.
type page struct {
	w      *bufio.Writer
	opts   Options
	margin string // in front of every line
	lines  int    // how many have been written
}

func newPage(w io.Writer, opts Options) *page {
	return &page{w: bufio.NewWriter(w), opts: opts}
}

// width is the page's width in columns.
func (p *page) width() int { return cmp.Or(p.opts.Width, pageWidth) - len(p.margin) }

// prose is the width that sentences are wrapped at.
func (p *page) prose() int { return min(p.width(), proseWidth) }

// say gives t in the page's language, safe to show.
func (p *page) say(t i18n.Text) string { return p.opts.say(t) }

// say gives t in the language of the output, safe to show.
func (o Options) say(t i18n.Text) string { return show(o.Language.Of(t)) }

func (p *page) line(s string) {
	p.lines++
	p.w.WriteString(strings.TrimRight(p.margin+s, " "))
	p.w.WriteByte('\n')
}

// indented has what write writes stand further to the right.
func (p *page) indented(margin string, write func()) {
	p.margin += margin
	write()
	p.margin = strings.TrimSuffix(p.margin, margin)
}

// heading begins a part of the page.
func (p *page) heading(t i18n.Text) {
	p.line("")
	p.painted(text.Bold, p.say(t))
}

// paragraph writes s, wrapped to the page: first before the first line, as many
// spaces before the others.
func (p *page) paragraph(first, s string) {
	indent := strings.Repeat(" ", uniseg.StringWidth(first))
	for i, l := range wrap(s, p.prose()-len(indent)) {
		if i > 0 {
			first = indent
		}
		p.line(first + l)
	}
}

// painted is a paragraph in a colour.
func (p *page) painted(c text.Color, s string) {
	for _, l := range wrap(s, p.prose()) {
		p.line(p.paint(c, l))
	}
}

// words writes parts side by side, and breaks the line between them only: none
// of them is cut, so that a link or a line for a zone file stays whole.
func (p *page) words(indent string, parts ...string) {
	p.parts(indent, "  ", parts...)
}

// narrow is the width below which the cells of a row that needs more stand below
// each other.
const narrow = 70

// table writes rows, under a header if there is one, in columns that are aligned by
// what a terminal shows. limits are the widths that columns are wrapped at; the last
// column takes what the others leave of the page.
func (p *page) table(header []i18n.Text, rows [][]string, limits ...int) {
	all := rows
	t := table.NewWriter()
	t.SetStyle(plainTable)
	if header != nil {
		head := make([]string, len(header))
		for i, h := range header {
			head[i] = p.say(h)
		}
		t.AppendHeader(tableRow(head))
		all = append(slices.Clip(rows), head)
	}
	for _, row := range rows {
		t.AppendRow(tableRow(row))
	}
	widths := p.columnWidths(all, limits)
	last := len(limits)
	if p.width() < narrow && len(rows) > 0 && widths[last] < columnWidth(all, last) {
		p.stacked(rows)
		return
	}
	var columns []table.ColumnConfig
	for i, width := range widths {
		columns = append(columns, table.ColumnConfig{Number: i + 1, WidthMax: width, WidthMaxEnforcer: wrapCell})
	}
	t.SetColumnConfigs(columns)
	for l := range strings.Lines(t.Render()) {
		p.line(strings.TrimRight(l, "\n"))
	}
}

// columnWidths gives the widths of the columns of a table. Where the last would be left
// less than its longest word, the widest of the others are wrapped.
func (p *page) columnWidths(rows [][]string, limits []int) []int {
	left, last := p.width(), len(limits)
	widths := make([]int, last, last+1)
	for i, limit := range limits {
		widths[i] = min(limit, columnWidth(rows, i))
		left -= widths[i] + len(plainTable.Box.PaddingRight)
	}
	if p.width() < narrow || last == 0 {
		return append(widths, left)
	}
	for missing := wordWidth(rows, last) - left; missing > 0; {
		widest := slices.Index(widths, slices.Max(widths))
		less := min(missing, widths[widest]-wordWidth(rows, widest))
		if less <= 0 {
			break
		}
		widths[widest] -= less
		left, missing = left+less, missing-less
	}
	return append(widths, left)
}

// stacked writes the first two cells of each row in a line, and the others below it.
func (p *page) stacked(rows [][]string) {
	for _, row := range rows {
		cells := slices.DeleteFunc(slices.Clone(row), func(c string) bool { return strings.TrimSpace(c) == "" })
		head := min(2, len(cells))
		margin := ""
		if row[0] == "" && row[1] != "" { // of the same as the row above
			head, margin = min(1, len(cells)), "  "
		}
		if head > 1 && text.StringWidthWithoutEscSequences(cells[0]+"  "+cells[1]) > p.prose() {
			head = 1
		}
		p.indented(margin, func() {
			p.parts("", "  ", cells[:head]...)
			p.below(cells[head:])
		})
	}
}

// below writes cells side by side; one that is wider than the page, a sentence, is a
// paragraph of its own.
func (p *page) below(cells []string) {
	var beside []string
	flush := func() {
		if len(beside) > 0 {
			p.parts("  ", "  ", beside...)
		}
		beside = nil
	}
	for _, cell := range cells {
		if text.StringWidthWithoutEscSequences(cell) <= p.prose()-4 {
			beside = append(beside, cell)
			continue
		}
		flush()
		p.paragraph("  ", cell)
	}
	flush()
}

func tableRow(cells []string) table.Row {
	row := make(table.Row, len(cells))
	for i, cell := range cells {
		row[i] = cell
	}
	return row
}

// columnWidth is the width of the widest cell of a column.
func columnWidth(rows [][]string, column int) int {
	width := 0
	for _, row := range rows {
		width = max(width, text.StringWidthWithoutEscSequences(row[column]))
	}
	return width
}

// wordWidth is the width of the longest word of a column. Between wide characters, as
// those of Japanese, a line may be broken.
func wordWidth(rows [][]string, column int) int {
	width := 0
	for _, row := range rows {
		for _, word := range strings.FieldsFunc(text.StripEscape(row[column]), func(r rune) bool { return r == ' ' || text.RuneWidth(r) > 1 }) {
			width = max(width, text.StringWidth(word))
		}
	}
	return width
}

// tree writes nested items, each with its depth.
func (p *page) tree(items []item) {
	for _, lines := range draw(items, p.width()) {
		for _, l := range lines {
			p.line(l)
		}
	}
}

// draw gives the lines of each item of a tree, at most width columns wide.
func draw(items []item, width int) [][]string {
	const least = 10 // columns for the text, however deep it is
	l := list.NewWriter()
	l.SetStyle(list.StyleConnectedLight)
	depth := 0
	drawn := make([][]string, len(items))
	for i, it := range items {
		for ; depth < it.depth; depth++ {
			l.Indent()
		}
		for ; depth > it.depth; depth-- {
			l.UnIndent()
		}
		drawn[i] = wrap(it.text, max(least, width-3*(depth+1)))
		l.AppendItem(strings.Join(drawn[i], "\n"))
	}
	lines := strings.Split(l.Render(), "\n")
	for i, wrapped := range drawn {
		drawn[i], lines = lines[:len(wrapped)], lines[len(wrapped):]
	}
	return drawn
}

type item struct {
	depth int
	text  string
}

// paint colours s if the page has colour.
func (p *page) paint(c text.Color, s string) string {
	if !p.opts.Color || s == "" || c == 0 {
		return s
	}
	return c.EscapeSeq() + s + text.Reset.EscapeSeq()
}

var plainTable = table.Style{
	Name:   "plain",
	Box:    table.BoxStyle{PaddingRight: "  "},
	Format: table.FormatOptions{Header: text.FormatDefault, Row: text.FormatDefault},
}

// Characters of ambiguous width count as one column in every locale, so that the same
// report looks the same everywhere. It is a setting of go-pretty's as a whole: set before
// anybody measures, it is read without a lock.
func init() { text.OverrideRuneWidthEastAsianWidth(false) }

// wrapCell is wrap in the form that go-pretty wants. Coloured cells are words
// that never need wrapping.
func wrapCell(s string, width int) string {
	if text.StringWidthWithoutEscSequences(s) <= width {
		return s
	}
	return strings.Join(wrap(s, width), "\n")
}
