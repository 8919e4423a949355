package dmarc

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lookalikes turns what Unicode doesn't call compatible with ASCII, and what
// input methods and word processors put there all the same, into what was meant.
var lookalikes = strings.NewReplacer(
	"。", ".", "、", ",", "ー", "-", "−", "-", "‐", "-", "‑", "-", "–", "-", "—", "-",
	"“", "", "”", "", "‘", "", "’", "", "„", "", "\r", " ", "\n", " ",
	"\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\u00ad", "",
)

func isForeign(r rune) bool { return r < ' ' && r != '\t' || r > '~' }

// checkASCII reports the part of text from the first to the last character that
// a tag may not have: anything but %x20-7E and tabs (RFC 7489 §6.4). Likely is
// that part in ASCII where all of it is known.
func checkASCII(text string) *Fault {
	first := strings.IndexFunc(text, isForeign)
	if first < 0 {
		return nil
	}
	last := strings.LastIndexFunc(text, isForeign)
	_, width := utf8.DecodeRuneInString(text[last:])
	f := &Fault{
		Offset: first, End: last + width, Section: sectionGrammar,
		Problem: msgForeign.Format(nameForeign(text[first:])),
	}
	likely, known := inASCII(text[f.Offset:f.End])
	if known && likely == "" { // an empty Likely means no guess: take in all of the text
		likely = text[:f.Offset] + text[f.End:]
		f.Offset, f.End = 0, len(text)
	}
	if known {
		f.Likely = likely
	}
	return f
}

// nameForeign says what s begins with.
func nameForeign(s string) string {
	r, width := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && width == 1 {
		return fmt.Sprintf("0x%02X", s[0])
	}
	return fmt.Sprintf("%q (U+%04X)", s[:width], r)
}

// inASCII replaces all lookalikes in s, and reports whether all of s is known.
func inASCII(s string) (string, bool) {
	s = lookalikes.Replace(norm.NFKC.String(s))
	return s, utf8.ValidString(s) && strings.IndexFunc(s, isForeign) < 0
}

// shown is s for a message, quoted, and cut where it is long.
func shown(s string) string { return fmt.Sprintf("%.60q", s) }
