// Package cli is the command line: flags, their wiring and the exit codes. It is
// the only package that knows a flag's name.
package cli

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"os"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Run is all of the program: it runs the command that args name, of which the
// first is the program's own name, and returns the exit code. It never exits. It
// returns within a second of ctx's end, whatever it waits for: a read or a write that
// nothing can end is left behind, so its caller should exit then.
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
		began:    time.Now(),
	}
	only := ""
	if len(args) > 1 {
		only = args[1]
	}
	done := make(chan int, 1)
	go func() {
		app := p.app(only)
		err := app.RunContext(ctx, flagsFirst(app, args))
		if err = cmp.Or(err, p.help.Flush()); err != nil {
			done <- p.fail(err)
			return
		}
		done <- p.code
	}()
	select {
	case code := <-done:
		return code
	case <-ctx.Done():
	}
	select {
	case code := <-done:
		return code
	case <-time.After(grace):
		p.recording.Load().abandon()
		last := program{stderr: stderr, language: language} // the other one may still be at work
		return last.fail(errInterrupted)
	}
}
