package carriers_test

import (
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
)

// TestDayOf: rules change at midnight in Japan, which is 15:00 in UTC, wherever the
// clock that is asked stands.
func TestDayOf(t *testing.T) {
	newYork := time.FixedZone("EST", -5*60*60)
	for _, tt := range []struct {
		at   time.Time
		want carriers.Day
	}{
		{time.Date(2025, 2, 12, 14, 59, 59, 0, time.UTC), "2025-02-12"},
		{time.Date(2025, 2, 12, 15, 0, 0, 0, time.UTC), "2025-02-13"},
		{time.Date(2025, 2, 12, 10, 0, 0, 0, newYork), "2025-02-13"},
		{time.Date(2025, 2, 13, 0, 0, 0, 0, time.FixedZone("JST", 9*60*60)), "2025-02-13"},
	} {
		if got := carriers.DayOf(tt.at); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.at, got, tt.want)
		}
	}
}
