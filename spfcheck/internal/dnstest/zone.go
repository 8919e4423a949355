package dnstest

import (
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Zone reads the text of a zone file. A fault in it ends the test.
func Zone(t testing.TB, text string) resolve.Zone {
	t.Helper()
	z, err := resolve.ParseZone(strings.NewReader(text), "test.zone")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return z
}

// TXT writes a text as TXT data, cut into strings.
func TXT(text string) string {
	var strs []string
	for text != "" {
		n := min(len(text), 255)
		strs = append(strs, `"`+text[:n]+`"`)
		text = text[n:]
	}
	return strings.Join(strs, " ")
}
