// Command spfcheck says what the Japanese mobile carriers do with a mail before
// it is sent.
package main

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"spfcheck/spfcheck/i18n"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is all of the program. It returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
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
