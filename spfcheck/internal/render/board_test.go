package render_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"unicode"

	"github.com/jstemmer/go-junit-report/v2/junit"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// ciFormats are the formats for CI and for comments.
var ciFormats = []string{"github", "sarif", "junit", "markdown"}

// boards renders what there is of lint and check in a format for CI.
func boards(t *testing.T, format string, o render.Options) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for name, rep := range lintReports(t) {
		out["lint "+name] = renderLint(t, format, o, rep)
	}
	for _, r := range reports(t) {
		out["check "+r.name] = renderReport(t, format, o, r.report)
	}
	return out
}

// TestBoardsNothingRaw wants every output to be harmless to a terminal, and each
// command of GitHub on a line of its own.
func TestBoardsNothingRaw(t *testing.T) {
	for _, format := range ciFormats {
		for _, l := range languages {
			for name, got := range boards(t, format, render.Options{Language: l}) {
				for _, r := range string(got) {
					if !strings.ContainsRune("\n\t", r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
						t.Fatalf("%s, %s: %U in\n%s", format, name, r, got)
					}
				}
				for line := range strings.Lines(string(got)) {
					if format == "github" && command.FindString(strings.TrimSuffix(line, "\n")) == "" {
						t.Errorf("%s: no command: %s", name, line)
					}
				}
			}
		}
	}
}

// TestBoardsMeetSchema holds SARIF against its schema, and reads JUnit back.
func TestBoardsMeetSchema(t *testing.T) {
	schema := sarifSchema(t)
	for name, doc := range boards(t, "sarif", render.Options{}) {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, doc := range boards(t, "junit", render.Options{}) {
		var suites junit.Testsuites
		if err := xml.Unmarshal(doc, &suites); err != nil || suites.Tests == 0 {
			t.Errorf("%s: %d tests, %v", name, suites.Tests, err)
		}
	}
}

// TestBoardsFailOn makes the findings of one domain count that are as bad as is asked
// for.
func TestBoardsFailOn(t *testing.T) {
	rep := lintReports(t)["none.example.jp"]
	for _, tt := range []struct {
		failOn string
		want   string
	}{{"", "❌"}, {"error", "❌"}, {"info", "❌"}} {
		got := string(renderLint(t, "markdown", render.Options{FailOn: lint.Severity(tt.failOn)}, rep))
		if !strings.HasPrefix(got, "## "+tt.want+" ") {
			t.Errorf("%q:\n%s", tt.failOn, got)
		}
	}
	warned := *rep
	warned.Findings = warned.Findings[len(warned.Findings)-1:]
	for failOn, want := range map[lint.Severity]string{"": "✅", "error": "✅", "info": "❌"} {
		if got := string(renderLint(t, "markdown", render.Options{FailOn: failOn}, &warned)); !strings.HasPrefix(got, "## "+want+" ") {
			t.Errorf("%q:\n%s", failOn, got)
		}
	}
}
