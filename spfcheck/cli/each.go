package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/folder"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// each shows every report of an mbox or of the files in a folder, and what came of them:
// to people, and the addresses to stop sending to into a file.
func (r *reportRun) each(path string) error {
	err := r.showEach(path)
	if shown := r.summary.Reports + r.summary.Others; errors.Is(err, errInterrupted) && shown > 0 && r.format.Summary == nil {
		return &input.Error{Problem: errInterrupted.Problem, Hint: shownSoFar.Format(shown)}
	}
	if err != nil {
		return err
	}
	switch {
	case r.format.Summary != nil:
		if err := r.format.Summary(r.stdout, r.options, &r.summary); err != nil {
			return err
		}
	case r.options.Detail == render.Quiet:
		if err := render.DeliverySummary(r.stdout, r.options, &r.summary); err != nil {
			return err
		}
	case r.summary.Reports+r.summary.Others > 1 && r.options.Detail != render.Short:
		if err := render.DeliverySummary(r.stderr, render.Options{Language: r.language, Words: words, Width: r.widthOf(r.stderr)}, &r.summary); err != nil {
			return err
		}
	}
	if file := r.context.String("suppress"); file != "" {
		return r.writeFile("suppress", file, r.summary.WriteStop)
	}
	return nil
}

// showEach shows the reports. What can't be read is said with its place, and doesn't stop
// the run.
func (r *reportRun) showEach(path string) error {
	files, size, err := r.filesIn(path)
	if err != nil {
		return err
	}
	bar := r.progress(i18n.Text{EN: "reading reports", JA: "通知を読み取り中"}, size, i18n.Text{})
	stdout, stderr := r.stdout, r.stderr
	r.stdout, r.stderr = bar.aside(stdout), bar.aside(stderr)
	defer func() {
		bar.done()
		r.stdout, r.stderr = stdout, stderr
	}()
	for _, file := range files {
		err := r.file(file, bar)
		var unreadable *input.Error
		switch {
		case errors.Is(err, errInterrupted), err != nil && !errors.As(err, &unreadable):
			return err
		case err != nil:
			r.worsen(r.fail(err))
		}
	}
	return nil
}

// file shows every report of one file.
func (r *reportRun) file(file string, bar io.Writer) error {
	in, err := soon(r.program, r.context, func() (io.ReadCloser, error) { return r.open(file) })
	if err != nil {
		return err
	}
	defer in.Close()
	return r.mailbox(file, io.TeeReader(in, bar))
}

// mailbox shows every report of one file. An empty file is a message that can't
// be read.
func (r *reportRun) mailbox(file string, in io.Reader) error {
	box := mail.NewMailbox(in)
	for number := 1; ; number++ {
		message, err := soon(r.program, r.context, box.Next)
		ended := errors.Is(err, io.EOF)
		switch {
		case errors.As(err, new(lateError)):
			return err
		case ended && number > 1:
			return nil
		case err != nil && !ended:
			return contentError(file, asText(folder.Cause(err).Error()), i18n.Text{})
		case ended:
			message = strings.NewReader("")
		}
		if err := r.message(message, delivery.Place{File: file, Message: number}); err != nil || ended {
			return err
		}
	}
}

// message shows one report of several. An error stops the run.
func (r *reportRun) message(message io.Reader, place delivery.Place) error {
	if r.context.Context.Err() != nil {
		return errInterrupted
	}
	d, err := r.read(message)
	switch {
	case errors.Is(err, errInterrupted), errors.As(err, new(lateError)):
		return err
	case err != nil:
		problem, _, code := wordsOf(err)
		r.worsen(code)
		r.fail(contentError(place.String(), problem, i18n.Text{}))
		return nil
	}
	d.Place = &place
	r.summary.Add(d)
	r.worsen(deliveryCode(d))
	if r.format.Summary != nil || r.options.Detail == render.Quiet {
		return nil // the summary is the answer
	}
	return r.display(d)
}

// worsen keeps the worst of the exit codes: a failure that is known, then what
// wasn't read, then what isn't known.
func (p *program) worsen(code int) {
	order := []int{exitDelivered, exitUnknown, exitUsage, exitNotDelivered}
	if slices.Index(order, code) > slices.Index(order, p.code) {
		p.code = code
	}
}

// filesIn lists the files of a folder and below it, in the order of their names,
// and their size in bytes; a file alone is the list. Names that begin with a dot
// are left out: mail programs keep their own there. The size is -1 where nobody
// knows it.
func (p *program) filesIn(path string) (files []string, size int64, err error) {
	if path == "-" {
		return []string{path}, -1, nil
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, 0, fileError(path, err)
	case info.Mode().IsRegular():
		return []string{path}, info.Size(), nil
	case !info.IsDir(): // a pipe
		return []string{path}, -1, nil
	}
	root := path + string(filepath.Separator) // so that a link to a folder is the folder
	err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		hidden := name != root && strings.HasPrefix(filepath.Base(name), ".")
		if hidden && entry != nil && entry.IsDir() {
			return fs.SkipDir
		}
		if hidden || err == nil && entry.IsDir() {
			return nil
		}
		if octets, is := p.inFolder(name, err); is {
			files = append(files, name)
			size += octets
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = &input.Error{
			Problem: i18n.Text{EN: "no file in %q", JA: "%q にファイルがありません"}.Format(path),
			Hint:    i18n.Text{EN: "give a folder with reports, or an mbox", JA: "メールなどの入ったフォルダー、または mbox を指定してください"},
		}
	}
	return files, size, err
}

// inFolder gives the size of an entry that is a file, and says of one that can't be
// read why not: err, if that isn't nil. A link counts for what it leads to.
func (p *program) inFolder(name string, err error) (size int64, is bool) {
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(name)
	}
	if err == nil {
		is, err = folder.IsFile(info)
	}
	var special *input.Error
	switch {
	case errors.As(err, &special):
		p.worsen(p.fail(contentError(name, special.Problem, special.Hint)))
		return 0, false
	case err != nil:
		p.worsen(p.fail(fileError(name, err)))
		return 0, false
	}
	return info.Size(), is
}

var shownSoFar = i18n.Text{
	EN: "messages read and shown until then: %d; no summary was made, and no addresses were written",
	JA: "それまでに %d 通を読み取って表示しました。集計とアドレスの書き出しは行っていません",
}
