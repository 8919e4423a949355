package spelling_test

import (
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

var (
	words = spelling.Alphabet{Has: func(r rune) bool { return r > ' ' && r <= '~' }, Comma: " "}
	lists = spelling.Alphabet{Has: func(r rune) bool { return r >= ' ' && r <= '~' }, Comma: ","}
)

func TestGuess(t *testing.T) {
	tests := []struct {
		name     string
		alphabet spelling.Alphabet
		text     string
		want     spelling.Foreign
	}{
		{"full width", words, "a：b", spelling.Foreign{Offset: 1, End: 4, Name: i18n.Text{EN: "a full-width character (U+FF1A)", JA: "全角の文字 (U+FF1A)"}, Likely: ":"}},
		{"a comma between words", words, "a、b", spelling.Foreign{Offset: 1, End: 4, Name: i18n.Text{EN: "an ideographic comma (U+3001)", JA: "読点 (U+3001)"}, Likely: " "}},
		{"a comma in a list", lists, "a、b", spelling.Foreign{Offset: 1, End: 4, Name: i18n.Text{EN: "an ideographic comma (U+3001)", JA: "読点 (U+3001)"}, Likely: ","}},
		{"nothing was meant", words, "\ufeffab", spelling.Foreign{Offset: 0, End: 5, Name: i18n.Text{EN: "a byte order mark (U+FEFF)", JA: "バイト順マーク (U+FEFF)"}, Likely: "ab"}},
		{"from the first to the last", words, "a＝b゜c", spelling.Foreign{Offset: 1, End: 8, Name: i18n.Text{EN: "a full-width character (U+FF1D)", JA: "全角の文字 (U+FF1D)"}}},
		{"no character", words, "a\xff", spelling.Foreign{Offset: 1, End: 2, Name: i18n.Text{EN: "a byte that is not a character (0xFF)", JA: "文字にならないバイト (0xFF)"}}},
		{"control", lists, "\x1b[1m", spelling.Foreign{Offset: 0, End: 1, Name: i18n.Text{EN: "a control character (U+001B)", JA: "制御文字 (U+001B)"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.alphabet.Guess(tt.text)
			if got == nil || *got != tt.want {
				t.Errorf("Guess(%q) = %+v, want %+v", tt.text, got, tt.want)
			}
		})
	}
	if got := words.Guess("v=spf1"); got != nil {
		t.Errorf("Guess of plain text = %+v, want none", got)
	}
}
