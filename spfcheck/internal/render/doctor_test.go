package render_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

var surroundings = doctor.Report{
	Version: doctor.Version,
	Faults:  []doctor.Problem{},
	Notes:   []doctor.Problem{{Problem: i18n.Text{EN: "one\x1b is slow", JA: "遅い"}, Hint: i18n.Text{EN: "repair it", JA: "直す"}}},
	Servers: []doctor.Server{
		{Address: "192.0.2.53:53", Fault: i18n.Text{EN: "silent", JA: "無応答"}, EDNS: doctor.Unknown, TCP: doctor.Unknown, Validates: doctor.Unknown},
		{Address: "192.0.2.54:53", Root: true, Milliseconds: 12, EDNS: doctor.Yes, TCP: doctor.Yes, Validates: doctor.No},
	},
	Clock:    doctor.Clock{Time: "2026-11-28T18:00:00Z", Zone: "UTC", Day: carriers.Day("2026-11-29")},
	Language: doctor.Language{Code: "en", Locale: "LANG=\x1b[31m"},
	Configuration: doctor.Configuration{
		Defaults: []doctor.Default{{Key: "timeout", Value: "5s", From: "SPFCHECK_TIMEOUT"}, {Key: "color", Value: "auto"}},
	},
}

// TestDoctor shows what is found in both languages, with nothing that a terminal obeys,
// and as JSON that meets its schema.
func TestDoctor(t *testing.T) {
	for _, l := range languages {
		var b bytes.Buffer
		if err := format(t, "text").Doctor(&b, render.Options{Language: l}, &surroundings); err != nil {
			t.Fatal(err)
		}
		fitsPage(t, b.Bytes())
		for _, want := range []string{"192.0.2.53:53", "192.0.2.54:53", "12 ", "2026-11-29", "SPFCHECK_TIMEOUT"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("no %q in\n%s", want, b.String())
			}
		}
		if strings.Contains(b.String(), "\x1b") || strings.Contains(b.String(), "auto") {
			t.Errorf("an escape, or what nobody has set:\n%s", b.String())
		}
	}
	var b bytes.Buffer
	if err := format(t, "json").Doctor(&b, render.Options{}, &surroundings); err != nil {
		t.Fatal(err)
	}
	meets(t, "doctor.schema.json", b.Bytes())
}
