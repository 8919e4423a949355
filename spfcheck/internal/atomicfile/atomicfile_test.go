package atomicfile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/atomicfile"
)

// TestWrite: the file is replaced as a whole or not at all, and nothing is left
// beside it.
func TestWrite(t *testing.T) {
	broken := errors.New("broken")
	write := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, wrong := io.WriteString(w, text)
			return errors.Join(wrong, err)
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "x.lock")
	for _, tt := range []struct {
		name    string
		content func(io.Writer) error
		err     error
		want    string
	}{
		{"new", write("old", nil), nil, "old"},
		{"fails half-way", write("ne", broken), broken, "old"},
		{"replaced", write("new", nil), nil, "new"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := atomicfile.Write(file, tt.content); !errors.Is(err, tt.err) {
				t.Fatalf("got %v, want %v", err, tt.err)
			}
			if got, err := os.ReadFile(file); string(got) != tt.want || err != nil {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
			if entries, err := os.ReadDir(dir); len(entries) != 1 || err != nil {
				t.Errorf("in the folder: %v, %v", entries, err)
			}
		})
	}
	if err := atomicfile.Write(filepath.Join(dir, "missing", "x"), write("", nil)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in a folder that isn't there: %v", err)
	}
}
