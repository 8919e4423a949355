// Package spelling finds what was meant: by a word that is nearly another, and by
// characters that look like ASCII.
package spelling

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Distance is the number of letters to insert, leave out, replace, or swap with
// their neighbour, to make b of a. Long words are far from everything.
func Distance(a, b string) int {
	const long = 32
	if len(a) > long || len(b) > long {
		return long
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				rows[i][j] = rows[i-1][j-1]
				continue
			}
			rows[i][j] = 1 + min(rows[i-1][j], rows[i][j-1], rows[i-1][j-1])
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], 1+rows[i-2][j-2])
			}
		}
	}
	return rows[len(a)][len(b)]
}

// Nearest gives the one of the words that s was probably meant for: that which is
// s with up to two typos; case doesn't matter. "" where there is none, or more than one.
func Nearest(s string, words []string) string {
	s = strings.ToLower(s)
	return NearestBy(words, func(word string) int { return Distance(s, strings.ToLower(word)) })
}

// DidYouMean asks for the one of the words that s was probably meant for, as
// [Nearest] finds it; where that is none, it is what else there is to say.
func DidYouMean(s string, words []string, otherwise i18n.Text) i18n.Text {
	if near := Nearest(s, words); near != "" {
		return Meant.Format(near)
	}
	return otherwise
}

// Meant asks whether a word was meant. It is a sentence, after which another may stand.
var Meant = i18n.Text{EN: "did you mean %s?", JA: "%s のことですか。"}

// NearestBy is [Nearest] for another measure of the distance: two at most, and less than
// half of the word, or else "html" were meant by "yaml".
func NearestBy(words []string, distance func(word string) int) string {
	const typos = 2
	nearest, least, tied := "", typos+1, false
	for _, w := range words {
		d := distance(w)
		switch {
		case d < least && 2*d < len(w):
			nearest, least, tied = w, d, false
		case d == least:
			tied = true
		}
	}
	if tied {
		return ""
	}
	return nearest
}
