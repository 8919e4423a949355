package change

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
)

// maxString is how many octets a character string has (RFC 1035 §3.3), and
// maxData how many the data of a record.
const (
	maxString = 255
	maxData   = 65535
)

// quoteAll writes character strings as a zone file has them.
func quoteAll(texts []string) (string, error) {
	var b strings.Builder
	total := 0
	for i, text := range texts {
		if len(text) > maxString {
			return "", fmt.Errorf("a string of the text has %d octets, more than %d", len(text), maxString)
		}
		if total += len(text) + 1; total > maxData {
			return "", fmt.Errorf("the text has more than %d octets", maxData)
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(dnsmsg.Quote(text, dnsmsg.Decimal))
	}
	if len(texts) == 0 {
		return `""`, nil
	}
	return b.String(), nil
}

// chunk cuts a text into strings that fit.
func chunk(text string) []string {
	var list []string
	for len(text) > maxString {
		list = append(list, text[:maxString])
		text = text[maxString:]
	}
	return append(list, text)
}

// Bases of the three digits of an escape: zone files count in tens (RFC 1035
// §5.1), Route 53 in eights.
const (
	decimal = 10
	octal   = 8
)

// quoted reads character strings that are quoted; between them may be spaces,
// and a word without quotes is a string too.
func quoted(data string, base int) ([]string, error) {
	var list []string
	for rest := strings.TrimLeft(data, " \t"); rest != ""; rest = strings.TrimLeft(rest, " \t") {
		text, after, err := oneString(rest, base)
		if err != nil {
			return nil, fmt.Errorf("%w in %s", err, doc.Excerpt(data))
		}
		list, rest = append(list, text), after
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("the text %q has no string", data)
	}
	return list, nil
}

// oneString reads the string that s begins with.
func oneString(s string, base int) (text, rest string, err error) {
	var b strings.Builder
	inQuotes := s[0] == '"'
	if inQuotes {
		s = s[1:]
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' && inQuotes:
			return b.String(), s[i+1:], nil
		case c == '"':
			return "", "", fmt.Errorf("there is a quote inside a word")
		case !inQuotes && (c == ' ' || c == '\t'):
			return b.String(), s[i:], nil
		case c == '\\':
			octet, n, ok := escaped(s[i+1:], base)
			if !ok {
				return "", "", fmt.Errorf("there is a broken escape")
			}
			b.WriteByte(octet)
			i += n
		default:
			b.WriteByte(c)
		}
	}
	if inQuotes {
		return "", "", fmt.Errorf("a quote isn't closed")
	}
	return b.String(), "", nil
}

// escaped reads what follows a backslash: three digits, or any octet.
func escaped(s string, base int) (octet byte, n int, ok bool) {
	if s == "" {
		return 0, 0, false
	}
	if s[0] < '0' || s[0] > '9' {
		return s[0], 1, true
	}
	value := 0
	for i := range 3 {
		if i >= len(s) || s[i] < '0' || int(s[i]-'0') >= base {
			return 0, 0, false
		}
		value = value*base + int(s[i]-'0')
	}
	return byte(value), 3, value <= 255
}

// plainOrQuoted reads a text that is quoted as in a zone file, or else plain.
func plainOrQuoted(data string) ([]string, error) {
	if len(data) > 1 && data[0] == '"' && data[len(data)-1] == '"' {
		return quoted(data, decimal)
	}
	return chunk(data), nil
}

// spacedTexts reads a text of a provider that parts it at spaces, if not in each version,
// where there are no quotes around it.
func spacedTexts(data string) ([]string, error) {
	if !strings.HasPrefix(data, `"`) && strings.ContainsAny(data, " \t;") {
		return nil, errSpaces
	}
	return quoted(data, decimal)
}

var errSpaces = errors.New("there are no quotes around the text, and whether the provider keeps its spaces isn't known")

// plain reads a text that is just what it is.
func plain(data string) ([]string, error) { return chunk(data), nil }

// zoneTexts reads strings as a zone file has them.
func zoneTexts(data string) ([]string, error) { return quoted(data, decimal) }
