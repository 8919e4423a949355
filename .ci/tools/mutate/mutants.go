package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A mutant is a file with a few bytes of it replaced.
type mutant struct {
	file     string // from the top folder
	line     int
	before   []byte
	from, to int
	text     string
}

// source is the whole file.
func (m mutant) source() []byte {
	return bytes.Join([][]byte{m.before[:m.from], []byte(m.text), m.before[m.to:]}, nil)
}

// String names it by the line before and after, so that it keeps its name where
// lines are put in above it.
func (m mutant) String() string {
	begin := bytes.LastIndexByte(m.before[:m.from], '\n') + 1
	end := m.to + bytes.IndexByte(append(m.before[m.to:len(m.before):len(m.before)], '\n'), '\n')
	before := string(m.before[begin:end])
	after := string(m.before[begin:m.from]) + m.text + string(m.before[m.to:end])
	return strings.TrimSpace(fmt.Sprintf("%s: %s ⇒ %s", m.file, oneLine(before), oneLine(after))) // after may be nothing
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// fileOf is the file of the mutant of this name.
func fileOf(name string) string {
	file, _, _ := strings.Cut(name, ": ")
	return file
}

// finder collects the mutants of a package.
type finder struct {
	*packages.Package
	file    string
	source  []byte
	mutants []mutant
}

// mutantsOf lists the mutants of a target that compile, each once.
func mutantsOf(t target) ([]mutant, error) {
	mode := packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedSyntax |
		packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedExportFile
	loaded, err := packages.Load(&packages.Config{Mode: mode}, "./"+t.folder)
	if err != nil {
		return nil, err
	}
	if len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		return nil, fmt.Errorf("%s: not one package that compiles: %v", t.folder, loaded)
	}
	f := &finder{Package: loaded[0]}
	for i, file := range f.Syntax {
		name := f.CompiledGoFiles[i]
		if ok, err := filepath.Match(t.files, filepath.Base(name)); err != nil || !ok {
			continue
		}
		if f.source, err = os.ReadFile(name); err != nil {
			return nil, err
		}
		f.file = filepath.Join(t.folder, filepath.Base(name))
		for _, d := range file.Decls {
			ast.Inspect(d, f.visit)
		}
	}
	return f.compiling(), nil
}

// replace adds the mutant that has text in the place of what stands there.
func (f *finder) replace(from, to token.Pos, text string) {
	begin, end := f.Fset.Position(from), f.Fset.Position(to)
	f.mutants = append(f.mutants, mutant{f.file, begin.Line, f.source, begin.Offset, end.Offset, text})
}

func (f *finder) textOf(n ast.Node) string {
	return string(f.source[f.Fset.Position(n.Pos()).Offset:f.Fset.Position(n.End()).Offset])
}

// compiling leaves out what is there twice and what doesn't compile.
func (f *finder) compiling() []mutant {
	var out []mutant
	seen := map[string]bool{}
	for _, m := range f.mutants {
		if !seen[m.String()] && f.compiles(m) {
			out = append(out, m)
		}
		seen[m.String()] = true
	}
	return out
}

func (f *finder) compiles(m mutant) bool {
	changed, err := parser.ParseFile(f.Fset, m.file, m.source(), parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	files := []*ast.File{changed}
	for i, file := range f.CompiledGoFiles {
		if filepath.Base(file) != filepath.Base(m.file) {
			files = append(files, f.Syntax[i])
		}
	}
	_, err = (&types.Config{Importer: imported(f.Imports)}).Check(f.PkgPath, f.Fset, files, nil)
	return err == nil
}

// imported finds packages that are loaded.
type imported map[string]*packages.Package

func (i imported) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := i[path]; p != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("not loaded: %s", path)
}
