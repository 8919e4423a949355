package html

import (
	"cmp"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Node is a record in a tree: a domain with what its terms do, in the order in which
// they are evaluated.
type Node struct {
	Caption string // of the picture; only that of the root counts
	Domain  string
	Result  string // what the record comes to, and why; "" where that is not asked
	Tone    Tone
	Rows    []Row
}

// Row is a term of a record.
type Row struct {
	Term  string
	Marks []string // what is to be known of it
	Count string   // the lookups so far, of how many; "" for none
	Limit string   // what is said of the limit that falls before this term; "" where none does
	Tone  Tone
	Child *Node // the record that it leads to; nil: none
}

// MaxRows is how many terms of a tree are drawn: more can't be looked at.
const MaxRows = 500

// andMore stands for the rows that aren't drawn.
var andMore = i18n.Text{EN: "+%d terms", JA: "ほか %d 項"}

// Bounded is n with no more than MaxRows rows below it, and a row that says how many
// there are beyond.
func (n *Node) Bounded(l i18n.Language) *Node {
	left, beyond := MaxRows, 0
	short := n.upTo(&left, &beyond)
	if beyond > 0 {
		short.Rows = append(short.Rows, Row{Term: l.Of(andMore.Format(beyond)), Tone: Muted})
	}
	return short
}

func (n *Node) upTo(left, beyond *int) *Node {
	short := *n
	short.Rows = nil
	for _, r := range n.Rows {
		if *left == 0 {
			*beyond += 1 + r.Child.terms()
			continue
		}
		*left--
		if r.Child != nil {
			r.Child = r.Child.upTo(left, beyond)
		}
		short.Rows = append(short.Rows, r)
	}
	return &short
}

// terms is how many rows there are below n.
func (n *Node) terms() int {
	if n == nil {
		return 0
	}
	count := len(n.Rows)
	for _, r := range n.Rows {
		count += r.Child.terms()
	}
	return count
}

// depth is how many records stand within each other.
func (n *Node) depth() int {
	deepest := 0
	for _, r := range n.Rows {
		if r.Child != nil {
			deepest = max(deepest, r.Child.depth())
		}
	}
	return 1 + deepest
}

// What a drawing is laid out by. Its unit is a pixel at the size of the text that is
// read on a phone: 12.
const (
	lineHeight = 17
	column     = 7.4 // of a fixed width, with some room: fonts differ
	padding    = 8
	columns    = 40  // of text, in the innermost record
	wide       = 460 // drawings that are wider are scrolled on a phone
)

// Drawing is a tree as shapes: records stand within the ones that lead to them, so
// that the order from top to bottom is that of the evaluation.
type Drawing struct {
	Caption       string
	Width, Height int
	Boxes         []Box
	Limits        []Limit
	Texts         []Label
}

// Box is a rectangle.
type Box struct {
	Class               string
	X, Y, Width, Height int
}

// Limit is a line across the drawing.
type Limit struct{ X, Y, X2 int }

// Label is a line of text. X is its beginning, or its end where it is set to the right.
type Label struct {
	Class string
	X, Y  int
	Right bool
	Text  string
}

// Wide reports whether a phone can't show all of it at once.
func (d *Drawing) Wide() bool { return d.Width > wide }

// Shown is the width that it is shown in where there is room.
func (d *Drawing) Shown() int { return d.Width * 5 / 4 }

// Draw lays out the tree.
func (n *Node) Draw() *Drawing {
	d := &Drawing{Caption: n.Caption, Width: int(columns*column) + 2*padding*n.depth()}
	d.Height = d.node(n, 0, 0, d.Width, "box") + 1
	return d
}

// node draws a record from y on, and gives where it ends.
func (d *Drawing) node(n *Node, x, y, width int, class string) int {
	i := len(d.Boxes)
	d.Boxes = append(d.Boxes, Box{class, x, y, width, 0})
	inner, room := x+padding, width-2*padding
	end := d.text(n.Domain, "head", inner, y+padding/2, room)
	if n.Result != "" {
		end = d.text(strings.TrimSpace(n.Tone.Mark()+" "+n.Result), string(n.Tone), inner, end, room)
	}
	for _, r := range n.Rows {
		end = d.row(r, inner, end, room)
		if r.Child != nil {
			other := map[string]string{"box": "box inner", "box inner": "box"}[class]
			end = d.node(r.Child, inner, end+padding/2, room, other) + padding/2
		}
	}
	end += padding
	d.Boxes[i].Height = end - y
	return end
}

// row draws a term, and to the right of it or below what it does.
func (d *Drawing) row(r Row, x, y, room int) int {
	if r.Limit != "" {
		y += padding
		d.Limits = append(d.Limits, Limit{x, y, x + room})
		y = d.text(r.Limit, string(Bad), x, y, room) + padding/2
	}
	end := d.text(r.Term, string(cmp.Or(r.Tone, "")), x, y, room)
	said := strings.Join(r.Marks, ", ")
	if mark := r.Tone.Mark(); mark != "" && said != "" {
		said = mark + " " + said
	}
	said = strings.TrimSpace(said + "  " + r.Count)
	if said == "" {
		return end
	}
	last := d.Texts[len(d.Texts)-1].Text
	if wideOf(last)+wideOf(said)+2 <= columnsIn(room) {
		d.Texts = append(d.Texts, Label{class(r.Tone), x + room, end - lineHeight/3, true, said})
		return end
	}
	return d.text(said, class(r.Tone), x+2*padding, end, room-2*padding)
}

// class is how what is said of a term is shown.
func class(t Tone) string { return string(cmp.Or(t, Muted)) }

// text draws lines of text, and gives where they end.
func (d *Drawing) text(s, class string, x, y, room int) int {
	for _, l := range split(s, columnsIn(room)) {
		y += lineHeight
		d.Texts = append(d.Texts, Label{class, x, y - lineHeight/3, false, l})
	}
	return y
}

func columnsIn(room int) int { return int(float64(room) / column) }

func wideOf(s string) int { return uniseg.StringWidth(s) }

// split cuts s into lines, at spaces where there are some.
func split(s string, width int) []string {
	var lines []string
	for wideOf(s) > width {
		end, space, used := 0, 0, 0
		for g := uniseg.NewGraphemes(s); g.Next() && used+g.Width() <= width; {
			used += g.Width()
			from, to := g.Positions()
			if g.Str() == " " && from > 0 {
				space = to
			}
			end = to
		}
		if end == 0 {
			break
		}
		end = cmp.Or(space, end)
		lines = append(lines, strings.TrimRight(s[:end], " "))
		s = s[end:]
	}
	return append(lines, s)
}
