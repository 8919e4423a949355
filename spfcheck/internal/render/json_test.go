package render

import (
	"strconv"
	"testing"
	"unicode/utf8"
)

// TestEscapeJSON compares the characters that stand as they are with those that
// package strconv calls printable, all of them.
func TestEscapeJSON(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if want := r == '\n' || strconv.IsPrint(r); shown(r) != want {
			t.Errorf("shown(%U) = %v, want %v", r, !want, want)
		}
	}
	for in, want := range map[string]string{
		"":                   "",
		"plain ü 届く":         "plain ü 届く",
		"a\x7fb\u202ec":      `a\u007fb\u202ec`,
		"届く\U000e0001\u3000": `届く\udb40\udc01\u3000`,
		"a\xffb":             "a\ufffdb",
	} {
		if got := string(escapeJSON([]byte(in))); got != want {
			t.Errorf("escapeJSON(%q) = %s, want %s", in, got, want)
		}
	}
}
