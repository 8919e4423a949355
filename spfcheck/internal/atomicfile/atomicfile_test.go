package atomicfile_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
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
			if err := writeFile(file, tt.content); !errors.Is(err, tt.err) {
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
}

// TestPlaces has what can stand where a file is to be written, and what does then.
func TestPlaces(t *testing.T) {
	for _, tt := range []struct {
		name   string
		before func(t *testing.T, dir string) // of the file "x"
		write  func(string, func(io.Writer) error) error
		err    string
		want   []string // all that is in the folder: its name, mode and content
	}{
		{"nothing", func(*testing.T, string) {}, writeFile, "", []string{"x -rw-r----- new"}},
		{"a file", put("x", "old", 0o604), writeFile, "", []string{"x -rw----r-- new"}},
		{"no folder", func(t *testing.T, dir string) { os.Remove(dir) }, writeFile, "no such file", nil},
		{"a folder", func(t *testing.T, dir string) { os.Mkdir(filepath.Join(dir, "x"), 0o700) }, writeFile, "is a directory", []string{"x drwx------ "}},
		{"a link", both(put("y", "old", 0o600), link("y", "x")), writeFile, "", []string{"x L--------- y", "y -rw------- new"}},
		{"a link to nothing", link("y", "x"), writeFile, "a link to a file that doesn't exist", []string{"x L--------- y"}},
		{"a link, with Replace", both(put("y", "old", 0o600), link("y", "x")), atomicfile.Replace, "", []string{"x -rw-r----- new", "y -rw------- old"}},
		{"what a killed run left", put(".x.spfcheck-new", "hal", 0o600), writeFile, "", []string{"x -rw-r----- new"}},
		{"a link planted beside", both(put("y", "old", 0o600), link("y", ".x.spfcheck-new")), writeFile, "", []string{"x -rw-r----- new", "y -rw------- old"}},
		{"a link planted beside, with Replace", both(put("y", "old", 0o600), link("y", ".x.spfcheck-new")), atomicfile.Replace, "", []string{"x -rw-r----- new", "y -rw------- old"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old := syscall.Umask(0o027)
			defer syscall.Umask(old)
			dir := filepath.Join(t.TempDir(), "dir")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			tt.before(t, dir)
			err := tt.write(filepath.Join(dir, "x"), func(w io.Writer) error {
				_, err := io.WriteString(w, "new")
				return err
			})
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("got %v, want %q", err, tt.err)
			}
			if got := list(dir); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func put(name, text string, mode os.FileMode) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.WriteFile(file, []byte(text), mode), os.Chmod(file, mode)); err != nil {
			t.Fatal(err)
		}
	}
}

func link(to, name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

func both(first, second func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		first(t, dir)
		second(t, dir)
	}
}

// list says what is in a folder: of a link what it leads to.
func list(dir string) []string {
	var all []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		info, _ := e.Info()
		text, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		if to, err := os.Readlink(filepath.Join(dir, e.Name())); err == nil {
			text, info = []byte(to), linkInfo{info}
		}
		all = append(all, fmt.Sprintf("%s %s %s", e.Name(), info.Mode(), text))
	}
	return all
}

// linkInfo leaves out the permissions of a link, which differ from system to system.
type linkInfo struct{ os.FileInfo }

func (linkInfo) Mode() os.FileMode { return os.ModeSymlink }

// TestDevice: what is no file is written to as it stands.
func TestDevice(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan string, 1)
	go func() {
		text, _ := os.ReadFile(pipe)
		read <- string(text)
	}()
	for _, name := range []string{pipe, os.DevNull} {
		err := writeFile(name, func(w io.Writer) error {
			_, err := io.WriteString(w, "new")
			return err
		})
		if info, statErr := os.Stat(name); err != nil || statErr != nil || info.Mode().IsRegular() {
			t.Errorf("%s: %v, %v, %v", name, err, info, statErr)
		}
	}
	if got := <-read; got != "new" {
		t.Errorf("the pipe has %q", got)
	}
}

// TestTwo has two runs at the same file: neither gets a part of the other's.
func TestTwo(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "x")
	first, err := atomicfile.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(first, "first")
	second, err := atomicfile.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(second, "second")
	if err := first.Commit(); err == nil || !strings.Contains(err.Error(), "another run") {
		t.Errorf("the first: %v", err)
	}
	if err := second.Commit(); err != nil {
		t.Errorf("the second: %v", err)
	}
	if got := list(dir); len(got) != 1 || !strings.HasSuffix(got[0], " second") {
		t.Errorf("got %q", got)
	}
}

// writeFile makes a file as the commands do.
func writeFile(name string, content func(io.Writer) error) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	if err := content(f); err != nil {
		return errors.Join(err, f.Discard())
	}
	return f.Commit()
}
