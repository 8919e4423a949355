package bulk_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
)

// summaryBy gives the summary of an input, grouped by a column; "" for none.
func summaryBy(t *testing.T, column, input string) *bulk.Summary {
	t.Helper()
	in, err := bulk.NewReader(strings.NewReader(input), "")
	if err != nil {
		t.Fatal(err)
	}
	if column != "" {
		if bad := in.GroupBy(column); bad != nil {
			t.Fatal(bad)
		}
	}
	r := runner(t)
	summary, err := r.Run(t.Context(), in, bulk.NewStream(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// TestGroups counts by a column. Of too many values the first are counted one by one.
func TestGroups(t *testing.T) {
	var many strings.Builder
	many.WriteString("from,ip,n\n")
	for i := range 300 {
		fmt.Fprintf(&many, "good.example.jp,192.0.2.1,%d\n", i)
	}
	tests := []struct {
		what, column, input string
		want                []string // value, lines, failing and bad ones
		groups              int
		others              int64
	}{
		{
			"a column of the user's", " Plan ", "from,ip,plan\ngood.example.jp,192.0.2.1,gold\nother.example.jp,192.0.2.1,gold\n\"x\n",
			[]string{"gold 2 1 0", " 1 0 1"},
			2, 0,
		},
		{"a key of NDJSON", "from", `{"from":"good.example.jp","ip":"192.0.2.1"}`, []string{"good.example.jp 1 0 0"}, 1, 0},
		{"another key", "n", `{"from":"good.example.jp","ip":"192.0.2.1","n":7}`, []string{"7 1 0 0"}, 1, 0},
		{"a list", "domain", "other.example.jp\n", []string{"other.example.jp 1 1 0"}, 1, 0},
		{"too many values", "n", many.String(), nil, 256, 44},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			got := summaryBy(t, tt.column, tt.input)
			var told []string
			for _, g := range got.Groups {
				told = append(told, fmt.Sprintln(g.Value, g.Lines, g.Failing, g.Bad))
			}
			if len(told) != tt.groups || got.OtherGroups != tt.others || tt.want != nil && strings.Join(told, "") != strings.Join(tt.want, "\n")+"\n" {
				t.Errorf("%d groups, %d others: %q", len(told), got.OtherGroups, told)
			}
		})
	}
}

// TestGroupByNothing names the column that was meant.
func TestGroupByNothing(t *testing.T) {
	in, err := bulk.NewReader(strings.NewReader("from,ip,plan\n"), "")
	if err != nil {
		t.Fatal(err)
	}
	bad := in.GroupBy("pln")
	if bad == nil || !bad.Problem.Complete() || bad.Hint.EN != "did you mean plan?" {
		t.Errorf("got %+v", bad)
	}
	if in.GroupBy("plan") != nil || len(in.Unused) != 0 {
		t.Errorf("the column that lines are grouped by is told to be unused: %q", in.Unused)
	}
}

// TestPlans wants domains that need the same to have one plan, whatever their names and
// addresses, and others another.
func TestPlans(t *testing.T) {
	plans := summaryBy(t, "", "from,ip\nother.example.jp,192.0.2.1\ntwin.example.jp,192.0.2.2\ngood.example.jp,198.51.100.1\n").Plans
	if len(plans) != 2 || plans[0].Lines != 2 || plans[1].Lines != 1 {
		t.Fatalf("got %+v", plans)
	}
	first := plans[0].Steps[0]
	if want := []string{"ip4:ADDRESS", "~all"}; !slices.Equal(first.Terms, want) || !strings.Contains(first.Text.EN, "DOMAIN") || !strings.Contains(first.Text.JA, "DOMAIN") {
		t.Errorf("the first step is %+v, want terms %q", first, want)
	}
	if e := plans[0].Example; e.Line != 2 || e.Domain != "other.example.jp" || len(e.Record) != 1 || !strings.Contains(e.Record[0], "ip4:192.0.2.1") {
		t.Errorf("the example is %+v", e)
	}
}
