package dsn

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestEveryFormIsRead wants a report of every form in testdata/dsn, with a
// recipient that its words name.
func TestEveryFormIsRead(t *testing.T) {
	archive, err := txtar.ParseFile("../../../testdata/dsn/forms.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var reports [][]byte
	for _, f := range archive.Files {
		if !strings.HasSuffix(f.Name, ".want") {
			reports = append(reports, f.Data)
		}
	}
	mails, err := filepath.Glob("../../../testdata/dsn/*.eml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range mails {
		mail, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, mail)
	}
	found := map[string]bool{}
	for _, f := range allForms {
		reads := f.Read
		t.Cleanup(func() { f.Read = reads })
		f.Read = func(d *document) []entry {
			entries := reads(d)
			found[f.Name] = found[f.Name] || len(entries) > 0
			return entries
		}
	}
	for _, report := range reports {
		if _, err := Read(bytes.NewReader(report)); err != nil {
			t.Error(err)
		}
	}
	for _, f := range allForms {
		if !found[f.Name] {
			t.Errorf("%s has no report in testdata/dsn", f.Name)
		}
	}
}
