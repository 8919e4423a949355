package dkimtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// File gives the content of a file, byte for byte.
func File(t testing.TB, path ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Table gives the rows of a file, whose columns have tabs between them. Lines that
// begin with # are comments.
func Table(t testing.TB, path ...string) [][]string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(File(t, path...)) {
		if !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
	}
	if len(rows) == 0 {
		t.Fatal("no rows")
	}
	return rows
}
