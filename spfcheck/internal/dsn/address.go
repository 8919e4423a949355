package dsn

import (
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// typed gives the address of "type; address" (RFC 3464 §2.3.1, §2.3.2), with
// the angle brackets that some servers write taken off.
func typed(value string) string {
	return address(diagnosis(value))
}

func address(s string) string {
	s = strings.TrimSpace(s)
	if open := strings.IndexByte(s, '<'); open >= 0 {
		if end := strings.IndexByte(s[open:], '>'); end > 0 {
			s = s[open+1 : open+end]
		}
	}
	return clean(shorten(s, maxName))
}

var (
	xtext   = lazy.MustCompile(`\+[0-9A-F]{2}`)             // RFC 3461 §4
	unitext = lazy.MustCompile(`\\x\{([0-9A-Fa-f]{2,6})\}`) // RFC 6533 §3
)

// originalOf decodes the address that the sender wrote. An address that is the
// final one as it stands is not encoded: "info+AB@…" is somebody's.
func originalOf(value, final string) string {
	kind, _, _ := strings.Cut(value, ";")
	a := typed(value)
	if strings.EqualFold(a, final) {
		return a
	}
	if strings.EqualFold(strings.TrimSpace(kind), "utf-8") {
		a = unitext.ReplaceAllStringFunc(a, func(m string) string {
			n, err := strconv.ParseUint(m[len(`\x{`):len(m)-1], 16, 32)
			if err != nil {
				return m
			}
			return string(rune(n))
		})
	}
	a = xtext.ReplaceAllStringFunc(a, func(m string) string {
		n, err := strconv.ParseUint(m[1:], 16, 8)
		if err != nil || n >= 0x80 {
			return m
		}
		return string(rune(n))
	})
	return clean(a)
}

// domainOf gives the domain of an address as DNS has it, "" where it has none.
func domainOf(address string) string {
	_, domain, _ := identity.ParseAddress(address)
	return domain
}

// sameMailbox compares addresses as mail systems do in fact, without case.
func sameMailbox(a, b string) bool { return a != "" && strings.EqualFold(a, b) }
