package render

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Wrap breaks a text without line breaks into lines of at most width columns, as those
// of the reports are.
func Wrap(s string, width int) []string { return wrap(s, width) }

// wrap breaks s into lines of at most width columns: at spaces, and in Japanese
// between phrases. A flag, a name or a link is whole; only what is wider than the
// line is cut. The last line of Japanese isn't left with a word of a few letters.
func wrap(s string, width int) []string {
	lines := [][]string{nil}
	used := 0
	for _, segment := range segments(s, endsPhrase) {
		for _, piece := range cut(segment, width) {
			if used > 0 && used+visible(piece) > width {
				lines, used = append(lines, nil), 0
			}
			lines[len(lines)-1] = append(lines[len(lines)-1], piece)
			used += uniseg.StringWidth(piece)
		}
	}
	fillLast(lines, width)
	out := make([]string, len(lines))
	for i, pieces := range lines {
		out[i] = strings.TrimRight(strings.Join(pieces, ""), " ")
	}
	return out
}

// visible is the width of s without the spaces at its end.
func visible(s string) int { return uniseg.StringWidth(strings.TrimRight(s, " ")) }

// A last line of fewer letters looks forgotten.
const leastLast = 4

// fillLast gives a last line that is too short for Japanese the end of the line
// before it.
func fillLast(lines [][]string, width int) {
	if len(lines) < 2 {
		return
	}
	above, last := lines[len(lines)-2], lines[len(lines)-1]
	text := strings.Join(last, "")
	if utf8.RuneCountInString(text) >= leastLast || !strings.ContainsFunc(text, isWide) || len(above) < 2 {
		return
	}
	moved := above[len(above)-1]
	if visible(moved+text) > width {
		return
	}
	lines[len(lines)-2] = above[:len(above)-1]
	lines[len(lines)-1] = append([]string{moved}, last...)
}

// segments cuts s at every place where a line may be broken, if ends allows it there
// between what is before, since the last one, and what is after.
func segments(s string, ends func(before, after string) bool) []string {
	var out []string
	whole := ""
	for state := -1; s != ""; {
		var segment string
		segment, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		if i := strings.Index(segment, "。-"); i >= 0 { // Unicode has a hyphen end a line, but here an option begins with it
			segment, s, state = segment[:i+len("。")], segment[i+len("。"):]+s, -1
		}
		whole += segment
		if s == "" {
			break
		}
		last, _ := utf8.DecodeLastRuneInString(whole)
		next, _ := utf8.DecodeRuneInString(s)
		if next != '%' && (last == ' ' || isWide(last) || isWide(next)) && ends(whole, s) {
			out = append(out, whole)
			whole = ""
		}
	}
	if whole != "" {
		out = append(out, whole)
	}
	return out
}

func anywhere(string, string) bool { return true }

func isWide(r rune) bool { return uniseg.StringWidth(string(r)) == 2 }

// cut breaks s into pieces of at most width columns, spaces at the end aside: of
// several phrases' words in Japanese, else anywhere.
func cut(s string, width int) []string {
	if visible(s) <= width {
		return []string{s}
	}
	var pieces []string
	for _, piece := range segments(s, anywhere) {
		pieces = append(pieces, cutAnywhere(piece, width)...)
	}
	return pieces
}

func cutAnywhere(s string, width int) []string {
	var pieces []string
	for visible(s) > width {
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
