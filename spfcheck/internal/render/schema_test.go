package render_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	makeschema "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
	"github.com/spfcheck/spfcheck/spfcheck/internal/web"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// schemas are the documents with a stable JSON form.
var schemas = []struct {
	file string
	doc  any
}{
	{"report.schema.json", &spfcheck.Report{}},
	{"identities.schema.json", &spfcheck.Identities{}},
	{"carriers.schema.json", &render.Carriers{}},
	{"delivery.schema.json", &delivery.Report{}},
	{"senders.schema.json", &render.Senders{}},
	{"services.schema.json", &render.Services{}},
	{"sources.schema.json", &sources.Report{}},
	{"lint.schema.json", &lint.Report{}},
	{"gate.schema.json", &gate.Report{}},
	{"lock.schema.json", &lock.Report{}},
	{"drift.schema.json", &lock.Drift{}},
	{"doctor.schema.json", &doctor.Report{}},
	{"rehearsal.schema.json", &rehearsal.Event{}},
	{"bulk.schema.json", &bulk.Line{}},
	{"bulk-short.schema.json", &render.BulkShortLine{}},
	{"bulk-summary.schema.json", &bulk.Summary{}},
	{"messages.schema.json", &web.Messages{}},
	{"message.schema.json", &web.Message{}},
	{"fault.schema.json", &web.Fault{}},
}

// TestSchemas holds the committed schemas against the types and their comments.
func TestSchemas(t *testing.T) {
	reflector := makeschema.Reflector{Anonymous: true, AllowAdditionalProperties: true, Mapper: wordsOf, Namer: nameOf}
	addComments(t, &reflector)
	for _, s := range schemas {
		schema := reflector.Reflect(s.doc)
		eitherReportOrError(schema)
		basesOfSenders(schema)
		made, err := json.MarshalIndent(schema, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, s.file, append(made, '\n'))
	}
}

// TestDescribed wants a description of each property of each schema.
func TestDescribed(t *testing.T) {
	documents := map[string][]byte{"config": config.Schema}
	for _, s := range schemas {
		data, err := os.ReadFile(filepath.Join("schema", s.file))
		if err != nil {
			t.Fatal(err)
		}
		documents[s.file] = data
	}
	for file, data := range documents {
		var schema any
		if err := json.Unmarshal(data, &schema); err != nil {
			t.Fatal(err)
		}
		if n := describedIn(t, file+": ", schema); n == 0 {
			t.Errorf("%s has no property", file)
		}
	}
}

// describedIn counts the properties in part of a schema, and names those without a
// description, or with one that a user of the library doesn't understand.
func describedIn(t *testing.T, at string, part any) int {
	t.Helper()
	n := 0
	switch part := part.(type) {
	case []any:
		for _, child := range part {
			n += describedIn(t, at, child)
		}
	case map[string]any:
		properties, _ := part["properties"].(map[string]any)
		n = len(properties)
		for name, p := range properties {
			switch text, _ := p.(map[string]any)["description"].(string); {
			case text == "":
				t.Errorf("%s.%s has no description: it takes a comment at the field", at, name)
			case strings.Contains(text, "--"):
				t.Errorf("%s.%s speaks of a flag: %s", at, name, text)
			}
		}
		for key, child := range part {
			n += describedIn(t, at+"/"+key, child)
		}
	}
	return n
}

// TestOutputMeetsSchema holds the JSON of real runs against the schemas.
func TestOutputMeetsSchema(t *testing.T) {
	for _, r := range reports(t) {
		t.Run(r.name, func(t *testing.T) {
			meets(t, "report.schema.json", renderReport(t, "json", render.Options{}, r.report))
		})
	}
	t.Run("identities", func(t *testing.T) {
		ids, err := spfcheck.FindIdentities(identity.Source{Header: &identity.Header{}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := format(t, "json").Identities(&b, render.Options{}, ids); err != nil {
			t.Fatal(err)
		}
		meets(t, "identities.schema.json", b.Bytes())
	})
	t.Run("carriers", func(t *testing.T) {
		var b bytes.Buffer
		if err := format(t, "json").Carriers(&b, render.Options{}, allCarriers); err != nil {
			t.Fatal(err)
		}
		meets(t, "carriers.schema.json", b.Bytes())
	})
	t.Run("senders", func(t *testing.T) {
		var b bytes.Buffer
		if err := format(t, "json").Senders(&b, render.Options{}, allSenders); err != nil {
			t.Fatal(err)
		}
		meets(t, "senders.schema.json", b.Bytes())
	})
	for name, line := range bulkLines(t) {
		t.Run("bulk "+name, func(t *testing.T) {
			b, err := render.BulkLine(line)
			if err != nil || bytes.Count(b, []byte("\n")) != 1 {
				t.Errorf("%d lines, %v", bytes.Count(b, []byte("\n")), err)
			}
			meets(t, "bulk.schema.json", b)
			if b, err = render.BulkShort(render.BulkFields)(line); err != nil {
				t.Fatal(err)
			}
			meets(t, "bulk-short.schema.json", b)
		})
	}
	t.Run("bulk summary", func(t *testing.T) {
		b, err := json.Marshal(bulkSummary(t))
		if err != nil {
			t.Fatal(err)
		}
		meets(t, "bulk-summary.schema.json", b)
	})
	for name, rep := range lintReports(t) {
		t.Run("lint "+name, func(t *testing.T) {
			meets(t, "lint.schema.json", renderLint(t, "json", render.Options{}, rep))
		})
	}
}

// TestSchemaRefuses makes sure that the schema is no empty promise.
func TestSchemaRefuses(t *testing.T) {
	schema := compile(t, "report.schema.json")
	for name, breakIt := range map[string]func(map[string]any){
		"no verdicts":        func(m map[string]any) { delete(m, "verdicts") },
		"an unknown outcome": func(m map[string]any) { m["worst"] = "lost" },
		"version as text":    func(m map[string]any) { m["version"] = "1" },
	} {
		t.Run(name, func(t *testing.T) {
			var doc map[string]any
			if err := json.Unmarshal(renderReport(t, "json", render.Options{}, reports(t)[0].report), &doc); err != nil {
				t.Fatal(err)
			}
			breakIt(doc)
			if err := schema.Validate(doc); err == nil {
				t.Error("the schema takes it")
			}
		})
	}
}

// TestBulkSchemaRefuses wants a line to have a report or an error, not both.
func TestBulkSchemaRefuses(t *testing.T) {
	lines := bulkLines(t)
	lines["both"] = &bulk.Line{Number: 1, Report: lines["report"].Report, Error: lines["error"].Error}
	for name, want := range map[string]bool{"report": true, "error": true, "both": false} {
		b, err := render.BulkLine(lines[name])
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if err := compile(t, "bulk.schema.json").Validate(doc); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func meets(t *testing.T, schema string, doc []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	if err := compile(t, schema).Validate(value); err != nil {
		t.Errorf("%v\n%s", err, doc)
	}
}

func compile(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("schema", file))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
