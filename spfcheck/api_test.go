package spfcheck_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/build"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the goldens of the exported API")

// public are the packages that a program of another module can import.
var public = []string{
	"carriers", "spfcheck", "spfcheck/cli", "spfcheck/delivery", "spfcheck/i18n", "spfcheck/identity", "spfcheck/input", "spfcheck/lint",
	"spfcheck/resolve", "spfcheck/senders",
}

// TestAPI compares what the public packages export with the goldens, so that a
// change of it is seen where the change is looked at.
func TestAPI(t *testing.T) {
	internal := internalNames(t)
	for _, pkg := range public {
		t.Run(pkg, func(t *testing.T) {
			got := exported(t, filepath.Join("..", filepath.FromSlash(pkg)))
			for line := range strings.Lines(string(got)) {
				for _, name := range internal.FindAllString(line, -1) {
					if !strings.HasPrefix(line, "type ") || !strings.Contains(line, " = ") {
						t.Errorf("%q: nobody outside can name %s", line, name)
					}
				}
			}
			golden := filepath.Join("..", "testdata", "api", path.Base(pkg)+".txt")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("the API changed (-want +got; rewrite with go test ./spfcheck -run TestAPI -update):\n%s", diff)
			}
		})
	}
}

// TestPublic finds every package that can be imported, so that none is forgotten.
func TestPublic(t *testing.T) {
	var found []string
	for _, dir := range []string{"carriers", "spfcheck", "spfcheck/*"} {
		names, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(dir)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if _, err := build.ImportDir(name, 0); err == nil {
				found = append(found, strings.TrimPrefix(filepath.ToSlash(name), "../"))
			}
		}
	}
	if diff := cmp.Diff(public, found); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// internalNames finds what is of packages that no other module can import.
func internalNames(t *testing.T) *regexp.Regexp {
	t.Helper()
	entries, err := os.ReadDir("internal")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return regexp.MustCompile(`\b(` + strings.Join(names, "|") + `)\.[A-Z]\w*`)
}

// exported prints what a package exports: its declarations in the order of go doc,
// without comments.
func exported(t *testing.T, dir string) []byte {
	t.Helper()
	found, err := build.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range found.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	p, err := doc.NewFromFiles(fset, files, path.Base(dir))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	decl := func(d ast.Decl) {
		ast.Inspect(d, keepAPI)
		if err := format.Node(&b, fset, d); err != nil {
			t.Fatal(err)
		}
		b.WriteString("\n")
	}
	all := func(values []*doc.Value, funcs []*doc.Func) {
		for _, v := range values {
			decl(v.Decl)
		}
		for _, f := range funcs {
			decl(f.Decl)
		}
	}
	all(p.Consts, nil)
	all(p.Vars, p.Funcs)
	for _, typ := range p.Types {
		decl(typ.Decl)
		all(typ.Consts, nil)
		all(typ.Vars, typ.Funcs)
		all(nil, typ.Methods)
	}
	return bytes.ReplaceAll(b.Bytes(), []byte("\n\n"), []byte("\n")) // where comments were
}

// keepAPI takes out what isn't of the API: what functions do, what variables hold, and
// of tags all but the names in JSON.
func keepAPI(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		n.Body = nil
	case *ast.CompositeLit:
		n.Elts = nil
	case *ast.Field:
		if n.Tag == nil {
			break
		}
		tag, _ := strconv.Unquote(n.Tag.Value)
		n.Tag.Value = "`json:" + strconv.Quote(reflect.StructTag(tag).Get("json")) + "`"
	}
	return true
}
