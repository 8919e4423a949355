package record

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// visible is what a term may have: %x21-7E (RFC 7208 §3.1, §12).
var visible = spelling.Alphabet{Has: func(r rune) bool { return r > ' ' && r <= '~' }, Comma: " "}

var msgForeign = i18n.Text{
	EN: "%s where a record may have only visible ASCII characters and spaces",
	JA: "%s がある。レコードに書けるのは ASCII の図形文字と半角スペースだけ",
}

// checkASCII reports the part of word that a term may not have.
func checkASCII(word string) *SyntaxError {
	f := visible.Guess(word)
	if f == nil {
		return nil
	}
	return foreign(f)
}

func foreign(f *spelling.Foreign) *SyntaxError {
	return &SyntaxError{
		Offset: f.Offset, End: f.End, Likely: f.Likely, Section: "RFC 7208 §3.1",
		Problem: msgForeign.Format(f.Name),
	}
}
