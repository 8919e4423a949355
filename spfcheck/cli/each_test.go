package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
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

// BenchmarkReportEach reads a folder of 1,000 reports of many servers, as a person who
// keeps them would.
func BenchmarkReportEach(b *testing.B) {
	const dir = "../../testdata/dsn/more"
	samples, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(samples) == 0 {
		b.Fatal(err)
	}
	folder := b.TempDir()
	for i := range 1000 {
		text, err := os.ReadFile(samples[i%len(samples)])
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d.eml", i)), text, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if code := Run(b.Context(), []string{"spfcheck", "report", "--each", "--no-check", folder}, strings.NewReader(""), io.Discard, io.Discard); code == exitUsage {
			b.Fatal(code)
		}
	}
}
