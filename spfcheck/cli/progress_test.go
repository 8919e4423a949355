package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// A bar is drawn where it was asked for, and leaves nothing behind but blanks.
func TestProgress(t *testing.T) {
	var screen, out bytes.Buffer
	bar := newProgress(&screen, "reading", 100)
	bar.add(50)
	if !strings.Contains(screen.String(), "reading  50%") {
		t.Errorf("%q", screen.String())
	}
	before := screen.Len()
	w := aside{&out, bar}
	for _, line := range []string{"one\n", "two\n"} {
		if _, err := w.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.TrimLeft(screen.String()[before:], "\r "); got != "" || out.String() != "one\ntwo\n" {
		t.Errorf("aside: %q on the screen, %q in the output", got, out.String())
	}
	if n, err := bar.Write(make([]byte, 50)); n != 50 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	bar.done()
	if last := screen.String()[strings.LastIndexByte(screen.String(), '%')+1:]; !strings.HasSuffix(last, "\r") {
		t.Errorf("left on the screen: %q", last)
	}
}

// Where standard error is no terminal, there is no bar.
func TestNoProgress(t *testing.T) {
	var stderr bytes.Buffer
	p := &program{stderr: &stderr}
	bar := p.progress(i18n.Text{EN: "reading", JA: "読み取り中"}, 10)
	bar.add(5)
	bar.done()
	if stderr.Len() > 0 || bar.aside(&stderr) != &stderr {
		t.Errorf("%q", stderr.String())
	}
}
