package eval_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"blitiri.com.ar/go/spf"
	"github.com/goccy/go-yaml"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// The openspf.org suites of RFC 7208 and RFC 4408 and the one of pyspf, as they
// come with go/spf's module. Its marks for skipping are ignored.
var suites = []struct {
	file  string
	cases int
}{
	{"rfc7208-tests.yml", 203},
	{"rfc4408-tests.yml", 191},
	{"pyspf-tests.yml", 16},
}

// unmet are the cases that aren't met, with the reason.
var unmet = map[string]string{
	"pyspf-tests.yml: default-modifier":       "default= is an extension of pyspf, unknown to RFC 7208 §6",
	"pyspf-tests.yml: default-modifier-harsh": "the result ambiguous is one of pyspf's strict mode",
}

// scenario is one document of a suite: cases, and the DNS that they see.
type scenario struct {
	Description string
	Tests       map[string]suiteCase
	ZoneData    map[string][]map[string]any
}

type suiteCase struct {
	Helo, Host, MailFrom string
	Result               any // one or a list
	Explanation          string
}

// TestSuites takes every case through the whole stack, over a server on
// loopback. A case that is met and listed as unmet fails, so the list stays true.
func TestSuites(t *testing.T) {
	for _, suite := range suites {
		t.Run(suite.file, func(t *testing.T) {
			t.Parallel()
			var met, ran atomic.Int32
			var all sync.WaitGroup
			for _, s := range readSuite(t, suite.file) {
				evaluator := eval.Evaluator{Exchanger: stackOn(t, s.server(t))}
				for name, c := range s.Tests {
					all.Go(func() {
						ran.Add(1)
						err := c.run(t, evaluator)
						switch reason, listed := unmet[suite.file+": "+name]; {
						case err != nil && !listed:
							t.Errorf("%s: %v", name, err)
						case err == nil && listed:
							t.Errorf("%s is met, and listed as unmet: %s", name, reason)
						case err == nil:
							met.Add(1)
						}
					})
				}
			}
			all.Wait()
			t.Logf("%s: %d of %d", suite.file, met.Load(), ran.Load())
			if int(ran.Load()) < suite.cases {
				t.Errorf("only %d of %d cases were run", ran.Load(), suite.cases)
			}
		})
	}
}

// run evaluates the case, and says how it differs from what is expected.
func (c suiteCase) run(t *testing.T, e eval.Evaluator) error {
	client := netip.MustParseAddr(c.Host)
	sender := cmp.Or(c.MailFrom, "postmaster@"+c.Helo) // RFC 7208 §2.4
	request := eval.Request{Client: client, Sender: sender, Helo: c.Helo}
	ev := e.Evaluate(t.Context(), request)
	var errs []error
	if result := e.Result(t.Context(), request); result != ev.Result {
		errs = append(errs, fmt.Errorf("the result alone is %s, with the explanation it is %s", result, ev.Result))
	}
	if want := listOf(c.Result); !slices.Contains(want, string(ev.Result)) {
		errs = append(errs, fmt.Errorf("the result is %s, not %s (%s)", ev.Result, want, ev.Problem.EN))
	}
	want := strings.TrimSuffix(c.Explanation, "DEFAULT") // the default is the receiver's
	same := ev.Explanation == want
	if client.Is6() { // the case of its digits is free, and the suites' is RFC 4408's
		same = strings.EqualFold(ev.Explanation, want)
	}
	if ev.Result == spf.Fail && c.Explanation != "" && !same {
		errs = append(errs, fmt.Errorf("the explanation is %q, not %q", ev.Explanation, want))
	}
	if !ev.Reliable {
		errs = append(errs, fmt.Errorf("the tree ends in %s, the evaluation in %s", ev.Tree.Result, ev.Result))
	}
	return errors.Join(errs...)
}

// stackOn is the usual stack on a server that may never answer.
func stackOn(t *testing.T, s *dnstest.Server) resolve.Exchanger {
	t.Helper()
	source, err := resolve.Server(s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	return resolve.Chain(source, resolve.Retry(2, time.Second), resolve.Cache())
}

// readSuite reads a suite from the directory of go/spf's module.
func readSuite(t *testing.T, file string) []scenario {
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
	var scenarios []scenario
	for dec := yaml.NewDecoder(f); ; {
		var s scenario
		switch err := dec.Decode(&s); {
		case errors.Is(err, io.EOF):
			return scenarios
		case err != nil:
			t.Fatalf("reading %s: %v", file, err)
		}
		scenarios = append(scenarios, s)
	}
}

// server publishes the scenario's records. A name marked TIMEOUT answers only
// for the types that it has.
func (s scenario) server(t *testing.T) *dnstest.Server {
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
	source := resolve.Offline(dnstest.Zone(t, zone))
	answer := dnstest.Answer(source)
	return dnstest.Start(t, func(w *dnstest.Writer, r *dnstest.Request) {
		name := dns.CanonicalName(r.Question().Name)
		m, err := source.Exchange(t.Context(), r.Question())
		switch {
		case failing[name]:
			dnstest.Rcode(dns.RcodeServerFailure)(w, r)
		case silent[name] && (err != nil || len(m.Answer) == 0):
			dnstest.Drop(w, r)
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
			data[i] = `"` + escaped(s, `"\`) + `"`
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
	return strings.TrimSuffix(escaped(s, ` "'()$%/:;@\`), ".") + "."
}

// escaped writes the given bytes, controls and bytes above ASCII as \DDD.
func escaped(s, special string) string {
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
