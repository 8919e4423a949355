package dsn_test

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// TestForms reads the report of every server's form.
func TestForms(t *testing.T) { testForms(t, "forms.txtar") }

// TestNotices reads what services write whose form nobody knows.
func TestNotices(t *testing.T) { testForms(t, "notices.txtar") }

// testForms reads the reports of a file, in four ways to end lines: nothing may change, and
// no body may be kept.
func testForms(t *testing.T, file string) {
	archive, err := txtar.ParseFile("../../../testdata/dsn/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(archive.Files); i += 2 {
		report, want := archive.Files[i], archive.Files[i+1]
		if want.Name != report.Name+".want" {
			t.Fatalf("%s has no expectation", report.Name)
		}
		for ending, name := range map[string]string{"\n": "LF", "\r\n": "CRLF", "\r": "CR", "\r\r\n": "CRCRLF"} {
			t.Run(report.Name+"/"+name, func(t *testing.T) {
				r := read(t, strings.ReplaceAll(string(report.Data), "\n", ending))
				if got := summary(r); got != string(want.Data) {
					t.Errorf("got:\n%swant:\n%s", got, want.Data)
				}
				out, err := json.Marshal(r)
				if err != nil || strings.Contains(string(out), "secret") || strings.Contains(string(out), "evil.example") {
					t.Errorf("a body, or a link, is in the report: %s, %v", out, err)
				}
			})
		}
	}
}

// summary is a report in the form of the expectations.
func summary(r *dsn.Report) string {
	var b strings.Builder
	for _, rc := range r.Recipients {
		cause := ""
		if len(rc.Causes) > 0 {
			cause = string(rc.Causes[0])
		}
		columns := []string{
			string(r.Kind), rc.Recipient, string(rc.Category), rc.ReplyCode, rc.ReplyEnhanced,
			string(rc.Stage), cause, string(rc.AuthFilter),
		}
		for i, c := range columns {
			if c == "" {
				columns[i] = "-"
			}
		}
		b.WriteString(strings.Join(columns, " | ") + "\n")
	}
	return b.String()
}
