package render_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// readBack saves a report as JSON and reads that.
func readBack[R any](t *testing.T, rep *R) *R {
	t.Helper()
	saved, err := json.Marshal(rep)
	if err != nil {
		t.Fatal(err)
	}
	again := new(R)
	if err := json.Unmarshal(saved, again); err != nil {
		t.Fatalf("%v\n%s", err, saved)
	}
	return again
}

// sameText shows two reports in every language.
func sameText[R any](t *testing.T, before, after *R, show func(*R, render.Options) []byte) {
	t.Helper()
	for _, l := range languages {
		o := render.Options{Language: l}
		if want, got := show(before, o), show(after, o); !bytes.Equal(want, got) {
			t.Errorf("%s: read back, the report says\n%s\nand said\n%s", l.Code, got, want)
		}
	}
}

// TestReadBack reads each kind of report back from its JSON: the text and what the
// exit code comes from stay as they are.
func TestReadBack(t *testing.T) {
	for _, r := range reports(t) {
		again := readBack(t, r.report)
		sameText(t, r.report, again, func(rep *spfcheck.Report, o render.Options) []byte { return renderReport(t, "text", o, rep) })
		if again.Failed("") != r.report.Failed("") || again.Worst != r.report.Worst || again.DNSFailed() != r.report.DNSFailed() {
			t.Errorf("%s: failed %v, DNS failed %v", r.name, again.Failed(""), again.DNSFailed())
		}
	}
	for name, rep := range lintReports(t) {
		if name == "hostile" { // it isn't UTF-8
			continue
		}
		again := readBack(t, rep)
		sameText(t, rep, again, func(rep *lint.Report, o render.Options) []byte { return renderLint(t, "text", o, rep) })
		if again.Worst != rep.Worst || again.DNSFailed != rep.DNSFailed {
			t.Errorf("%s: worst %q, DNS failed %v", name, again.Worst, again.DNSFailed)
		}
	}
	all := deliveries(t)
	all["no sender"] = unchecked(t)
	for name, rep := range all {
		again := readBack(t, rep)
		for _, lines := range []bool{false, true} {
			sameText(t, rep, again, func(rep *delivery.Report, o render.Options) []byte {
				o.Lines = lines
				return renderDelivery(t, "text", o, rep)
			})
		}
		if again.Kind != rep.Kind || again.Undelivered() != rep.Undelivered() || again.Undetermined() != rep.Undetermined() {
			t.Errorf("%s: undelivered %v, undetermined %v", name, again.Undelivered(), again.Undetermined())
		}
	}
}

// unchecked is a delivery report whose check was asked for and couldn't be made.
func unchecked(t *testing.T) *delivery.Report {
	t.Helper()
	events := strings.NewReader(`[{"email":"taro@docomo.ne.jp","event":"deferred","response":"421 busy"}]`)
	rep, err := delivery.Read(t.Context(), &spfcheck.Checker{Exchanger: resolve.Offline()}, delivery.Request{Report: events})
	if err != nil {
		t.Fatal(err)
	}
	if !rep.Undetermined() {
		t.Fatalf("%+v", rep)
	}
	return rep
}
