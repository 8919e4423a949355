// Package config reads spfcheck.yaml: the mail flows that a site has, and the
// findings that it leaves out.
package config

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// Name is what the file is called.
const Name = "spfcheck.yaml"

// Schema is the JSON schema of the file, for editors. A test holds it against
// the types that the file is read into.
//
//go:embed schema.json
var Schema []byte

// Config is a file that was read. The zero Config has no flows, and judges the
// default carriers.
type Config struct {
	Profiles []*carriers.Profile // nil: carriers.Defaults
	Flows    []gate.Flow
	Ignores  []gate.Ignore

	// Change and Base are the files that the gate reads, and Lock is the lock file, all
	// from the folder that the program runs in; none: what is given otherwise.
	Change, Base []string
	Lock         string
	Zones        []change.Set // more files of Change

	Undetermined gate.Result    // what is made of a change that can't be judged; "": it stays so
	FailOn       rules.Severity // the mildest finding that fails; "": rules.Error

	// Notes are what isn't wrong, and keeps something from being judged.
	Notes []i18n.Text
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
