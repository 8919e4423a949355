package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// progress shows how far a long run is: on standard error, and only where that is
// a terminal. Elsewhere all of its methods do nothing.
type progress struct {
	bar   *progressbar.ProgressBar // nil: there is no terminal
	shown bool                     // it may be on the screen
}

// progress begins a run of total steps, or of bytes; -1 where nobody knows how many.
func (p *program) progress(what i18n.Text, total int64, options ...progressbar.Option) *progress {
	if !isTerminal(p.stderr) {
		return &progress{}
	}
	return newProgress(p.stderr, p.say(what), total, options...)
}

func newProgress(w io.Writer, what string, total int64, options ...progressbar.Option) *progress {
	return &progress{bar: progressbar.NewOptions64(total, append([]progressbar.Option{
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(100 * time.Millisecond),
		progressbar.OptionClearOnFinish(),
	}, options...)...)}
}

// isTerminal reports whether w is a terminal that a bar can be drawn on.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// add counts steps that were made. What can't be shown stops no run.
func (b *progress) add(n int) {
	if b.bar != nil {
		_ = b.bar.Add(n)
		b.shown = true
	}
}

// Write counts bytes that were read.
func (b *progress) Write(data []byte) (int, error) {
	b.add(len(data))
	return len(data), nil
}

// done takes the bar away.
func (b *progress) done() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}

// aside gives w for output while the bar is shown: on the same terminal the bar
// goes away before what is written, and comes back with the next step.
func (b *progress) aside(w io.Writer) io.Writer {
	if b.bar == nil || !isTerminal(w) {
		return w
	}
	return aside{w, b}
}

type aside struct {
	io.Writer
	progress *progress
}

func (a aside) Write(data []byte) (int, error) {
	if a.progress.shown {
		_ = a.progress.bar.Clear()
		a.progress.shown = false
	}
	return a.Writer.Write(data)
}
