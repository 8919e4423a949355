// Package config reads spfcheck.yaml: the mail flows that a site has, and the
// findings that it leaves out.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
)

// Name is what the file is called.
const Name = "spfcheck.yaml"

// Config is a file that was read. The zero Config has no flows, and judges the
// default carriers.
type Config struct {
	Profiles []*carriers.Profile // nil: carriers.Defaults
	Flows    []gate.Flow
	Ignores  []gate.Ignore
}

// Error is a mistake in the file.
type Error struct {
	File    string
	Line    int // from 1
	Column  int // from 1, in characters
	Problem i18n.Text
	Hint    i18n.Text // what to write; may be empty
}

// Error gives place and problem in English, as compilers do.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Problem.EN)
}

// Errors are all mistakes in a file, in its order.
type Errors []*Error

// Error gives each on a line of its own.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Find looks for the file in a folder and in those above it. The error is
// fs.ErrNotExist where there is none.
func Find(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", fmt.Errorf("looking for %s: %w", Name, err)
	}
	for {
		file := filepath.Join(folder, Name)
		info, err := os.Stat(file)
		switch {
		case err == nil && info.Mode().IsRegular():
			return file, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("looking for %s: %w", Name, err)
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", fmt.Errorf("looking for %s: %w", Name, fs.ErrNotExist)
		}
		folder = above
	}
}
