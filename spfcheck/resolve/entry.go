package resolve

import (
	"errors"
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// Entry is one record of a zone file, in presentation format.
type Entry struct {
	Name string // the owner in lower case, with the dot at the end
	Type string // "TXT"; "TYPE65280" for a type without a name
	Data string // the names in it are whole
}

// ParseEntry reads one entry of a zone file (RFC 1035 §5.1), which may stretch
// over lines in parentheses. Names that don't end in a dot are below origin; an
// empty origin makes them an error.
func ParseEntry(text, origin string) (Entry, error) {
	rr, err := parseEntry(text, origin)
	if err != nil {
		return Entry{}, err
	}
	h := rr.Header()
	return Entry{Name: h.Name, Type: dns.Type(h.Rrtype).String(), Data: dataOf(rr)}, nil
}

func parseEntry(text, origin string) (dns.RR, error) {
	if _, err := scanDirectives([]byte(text)); err != nil {
		return nil, err
	}
	parser := dns.NewZoneParser(strings.NewReader(text+"\n"), origin, "")
	parser.SetDefaultTTL(defaultTTL)
	rr, ok := parser.Next()
	if err := parser.Err(); err != nil {
		return nil, parseError(err, origin != "")
	}
	if !ok {
		return nil, errors.New("the entry has no record")
	}
	if _, more := parser.Next(); more || parser.Err() != nil {
		return nil, errors.New("the entry has more than one record")
	}
	return normalise(rr)
}

// dataOf gives what stands behind the type of a record.
func dataOf(rr dns.RR) string {
	if unknown, ok := rr.(*dns.RFC3597); ok { // its text has a header of another form
		return fmt.Sprintf(`\# %d %s`, len(unknown.Rdata)/2, unknown.Rdata)
	}
	return strings.TrimPrefix(rr.String(), rr.Header().String())
}

// CanonicalName gives a name in the form in which a [Zone] has its names: escaped
// in one way, ASCII letters in lower case, with the dot at the end.
func CanonicalName(s string) (string, error) {
	n, err := parseName(s)
	if err != nil {
		return "", fmt.Errorf("%q: %w", s, err)
	}
	return n.String(), nil
}
