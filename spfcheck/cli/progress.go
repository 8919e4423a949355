package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/rivo/uniseg"
	"golang.org/x/term"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// progress shows how far a long run is, on one line: on standard error, and only
// where that is a terminal. Elsewhere all of its methods do nothing.
type progress struct {
	w     io.Writer // nil: there is no terminal
	what  string
	unit  string // what the steps are; "": they aren't shown, only their share
	total int64  // -1: nobody knows how many

	lock         sync.Mutex
	begun, drawn time.Time
	made         int64
	width        int // of what is on the screen
}

// redraw is how long the line stays as it is: what changes faster can't be read.
const redraw = 100 * time.Millisecond

// progress begins a run of total steps of this unit, or of bytes, whose unit is "";
// total is -1 where nobody knows how many.
func (p *program) progress(what i18n.Text, total int64, unit i18n.Text) *progress {
	if !isTerminal(p.stderr) {
		return &progress{}
	}
	return newProgress(p.stderr, p.say(what), total, p.say(unit))
}

func newProgress(w io.Writer, what string, total int64, unit string) *progress {
	return &progress{w: w, what: what, unit: unit, total: total, begun: time.Now()}
}

// isTerminal reports whether w is a terminal that a bar can be drawn on.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// add counts steps that were made. What can't be shown stops no run.
func (b *progress) add(n int) {
	if b.w == nil {
		return
	}
	b.lock.Lock()
	defer b.lock.Unlock()
	b.made += int64(n)
	if now := time.Now(); now.Sub(b.drawn) >= redraw {
		b.drawn = now
		b.draw(b.line(now.Sub(b.begun)))
	}
}

// line is what is shown after some time, such as "judging  50% 500/1000, 120 lines/s".
func (b *progress) line(since time.Duration) string {
	line := b.what
	if b.total > 0 {
		line += fmt.Sprintf(" %3d%%", 100*min(b.made, b.total)/b.total)
	}
	if b.unit == "" {
		return line
	}
	if line += fmt.Sprintf(" %d", b.made); b.total > 0 {
		line += fmt.Sprintf("/%d", b.total)
	}
	if since >= time.Second {
		line += fmt.Sprintf(", %d %s/s", int64(float64(b.made)/since.Seconds()), b.unit)
	}
	return line
}

// draw puts a line in the place of what is on the screen.
func (b *progress) draw(line string) {
	width := uniseg.StringWidth(line)
	fmt.Fprintf(b.w, "\r%s%s", line, strings.Repeat(" ", max(0, b.width-width)))
	b.width = width
}

// clear takes the line off the screen.
func (b *progress) clear() {
	if b.width > 0 {
		b.draw("")
		fmt.Fprint(b.w, "\r")
	}
}

// Write counts bytes that were read.
func (b *progress) Write(data []byte) (int, error) {
	b.add(len(data))
	return len(data), nil
}

// done takes the line away.
func (b *progress) done() {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.clear()
}

// aside gives w for output while the line is shown: on the same terminal it goes
// away before what is written, and comes back with a later step.
func (b *progress) aside(w io.Writer) io.Writer {
	if b.w == nil || !isTerminal(w) {
		return w
	}
	return aside{w, b}
}

type aside struct {
	io.Writer
	progress *progress
}

func (a aside) Write(data []byte) (int, error) {
	a.progress.lock.Lock()
	defer a.progress.lock.Unlock()
	a.progress.clear()
	return a.Writer.Write(data)
}

// unnoticed is how long people wait without asking themselves what for.
const unnoticed = 500 * time.Millisecond

// waiting says on a terminal what is waited for, once that has taken some time, until
// the function is called that it gives.
func (p *program) waiting(what i18n.Text) (stop func()) {
	if !isTerminal(p.stderr) {
		return func() {}
	}
	bar := newProgress(p.stderr, p.say(what), -1, "")
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		bar.spin(quit, unnoticed)
	}()
	return sync.OnceFunc(func() {
		close(quit)
		<-ended
		bar.done()
	})
}

// spin shows the seconds so far, after a while, until quit is closed.
func (b *progress) spin(quit <-chan struct{}, after time.Duration) {
	for {
		select {
		case <-quit:
			return
		case <-time.After(after):
		}
		after = redraw
		b.lock.Lock()
		b.draw(fmt.Sprintf("%s %.1f s", b.what, time.Since(b.begun).Seconds()))
		b.lock.Unlock()
	}
}
