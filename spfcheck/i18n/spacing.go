package i18n

import (
	"bytes"
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
	filled := fmt.Sprintf(sentence, marked...)
	out := make([]byte, 0, len(filled))
	for rest, more := filled, true; more; { // sentence, text, sentence …
		var piece string
		piece, rest, more = strings.Cut(rest, mark)
		out = join(out, piece)
	}
	return string(out)
}

// join puts two pieces side by side, of which one is the text that is put in.
func join(left []byte, right string) []byte {
	if len(left) == 0 || right == "" {
		return append(left, right...)
	}
	spaced := left[len(left)-1] == ' ' || right[0] == ' '
	l, _ := utf8.DecodeLastRune(bytes.TrimSuffix(left, []byte(" ")))
	r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(right, " "))
	switch {
	case !spaced && (isLatin(l) && isJapanese(r) || isJapanese(l) && isLatin(r)):
		return append(append(left, ' '), right...)
	case spaced && isJapanese(l) && isJapanese(r) && (unicode.Is(unicode.Hiragana, l) || unicode.Is(unicode.Hiragana, r)):
		return append(bytes.TrimSuffix(left, []byte(" ")), strings.TrimPrefix(right, " ")...)
	default:
		return append(left, right...)
	}
}

func isLatin(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func isJapanese(r rune) bool {
	return r >= 0x3000 && unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) || r == 'ー'
}
