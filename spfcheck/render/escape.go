package render

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// escape makes text safe to show on a terminal: control characters, escape
// sequences, and characters that are invisible or change the direction of text
// stand as \u{…}, bytes that are no UTF-8 as \x….
func escape(s string) string {
	if isSafe(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%04x}`, r)
		}
		s = s[size:]
	}
	return b.String()
}

func isSafe(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}
