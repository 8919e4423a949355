package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// The flags that name files: what is read, and what is written. The arguments are
// read. A lock file is written by lock alone.
var (
	readFlags    = []string{"mail", "zone", "replay", "change", "base", "config"}
	writtenFlags = []string{"record", "resume", "summary", "output"}
)

// namedFile is a file as the user named it.
type namedFile struct{ flag, path string }

// keepInputs refuses to write to a file that is read, or twice to the same one.
func keepInputs(c *cli.Context) error {
	var read []namedFile
	for _, arg := range c.Args().Slice() {
		read = append(read, namedFile{"", arg})
	}
	for _, name := range readFlags {
		read = append(read, filesOf(c, name)...)
	}
	var written []namedFile
	for _, name := range writtenFlags {
		written = append(written, filesOf(c, name)...)
	}
	if c.Command.Name == "lock" {
		written = append(written, filesOf(c, "file")...)
	}
	for i, w := range written {
		if slices.ContainsFunc(read, w.same) {
			return flagError(w.flag, overwrites.Format(w.path), otherFile)
		}
		if slices.ContainsFunc(written[:i], w.same) {
			return flagError(w.flag, writtenTwice.Format(w.path), otherFile)
		}
	}
	return nil
}

// filesOf gives the files that a flag names: of an output what stands behind the format.
func filesOf(c *cli.Context, name string) []namedFile {
	values := c.StringSlice(name)
	if values == nil && (c.IsSet(name) || name == "file") { // that one has a default
		values = []string{c.String(name)}
	}
	var files []namedFile
	for _, value := range values {
		if _, file, ok := strings.Cut(value, "="); ok && name == "output" {
			value = file
		}
		if value != "" && value != "-" {
			files = append(files, namedFile{name, value})
		}
	}
	return files
}

// same reports whether both are one file, by whichever names.
func (f namedFile) same(other namedFile) bool {
	a, err := os.Stat(f.path)
	b, otherErr := os.Stat(other.path)
	if err == nil && otherErr == nil {
		return os.SameFile(a, b) && a.Mode().IsRegular()
	}
	return err != nil && otherErr != nil && filepath.Clean(f.path) == filepath.Clean(other.path)
}

var (
	overwrites   = i18n.Text{EN: "%s is read, too: it would be overwritten", JA: "%s は読み込むファイルでもあり、上書きされてしまいます"}
	writtenTwice = i18n.Text{EN: "%s is written twice", JA: "%s に二重に書き込むことになります"}
	otherFile    = i18n.Text{EN: "name another file", JA: "別のファイルを指定してください"}
)
