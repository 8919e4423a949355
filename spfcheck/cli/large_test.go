package cli

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestLargeMessage wants a message of 40 MB on standard input to be read without
// being kept.
func TestLargeMessage(t *testing.T) {
	const size, most = 40 << 20, 20 << 20
	header := "DKIM-Signature: v=1; a=rsa-sha256; d=example.jp; s=s; h=from; bh=AAAA; b=AAAA\nFrom: info@example.jp\n\n"
	mail := &watched{Reader: io.LimitReader(io.MultiReader(strings.NewReader(header), lines{}), size)}
	zone := filepath.Join("..", "..", "testdata", "zones", "shop.zone")
	args := []string{"spfcheck", "check", "--mail", "-", "--ip", "192.0.2.1", "--offline", "--zone", zone}
	var out, errs bytes.Buffer
	if code := Run(context.Background(), args, mail, &out, &errs); code == exitUsage {
		t.Fatal(errs.String())
	}
	if mail.read != size {
		t.Errorf("%d bytes were read, want %d", mail.read, size)
	}
	if mail.heap > most {
		t.Errorf("the heap grew to %d bytes, want at most %d", mail.heap, most)
	}
}

// lines is a body without an end.
type lines struct{}

func (lines) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "a line of twenty-one\n"[i%21]
	}
	return len(p), nil
}

// watched looks at the heap, without its garbage, while it is read.
type watched struct {
	io.Reader
	read, looked int64
	heap         uint64 // the largest seen
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if w.read += int64(n); w.read-w.looked > 8<<20 {
		w.looked = w.read
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		w.heap = max(w.heap, m.HeapAlloc)
	}
	return n, err
}
