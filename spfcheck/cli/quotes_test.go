package cli

import (
	"fmt"
	goast "go/ast"
	"go/doc"
	goparser "go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestDocumentQuotes holds what documents show of files: a declaration of a Go file
// ("from FILE: NAME"), or lines, where … stands for those that are left out; and
// the list of packages ("from the packages"), and in which order they import each
// other ("from their imports").
func TestDocumentQuotes(t *testing.T) {
	rewrite(t, fences(t, ""), func(f fence) string {
		from, quoted := strings.CutPrefix(f.note, "from ")
		if !quoted {
			return f.text
		}
		switch from {
		case "the packages":
			return describe(packages(t))
		case "their imports":
			return layers(packages(t))
		}
		file, name, declared := strings.Cut(from, ": ")
		if declared {
			return declaration(t, file, name)
		}
		rest := readTop(t, file)
		for line := range strings.Lines(f.text) {
			at := strings.Index("\n"+rest, "\n"+line)
			if line != "…\n" && at < 0 {
				t.Errorf("%s: %s doesn't have this line here: %s", f, file, line)
			} else if line != "…\n" {
				rest = rest[at+len(line):]
			}
		}
		return f.text
	})
}

// declaration gives the text of a declaration at the top level of a Go file.
func declaration(t *testing.T, file, name string) string {
	t.Helper()
	source := readTop(t, file)
	files := token.NewFileSet()
	parsed, err := goparser.ParseFile(files, file, source, goparser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range parsed.Decls {
		var names []string
		start := d.Pos()
		switch d := d.(type) {
		case *goast.FuncDecl:
			names = append(names, d.Name.Name)
			if d.Doc != nil {
				start = d.Doc.Pos()
			}
		case *goast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *goast.ValueSpec:
					names = append(names, spec.Names[0].Name)
				case *goast.TypeSpec:
					names = append(names, spec.Name.Name)
				}
			}
			if d.Doc != nil {
				start = d.Doc.Pos()
			}
		}
		if slices.Contains(names, name) {
			return source[files.Position(start).Offset:files.Position(d.End()).Offset] + "\n"
		}
	}
	t.Errorf("%s declares no %s", file, name)
	return ""
}

// pkg is a package of the repository.
type pkg struct {
	dir, synopsis string
	imports       []string // the folders of those that it imports
}

// packages lists the packages of the repository, by folder.
func packages(t *testing.T) []pkg {
	t.Helper()
	byDir := map[string]*pkg{}
	err := fs.WalkDir(os.DirFS(top), ".", func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && len(file) > 1 && file[0] == '.' {
			return fs.SkipDir // the tools of .ci are another module
		}
		if err != nil || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") || strings.Contains(file, "testdata") {
			return err
		}
		parsed, err := goparser.ParseFile(token.NewFileSet(), filepath.Join(top, file), nil, goparser.ImportsOnly|goparser.ParseComments)
		if err != nil {
			return err
		}
		dir := path.Dir(file)
		if byDir[dir] == nil {
			byDir[dir] = &pkg{dir: dir}
		}
		if parsed.Doc != nil {
			byDir[dir].synopsis = new(doc.Package).Synopsis(parsed.Doc.Text())
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(name, "github.com/spfcheck/spfcheck/"); ok {
				byDir[dir].imports = append(byDir[dir].imports, ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for _, p := range byDir {
		if p.synopsis == "" {
			t.Errorf("the package %s has no documentation", p.dir)
		}
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b pkg) int { return strings.Compare(a.dir, b.dir) })
	return all
}

// describe gives each package with the first sentence of its documentation.
func describe(all []pkg) string {
	const width = 110
	var text strings.Builder
	for _, p := range all {
		line := p.dir + "\n   "
		for word := range strings.FieldsSeq(p.synopsis) {
			if len(line)-strings.LastIndexByte(line, '\n')+len(word) > width {
				line += "\n   "
			}
			line += " " + word
		}
		fmt.Fprintln(&text, line)
	}
	return text.String()
}

// layers gives the packages in lines, the topmost first: each imports only those of
// the lines below it.
func layers(all []pkg) string {
	height := map[string]int{} // of those whose imports have one; the lowest are 1
	for range all {            // at the latest then all have one
		for _, p := range all {
			highest, known := 0, true
			for _, i := range p.imports {
				known = known && height[i] > 0
				highest = max(highest, height[i])
			}
			if known {
				height[p.dir] = highest + 1
			}
		}
	}
	var lines []string
	for _, p := range all {
		for len(lines) < height[p.dir] {
			lines = append(lines, "")
		}
		lines[height[p.dir]-1] += strings.TrimPrefix(p.dir, "spfcheck/") + "  "
	}
	slices.Reverse(lines)
	text := ""
	for _, line := range lines {
		text += strings.TrimSpace(line) + "\n"
	}
	return text
}
