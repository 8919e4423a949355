package dnstest

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Suites are the openspf.org suites of RFC 7208 and RFC 4408 and the one of pyspf, with
// the number of their cases, as they come with go/spf's module.
var Suites = []struct {
	File  string
	Cases int
}{
	{"rfc7208-tests.yml", 203},
	{"rfc4408-tests.yml", 191},
	{"pyspf-tests.yml", 16},
}

// Scenario is one document of a suite: cases, and the DNS that they see.
type Scenario struct {
	Description string
	Tests       map[string]SuiteCase
	ZoneData    map[string][]map[string]any
}

// SuiteCase is one question to SPF, and what is right.
type SuiteCase struct {
	Helo, Host, MailFrom string
	Result               any // one or a list
	Explanation          string
}

// Differs says what is wrong with a result of the case and, of a fail, with its
// explanation; nil where both are right.
func (c SuiteCase) Differs(result, explanation string) error {
	if want := listOf(c.Result); !slices.Contains(want, result) {
		return fmt.Errorf("the result is %s, not %s", result, want)
	}
	want := strings.TrimSuffix(c.Explanation, "DEFAULT") // the default is the receiver's
	same := explanation == want
	if strings.Contains(c.Host, ":") { // the case of its digits is free, and the suites' is RFC 4408's
		same = strings.EqualFold(explanation, want)
	}
	if result == "fail" && c.Explanation != "" && !same {
		return fmt.Errorf("the explanation is %q, not %q", explanation, want)
	}
	return nil
}

// ReadSuite reads a suite of openspf.org from the directory of go/spf's module. Its
// marks for skipping are ignored.
func ReadSuite(t testing.TB, file string) []Scenario {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "blitiri.com.ar/go/spf").Output()
	if err != nil || len(dir) == 0 {
		t.Fatalf("finding go/spf's module: %v", err)
	}
	f, err := os.Open(filepath.Join(strings.TrimSpace(string(dir)), "testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var scenarios []Scenario
	for dec := yaml.NewDecoder(f); ; {
		var s Scenario
		switch err := dec.Decode(&s); {
		case errors.Is(err, io.EOF):
			return scenarios
		case err != nil:
			t.Fatalf("reading %s: %v", file, err)
		}
		scenarios = append(scenarios, s)
	}
}

// Server publishes the scenario's records. A name marked TIMEOUT answers only
// for the types that it has.
func (s Scenario) Server(t testing.TB) *Server {
	zone := ". SOA . . 1 1 1 1 1\n"
	silent, failing := map[string]bool{}, map[string]bool{}
	for _, owner := range slices.Sorted(maps.Keys(s.ZoneData)) {
		name := dns.CanonicalName(owner)
		for _, entry := range withTXT(s.ZoneData[owner]) {
			for rrtype, value := range entry {
				switch rrtype {
				case "TIMEOUT":
					silent[name] = true
				case "SERVFAIL":
					failing[name] = true
				default:
					zone += zoneLine(owner, rrtype, value)
				}
			}
		}
	}
	source := resolve.Offline(Zone(t, zone))
	answer := Answer(source)
	return Start(t, func(w *Writer, r *Request) {
		name := dns.CanonicalName(r.Question().Name)
		m, err := source.Exchange(t.Context(), r.Question())
		switch {
		case failing[name]:
			Rcode(dns.RcodeServerFailure)(w, r)
		case silent[name] && (err != nil || len(m.Answer) == 0):
			Drop(w, r)
		default:
			answer(w, r)
		}
	})
}

// withTXT publishes as TXT too what a name has of the type SPF alone: the suites
// leave that to their drivers. "TXT: NONE" says that there is no TXT.
func withTXT(entries []map[string]any) []map[string]any {
	hasTXT := slices.ContainsFunc(entries, func(e map[string]any) bool { return e["TXT"] != nil })
	var all []map[string]any
	for _, e := range entries {
		if e["TXT"] != "NONE" {
			all = append(all, e)
		}
		if text, ok := e["SPF"]; ok && !hasTXT {
			all = append(all, map[string]any{"TXT": text})
		}
	}
	return all
}

// zoneLine writes an entry of a suite as a zone file has it; "" for a TXT
// without strings, which DNS doesn't have.
func zoneLine(owner, rrtype string, value any) string {
	data := listOf(value)
	switch rrtype {
	case "TXT", "SPF":
		for i, s := range data {
			data[i] = dnsmsg.Quote(s, dnsmsg.Decimal)
		}
	case "CNAMELOOP":
		rrtype, data = "CNAME", []string{owner}
	}
	if n := len(data); n > 0 && (rrtype == "MX" || rrtype == "PTR" || rrtype == "CNAME") {
		data[n-1] = fullName(data[n-1])
	}
	if len(data) == 0 {
		return ""
	}
	return fullName(owner) + " " + rrtype + " " + strings.Join(data, " ") + "\n"
}

func fullName(s string) string {
	return strings.TrimSuffix(escaped(s), ".") + "."
}

// escaped writes what no zone file takes for a part of a name as \DDD.
func escaped(s string) string {
	const special = ` "'()$%/:;@\`
	var b strings.Builder
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || strings.IndexByte(special, c) >= 0 {
			fmt.Fprintf(&b, `\%03d`, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func listOf(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		var list []string
		for _, e := range v {
			list = append(list, listOf(e)...)
		}
		return list
	}
	return []string{fmt.Sprint(v)}
}
