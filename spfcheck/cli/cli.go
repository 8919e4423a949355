// Package cli is the command line: flags, their wiring and the exit codes. It is
// the only package that knows a flag's name.
package cli

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"os"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Run is all of the program: it runs the command that args name, of which the
// first is the program's own name, and returns the exit code. It never exits, and
// ends with ctx.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	language, ok := languageOf(args)
	if !ok {
		language = i18n.FromEnvironment(os.Getenv)
	}
	p := &program{
		stdin: stdin, stdout: stdout, stderr: stderr,
		help:     bufio.NewWriter(stdout),
		language: language,
		code:     exitDelivered,
	}
	only := ""
	if len(args) > 1 {
		only = args[1]
	}
	app := p.app(only)
	err := app.RunContext(ctx, flagsFirst(app, args))
	if err = cmp.Or(err, p.help.Flush()); err != nil {
		return p.fail(err)
	}
	return p.code
}
