package render_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// asCSV writes a line, and reads its cells again, by the names of their columns.
func asCSV(t *testing.T, c render.BulkCSV, l *bulk.Line) map[string]string {
	t.Helper()
	head, err := c.Head()
	if err != nil {
		t.Fatal(err)
	}
	line, err := c.Line(l)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(head) + string(line)))
	r.Comma = c.Comma
	rows, err := r.ReadAll() // with as many cells in each
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	cells := map[string]string{}
	for i, name := range rows[0] {
		cells[name] = rows[1][i]
	}
	return cells
}

// TestBulkCSVCells gives what cells come to: of the input's columns, and of ours.
func TestBulkCSVCells(t *testing.T) {
	text := i18n.Text{EN: "=no \x1b[1m", JA: "ない"}
	report := bulkLines(t)["report"].Report
	tests := []struct {
		what         string
		line         *bulk.Line
		column, want string
	}{
		{"a value as it came", &bulk.Line{Values: []string{" a, \"b\" あ "}}, "mine", " a, \"b\" あ "},
		{"a formula", &bulk.Line{Values: []string{`=cmd|' /C calc'!A0`}}, "mine", `'=cmd|' /C calc'!A0`},
		{"a sum", &bulk.Line{Values: []string{"+1"}}, "mine", "'+1"},
		{"a difference", &bulk.Line{Values: []string{"-1"}}, "mine", "'-1"},
		{"a function", &bulk.Line{Values: []string{"@SUM(1)"}}, "mine", "'@SUM(1)"},
		{"a tab before a formula", &bulk.Line{Values: []string{"\t=1"}}, "mine", "'\t=1"},
		{"a CR before a formula", &bulk.Line{Values: []string{"\r=1"}}, "mine", "'\r=1"},
		{"a formula in full width", &bulk.Line{Values: []string{"＝1"}}, "mine", "'＝1"},
		{"a formula further on", &bulk.Line{Values: []string{"a=1"}}, "mine", "a=1"},
		{"an empty value", &bulk.Line{Values: []string{""}}, "mine", ""},
		{"no value", &bulk.Line{}, "mine", ""},
		{"more values than columns", &bulk.Line{Values: []string{"a", "b"}}, "mine", "a"},
		{"an outcome", &bulk.Line{Report: report}, "spfcheck_worst", string(report.Worst)},
		{"an outcome of a carrier", &bulk.Line{Report: report}, "spfcheck_docomo", string(report.Carriers[0].Outcome)},
		{"a carrier that isn't judged", &bulk.Line{Report: report}, "spfcheck_rakuten", ""},
		{"an error", &bulk.Line{Number: 7, Error: &bulk.Error{Problem: text, Hint: text}}, "spfcheck_error", `line 7: =no \u{001b}[1m (=no \u{001b}[1m)`},
		{"an error has no outcome", &bulk.Line{Error: &bulk.Error{Problem: text}}, "spfcheck_worst", ""},
		{"what DNS failed for is unknown", &bulk.Line{Error: &bulk.Error{Problem: text, DNSFailed: true}}, "spfcheck_worst", "unknown"},
		{"so it is at each carrier", &bulk.Line{Error: &bulk.Error{Problem: text, DNSFailed: true}}, "spfcheck_docomo", "unknown"},
	}
	fields := bulkFields(t, "worst", "carriers", "reason")
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if tt.line.Report == nil && tt.line.Error == nil {
				tt.line.Error = &bulk.Error{Problem: text}
			}
			c := render.BulkCSV{Columns: []string{"mine"}, Comma: ',', Fields: fields, Carriers: []string{"docomo", "rakuten"}}
			if got := asCSV(t, c, tt.line)[tt.column]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestBulkCSVFields wants a cell for each field, with nothing of Go's own writing in it.
func TestBulkCSVFields(t *testing.T) {
	lines := bulkLines(t)
	for _, comma := range []rune{',', ';', '\t'} {
		c := render.BulkCSV{Columns: []string{"=mine"}, Comma: comma, Fields: render.BulkFields, Carriers: carriers.IDs()}
		for name, line := range lines {
			cells := asCSV(t, c, line)
			if _, ok := cells["'=mine"]; !ok {
				t.Errorf("the header is not made text: %v", cells)
			}
			for column, cell := range cells {
				if strings.Contains(cell, "map[") || strings.Contains(cell, "0xc0") || strings.Contains(cell, "<nil>") {
					t.Errorf("%s of %s: %s", column, name, cell)
				}
			}
		}
	}
}

func bulkFields(t *testing.T, names ...string) []render.BulkField {
	t.Helper()
	var list []render.BulkField
	for _, name := range names {
		f, ok := render.FindBulkField(name)
		if !ok {
			t.Fatalf("no field %s", name)
		}
		list = append(list, f)
	}
	return list
}
