package html

import (
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// Strip shows which addresses come to what, in their order: each has as much room as any
// other, but that all can be seen.
type Strip struct {
	Caption string
	Parts   []Part
	Whole   bool // every address of the family has its place; otherwise only those of the parts
}

// Part is addresses that come to the same, all of one family.
type Part struct {
	Ranges []netip.Prefix
	Text   string // what they come to, and how many there are
	Tone   Tone
}

// Bar is a run of addresses in a strip.
type Bar struct {
	Box
	Title string
}

// The measures of a strip, which is as wide as the page.
const (
	stripWidth  = 10_000
	stripHeight = 24
	narrowest   = 20   // of what is to be seen
	maxBars     = 2000 // beyond them nothing is drawn: they couldn't be told apart
)

// Width and Height are those of the picture, which is drawn out to the page's width.
func (s *Strip) Width() int  { return stripWidth }
func (s *Strip) Height() int { return stripHeight }

// run is addresses in a row that come to the same.
type run struct {
	netipx.IPRange
	part *Part
}

// Bars draws the strip; none where there would be too many. What is not good is half as
// high, for who doesn't see colours.
func (s *Strip) Bars() []Bar {
	runs := s.runs()
	if len(runs) > maxBars {
		return nil
	}
	least := min(narrowest, stripWidth/2/float64(max(len(runs), 1)))
	sizes := make([]float64, len(runs))
	whole := 0.0
	for i, r := range runs {
		sizes[i] = place(r.To()) - place(r.From()) + 1
		whole += sizes[i]
	}
	room := stripWidth - least*float64(len(runs))
	if s.Whole {
		whole, room = place(netip.AddrFrom4([4]byte{255, 255, 255, 255}))+1, stripWidth
	}
	bars := make([]Bar, len(runs))
	x := 0.0
	for i, r := range runs {
		width := sizes[i] / whole * room
		if s.Whole {
			x = place(r.From()) / whole * room
		}
		bars[i] = r.bar(int(x), max(1, int(x+width+least)-int(x)))
		x += width + least
	}
	return bars
}

func (r run) bar(x, width int) Bar {
	box := Box{Class: string(r.part.Tone), X: x, Width: width, Height: stripHeight}
	if r.part.Tone != Good {
		box.Y, box.Height = stripHeight/2, stripHeight/2
	}
	return Bar{box, r.From().String() + "-" + r.To().String() + ": " + r.part.Text}
}

// runs are the runs of all parts, in the order of their addresses.
func (s *Strip) runs() []run {
	var runs []run
	for i := range s.Parts {
		for _, p := range s.Parts[i].Ranges {
			runs = append(runs, run{netipx.RangeOfPrefix(p), &s.Parts[i]})
		}
	}
	slices.SortFunc(runs, func(a, b run) int { return a.From().Compare(b.From()) })
	var joined []run
	for _, r := range runs {
		last := len(joined) - 1
		if last >= 0 && joined[last].part == r.part && joined[last].To().Next() == r.From() {
			joined[last].IPRange = netipx.IPRangeFrom(joined[last].From(), r.To())
			continue
		}
		joined = append(joined, r)
	}
	return joined
}

// place is an address as a number.
func place(a netip.Addr) (n float64) {
	for _, b := range a.AsSlice() {
		n = n*256 + float64(b)
	}
	return n
}
