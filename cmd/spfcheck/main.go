// Command spfcheck says what the Japanese mobile carriers do with a mail before
// it is sent.
package main

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/spfcheck/spfcheck/spfcheck/cli"
)

func main() {
	ctx, by := untilSignal()
	code := cli.Run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr)
	if s := by.Load(); s != 0 { // as a shell counts it
		code = 128 + int(s)
	}
	os.Exit(code)
}

// untilSignal gives a context that the first signal to end cancels, and the number of
// that signal. A second one ends the process at once.
func untilSignal() (ctx context.Context, by *atomic.Int32) {
	ctx, cancel := context.WithCancel(context.Background())
	by = new(atomic.Int32)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		s := <-signals
		signal.Reset(os.Interrupt, syscall.SIGTERM)
		if number, ok := s.(syscall.Signal); ok {
			by.Store(int32(number))
		}
		cancel()
	}()
	return ctx, by
}
