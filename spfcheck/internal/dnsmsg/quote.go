package dnsmsg

import (
	"fmt"
	"strings"
)

// Base is what the three digits of an escape count in.
type Base int

// Zone files count in tens (RFC 1035 §5.1), Route 53 in eights
// (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#TXTFormat).
const (
	Decimal Base = 10
	Octal   Base = 8
)

// Quote writes a character-string in quotes: ASCII alone, with escapes for
// whatever else there is.
func Quote(s string, base Base) string {
	digits := `\%03d`
	if base == Octal {
		digits = `\%03o`
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, digits, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
