package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// bulkLines are a line with a report, and one with an error that is to be escaped.
func bulkLines(t *testing.T) map[string]*bulk.Line {
	t.Helper()
	text := i18n.Text{EN: "no \x1b[1m", JA: "ない \u202e"}
	return map[string]*bulk.Line{
		"report": {Number: 2, ID: json.RawMessage(`"a"`), Report: reports(t)[0].report},
		"error":  {Number: 3, ID: json.RawMessage("7"), Error: &bulk.Error{Field: "ip", Problem: text}},
	}
}

func bulkSummary(t *testing.T) *bulk.Summary {
	t.Helper()
	name := carriers.ByID("docomo").Name
	return &bulk.Summary{
		Line: 1_234_567, Lines: 1_234_566, Delivered: 1_200_000, Failing: 34_000, Unknown: 500, Bad: 66, DNSFailed: 400,
		Carriers: []bulk.CarrierCount{{Carrier: "docomo", Name: name, Outcomes: []bulk.OutcomeCount{
			{Outcome: carriers.Deliver, Lines: 1_200_000}, {Outcome: carriers.Junk, Lines: 34_000},
		}}},
		Causes: slices.Repeat([]bulk.Cause{{
			Carrier: "docomo", Name: name, Rule: "docomo/x", Outcome: carriers.Junk, Lines: 34_000,
			Why: i18n.Text{EN: "the header From's domain publishes no SPF record, so the sending address isn't in DNS", JA: "ヘッダー From のドメインに SPF レコードがありません"},
		}}, 7),
		Traffic: bulk.Traffic{Questions: 2_000_000, CacheHits: 3, Unanswered: 4}, Seconds: 100,
	}
}

// TestBulkSummary holds the summary against its goldens.
func TestBulkSummary(t *testing.T) {
	for _, language := range languages {
		var b bytes.Buffer
		if err := render.BulkSummary(&b, render.Options{Language: language}, bulkSummary(t), true); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if uniseg.StringWidth(line) > 81 {
				t.Errorf("%s: a long line: %s", language.Code, line)
			}
		}
		goldenFile(t, filepath.Join("..", "..", "..", "testdata", "render", "bulk-summary."+language.Code+".txt"), b.Bytes())
	}
}

// TestBulkLineIsCheckJSON wants the report of a line to be that of check.
func TestBulkLineIsCheckJSON(t *testing.T) {
	line := bulkLines(t)["report"]
	b, err := render.BulkLine(line)
	if err != nil {
		t.Fatal(err)
	}
	var got, want map[string]any
	err = errors.Join(json.Unmarshal(b, &got), json.Unmarshal(renderReport(t, "json", render.Options{}, line.Report), &want))
	if err != nil {
		t.Fatal(err)
	}
	want["line"], want["id"] = 2.0, "a"
	for key, value := range want {
		a, _ := json.Marshal(value)
		b, _ := json.Marshal(got[key])
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs: %s, want %s", key, b, a)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d keys, want %d", len(got), len(want))
	}
}

// TestBulkShortLine wants every field of the short form in the type that its schema is from.
func TestBulkShortLine(t *testing.T) {
	var described []string
	for field := range reflect.TypeFor[render.BulkShortLine]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		described = append(described, name)
	}
	var names []string
	for _, f := range render.BulkFields {
		names = append(names, f.Name)
	}
	slices.Sort(described)
	names = append(names, "error")
	slices.Sort(names)
	if diff := cmp.Diff(names, described); diff != "" {
		t.Errorf("(-fields +described)\n%s", diff)
	}
}

// TestBulkShort gives each field alone; a line with an error has that in place of
// what isn't known.
func TestBulkShort(t *testing.T) {
	lines := bulkLines(t)
	for _, f := range render.BulkFields {
		found, ok := render.FindBulkField(f.Name)
		if !ok || !f.Help.Complete() {
			t.Fatalf("field %s: found %v, help %q", f.Name, ok, f.Help)
		}
		write := render.BulkShort([]render.BulkField{found})
		for name, line := range lines {
			b, err := write(line)
			var got map[string]any
			if err = errors.Join(err, json.Unmarshal(b, &got)); err != nil {
				t.Fatalf("%s of %s: %v: %s", f.Name, name, err, b)
			}
			_, has := got[f.Name]
			wants := name == "report" && f.Name != "sampled" || f.Name == "line" || f.Name == "id" // it isn't sampled
			if _, failed := got["error"]; failed != (name == "error") || has != wants {
				t.Errorf("%s of %s: %s", f.Name, name, b)
			}
		}
	}
	if b, err := render.BulkShort(nil)(lines["report"]); err != nil || string(b) != "{}\n" {
		t.Errorf("no field: %s, %v", b, err)
	}
}
