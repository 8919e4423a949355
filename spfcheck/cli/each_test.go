package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
)

// TestEachInterrupted wants to be told how far it came.
func TestEachInterrupted(t *testing.T) {
	report, err := os.ReadFile("../../testdata/dsn/exim-delivered.eml")
	if err != nil {
		t.Fatal(err)
	}
	in, out := io.Pipe() // more of the mailbox is to come, and never does
	defer in.Close()
	go io.WriteString(out, "From a Sat Nov 28 00:00:00 2026\n"+string(report)+"\nFrom b Sat Nov 28 00:00:00 2026\n") //nolint:errcheck // Close ends it
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var stderr bytes.Buffer
	code := Run(ctx, []string{"spfcheck", "report", "--each", "-"}, in, onWrite(cancel), &stderr)
	if code != exitUsage || !strings.Contains(stderr.String(), "messages read and shown until then: 1;") {
		t.Errorf("code %d: %s", code, stderr.String())
	}
}

// onWrite is a writer that does something at each Write.
type onWrite func()

func (f onWrite) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}
