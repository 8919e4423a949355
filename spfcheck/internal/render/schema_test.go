package render_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/netip"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	"github.com/google/go-cmp/cmp"
	makeschema "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/internal/web"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

var update = flag.Bool("update", false, "rewrite the schemas and goldens")

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

// addComments takes the descriptions from the comments of types and fields.
func addComments(t *testing.T, r *makeschema.Reflector) {
	t.Helper()
	for _, dir := range []string{"../..", "../../../carriers"} {
		if err := r.AddGoComments(reflect.TypeFor[render.Options]().PkgPath(), dir); err != nil {
			t.Fatal(err)
		}
	}
	for name, comment := range r.CommentMap {
		r.CommentMap[name] = strings.Join(strings.Fields(comment), " ")
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

// eitherReportOrError makes of all that a line of bulk can have two sets, of which
// each line has one.
func eitherReportOrError(schema *makeschema.Schema) {
	line, ok := schema.Definitions["bulk.Line"]
	if !ok {
		return
	}
	report := slices.DeleteFunc(line.Required, func(name string) bool { return name == "line" })
	line.OneOf = []*makeschema.Schema{{Required: report}, {Required: []string{"error"}}}
	line.Required = []string{"line"}
}

// basesOfSenders has another set of bases for services: nothing is inferred of them,
// and for some of it no source is found.
func basesOfSenders(schema *makeschema.Schema) {
	for name, definition := range schema.Definitions {
		if !strings.HasPrefix(name, "senders.") {
			continue
		}
		if basis, ok := definition.Properties.Get("basis"); ok {
			basis.Enum = anySlice(senders.Bases)
		}
	}
}

// nameOf keeps the types of other packages apart, which have names in common;
// "" leaves the name to the library.
func nameOf(t reflect.Type) string {
	if pkg := path.Base(t.PkgPath()); pkg != "spfcheck" && t.Name() != "" {
		return pkg + "." + t.Name()
	}
	return ""
}

// wordsOf lists the words that a type can be; "" is allowed where a report may
// have none.
func wordsOf(t reflect.Type) *makeschema.Schema {
	words := map[reflect.Type][]any{
		reflect.TypeFor[carriers.Outcome](): anySlice(carriers.Outcomes),
		reflect.TypeFor[carriers.Basis]():   append(anySlice(carriers.Bases), ""),
		reflect.TypeFor[carriers.Fact]():    append(anySlice(carriers.AllFacts), ""),
		reflect.TypeFor[carriers.DMARC]():   append(anySlice(carriers.AllDMARC), ""),
		reflect.TypeFor[rules.Severity]():   anySlice(rules.Severities),
		reflect.TypeFor[gate.Result]():      anySlice(gate.Results),
		reflect.TypeFor[gate.Turn]():        anySlice(gate.Turns),
		reflect.TypeFor[doctor.State]():     anySlice(doctor.States),
		reflect.TypeFor[gate.Status]():      anySlice(gate.Statuses),
		reflect.TypeFor[identity.Kind]():    append(anySlice(identity.Kinds), ""),
		reflect.TypeFor[tree.Problem](): {
			tree.NoDomain, tree.NoRecord, tree.SeveralRecords, tree.SyntaxError, tree.DNSFailed, tree.NotLoaded,
		},
		reflect.TypeFor[dsn.Kind](): anySlice(dsn.Kinds),
		reflect.TypeFor[dsn.Category](): {
			dsn.Delivered, dsn.Relayed, dsn.Expanded, dsn.Delayed, dsn.Failed, dsn.Deliverable, dsn.Undeliverable,
			dsn.ReadReceipt, dsn.Complained,
		},
		reflect.TypeFor[dsn.Stage]():     {dsn.Connect, dsn.Mail, dsn.Rcpt, dsn.Data, dsn.Unknown, ""},
		reflect.TypeFor[dsn.Filtering](): {dsn.Unlikely, dsn.Possible, dsn.Likely, dsn.Certain, dsn.DiscardPossible, dsn.JunkPossible, ""},
		reflect.TypeFor[tree.Why]():      {tree.PerMessage, tree.PerAddress, tree.Failed, tree.Limited},
		reflect.TypeFor[tree.Limit]():    {tree.RecordsLimit, tree.DepthLimit, tree.QuestionsLimit, tree.TermsLimit},
		reflect.TypeFor[spf.Result](): {
			spf.Pass, spf.Fail, spf.SoftFail, spf.Neutral, spf.None, spf.PermError, spf.TempError, spfcheck.Mixed, spfcheck.Unknown, "",
		},
	}
	if list, ok := words[t]; ok {
		return &makeschema.Schema{Type: "string", Enum: list}
	}
	if t == reflect.TypeFor[netip.Addr]() {
		return &makeschema.Schema{Type: "string", Title: "an IPv4 or IPv6 address"}
	}
	if t == reflect.TypeFor[netip.Prefix]() {
		return &makeschema.Schema{Type: "string", Title: "a range of addresses in CIDR notation"}
	}
	return nil
}

func anySlice[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
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

// golden compares got with a committed schema, or rewrites that.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	goldenFile(t, filepath.Join("schema", file), got)
}

func goldenFile(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; rewrite with go test ./spfcheck/internal/render -update):\n%s", path, diff)
	}
}

func format(t *testing.T, name string) render.Format {
	t.Helper()
	f, ok := render.FindFormat(name)
	if !ok {
		t.Fatalf("no format %s", name)
	}
	return f
}

func renderReport(t *testing.T, name string, o render.Options, rep *spfcheck.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	r := format(t, name).Reports(&b, o)
	if err := r.Add(rep); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var languages = i18n.Languages
