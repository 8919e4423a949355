package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSourcesAreNamed wants people to get the title and the address of a source:
// the keys that the tables give to sources are for programs, and what isn't in the
// repository or on a page of the web is cited nowhere.
func TestSourcesAreNamed(t *testing.T) {
	key := regexp.MustCompile(`(?m)^\s*Key:\s+"([A-Z0-9]+-[A-Z0-9-]+)"`)
	var keys []string
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(top), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		if slices.Contains([]string{".go", ".md", ".yaml", ".yml", ".txtar", ".zone"}, filepath.Ext(name)) {
			files[name] = readTop(t, name)
			for _, found := range key.FindAllStringSubmatch(files[name], -1) {
				keys = append(keys, found[1])
			}
		}
		return nil
	})
	if err != nil || len(keys) < 30 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	bare := regexp.MustCompile(`\b(` + strings.Join(keys, "|") + `)\b`)
	elsewhere := regexp.MustCompile(`facts (?:§|row)|§\d+ row \d|\bfacts/\w+\.md|\bthe facts, (?:§|row|T\d)`)
	for name, text := range files {
		for i, line := range strings.Split(text, "\n") {
			if strings.HasSuffix(name, "_test.go") || key.MatchString(line) || strings.Contains(line, `"key":`) {
				continue
			}
			if found := bare.FindString(line) + elsewhere.FindString(line); found != "" {
				t.Errorf("%s:%d cites %s", name, i+1, found)
			}
		}
	}
	for _, args := range [][]string{{"carriers"}, {"explain"}, {"senders", "ses"}} {
		var out bytes.Buffer
		if code := Run(t.Context(), append([]string{"spfcheck"}, args...), nil, &out, &out); code != exitDelivered {
			t.Errorf("%v exits with %d", args, code)
		}
		if found := bare.FindString(out.String()); found != "" {
			t.Errorf("spfcheck %s shows %s", strings.Join(args, " "), found)
		}
	}
}
