package config

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"

	yaml "github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	makeschema "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

var update = flag.Bool("update", false, "rewrite the schema and the section want of the cases")

// TestSchema holds the schema against the types.
func TestSchema(t *testing.T) {
	reflector := makeschema.Reflector{Anonymous: true, FieldNameTag: "yaml", Mapper: scalars, CommentMap: comments(t)}
	schema := reflector.Reflect(&file{})
	schema.Title = Name
	of := func(definition, key string) *makeschema.Schema {
		property, ok := schema.Definitions[definition].Properties.Get(key)
		if !ok {
			t.Fatalf("%s has no key %s", definition, key)
		}
		return property
	}
	of("file", "version").Enum = []any{version}
	of("file", "carriers").Items.Enum = words(carriers.IDs())
	of("file", "undetermined").Enum = words([]string{"pass", "fail"})
	of("file", "fail-on").Enum = words([]string{"error", "warning", "info"})
	of("zones", "format").Enum = words(change.FormatNames())
	of("flow", "settings").Items.Enum = words(settingIDs())
	of("flow", "via").AnyOf = []*makeschema.Schema{
		{Enum: words(senders.IDs())},
		{Pattern: "^(" + strings.Join(senders.IDs(), "|") + "):.+$"},
		{Pattern: ".", Description: "another name of a service: an alias, or one of its in DNS"},
	}
	for _, a := range rules.All {
		of("ignore", "code").Enum = append(of("ignore", "code").Enum, a.ID)
	}
	made, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	made = append(made, '\n')
	if *update {
		if err := os.WriteFile("schema.json", made, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(made), string(Schema)); diff != "" {
		t.Errorf("schema.json (-want +got; rewrite with go test ./spfcheck/internal/config -update):\n%s", diff)
	}
}

// comments are those of the fields in file.go, the descriptions of the keys. The
// library's AddGoComments leaves out types that aren't exported.
func comments(t *testing.T) map[string]string {
	t.Helper()
	source, err := parser.ParseFile(token.NewFileSet(), "file.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	var at string
	ast.Inspect(source, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			at = reflect.TypeFor[file]().PkgPath() + "." + n.Name.Name
		case *ast.Field:
			for _, name := range n.Names {
				found[at+"."+name.Name] = strings.TrimSpace(n.Comment.Text())
			}
		}
		return true
	})
	return found
}

// scalars are the types of single values.
func scalars(t reflect.Type) *makeschema.Schema {
	switch t {
	case reflect.TypeFor[text]():
		return &makeschema.Schema{Type: "string"}
	case reflect.TypeFor[number]():
		return &makeschema.Schema{Type: "integer"}
	}
	return nil
}

func words(list []string) []any {
	out := make([]any, len(list))
	for i, w := range list {
		out[i] = w
	}
	return out
}

func settingIDs() []string {
	var ids []string
	for _, p := range carriers.All {
		for _, f := range p.Filters {
			for _, s := range f.Settings {
				if !p.Reference {
					ids = append(ids, carriers.SettingID{Carrier: p.ID, Setting: s.ID}.String())
				}
			}
		}
	}
	return ids
}

// agrees holds a file against the schema: what the program takes an editor must
// not underline, and an unknown key it must.
func agrees(t *testing.T, data []byte, taken bool) {
	t.Helper()
	var value any
	if err := yaml.Unmarshal(data, &value); err != nil {
		return // no YAML
	}
	doc, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(doc)))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.NewCompiler().Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(parsed); taken && err != nil {
		t.Errorf("the program takes it, the schema doesn't: %v", err)
	}
}
