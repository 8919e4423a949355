package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// What is drawn where it was asked for leaves nothing behind but spaces.
func TestProgress(t *testing.T) {
	var screen, out bytes.Buffer
	bar := newProgress(&screen, "reading", 100, "")
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

// The line says what is known: a share needs a total, a rate some time.
func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		made, total int64
		unit        string
		since       time.Duration
		want        string
	}{
		{0, 100, "", 0, "reading   0%"},
		{101, 100, "", time.Minute, "reading 100%"}, // a file that has grown
		{7, -1, "", time.Minute, "reading"},
		{500, 1000, "lines", 10 * time.Second, "reading  50% 500/1000, 50 lines/s"},
		{500, 1000, "lines", time.Millisecond, "reading  50% 500/1000"},
		{500, -1, "行", 2 * time.Second, "reading 500, 250 行/s"},
		{0, 0, "lines", 2 * time.Second, "reading 0, 0 lines/s"},
	} {
		b := &progress{what: "reading", unit: c.unit, total: c.total, made: c.made}
		if got := b.line(c.since); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// A line that is shorter than the one before leaves nothing of it, in cells of the
// terminal.
func TestProgressRedraw(t *testing.T) {
	var screen bytes.Buffer
	bar := newProgress(&screen, "", -1, "")
	bar.draw("判定中")
	bar.draw("ab")
	if got, want := screen.String(), "\r判定中\rab    "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Where standard error is no terminal, there is no bar.
func TestNoProgress(t *testing.T) {
	var stderr bytes.Buffer
	p := &program{stderr: &stderr}
	bar := p.progress(i18n.Text{EN: "reading", JA: "読み取り中"}, 10, i18n.Text{})
	bar.add(5)
	bar.done()
	if stderr.Len() > 0 || bar.aside(&stderr) != &stderr {
		t.Errorf("%q", stderr.String())
	}
}

// What is waited for is shown after a while, with the seconds, until there is an answer.
func TestSpin(t *testing.T) {
	var screen bytes.Buffer
	bar := newProgress(&screen, "asking DNS", -1, "")
	quit := make(chan struct{})
	close(quit)
	bar.spin(quit, time.Hour)
	if screen.Len() > 0 {
		t.Errorf("%q", screen.String())
	}
	quit, shown := make(chan struct{}), make(chan struct{})
	bar.w = writerFunc(func(data []byte) (int, error) {
		if !strings.HasPrefix(string(data), "\rasking DNS ") || !strings.HasSuffix(string(data), " s") {
			t.Errorf("%q", data)
		}
		close(shown)
		close(quit)
		bar.w = &screen
		return len(data), nil
	})
	bar.spin(quit, time.Nanosecond)
	<-shown
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(data []byte) (int, error) { return f(data) }

// Input that people type is announced once, whatever is read.
func TestAnnounced(t *testing.T) {
	times := 0
	r := &announced{Reader: strings.NewReader("ab"), first: func() { times++ }}
	for range 3 {
		_, _ = r.Read(make([]byte, 1))
	}
	if times != 1 {
		t.Errorf("announced %d times", times)
	}
}
