package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/net/publicsuffix"

	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// The flags that name files: what is read, and what is written. The arguments are
// read. A lock file is written by lock alone.
var (
	readFlags    = []string{"mail", "zone", "replay", "change", "base", "config"}
	writtenFlags = []string{"record", "resume", "summary", "suppress", "output", "write-config"}
)

// begins says with what of spfcheck's a file begins that a flag writes. What --resume
// goes on with is told by its journal.
func begins(flag, format string) []string {
	switch flag {
	case "record":
		return []string{`{"question":"`}
	case "summary":
		return []string{"{\n  \"complete\": "}
	case "suppress":
		return []string{delivery.StopColumns + "\n"}
	case "write-config":
		return []string{flowsHead}
	case "file":
		return []string{lock.Name + " "}
	}
	f, _ := render.FindFormat(format)
	return f.Begins
}

// namedFile is a file as the user named it.
type namedFile struct {
	flag, path string
	format     string // of --output
}

// keepFiles refuses to write to a file that is read, twice to the same one, or to one
// of another kind.
func keepFiles(c *cli.Context) error {
	var read []namedFile
	for _, arg := range c.Args().Slice() {
		read = append(read, namedFile{path: arg})
	}
	for _, name := range readFlags {
		read = append(read, filesOf(c, name)...)
	}
	var written []namedFile
	for _, name := range writtenFlags {
		written = append(written, filesOf(c, name)...)
	}
	if c.Command.Name == "lock" && !c.Bool("check") {
		written = append(written, filesOf(c, "file")...)
	}
	for i, w := range written {
		if slices.ContainsFunc(read, w.same) {
			return flagError(w.flag, overwrites.Format(w.path), otherFile)
		}
		if slices.ContainsFunc(written[:i], w.same) {
			return flagError(w.flag, writtenTwice.Format(w.path), otherFile)
		}
		if err := keepOther(c, w); err != nil {
			return err
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
		f := namedFile{flag: name, path: value}
		if format, file, ok := strings.Cut(value, "="); ok && name == "output" {
			f.format, f.path = format, file
		}
		if f.path != "" && f.path != "-" {
			files = append(files, f)
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

// isFile reports whether an argument that is to be a domain names a file: one is there, and
// no domain of the Internet ends so.
func isFile(arg string) bool {
	info, err := os.Stat(arg)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	suffix, listed := publicsuffix.PublicSuffix(strings.ToLower(arg))
	return strings.Contains(arg, "/") || !listed && !strings.Contains(suffix, ".") // of two labels it is a hoster's
}

var argumentIsFile = i18n.Text{EN: "%q is a file, not a domain", JA: "%q はファイルで、ドメインではありません"}

var (
	overwrites   = i18n.Text{EN: "%s is read, too: it would be overwritten", JA: "%s は読み込むファイルでもあり、上書きされてしまいます"}
	writtenTwice = i18n.Text{EN: "%s is written twice", JA: "%s に二重に書き込むことになります"}
	otherFile    = i18n.Text{EN: "name another file", JA: "別のファイルを指定してください"}
)
