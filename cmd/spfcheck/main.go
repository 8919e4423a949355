// Command spfcheck says what the Japanese mobile carriers do with a mail before
// it is sent.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/spfcheck/spfcheck/spfcheck/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
