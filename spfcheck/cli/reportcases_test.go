package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/cli"
)

// TestReportCases reads reports that were read wrongly once, and compares the exit code
// and what is said first with their table.
func TestReportCases(t *testing.T) {
	const dir = "../../testdata/dsn/cases"
	table, err := os.ReadFile(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		row := strings.Split(strings.TrimSpace(line), "\t")
		if line[0] == '#' {
			continue
		}
		t.Run(row[0], func(t *testing.T) {
			var out, problems bytes.Buffer
			code := cli.Run(t.Context(), []string{"spfcheck", "report", "--no-check", "--format", "json", filepath.Join(dir, row[0])}, strings.NewReader(""), &out, &problems)
			if want := row[1]; strconv.Itoa(code) != want {
				t.Errorf("exit code %d, want %s: %s", code, want, &problems)
			}
			compareCase(t, out.Bytes(), row)
		})
	}
}

// compareCase compares the columns from the kind on; "-" is nothing, "*" anything.
func compareCase(t *testing.T, out []byte, row []string) {
	t.Helper()
	var got struct {
		Kind       string
		Recipients []struct {
			Recipient, Category string
			Cause               []string
		}
	}
	if len(out) > 0 {
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
	}
	found := []string{"", "", "", "", ""}
	found[2] = got.Kind
	if len(got.Recipients) > 0 {
		rc := got.Recipients[0]
		found[3], found[4] = rc.Recipient, rc.Category
		found = append(found, append(rc.Cause, "")[0])
	}
	for i := 2; i < 6 && i < len(row); i++ {
		value := ""
		if i < len(found) {
			value = found[i]
		}
		if row[i] == "*" || row[i] == "-" && value == "" || slices.Contains(strings.Split(row[i], "/"), value) {
			continue
		}
		t.Errorf("column %d: %q, want %s", i+1, value, row[i])
	}
}
