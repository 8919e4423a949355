package web

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// described is the part of the description that is compared.
type described struct {
	Paths map[string]map[string]struct {
		Parameters []parameter
		Responses  map[string]any
	}
	Components struct {
		Parameters map[string]parameter
		Responses  map[string]any
		Schemas    map[string]struct{ Properties map[string]any }
	}
}

// parameter is one of an operation, or refers to one of all.
type parameter struct {
	Name, In string
	Ref      string `json:"$ref"`
}

func readDescription(t *testing.T) (d described) {
	t.Helper()
	if err := json.Unmarshal(description, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDescribedRoutes: the description has the routes of the API, each with the
// parameters of its path.
func TestDescribedRoutes(t *testing.T) {
	var got, want []string
	d := readDescription(t)
	for path, methods := range d.Paths {
		for method, operation := range methods {
			got = append(got, strings.ToUpper(method)+" "+path)
			for part := range strings.SplitSeq(path, "/") {
				name, isParameter := strings.CutPrefix(part, "{")
				in := func(p parameter) bool {
					if _, of, ok := strings.Cut(p.Ref, "#/components/parameters/"); ok {
						p = d.Components.Parameters[of]
					}
					return p.In == "path" && p.Name+"}" == name
				}
				if isParameter && !slices.ContainsFunc(operation.Parameters, in) {
					t.Errorf("%s %s doesn't describe %s", method, path, part)
				}
			}
			if len(operation.Responses) == 0 {
				t.Errorf("%s %s has no response", method, path)
			}
		}
	}
	for _, r := range api {
		want = append(want, r.pattern)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("routes (-served +described):\n%s", diff)
	}
}

// TestDescribedFields: the description has the fields that a request can have.
func TestDescribedFields(t *testing.T) {
	got := slices.Sorted(maps.Keys(readDescription(t).Components.Schemas["Request"].Properties))
	want := fieldNames()
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-read +described):\n%s", diff)
	}
}

// TestDescribedParameters: the description has the parameters of the list of messages.
func TestDescribedParameters(t *testing.T) {
	var got []string
	for _, p := range readDescription(t).Paths["/api/v1/messages"]["get"].Parameters {
		got = append(got, p.Name)
	}
	if diff := cmp.Diff(listFields, got); diff != "" {
		t.Errorf("parameters (-read +described):\n%s", diff)
	}
}

// TestDescribedReferences: whatever the description refers to is there.
func TestDescribedReferences(t *testing.T) {
	d := readDescription(t)
	var document any
	if err := json.Unmarshal(description, &document); err != nil {
		t.Fatal(err)
	}
	found := 0
	var look func(any)
	look = func(part any) {
		switch part := part.(type) {
		case []any:
			for _, child := range part {
				look(child)
			}
		case map[string]any:
			for name, child := range part {
				ref, ok := child.(string)
				if name != "$ref" || !ok {
					look(child)
					continue
				}
				found++
				_, isParameter := d.Components.Parameters[strings.TrimPrefix(ref, "#/components/parameters/")]
				_, isResponse := d.Components.Responses[strings.TrimPrefix(ref, "#/components/responses/")]
				_, isSchema := d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
				_, err := fs.Stat(render.Schemas, strings.Replace(ref, "schemas/", "schema/", 1))
				if !isParameter && !isResponse && !isSchema && err != nil {
					t.Errorf("no %q", ref)
				}
			}
		}
	}
	look(document)
	if found < 5 {
		t.Errorf("only %d references", found)
	}
}
