package record_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// suite is a part of the openspf.org test suites, as far as the text of
// records goes.
type suite struct {
	Tests map[string]struct {
		MailFrom string
		Helo     string
		Result   any // one or a list
	}
	ZoneData map[string][]any
}

// notSyntax are the cases of a permerror that has other reasons than the
// syntax of the record that the case begins with.
var notSyntax = map[string]string{
	"multitxt1":          "two records",
	"multitxt2":          "two records",
	"include-none":       "the included domain has no record",
	"include-permerror":  "the included record is malformed",
	"redirect-none":      "the target has no record",
	"redirect-loop":      "too many lookups",
	"include-loop":       "too many lookups",
	"mx-limit":           "too many MX records",
	"mech-over-limit":    "too many lookups",
	"include-over-limit": "too many lookups",
	"void-over-limit":    "too many void lookups",
}

// TestSuites compares the parser with the suites where syntax alone decides:
// what must be a permerror has errors, and what must not hasn't.
func TestSuites(t *testing.T) {
	for _, name := range []string{"rfc7208-tests.yml", "rfc4408-tests.yml"} {
		t.Run(name, func(t *testing.T) {
			checked := 0
			for _, s := range readSuites(t, name) {
				for id, c := range s.Tests {
					_, domain, _ := strings.Cut(c.MailFrom, "@")
					if domain == "" {
						domain = c.Helo
					}
					results := listOf(c.Result)
					for _, text := range s.records(domain) {
						checked++
						r := record.Parse(text)
						malformed := slices.Equal(results, []string{"permerror"}) && notSyntax[id] == ""
						if r.WellFormed() == malformed {
							t.Errorf("%s, which is %v: %q has errors %v", id, results, text, r.Errors)
						}
					}
				}
			}
			if checked < 150 {
				t.Errorf("only %d records found", checked)
			}
		})
	}
}

// records are the SPF records of a domain, of either type.
func (s suite) records(domain string) []string {
	var texts []string
	for owner, entries := range s.ZoneData {
		if !strings.EqualFold(owner, domain) {
			continue
		}
		for _, entry := range entries {
			fields, _ := entry.(map[string]any)
			for _, kind := range []string{"SPF", "TXT"} {
				text := strings.Join(listOf(fields[kind]), "")
				if record.IsSPF(text) && !slices.Contains(texts, text) {
					texts = append(texts, text)
				}
			}
		}
	}
	return texts
}

func listOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, e := range v {
			list = append(list, listOf(e)...)
		}
		return list
	}
	return nil
}

// readSuites reads the suites that come with the evaluator's module.
func readSuites(t *testing.T, name string) []suite {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "blitiri.com.ar/go/spf").Output()
	if err != nil || len(bytes.TrimSpace(dir)) == 0 {
		t.Skip("the module with the suites isn't here")
	}
	f, err := os.Open(filepath.Join(strings.TrimSpace(string(dir)), "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var suites []suite
	for dec := yaml.NewDecoder(f); ; {
		var s suite
		if err := dec.Decode(&s); err == io.EOF {
			return suites
		} else if err != nil {
			t.Fatal(err)
		}
		suites = append(suites, s)
	}
}
