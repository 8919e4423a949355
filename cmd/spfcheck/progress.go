package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"spfcheck/spfcheck/i18n"
)

// progress shows how far a long run is: on standard error, and only where that is
// a terminal. Elsewhere all of its methods do nothing.
type progress struct{ bar *progressbar.ProgressBar }

// progress begins a run of total steps, or of bytes; -1 for a number that isn't
// known.
func (p *program) progress(what i18n.Text, total int64, options ...progressbar.Option) *progress {
	f, ok := p.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return &progress{}
	}
	return newProgress(f, p.say(what), total, options...)
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

// add counts steps that were made.
func (b *progress) add(n int) {
	if b.bar != nil {
		_ = b.bar.Add(n) // what can't be shown stops no run
	}
}

// done takes the bar away.
func (b *progress) done() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}

// aside gives w for output that comes while the bar is shown: the bar goes away
// before each line, and comes back with the next step.
func (b *progress) aside(w io.Writer) io.Writer {
	if b.bar == nil {
		return w
	}
	return aside{w, b.bar}
}

type aside struct {
	io.Writer
	bar *progressbar.ProgressBar
}

func (a aside) Write(data []byte) (int, error) {
	_ = a.bar.Clear()
	return a.Writer.Write(data)
}
