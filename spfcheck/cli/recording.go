package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	dnswire "github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// recording is the file of --record. It keeps the first error in writing it, of
// which the program would see no more than a DNS failure.
type recording struct {
	file *os.File
	err  error
}

func newRecording(file string) (*recording, error) {
	if file == "-" {
		return nil, flagError("record", i18n.Text{EN: "- is not a file", JA: "- はファイルではありません"}, writableFile)
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, recordError(file, err)
	}
	return &recording{file: f}, nil
}

// Write appends to the file.
func (r *recording) Write(b []byte) (int, error) {
	n, err := r.file.Write(b)
	r.err = cmp.Or(r.err, err)
	return n, err
}

// close ends the file, and says whether all of it was written.
func (r *recording) close() error {
	if err := cmp.Or(r.err, r.file.Close()); err != nil {
		return recordError(r.file.Name(), err)
	}
	return nil
}

func recordError(file string, err error) error {
	return notWritten("record", file, err)
}

// notWritten says that the file of a flag can't be written.
func notWritten(flag, file string, err error) error {
	return flagError(flag, i18n.Text{EN: "%q can't be written: %s", JA: "%q に書き込めません: %s"}.Format(file, bare(err)), writableFile)
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

// replay reads a file that --record wrote.
func (p *program) replay(file string) (replay resolve.Exchanger, err error) {
	err = p.readFile(file, func(r io.Reader) error {
		if replay, err = resolve.Replay(r); err != nil {
			return contentError(file, i18n.Text{EN: "%s", JA: "記録を読めません: %s"}.Format(err),
				i18n.Text{EN: "give a file that --record wrote", JA: "--record が書き出したファイルを指定してください"})
		}
		return nil
	})
	return replay, err
}
