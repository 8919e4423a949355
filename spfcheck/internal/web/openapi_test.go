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
		Parameters []struct{ Name, In string }
		Responses  map[string]any
	}
	Components struct {
		Responses map[string]any
		Schemas   map[string]struct{ Properties map[string]any }
	}
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
	for path, methods := range readDescription(t).Paths {
		for method, operation := range methods {
			got = append(got, strings.ToUpper(method)+" "+path)
			for part := range strings.SplitSeq(path, "/") {
				name, isParameter := strings.CutPrefix(part, "{")
				in := func(p struct{ Name, In string }) bool { return p.In == "path" && p.Name+"}" == name }
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
				_, isResponse := d.Components.Responses[strings.TrimPrefix(ref, "#/components/responses/")]
				_, isSchema := d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
				_, err := fs.Stat(render.Schemas, strings.Replace(ref, "schemas/", "schema/", 1))
				if !isResponse && !isSchema && err != nil {
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
