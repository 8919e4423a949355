package render_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

var allCarriers = render.Carriers{Version: render.TableVersion, Carriers: carriers.All}

type stored struct {
	name   string
	report *spfcheck.Report
}

// reports reads the stored reports of testdata/render.
func reports(t *testing.T) []stored {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", "render", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no stored reports: %v", err)
	}
	var out []stored
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := stored{name: strings.TrimSuffix(filepath.Base(file), ".json"), report: new(spfcheck.Report)}
		if err := json.Unmarshal(data, s.report); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, s)
	}
	return out
}

// TestText compares the text of the stored reports with the goldens, in every language.
func TestText(t *testing.T) {
	for _, r := range reports(t) {
		for _, l := range languages {
			t.Run(r.name+"/"+l.Code, func(t *testing.T) {
				got := renderReport(t, "text", render.Options{Language: l}, r.report)
				goldenFile(t, filepath.Join("..", "..", "..", "testdata", "render", r.name+"."+l.Code+".txt"), got)
				fitsPage(t, got)
			})
		}
	}
}

// TestJSONKeepsEverything reads a report back from its JSON.
func TestJSONKeepsEverything(t *testing.T) {
	for _, r := range reports(t) {
		t.Run(r.name, func(t *testing.T) {
			file := filepath.Join("..", "..", "..", "testdata", "render", r.name+".json")
			goldenFile(t, file, renderReport(t, "json", render.Options{}, r.report))
		})
	}
}

func TestFormatsHaveHelp(t *testing.T) {
	for _, f := range render.Formats {
		if !f.Help.Complete() {
			t.Errorf("%s: help %+v", f.Name, f.Help)
		}
	}
}

// TestCarriers shows every profile in every language within the page.
func TestCarriers(t *testing.T) {
	for _, l := range languages {
		var b bytes.Buffer
		if err := format(t, "text").Carriers(&b, render.Options{Language: l}, allCarriers); err != nil {
			t.Fatal(err)
		}
		fitsPage(t, b.Bytes())
		for _, p := range carriers.All {
			if !strings.Contains(b.String(), p.ID+map[string]string{"en": ")", "ja": "）"}[l.Code]) {
				t.Errorf("%s is not shown in %s", p.ID, l.Code)
			}
		}
	}
}

// TestColor makes sure that colour is all that it adds.
func TestColor(t *testing.T) {
	rep := reports(t)[0].report
	plain := string(renderReport(t, "text", render.Options{}, rep))
	colored := string(renderReport(t, "text", render.Options{Color: true}, rep))
	if strings.Contains(plain, "\x1b") {
		t.Error("escape sequences without colour")
	}
	if !strings.Contains(colored, "\x1b[31m") {
		t.Error("no red in a report of a failure")
	}
	if got := sequences.Replace(colored); got != plain {
		t.Errorf("colour changes the text:\n%s", got)
	}
}

var sequences = strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[31m", "", "\x1b[32m", "", "\x1b[35m", "", "\x1b[36m", "")

// TestNothingRaw renders a report whose every string is hostile.
func TestNothingRaw(t *testing.T) {
	const hostile = "a\x1b]0;title\x07b\u202ec\u200bd\u009be\ufefff\xffg\nh\ri"
	text := i18n.Text{EN: hostile, JA: hostile}
	address := hostile
	rep := &spfcheck.Report{
		Identities: []spfcheck.Evaluated{{
			Identity: spfcheck.Identity{Kind: "from", Address: &address, Domain: hostile, Field: hostile},
			Record:   hostile,
			Results: []spfcheck.Result{{
				Result: "fail", Domain: hostile, Term: hostile, Path: []string{hostile}, Explanation: hostile,
				Tree: &spfcheck.Tree{Domain: hostile, Record: hostile, Problem: text, Steps: []spfcheck.Step{{Term: hostile}}},
			}},
		}},
		Verdicts: []spfcheck.Verdict{{Carrier: "au", CarrierName: text, SettingName: text, Judged: true, Outcome: "drop", Why: text, Effect: text}},
		Carriers: []spfcheck.CarrierOutcome{{Carrier: "au", Name: text, Outcome: "drop"}},
		DKIM:     []spfcheck.DKIM{{Signature: dkim.Signature{Domain: hostile, Selector: hostile, Algorithm: hostile, Reason: text, Unsigned: []string{hostile}}}},
		DMARC: &spfcheck.DMARC{
			Domain: hostile, Organizational: hostile, RecordAt: hostile, Record: hostile, Problem: text,
			Results: []spfcheck.DMARCResult{{Reason: text, Identifiers: []spfcheck.Identifier{{Domain: hostile, Why: text}}}},
		},
		Findings: []rules.Finding{{Domain: hostile, Record: hostile + hostile, Offset: 3, End: len(hostile), Message: text}},
		Plan: &spfcheck.Plan{
			Safe: true, Open: []i18n.Text{text},
			Steps: []spfcheck.PlanStep{{
				By: spfcheck.InDNS, Domain: hostile, Text: text, Warnings: []i18n.Text{text},
				Publish: []spfcheck.RRset{{Name: "shop.example.jp", Type: "TXT", Values: []string{hostile}, Was: []string{hostile + "2"}}},
				Fix:     &spfcheck.Fix{AtLeast: []string{hostile}, Notes: []i18n.Text{text}},
			}},
			Alternatives: []spfcheck.Alternative{{Text: text, Publish: []spfcheck.RRset{{Name: hostile, Type: "TXT", Values: []string{hostile}}}}},
		},
		Notes: []i18n.Text{text},
		Worst: "drop",
	}
	for _, f := range render.FormatsOf("check") {
		t.Run(f.Name, func(t *testing.T) {
			var b strings.Builder
			err := f.Report(&b, render.Options{}, rep)
			got := b.String()
			if refused := len(got) == 0 && f.Name != "text"; err != nil && !refused {
				t.Fatal(err)
			}
			for _, r := range got {
				if !strings.ContainsRune("\n\t", r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
					t.Fatalf("%U in\n%s", r, got)
				}
			}
			if strings.Contains(got, "g\nh") {
				t.Errorf("a line break came through:\n%s", got)
			}
		})
	}
}

// fitsPage checks that no line is wider than 80 columns, but for what is there
// to be copied whole: links and lines for a zone file.
func fitsPage(t *testing.T, text []byte) {
	t.Helper()
	for n, line := range strings.Split(string(text), "\n") {
		link := !strings.Contains(strings.TrimSpace(line), " ") && strings.Contains(line, "://")
		if uniseg.StringWidth(line) > 80 && !link && !strings.Contains(line, `. TXT "`) {
			t.Errorf("line %d is %d columns wide: %s", n+1, uniseg.StringWidth(line), line)
		}
	}
}
