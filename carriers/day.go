package carriers

import (
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Day is a calendar day as ISO 8601 writes it, "2025-02-13": a table can be
// read as it stands, and days compare as text does. "" is no day.
type Day string

// ParseDay takes a day of the calendar in its one form. An error is an *input.Error.
func ParseDay(s string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", &input.Error{Problem: noDay.Format(s), Hint: likeDay}
	}
	return Day(s), nil
}

// DayOf gives the day that t falls on in Japan, where the carriers' rules begin and
// end, whatever the machine's time zone is.
func DayOf(t time.Time) Day { return Day(t.In(japan).Format(time.DateOnly)) }

// japan is Japan's time, which has no summer time: no table of time zones is needed.
var japan = time.FixedZone("JST", 9*60*60)

var (
	noDay   = i18n.Text{EN: "%q is not a valid date", JA: "%q は暦の日付ではありません"}
	likeDay = i18n.Text{EN: "write it as 2025-02-13", JA: "2025-02-13 のように書いてください"}
)
