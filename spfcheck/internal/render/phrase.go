package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// Japanese is written without spaces, and Unicode allows a line to end within most
// of its words (UAX #14). Readers want it to end with a phrase (文節): a word and the
// particles behind it. Most phrases are told by their scripts: the words are in Han
// or Katakana, what is added to them is in Hiragana. In doubt the phrase goes on.

type script byte

const (
	other    script = iota // Latin letters, digits, signs
	hiragana               // particles and endings
	word                   // Han and Katakana
	opening                // brackets
	closing                // brackets and full stops
)

func scriptOf(r rune) script {
	switch {
	case strings.ContainsRune("「『（【〈", r):
		return opening
	case strings.ContainsRune("」』）】〉", r) || isStop(r):
		return closing
	case unicode.Is(unicode.Hiragana, r):
		return hiragana
	case unicode.In(r, unicode.Katakana, unicode.Han) || r == 'ー':
		return word
	}
	return other
}

func isStop(r rune) bool { return strings.ContainsRune("、。！？：", r) }

// Hiragana goes on with Hiragana, but where one of these words begins behind one of
// these endings.
var hiraganaWords = []struct {
	behind string
	words  []string
}{
	{"るたいうのくだな", []string{"こと", "もの", "とき", "ところ", "ため", "ほか", "まま", "うち"}},
	{"がもにをは", []string{"ある", "あり", "あれ", "ない", "なけれ", "なく", "なかっ"}},
	{"にくは", []string{"なる", "なり", "なっ"}},
	{"がはをに", []string{"でき", "わか", "つけ", "かけ", "まとめ", "そろ", "つながり"}},
	{"をはがに", []string{"して", "しな", "しま", "する", "され", "すれ"}},
	{"はがをにでともやてし", []string{"その", "それ", "この", "これ", "どの", "どれ", "すべて", "まだ", "もう", "ここ", "そこ", "いずれ"}},
	{"にを", []string{"ください", "いただ", "おき"}},
	{"たのる", []string{"かどうか"}},
}

// Within a word there may be Hiragana: 受け取る, 問い合わせ, ご利用. What is as long and
// ends a phrase is listed.
var (
	withinWord = lazy.MustCompile(`\p{Han}[きしちけべめりえれみびせぎげ]$|[問食言使]い$|[おご]$`)
	wholeWord  = lazy.MustCompile(`(?:全て|初め|限り|残り|通り|代わり|いえ|なお)$`)
)

// endsPhrase reports whether a phrase ends between two texts, of which none is empty.
func endsPhrase(before, after string) bool {
	trimmed := strings.TrimRight(before, " ")
	spaced := trimmed != before
	last, _ := utf8.DecodeLastRuneInString(trimmed)
	next, _ := utf8.DecodeRuneInString(after)
	left, right := scriptOf(last), scriptOf(next)
	switch {
	case isStop(last):
		return true
	case left == hiragana && right == hiragana:
		return spaced || beginsWord(last, after)
	case right == hiragana: // a particle or an ending
		return false
	case spaced:
		return !unicode.IsDigit(last) || right == other // 10 件
	case left == hiragana:
		return right != closing && (!withinWord.MatchString(trimmed) || wholeWord.MatchString(trimmed))
	}
	return right == opening && left != opening
}

func beginsWord(last rune, after string) bool {
	for _, row := range hiraganaWords {
		if strings.ContainsRune(row.behind, last) && slices.ContainsFunc(row.words, func(w string) bool { return strings.HasPrefix(after, w) }) {
			return true
		}
	}
	return false
}
