package render

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// wrap breaks s into lines of at most width columns: at blanks, and in Japanese
// between characters where Unicode allows it (UAX #14), which is not in front of
// a full stop. A flag, a name or a link is whole; only what is wider than the
// line is cut.
func wrap(s string, width int) []string {
	var lines []string
	line, used := "", 0
	flush := func() {
		lines = append(lines, strings.TrimRight(line, " "))
		line, used = "", 0
	}
	for _, segment := range segments(s) {
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

// segments parts s at every place where a line may be broken.
func segments(s string) []string {
	var out []string
	whole := ""
	for state := -1; s != ""; {
		var segment string
		segment, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		whole += segment
		last, _ := utf8.DecodeLastRuneInString(whole)
		next, _ := utf8.DecodeRuneInString(s)
		if last == ' ' || isWide(last) || isWide(next) {
			out = append(out, whole)
			whole = ""
		}
	}
	if whole != "" {
		out = append(out, whole)
	}
	return out
}

func isWide(r rune) bool { return uniseg.StringWidth(string(r)) == 2 }

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
