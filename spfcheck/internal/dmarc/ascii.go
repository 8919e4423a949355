package dmarc

import (
	"fmt"

	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// printable is what a tag may have: %x20-7E and tabs (RFC 7489 §6.4).
var printable = spelling.Alphabet{Has: func(r rune) bool { return r >= ' ' && r <= '~' || r == '\t' }, Comma: ","}

// checkASCII reports the part of text that a tag may not have.
func checkASCII(text string) *Fault {
	f := printable.Guess(text)
	if f == nil {
		return nil
	}
	return &Fault{
		Offset: f.Offset, End: f.End, Likely: f.Likely, Section: sectionGrammar,
		Problem: msgForeign.Format(f.Name),
	}
}

// shown is s for a message, quoted, and cut where it is long.
func shown(s string) string { return fmt.Sprintf("%.60q", s) }
