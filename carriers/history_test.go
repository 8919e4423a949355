package carriers_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
)

func TestHistory(t *testing.T) {
	var got []string
	for _, c := range carriers.ByID("docomo").History() {
		if c.Setting == "dmarc" {
			got = append(got, fmt.Sprintf("%s +%d -%d", c.Day, len(c.Begun), len(c.Ended)))
		}
	}
	want := []string{"2022-08-23 +4 -1", "2025-01-01 +3 -2", "2025-02-13 +1 -1", "2025-03-01 +2 -2", "2025-03-12 +2 -2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHistoryIsInOrder(t *testing.T) {
	for _, p := range carriers.All {
		if !slices.IsSortedFunc(p.History(), func(a, b carriers.Change) int {
			if a.Day < b.Day {
				return -1
			}
			return 1
		}) {
			t.Errorf("%s: not in order", p.ID)
		}
	}
}

func TestAt(t *testing.T) {
	tests := []struct {
		on   carriers.Day
		rule string
		want bool
	}{
		{"2025-02-12", "docomo/reject-all/none-reject", true},
		{"2025-02-13", "docomo/reject-all/none-reject", false},
		{"2025-03-12", "docomo/reject-all/none-junk", true},
		{"2025-03-11", "docomo/reject-all/none-junk", false},
		{"2026-11-21", "docomo/system/line", true},
	}
	for _, tt := range tests {
		if got := slices.Contains(ruleIDs(carriers.ByID("docomo").At(tt.on)), tt.rule); got != tt.want {
			t.Errorf("%s on %s: %v, want %v", tt.rule, tt.on, got, tt.want)
		}
	}
}

func TestChangedSince(t *testing.T) {
	changed := ruleIDs(carriers.ByID("docomo").ChangedSince("2024-01-01"))
	for rule, want := range map[string]bool{
		"docomo/reject-all/none-reject": true, // ended in 2025
		"docomo/reject-all/none-junk":   true, // began in 2025
		"docomo/reject-all/pass":        false,
		"docomo/system/line":            false, // since ever
	} {
		if got := slices.Contains(changed, rule); got != want {
			t.Errorf("%s: %v, want %v", rule, got, want)
		}
	}
	if len(ruleIDs(carriers.ByID("docomo"))) <= len(changed) {
		t.Error("the profile itself was changed")
	}
}
