package i18n

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark stands on both sides of a text that is put into a sentence, until the spaces
// there are as they should be. It is in no text (it is of the private use area).
const mark = "\uE000"

// formatJA fills a Japanese sentence. Between a word in Latin letters and Japanese
// there is a space, and between two Japanese ones there is none, whichever of the two
// the text is that is put in: "au では", "ドコモでは".
func formatJA(sentence string, args []any) string {
	if !slices.ContainsFunc(args, isText) {
		return fmt.Sprintf(sentence, args...)
	}
	marked := slices.Clone(args)
	for i, a := range marked {
		if t, ok := a.(Text); ok {
			marked[i] = mark + t.JA + mark
		}
	}
	pieces := strings.Split(fmt.Sprintf(sentence, marked...), mark) // sentence, text, sentence …
	out := pieces[0]
	for _, next := range pieces[1:] {
		out = join(out, next)
	}
	return out
}

// join puts two pieces side by side, of which one is the text that is put in.
func join(left, right string) string {
	l, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(left, " "))
	r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(right, " "))
	spaced := strings.HasSuffix(left, " ") || strings.HasPrefix(right, " ")
	switch {
	case !spaced && (isLatin(l) && isJapanese(r) || isJapanese(l) && isLatin(r)):
		return left + " " + right
	case spaced && isJapanese(l) && isJapanese(r) && (unicode.Is(unicode.Hiragana, l) || unicode.Is(unicode.Hiragana, r)):
		return strings.TrimSuffix(left, " ") + strings.TrimPrefix(right, " ")
	default:
		return left + right
	}
}

func isLatin(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func isJapanese(r rune) bool {
	return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) || r == 'ー'
}
