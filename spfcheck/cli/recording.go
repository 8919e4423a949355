package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	dnswire "github.com/miekg/dns"
	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/folder"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// recording is the file of --record, which is begun with the first answer: what keeps
// the program from asking leaves an older one as it is, and so does what ends the run
// early. It keeps the first error in writing it, of which the program would see no
// more than a DNS failure.
type recording struct {
	name   string
	ctx    context.Context // of the run
	create func(string) (output, error)

	mu    sync.Mutex
	file  output // nil: nothing was written
	err   error
	ended bool
}

// newRecording makes the recording of a run, which has one at most.
func (p *program) newRecording(ctx context.Context, file string) (*recording, error) {
	if file == "-" {
		return nil, flagError("record", i18n.Text{EN: "- is not a file", JA: "- はファイルではありません"}, writableFile)
	}
	r := &recording{name: file, ctx: ctx, create: p.create}
	p.recording.Store(r)
	return r, nil
}

// Write appends to the file.
func (r *recording) Write(b []byte) (n int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return 0, context.Canceled
	}
	if r.file == nil {
		r.file, err = r.create(r.name)
	}
	if err == nil {
		n, err = r.file.Write(b)
	}
	r.err = cmp.Or(r.err, err)
	return n, err
}

// close puts the file in its place, empty if nothing had to be asked, and says whether
// all of it was written. failed is why not all was asked; nil: it was.
func (r *recording) close(failed error) error {
	if failed == nil && r.err == nil && r.file == nil && r.ctx.Err() == nil {
		_, _ = r.Write(nil)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.err
	switch {
	case r.ended || r.file == nil:
	case err != nil || r.ctx.Err() != nil || errors.As(failed, new(*resolve.Fault)):
		_ = r.file.Discard()
	default:
		err = r.file.Commit()
	}
	r.ended = true
	if err != nil {
		err = notWritten("record", r.name, err)
	}
	return errors.Join(failed, err)
}

// abandon leaves no part of the file, whatever the run is at.
func (r *recording) abandon() {
	if r == nil || !r.mu.TryLock() { // it waits in a pipe, where there is nothing to leave
		return
	}
	defer r.mu.Unlock()
	if r.file != nil && !r.ended {
		_ = r.file.Discard()
	}
	r.ended = true
}

// notWritten says that the file of a flag can't be written.
func notWritten(flag, file string, err error) error {
	return flagError(flag, i18n.Text{EN: "%q can't be written: %s", JA: "%q に書き込めません: %s"}.Format(file, folder.Cause(err)), writableFile)
}

var writableFile = i18n.Text{EN: "give a file that can be written", JA: "書き込めるファイルを指定してください"}

// advise says what to do about a question that a file has no answer to.
type advise struct {
	resolve.Exchanger
	advice string
}

func advising(advice string) resolve.Layer {
	return func(e resolve.Exchanger) resolve.Exchanger { return advise{e, advice} }
}

// Exchange asks below.
func (a advise) Exchange(ctx context.Context, q dnswire.Question) (*dnswire.Msg, error) {
	m, err := a.Exchanger.Exchange(ctx, q)
	if errors.Is(err, resolve.ErrNotRecorded) {
		err = fmt.Errorf("%w: %s", err, a.advice)
	}
	return m, err
}

// replay answers from a file that --record wrote.
func (p *program) replay(c *cli.Context) (replay resolve.Exchanger, layers []resolve.Layer, err error) {
	file := c.String("replay")
	err = p.readFile(file, func(r io.Reader) error {
		if replay, err = resolve.Replay(r); err != nil {
			return contentError(file, i18n.Text{EN: "%s", JA: "記録を読めません: %s"}.Format(err),
				i18n.Text{EN: "give a file that --record wrote", JA: "--record が書き出したファイルを指定してください"})
		}
		return nil
	})
	return replay, []resolve.Layer{advising("record again with --record")}, err
}
