package dnsmsg

import (
	"errors"
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// MaxName is how many octets a name has in a message, with the lengths and the
// root label; maxLabel those of a label (RFC 1035 §2.3.4).
const (
	MaxName  = 255
	maxLabel = 63
)

// Name is a domain name as it stands in a message (RFC 1035 §3.1), letters of
// ASCII in lower case: two names are the same when they are equal as strings
// (RFC 4343 §3), and the name above is the rest after the first label.
type Name string

// Root is the name above all others.
const Root Name = "\x00"

var errEmptyLabel = errors.New("the name has an empty label")

// ParseName reads a name in presentation format (RFC 1035 §5.1), with or
// without the dot at its end. Octets above ASCII stand for themselves.
func ParseName(s string) (Name, error) {
	var room [MaxName + 1]byte
	wire, err := appendName(room[:0], s)
	return Name(wire), err
}

// appendName appends the name that s is to wire, which is empty.
func appendName(wire []byte, s string) ([]byte, error) {
	if s == "." {
		return append(wire, Root...), nil
	}
	wire = append(wire, 0)
	label := 0 // where the length of the label that is being read stands
	for i := 0; i < len(s); {
		switch s[i] {
		case '.':
			if err := endLabel(wire, label); err != nil {
				return nil, err
			}
			label, wire, i = len(wire), append(wire, 0), i+1
		case '\\':
			c, n, ok := octet(s[i:])
			if !ok {
				return nil, fmt.Errorf("the name has the broken escape %q", s[i:min(len(s), i+4)])
			}
			wire, i = append(wire, lower(c)), i+n
		default:
			wire, i = append(wire, lower(s[i])), i+1
		}
	}
	if label != len(wire)-1 || label == 0 { // no dot at the end
		if err := endLabel(wire, label); err != nil {
			return nil, err
		}
		wire = append(wire, 0)
	}
	if len(wire) > MaxName {
		return nil, fmt.Errorf("the name has %d octets, more than %d", len(wire), MaxName)
	}
	return wire, nil
}

// endLabel writes the length of the label that began at start.
func endLabel(wire []byte, start int) error {
	n := len(wire) - start - 1
	if n == 0 {
		return errEmptyLabel
	}
	if n > maxLabel {
		return fmt.Errorf("the name has a label of %d octets, more than %d", n, maxLabel)
	}
	wire[start] = byte(n)
	return nil
}

// octet reads the octet that s begins with, \DDD and \X included, and says
// how much of s it took (RFC 1035 §5.1).
func octet(s string) (c byte, n int, ok bool) {
	if s[0] != '\\' {
		return s[0], 1, true
	}
	if len(s) < 2 {
		return 0, 0, false
	}
	if !isDigit(s[1]) {
		return s[1], 2, true
	}
	if len(s) < 4 || !isDigit(s[2]) || !isDigit(s[3]) {
		return 0, 0, false
	}
	v := int(s[1]-'0')*100 + int(s[2]-'0')*10 + int(s[3]-'0')
	return byte(v), 4, v <= 255
}

// Unescape gives the octets of a name or a character-string in presentation
// format: \DDD and \X are escapes (RFC 1035 §5.1). A backslash that begins none
// stands for itself.
func Unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	text := make([]byte, 0, len(s))
	for s != "" {
		c, n, ok := octet(s)
		if !ok {
			c, n = s[0], 1
		}
		text, s = append(text, c), s[n:]
	}
	return string(text)
}

// Text joins the strings of a TXT record, which miekg/dns keeps in presentation
// format, without a space (RFC 7208 §3.3).
func Text(strs []string) string {
	if len(strs) == 1 { // most
		return Unescape(strs[0])
	}
	var b strings.Builder
	for _, s := range strs {
		b.WriteString(Unescape(s))
	}
	return b.String()
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

// Parent is the name above n; [Root] has none and must not be asked.
func (n Name) Parent() Name { return n[1+int(n[0]):] }

// Within reports whether n is apex or a name below it.
func (n Name) Within(apex Name) bool {
	for len(n) > len(apex) {
		n = n.Parent()
	}
	return n == apex
}

// Labels counts the labels of n, the root label left out.
func (n Name) Labels() int {
	count := 0
	for ; n != Root; n = n.Parent() {
		count++
	}
	return count
}

// String gives n in presentation format, with the dot at its end.
func (n Name) String() string {
	if n == Root {
		return "."
	}
	text := make([]byte, 0, MaxName)
	for ; n != Root; n = n.Parent() {
		for _, c := range []byte(n[1 : 1+int(n[0])]) {
			text = appendOctet(text, c)
		}
		text = append(text, '.')
	}
	return string(text)
}

// appendOctet escapes what is neither a visible character nor free of meaning in
// a zone file.
func appendOctet(text []byte, c byte) []byte {
	switch {
	case 'a' <= c && c <= 'z' || '0' <= c && c <= '9': // nearly all
		return append(text, c)
	case strings.IndexByte(`."\;()@$`, c) >= 0:
		return append(text, '\\', c)
	case c <= ' ' || c > '~':
		return fmt.Appendf(text, `\%03d`, c)
	default:
		return append(text, c)
	}
}

// Display gives n for people: without the dot at its end.
func (n Name) Display() string {
	if n == Root {
		return "."
	}
	return strings.TrimSuffix(n.String(), ".")
}

// Owns reports whether n is the owner of rr.
func (n Name) Owns(rr dns.RR) bool {
	text := rr.Header().Name
	if n.isPlainly(text) {
		return true
	}
	var room [MaxName + 1]byte
	owner, err := appendName(room[:0], text)
	return err == nil && string(owner) == string(n) // which allocates nothing
}

// isPlainly reports whether a text is n without an escape and with the dot at its end,
// as nearly all are written.
func (n Name) isPlainly(s string) bool {
	if s == "" || len(s) != len(n)-1 {
		return false
	}
	for label := 0; label < len(s); { // s has each octet one place before n
		dot := label + int(n[label])
		if dot >= len(s) || s[dot] != '.' {
			return false
		}
		for i := label; i < dot; i++ {
			if c := lower(s[i]); c != n[i+1] || c == '.' || c == '\\' {
				return false
			}
		}
		label = dot + 1
	}
	return true
}

// OwnerOf gives the owner of rr; false for what is no name.
func OwnerOf(rr dns.RR) (Name, bool) {
	n, err := ParseName(rr.Header().Name)
	return n, err == nil
}
