package render

import (
	"strings"

	"github.com/rivo/uniseg"
)

// wrap breaks s into lines of at most width columns where Unicode allows a
// break (UAX #14): at blanks, and in Japanese between characters, but not in
// front of a full stop. What has no such place is cut.
func wrap(s string, width int) []string {
	var lines []string
	line, used := "", 0
	flush := func() {
		lines = append(lines, strings.TrimRight(line, " "))
		line, used = "", 0
	}
	for state := -1; s != ""; {
		var segment string
		segment, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		if used > 0 && used+uniseg.StringWidth(strings.TrimRight(segment, " ")) > width {
			flush()
		}
		for _, piece := range cut(segment, width) {
			if used > 0 && used+uniseg.StringWidth(strings.TrimRight(piece, " ")) > width {
				flush()
			}
			line += piece
			used += uniseg.StringWidth(piece)
		}
	}
	flush()
	return lines
}

// cut breaks s into pieces of at most width columns, blanks at the end aside.
func cut(s string, width int) []string {
	var pieces []string
	for uniseg.StringWidth(strings.TrimRight(s, " ")) > width {
		head, used := 0, 0
		for g := uniseg.NewGraphemes(s); g.Next() && used+g.Width() <= width; {
			used += g.Width()
			_, head = g.Positions()
		}
		if head == 0 { // one character is wider than the line
			break
		}
		pieces = append(pieces, s[:head])
		s = s[head:]
	}
	return append(pieces, s)
}
