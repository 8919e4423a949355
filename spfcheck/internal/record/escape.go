package record

import (
	"fmt"
	"strings"
)

// unsafeInName are the printable bytes that mean something in a zone file or
// in a record and so are escaped in a name. The dot isn't: it parts labels.
const unsafeInName = ` "'()$%/:;@\`

// escapeName writes unsafe bytes as \DDD (RFC 1035 §5.1).
func escapeName(name string) string {
	return escapeBytes(name, `\%03d`, func(c byte) bool {
		return isAlphanum(c) || c > ' ' && c <= '~' && strings.IndexByte(unsafeInName, c) < 0
	})
}

// escapeURL writes all but the unreserved bytes as %XX (RFC 3986 §2.3).
func escapeURL(s string) string {
	return escapeBytes(s, "%%%02X", func(c byte) bool {
		return isAlphanum(c) || strings.IndexByte("-._~", c) >= 0
	})
}

func escapeBytes(s, format string, safe func(byte) bool) string {
	first := 0
	for first < len(s) && safe(s[first]) {
		first++
	}
	if first == len(s) { // the usual case
		return s
	}
	var b strings.Builder
	b.WriteString(s[:first])
	for i := first; i < len(s); i++ {
		if safe(s[i]) {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, format, s[i])
		}
	}
	return b.String()
}
