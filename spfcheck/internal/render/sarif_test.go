package render_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// sarifSchema is the schema of SARIF 2.1.0 with its errata, as OASIS publishes it.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "testdata", "sarif", "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat() // such as that of a URI
	if err := compiler.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestSARIFMeetsSchema holds real runs, an empty one and a hostile one against the
// schema, and the schema against a document that is wrong.
func TestSARIFMeetsSchema(t *testing.T) {
	schema := sarifSchema(t)
	reports := gateCases(t)
	reports["empty"] = &gate.Report{}
	reports["hostile"] = hostileGate("a b%/../\\{0}[c](1)\x1b:?#é\xff")
	for name, rep := range reports {
		t.Run(name, func(t *testing.T) {
			for _, l := range languages {
				doc := renderGate(t, "sarif", render.Options{Language: l}, rep)
				value, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(value); err != nil {
					t.Errorf("%v\n%s", err, doc)
				}
			}
		})
	}
	if schema.Validate(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{"results": []any{}}}}) == nil {
		t.Error("the schema takes a run without a tool")
	}
}

// TestSARIFEmpty makes sure that an empty run has results, as a run that found
// nothing must.
func TestSARIFEmpty(t *testing.T) {
	if got := renderGate(t, "sarif", render.Options{}, &gate.Report{}); !bytes.Contains(got, []byte(`"results": []`)) {
		t.Errorf("no results:\n%s", got)
	}
}

// TestSARIFResults looks at what code scanning needs: every result has a file, a
// line and a rule with help; what has no file is told beside them.
func TestSARIFResults(t *testing.T) {
	rep := hostileGate("x")
	rep.Problems = append(rep.Problems, rep.Problems[0], rep.Problems[0])
	rep.Problems[3].Place = &zone.Place{File: change.Stdin, Line: 7}
	run := readSARIF(t, rep)
	if got, want := len(run.Invocations[0].ToolExecutionNotifications), 3; got != want { // one is the note
		t.Errorf("%d notifications, not %d", got, want)
	}
	fingerprints := map[string]bool{}
	for _, r := range run.Results {
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		at := r.Locations[0].PhysicalLocation
		if rule.ID != r.RuleID || rule.Help.Text == "" || rule.Help.Markdown == "" || at.ArtifactLocation.URI != "x" || at.Region.StartLine != 3 {
			t.Errorf("%s: %+v of %+v at %+v", r.RuleID, r, rule, at)
		}
		fingerprints[r.PartialFingerprints["spfcheck/v1"]] = true
	}
	if len(run.Results) != 3 || len(fingerprints) != 3 {
		t.Errorf("%d results, %d fingerprints", len(run.Results), len(fingerprints))
	}
}

// TestSARIFTracks makes sure that a problem is known again where its record has
// moved and its text has changed.
func TestSARIFTracks(t *testing.T) {
	rep := hostileGate("x")
	before := readSARIF(t, rep)
	rep.Problems[0].Place = &zone.Place{File: "y", Line: 99}
	rep.Problems[0].Text.EN = "11 lookups"
	if diff := cmp.Diff(before.Results[0].PartialFingerprints, readSARIF(t, rep).Results[0].PartialFingerprints); diff != "" {
		t.Error(diff)
	}
}

// TestSARIFTexts makes sure that no text has links or placeholders.
func TestSARIFTexts(t *testing.T) {
	run := readSARIF(t, hostileGate("[a](1) %{i}"))
	texts := []string{run.Results[0].Message.Text, run.Invocations[0].ToolExecutionNotifications[0].Message.Text}
	for _, rule := range run.Tool.Driver.Rules {
		texts = append(texts, rule.ShortDescription.Text, rule.FullDescription.Text, rule.Help.Text)
	}
	if !strings.HasPrefix(texts[0], "[a] (1) %{{i}}\n") {
		t.Errorf("the message is %q", texts[0])
	}
	for _, text := range texts {
		if strings.Contains(text, "](") || strings.Contains(strings.ReplaceAll(text, "{{", ""), "{") {
			t.Errorf("there is more than text in %q", text)
		}
	}
	if got := run.Tool.Driver.Rules[0].Help.Markdown; !strings.HasPrefix(got, `\[a\](1) %\{{i\}}`) {
		t.Errorf("the Markdown is %q", got)
	}
}

// TestSARIFFiles names files as code scanning finds them.
func TestSARIFFiles(t *testing.T) {
	for file, want := range map[string]string{
		"zones/a.zone":   "zones/a.zone %SRCROOT%",
		"./zones/a.zone": "zones/a.zone %SRCROOT%",
		"a b#c%.zone":    "a%20b%23c%25.zone %SRCROOT%",
		"c:d":            "./c:d %SRCROOT%",
		"../a.zone":      "../a.zone %SRCROOT%",
		"/srv/a.zone":    "file:///srv/a.zone ",
	} {
		rep := hostileGate("x")
		rep.Problems[0].Place = &zone.Place{File: file}
		at := readSARIF(t, rep).Results[0].Locations[0].PhysicalLocation
		got := at.ArtifactLocation.URI + " " + at.ArtifactLocation.URIBaseID
		if got != want || at.Region.StartLine != 1 {
			t.Errorf("%s: %q line %d, not %q line 1", file, got, at.Region.StartLine, want)
		}
	}
}

// run is what of a run code scanning reads.
type run struct {
	Tool struct {
		Driver struct {
			Rules []struct {
				ID                                      string
				ShortDescription, FullDescription, Help message
			}
		}
	}
	Invocations []struct{ ToolExecutionNotifications []struct{ Message message } }
	Results     []struct {
		RuleID    string
		RuleIndex int
		Message   message
		Locations []struct {
			PhysicalLocation struct {
				ArtifactLocation struct{ URI, URIBaseID string }
				Region           struct{ StartLine int }
			}
		}
		PartialFingerprints map[string]string
	}
}

type message struct{ Text, Markdown string }

func readSARIF(t *testing.T, rep *gate.Report) run {
	t.Helper()
	var report struct{ Runs []run }
	if err := json.Unmarshal(renderGate(t, "sarif", render.Options{}, rep), &report); err != nil {
		t.Fatal(err)
	}
	return report.Runs[0]
}
