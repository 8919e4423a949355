package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/atomicfile"
)

// forceFlag lets a command write over files of other kinds.
func (p *program) forceFlag(usage i18n.Text) cli.Flag {
	return &cli.BoolFlag{Name: "force", Category: p.say(theOutput), Usage: p.say(usage)}
}

var overOthers = i18n.Text{
	EN: "write over a file that begins as none that spfcheck writes there",
	JA: "spfcheck が書き出したものではないファイルにも上書きする",
}

// keepOther refuses to write over a file that has something in it and doesn't begin
// as what spfcheck writes there, unless that is wanted.
func keepOther(c *cli.Context, f namedFile) error {
	if c.Bool("force") || f.flag == "resume" || f.ours() {
		return nil
	}
	return flagError(f.flag, otherKind.Format(f.path), otherOrForce)
}

// ours reports whether nothing of others is lost where the file is written over.
func (f namedFile) ours() bool {
	info, err := os.Stat(f.path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return true // or else writing says why it can't be
	}
	file, err := os.Open(f.path)
	if err != nil {
		return false
	}
	defer file.Close()
	beginning, err := io.ReadAll(io.LimitReader(file, 1<<10))
	return err == nil && slices.ContainsFunc(begins(f.flag, f.format), func(b string) bool { return bytes.HasPrefix(beginning, []byte(b)) })
}

var (
	otherKind    = i18n.Text{EN: "%s has something in it that spfcheck doesn't write there: it would be overwritten", JA: "%s には spfcheck が書き出したものではない内容があり、上書きされてしまいます"}
	otherOrForce = i18n.Text{EN: "name another file, or write over it with --force", JA: "別のファイルを指定するか、上書きするには --force を指定してください"}
)

// output is a file that a command writes, as a whole or not at all.
type output interface {
	io.Writer
	Commit() error
	Discard() error
}

// create begins a file. A name of standard output, such as /dev/stdout, is that.
func (p *program) create(file string) (output, error) {
	if f, ok := p.stdout.(*os.File); ok {
		out, err := f.Stat()
		named, namedErr := os.Stat(file)
		if err == nil && namedErr == nil && os.SameFile(out, named) {
			return standardOutput{f}, nil
		}
	}
	made, err := atomicfile.Create(file)
	if err != nil {
		return nil, err // not made, which would be no nil output
	}
	return made, nil
}

type standardOutput struct{ io.Writer }

func (standardOutput) Commit() error  { return nil }
func (standardOutput) Discard() error { return nil }

// writeFile writes the file of a flag.
func (p *program) writeFile(flag, file string, content func(io.Writer) error) error {
	f, err := p.create(file)
	if err == nil {
		if err = content(f); err != nil {
			err = errors.Join(err, f.Discard())
		} else {
			err = f.Commit()
		}
	}
	if err != nil {
		return notWritten(flag, file, err)
	}
	return nil
}
