package record

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxName is the length in octets that an expanded name is cut to (RFC 7208 §7.3).
const maxName = 253

// noName is in no DNS, since its label is too long: it is asked for in the place
// of a name of which the limit of RFC 7208 §7.3 has left nothing, and costs no
// question.
var noName = strings.Repeat("x", 64)

// unknown is what p and r expand to where there is no name (RFC 7208 §7.3).
const unknown = "unknown"

// Values are what macros expand to (RFC 7208 §7.2). Whatever is unknown may be
// left zero.
type Values struct {
	Sender    string        // <sender>: local-part@domain; the local-part "postmaster" where there is none
	Domain    string        // <domain>: the current one, which include and redirect change
	Helo      string        // the HELO or EHLO name
	Client    netip.Addr    // <ip>
	Validated func() string // validated name of Client or "unknown"; called only where p is used; nil: "unknown"
	Receiver  string        // the host that does the check, for explanations; "": "unknown"
	Now       time.Time     // for explanations; zero: the epoch
}

// Target is the name that t asks for in the record of the domain: the domain itself
// where t has none (RFC 7208 §4.8).
func (t Term) Target(domain string, v Values) string {
	if t.Domain.IsZero() {
		return domain
	}
	return cmp.Or(t.Domain.ExpandDomain(v), noName)
}

// ExpandDomain gives the name that m stands for, in the presentation format of
// DNS: dots part labels, and bytes that a zone file or a record would take for
// something else are written \DDD. A final dot is dropped. Of a name longer
// than 253 octets labels are cut off on the left until it fits (RFC 7208
// §7.3), which leaves "" of a single label that is too long.
//
// The syntax of the result isn't checked: what a sender puts into it may be
// no valid name, and then no such name exists (RFC 7208 §4.3, §4.8).
func (m MacroString) ExpandDomain(v Values) string {
	// Only the end of a long name is kept, so the end is expanded first. Two
	// more octets show whether a final dot and a whole label go.
	if len(m.parts) == 1 && m.parts[0].letter == 0 && len(m.parts[0].literal) <= maxName && !strings.HasSuffix(m.parts[0].literal, ".") {
		return escapeName(m.parts[0].literal) // the usual case: a name as it is
	}
	var pieces []string
	for i, size := len(m.parts)-1, 0; i >= 0 && size < maxName+2; i-- {
		piece := m.parts[i].expand(v)
		pieces = append(pieces, piece)
		size += len(piece)
	}
	slices.Reverse(pieces)
	name := strings.Join(pieces, "")
	if strings.HasSuffix(name, ".") && !strings.HasSuffix(name, "..") {
		name = name[:len(name)-1]
	}
	if excess := len(name) - maxName; excess > 0 {
		_, name, _ = strings.Cut(name[excess-1:], ".")
	}
	return escapeName(name)
}

// ExpandText gives the explanation that m stands for (RFC 7208 §6.2). It holds
// whatever the sender put into it: escape it where it is shown.
func (m MacroString) ExpandText(v Values) string {
	var b strings.Builder
	for _, p := range m.parts {
		b.WriteString(p.expand(v))
	}
	return b.String()
}

// expand gives the value of the part, transformed (RFC 7208 §7.3).
func (p part) expand(v Values) string {
	if p.letter == 0 {
		return p.literal
	}
	s := macroValues[p.letter](v)
	if p.keep > 0 || p.reverse || p.delimiter != "" {
		s = p.transform(s)
	}
	if p.escape {
		s = escapeURL(s)
	}
	return s
}

// transform splits s, reverses the parts, keeps those on the right and joins
// them with dots. Consecutive delimiters have empty parts between them.
func (p part) transform(s string) string {
	parts := splitAny(s, cmp.Or(p.delimiter, "."))
	if p.reverse {
		slices.Reverse(parts)
	}
	if p.keep > 0 && p.keep < len(parts) {
		parts = parts[len(parts)-p.keep:]
	}
	return strings.Join(parts, ".")
}

// splitAny splits s at each byte that is in delimiters.
func splitAny(s, delimiters string) []string {
	var parts []string
	for {
		i := strings.IndexAny(s, delimiters)
		if i < 0 {
			return append(parts, s)
		}
		parts = append(parts, s[:i])
		s = s[i+1:]
	}
}

// macroValues has the value of each macro letter (RFC 7208 §7.2).
var macroValues = map[byte]func(Values) string{
	's': func(v Values) string { local, domain := v.sender(); return local + "@" + domain },
	'l': func(v Values) string { local, _ := v.sender(); return local },
	'o': func(v Values) string { _, domain := v.sender(); return domain },
	'd': func(v Values) string { return v.Domain },
	'h': func(v Values) string { return v.Helo },
	'i': func(v Values) string { return dotted(v.client()) },
	'c': func(v Values) string { return readable(v.client()) },
	'v': func(v Values) string { return reverseZone(v.client()) },
	'p': func(v Values) string { return validated(v) },
	'r': func(v Values) string { return cmp.Or(v.Receiver, unknown) },
	't': func(v Values) string { return seconds(v.Now) },
}

// sender parts <sender> at its last "@". A quoted local-part may have others.
func (v Values) sender() (local, domain string) {
	at := strings.LastIndexByte(v.Sender, '@')
	local, domain = v.Sender[:max(at, 0)], v.Sender[at+1:]
	if local == "" { // RFC 7208 §4.3
		local = "postmaster"
	}
	if domain == "" { // the null reverse-path (RFC 7208 §2.4)
		domain = v.Helo
	}
	return local, domain
}

// client is the address; an IPv4-mapped one is an IPv4 address (RFC 7208 §5).
func (v Values) client() netip.Addr { return v.Client.Unmap().WithZone("") }

// dotted is the address in octets or nibbles with dots between them.
func dotted(a netip.Addr) string {
	if !a.Is6() {
		return readable(a)
	}
	var b strings.Builder
	for _, octet := range a.As16() {
		fmt.Fprintf(&b, "%x.%x.", octet>>4, octet&0xf)
	}
	return strings.TrimSuffix(b.String(), ".")
}

func readable(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

func reverseZone(a netip.Addr) string {
	if a.Is6() {
		return "ip6"
	}
	return "in-addr"
}

func validated(v Values) string {
	if v.Validated == nil {
		return unknown
	}
	return cmp.Or(v.Validated(), unknown)
}

func seconds(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return strconv.FormatInt(t.Unix(), 10)
}
