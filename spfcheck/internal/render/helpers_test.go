package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

var update = flag.Bool("update", false, "rewrite the schemas and goldens")

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
	if err := format(t, name).Report(&b, o, rep); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var languages = i18n.Languages
