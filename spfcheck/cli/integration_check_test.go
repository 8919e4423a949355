package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// sentBy are the flags for a mail of which every identity is of the domain.
func sentBy(domain string) []string {
	return []string{"--from", "info@" + domain, "--mail-from", "bounce@" + domain, "--helo", domain}
}

// offline are the flags that take the zone files for DNS.
func (s *dnsServers) offline() []string {
	args := []string{"--offline"}
	for _, file := range s.zones {
		args = append(args, "--zone", file)
	}
	return args
}

// checked is what a run of check came to.
type checked struct {
	Code              int
	Report, Complaint string // standard output and error
}

// checkArgs are the arguments of a check that prints JSON.
func checkArgs(args ...string) []string {
	return append([]string{"spfcheck", "check", "--ip", "54.240.8.40", "--on", "2026-11-21", "--format", "json"}, args...)
}

// check runs the program. It must say everything in the report, unless no server
// could be asked.
func check(t *testing.T, args ...string) checked {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := Run(t.Context(), checkArgs(args...), bytes.NewReader(nil), &stdout, &stderr)
	return checked{Code: code, Report: stdout.String(), Complaint: stderr.String()}.allInOnePlace(t)
}

// allInOnePlace wants either a report or an error.
func (c checked) allInOnePlace(t *testing.T) checked {
	t.Helper()
	if (c.Report == "") == (c.Complaint == "") {
		t.Errorf("standard error: %s\nthe report: %s", c.Complaint, c.Report)
	}
	return c
}

// fault stands for a run without a report, since no server could be asked.
const fault = "3 fault"

// verdicts tells the exit code and the outcome of each carrier.
func (c checked) verdicts() string {
	var report struct {
		Carriers []struct{ Carrier, Outcome string }
	}
	if err := json.Unmarshal([]byte(c.Report), &report); err != nil {
		return err.Error()
	}
	var parts []string
	for _, v := range report.Carriers {
		parts = append(parts, v.Carrier+" "+v.Outcome)
	}
	return fmt.Sprintf("%d %s", c.Code, strings.Join(parts, ", "))
}

// wants compares the exit code and the header From's result, as in "0 pass", and
// looks for words in what the report says about it, or wants a fault in those words.
func (c checked) wants(t *testing.T, want, says string) {
	t.Helper()
	if c.Report == "" || want == fault {
		if got := fmt.Sprintf("%d fault", c.Code); got != want || strings.Count(c.Complaint, "\n") != 2 || !strings.Contains(c.Complaint, says) {
			t.Errorf("%s, saying %q; want %s, saying %q in two lines", got, c.Complaint, want, says)
		}
		return
	}
	var report struct {
		Identities []struct {
			Kind    string
			Results []struct{ Result, Problem string }
		}
	}
	if err := json.Unmarshal([]byte(c.Report), &report); err != nil {
		t.Fatal(err)
	}
	for _, id := range report.Identities {
		if id.Kind != "from" {
			continue
		}
		for _, r := range id.Results {
			if got := fmt.Sprintf("%d %s", c.Code, r.Result); got != want || !strings.Contains(r.Problem, says) {
				t.Errorf("%s, saying %q; want %s, saying %q", got, r.Problem, want, says)
			}
			return
		}
	}
	t.Errorf("exit %d, and no result for the header From; want %s", c.Code, want)
}
