package dsn

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestWanted reads replies of many servers one by one, with the causes of which the
// first has to be one.
func TestWanted(t *testing.T) {
	for _, row := range rowsOf(t, "../../../testdata/dsn/wanted.tsv") {
		t.Run(row[1], func(t *testing.T) {
			var r Report
			got := r.recipient(entry{final: "taro@partner.example", action: "failed", remote: "mx.example.com", reply: row[1]})
			if !slices.Contains(strings.Split(row[0], "/"), string(got.Causes[0])) {
				t.Errorf("%s: %s by %s", row[0], joined(got.Causes), got.Rule)
			}
		})
	}
}

// rowsOf reads a table of tabs, without its comments.
func rowsOf(t *testing.T, file string) [][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	if len(rows) == 0 {
		t.Fatalf("%s is empty", file)
	}
	return rows
}
