package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
)

// suiteUnmet are the cases that the command line doesn't meet, in either suite, with
// the reason.
var suiteUnmet = map[string]string{
	"dorky-sentinel": "a local part with a space is an address in quotes alone (RFC 5321 §4.1.2), and an error without: in quotes the case is met",
}

// TestSuites takes every case of the suites of RFC 7208 and RFC 4408 through check and
// through bulk, over a server on loopback.
func TestSuites(t *testing.T) {
	for _, suite := range dnstest.Suites[:2] {
		t.Run(suite.File, func(t *testing.T) {
			t.Parallel()
			var met, ran atomic.Int32
			var all errgroup.Group
			all.SetLimit(8) // more would wait for each other until their questions run out of time
			for _, s := range dnstest.ReadSuite(t, suite.File) {
				server := s.Server(t).Addr
				names := slices.Sorted(maps.Keys(s.Tests))
				lines := bulkCases(t, s, names, server)
				for i, name := range names {
					all.Go(func() error {
						ran.Add(1)
						err := errors.Join(checkCase(t, s.Tests[name], server), differs(s.Tests[name], lines[i]))
						switch reason, listed := suiteUnmet[name]; {
						case err != nil && !listed:
							t.Errorf("%s: %v", name, err)
						case err == nil && listed:
							t.Errorf("%s is met, and listed as unmet: %s", name, reason)
						case err == nil:
							met.Add(1)
						}
						return nil
					})
				}
			}
			all.Wait()
			t.Logf("%s: %d of %d", suite.File, met.Load(), ran.Load())
			if want := suite.Cases - len(suiteUnmet); int(met.Load()) != want || int(ran.Load()) != suite.Cases {
				t.Errorf("%d of %d cases are met, want %d of %d", met.Load(), ran.Load(), want, suite.Cases)
			}
		})
	}
}

// TestSuiteInQuotes meets the case that the suites write in no form of an address.
func TestSuiteInQuotes(t *testing.T) {
	for _, s := range dnstest.ReadSuite(t, "rfc7208-tests.yml") {
		if c, ok := s.Tests["dorky-sentinel"]; ok {
			local, domain, _ := strings.Cut(c.MailFrom, "@")
			c.MailFrom = `"` + local + `"@` + domain
			if err := checkCase(t, c, s.Server(t).Addr); err != nil {
				t.Error(err)
			}
			return
		}
	}
	t.Error("there is no such case")
}

// checkCase says how what check prints for a case differs from what is right.
func checkCase(t *testing.T, c dnstest.SuiteCase, server string) error {
	var stdout, stderr bytes.Buffer
	args := []string{
		"spfcheck", "check", "--server", server, "--carrier", "softbank", "--format", "json",
		"--ip", c.Host, "--helo", c.Helo, "--mail-from", c.MailFrom,
	}
	if code := Run(t.Context(), args, bytes.NewReader(nil), &stdout, &stderr); code == exitUsage {
		return errors.New(strings.TrimSpace(stderr.String()))
	}
	return differs(c, stdout.Bytes())
}

// bulkCases gives the line that bulk prints for each case of a scenario.
func bulkCases(t *testing.T, s dnstest.Scenario, names []string, server string) [][]byte {
	var in, stdout, stderr bytes.Buffer
	for _, name := range names {
		c := s.Tests[name]
		line, err := json.Marshal(map[string]string{"ip": c.Host, "helo": c.Helo, "mail_from": c.MailFrom})
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	Run(t.Context(), []string{"spfcheck", "bulk", "--server", server, "--timeout", "1s", "--deadline", "5m", "--carrier", "softbank", "--full", "-"}, &in, &stdout, &stderr)
	lines := bytes.Split(bytes.TrimSpace(stdout.Bytes()), []byte("\n"))
	if len(lines) != len(names) {
		t.Fatalf("%d lines for %d cases: %s", len(lines), len(names), &stderr)
	}
	return lines
}

// differs says how a report on a case differs from what is right.
func differs(c dnstest.SuiteCase, report []byte) error {
	var decoded struct {
		Identities []struct {
			Kind    string
			Results []struct{ Result, Explanation string }
		}
	}
	if err := json.Unmarshal(report, &decoded); err != nil {
		return err
	}
	for _, id := range decoded.Identities {
		if id.Kind == "mailfrom" {
			return c.Differs(id.Results[0].Result, id.Results[0].Explanation)
		}
	}
	return fmt.Errorf("no envelope From in %s", report)
}
