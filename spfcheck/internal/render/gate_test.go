package render_test

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// gateFormats are the extensions of the goldens.
var gateFormats = map[string]string{"markdown": "md", "github": "github.txt", "sarif": "sarif", "junit": "xml", "codequality": "codequality.json"}

// gateFolder has a case an archive, with what is published and the changed files,
// its report as JSON, and the goldens.
var gateFolder = filepath.Join("..", "..", "..", "testdata", "render", "gate")

// gateCases runs the gate over the cases of gateFolder.
func gateCases(t *testing.T) map[string]*gate.Report {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(gateFolder, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	reports := map[string]*gate.Report{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		reports[strings.TrimSuffix(filepath.Base(file), ".txtar")] = runGate(t, archive)
	}
	return reports
}

// runGate judges two flows of shop.example.jp.
func runGate(t *testing.T, archive *txtar.Archive) *gate.Report {
	t.Helper()
	back, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // so that places have the names of the archive
	defer t.Chdir(back)
	var published resolve.Zone
	var files []string
	for _, f := range archive.Files {
		if f.Name == "published" {
			published = dnstest.Zone(t, string(f.Data))
			continue
		}
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, f.Name)
	}
	proposed, err := change.Read(change.Set{Paths: files})
	if err != nil {
		t.Fatal(err)
	}
	before, after := gate.Apply(resolve.Offline(published), nil, proposed)
	ses, err := senders.Parse("ses")
	if err != nil {
		t.Fatal(err)
	}
	g := gate.Gate{
		Before: before, After: after, Change: proposed, On: "2026-11-21",
		Flows: []gate.Flow{
			{Name: "signup", Request: spfcheck.Request{Source: identity.Source{From: "noreply@shop.example.jp"}, Via: &ses}},
			{Name: "office", Request: spfcheck.Request{
				Source: identity.Source{From: "info@shop.example.jp", MailFrom: new("info@shop.example.jp")},
				Ranges: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/28")},
			}},
		},
		Ignores: []gate.Ignore{{Code: "SPF015", Domain: "two.example.jp", Reason: "the vendor needs ptr"}},
	}
	rep, err := g.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func renderGate(t *testing.T, name string, o render.Options, rep *gate.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format(t, name).Gate(&b, o, rep); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGate compares every format of real runs with the goldens, in every language.
func TestGate(t *testing.T) {
	for name, rep := range gateCases(t) {
		t.Run(name, func(t *testing.T) {
			stored := renderGate(t, "json", render.Options{}, rep)
			goldenFile(t, filepath.Join(gateFolder, name+".json"), stored)
			meets(t, "gate.schema.json", stored)
			for format, extension := range gateFormats {
				for _, l := range languages {
					got := renderGate(t, format, render.Options{Language: l, Version: "v1.2.3"}, rep)
					goldenFile(t, filepath.Join(gateFolder, name+"."+l.Code+"."+extension), got)
				}
			}
		})
	}
}

// TestGateBegins: by its beginning a file is known as the output of a format.
func TestGateBegins(t *testing.T) {
	reports := gateCases(t)
	reports["bare"] = &gate.Report{Version: 1, Result: gate.Pass, Date: "2026-11-21"}
	reports["noted"] = &gate.Report{Version: 1, Result: gate.Undetermined, Date: "2026-11-21", Notes: []i18n.Text{{EN: "a", JA: "b"}}}
	for name, rep := range reports {
		for _, f := range render.FormatsOf("gate") {
			for _, l := range languages {
				got := string(renderGate(t, f.Name, render.Options{Language: l}, rep))
				if got != "" && !slices.ContainsFunc(f.Begins, func(b string) bool { return strings.HasPrefix(got, b) }) {
					t.Errorf("%s, %s, %s: %.60q begins with none of %q", name, f.Name, l.Code, got, f.Begins)
				}
			}
		}
	}
}

// hostileGate is a report whose every string is hostile, but those that are from
// tables of ours.
func hostileGate(hostile string) *gate.Report {
	text := i18n.Text{EN: hostile, JA: hostile}
	place := &zone.Place{File: hostile, Line: 3, Source: hostile}
	before := []spfcheck.CarrierOutcome{{Carrier: "au", Name: text, Outcome: "deliver"}}
	after := []spfcheck.CarrierOutcome{{Carrier: "au", Name: text, Outcome: "drop"}}
	verdict := spfcheck.Verdict{Carrier: "au", CarrierName: text, SettingName: text, Outcome: "drop", Rule: "au/x", Why: text, Effect: text}
	problem := gate.Problem{Level: rules.Error, Fails: true, Title: text, Text: text, Help: text, Source: "https://www.rfc-editor.org/rfc/rfc7208", Place: place}
	flow, domain, open := problem, problem, problem
	flow.Code, flow.Flow, flow.Carrier = "au/x", hostile, "au"
	domain.Code, domain.Domain = "SPF001", hostile
	open.Code, open.Domain, open.Fails, open.Level, open.Place = gate.NoRule, hostile+"2", false, rules.Warning, nil
	state := gate.DomainState{Record: hostile, Lookups: lint.Lookups{Count: 11, Limit: 10}}
	lost := gate.Addresses{
		IPv4: lint.Ranges{Addresses: "1", Ranges: []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}},
		IPv6: lint.Ranges{Addresses: "1", Ranges: []netip.Prefix{netip.MustParsePrefix("2001:100:200::1/128")}},
	}
	findings := []gate.FindingChange{}
	for _, s := range gate.Statuses {
		findings = append(findings, gate.FindingChange{Status: s, Reason: hostile, Finding: rules.Finding{Code: "SPF001", Domain: hostile, Message: text, Place: place}})
	}
	return &gate.Report{
		Result: gate.Fail, Date: "2026-11-21",
		Flows: []gate.FlowChange{
			{Name: hostile, From: hostile, Before: before, After: after, Verdicts: []gate.VerdictChange{{Turn: gate.Worse, After: verdict}}},
			{Name: hostile + "2", From: hostile, Problem: text},
		},
		Domains:  []gate.DomainChange{{Domain: hostile, Before: state, After: state, Lost: lost, Place: place}},
		Findings: findings,
		Problems: []gate.Problem{flow, domain, open},
		Notes:    []i18n.Text{text},
	}
}

// TestGateSilent makes sure that annotations are all that github prints.
func TestGateSilent(t *testing.T) {
	if got := renderGate(t, "github", render.Options{}, gateCases(t)["quiet"]); len(got) > 0 {
		t.Errorf("something is printed where there is no problem:\n%s", got)
	}
}

// TestGateStdin makes sure that what comes from standard input has no file, but
// its line is told.
func TestGateStdin(t *testing.T) {
	rep := hostileGate("x")
	rep.Problems = rep.Problems[:1]
	rep.Problems[0].Place = &zone.Place{File: change.Stdin, Line: 7}
	got := string(renderGate(t, "github", render.Options{}, rep))
	if !strings.HasPrefix(got, "::error title=x::") || !strings.Contains(got, "Line 7 of standard input") {
		t.Errorf("it is %s", got)
	}
}

// TestGateFormats makes sure that the formats for CI are for the commands that say
// what is wrong, and that each of them has goldens.
func TestGateFormats(t *testing.T) {
	forCI := []string{"check", "lint", "gate"}
	for _, f := range render.Formats {
		if _, golden := gateFormats[f.Name]; slices.Equal(f.Commands(), forCI) && !golden {
			t.Errorf("%s has no goldens", f.Name)
		}
	}
	for name := range gateFormats {
		if got := format(t, name).Commands(); !slices.Equal(got, forCI) {
			t.Errorf("%s is for %v", name, got)
		}
	}
}
