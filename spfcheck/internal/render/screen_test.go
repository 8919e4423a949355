package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// widths are those of terminals: of a phone, half a window, the usual, and wide ones.
var widths = []int{40, 60, 80, 120, 200}

// TestScreenWidths shows every stored report on terminals of every width. Nothing is
// wider than the terminal, or than prose may be, but records.
func TestScreenWidths(t *testing.T) {
	const prose = 120
	for _, r := range reports(t) {
		for _, l := range languages {
			for _, width := range widths {
				t.Run(fmt.Sprintf("%s/%s/%d", r.name, l.Code, width), func(t *testing.T) {
					got := renderReport(t, "text", render.Options{Language: l, Width: width}, r.report)
					for line := range strings.Lines(string(got)) {
						columns := uniseg.StringWidth(strings.TrimSuffix(line, "\n"))
						record := strings.Contains(line, `"v=spf1 `) || strings.Contains(line, `"v=DMARC1;`)
						if columns > min(width, prose) && !record {
							t.Errorf("%d columns: %s", columns, line)
						}
					}
				})
			}
		}
	}
}

// unknownEverywhere is a report of which nothing is known, for the reason that a note
// gives, too.
func unknownEverywhere() *spfcheck.Report {
	why := i18n.Text{EN: "no envelope From is given", JA: "エンベロープ From がありません"}
	au, high := i18n.Text{EN: "au", JA: "au"}, i18n.Text{EN: "high", JA: "高"}
	omakase := i18n.Text{EN: "omakase", JA: "おまかせ"}
	return &spfcheck.Report{
		Worst:    carriers.Unknown,
		Carriers: []spfcheck.CarrierOutcome{{Carrier: "au", Name: au, Outcome: carriers.Unknown}},
		Verdicts: []spfcheck.Verdict{
			{Carrier: "au", CarrierName: au, Setting: "high", SettingName: high, Judged: true, Outcome: carriers.Unknown, Why: why},
			{Carrier: "au", CarrierName: au, Setting: "omakase", SettingName: omakase, Judged: true, Outcome: carriers.Unknown, Why: why},
		},
		Plan:  &spfcheck.Plan{Open: []i18n.Text{{EN: "look at the name servers", JA: "ネームサーバーを確認してください"}}},
		Notes: []i18n.Text{why, {EN: "no HELO is given", JA: "HELO がありません"}},
	}
}

// TestScreenOfUnknown says once why nothing is known, with a row for each carrier.
func TestScreenOfUnknown(t *testing.T) {
	rep := unknownEverywhere()
	got := strings.ToLower(string(renderReport(t, "text", render.Options{}, rep)))
	for text, want := range map[string]int{
		"no envelope from is given": 1,
		"no helo is given":          1,
		"omakase":                   0,
		"high":                      1,
		"\n\n\n":                    0,
		"\n\nwhat to do\n! look":    1,
	} {
		if n := strings.Count(got, text); n != want {
			t.Errorf("%q is there %d times, want %d:\n%s", text, n, want, got)
		}
	}
	if all := string(renderReport(t, "text", render.Options{Detail: render.Verbose}, rep)); !strings.Contains(all, "omakase") {
		t.Errorf("-v hides a setting:\n%s", all)
	}
}
