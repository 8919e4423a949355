package dkim

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

const crlf = "\r\n"

// head is the fields of the header, from the top down.
type head []mail.Field

// byName gives the fields by their names in lower case, from the top down, but
// for the one at the index without.
func (h head) byName(without int) map[string][]string {
	fields := map[string][]string{}
	for i, f := range h {
		if name := strings.ToLower(f.Name); i != without {
			fields[name] = append(fields[name], f.Raw)
		}
	}
	return fields
}

// shown are the fields that a reader sees or an answer goes to, of those that
// RFC 6376 §5.4.1 recommends to sign.
var shown = []string{"From", "Reply-To", "Subject", "Date", "To", "Cc"}

// unsigned gives the shown fields of which the message has more than signed
// names: a signature takes instances from the bottom up (RFC 6376 §5.4.2).
func (h head) unsigned(signed []string) []string {
	counts := map[string]int{}
	for _, f := range h {
		counts[strings.ToLower(f.Name)]++
	}
	for _, name := range signed {
		counts[strings.ToLower(name)]--
	}
	var names []string
	for _, name := range shown {
		if counts[strings.ToLower(name)] > 0 {
			names = append(names, name)
		}
	}
	return names
}
