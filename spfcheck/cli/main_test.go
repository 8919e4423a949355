package cli

import (
	"context"
	"flag"
	"os"
	"os/signal"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the documents")

// TestMain makes the test binary serve as spfcheck, too, for what the tests run as
// a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"spfcheck": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		os.Exit(Run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr))
	}})
}
