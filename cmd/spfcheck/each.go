package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"spfcheck/spfcheck"
	"spfcheck/spfcheck/dsn"
	"spfcheck/spfcheck/i18n"
)

// each shows every report of an mbox or of the files in a folder. What can't be
// read is said with its place, and doesn't stop the run.
func (r *reportRun) each(path string) error {
	files, size, err := r.filesIn(path)
	if err != nil {
		return err
	}
	bar := r.progress(i18n.Text{EN: "reading reports", JA: "通知を読み取り中"}, size)
	stdout, stderr := r.stdout, r.stderr
	r.stdout, r.stderr = bar.aside(stdout), bar.aside(stderr)
	defer func() {
		bar.done()
		r.stdout, r.stderr = stdout, stderr
	}()
	for _, file := range files {
		err := r.readFile(file, func(in io.Reader) error { return r.mailbox(file, io.TeeReader(in, bar)) })
		var unreadable *usageError
		switch {
		case errors.Is(err, errInterrupted), err != nil && !errors.As(err, &unreadable):
			return err
		case err != nil:
			r.worsen(r.fail(err))
		}
	}
	return nil
}

// mailbox shows every report of one file.
func (r *reportRun) mailbox(file string, in io.Reader) error {
	box := dsn.NewMailbox(in)
	for number := 1; ; number++ {
		message, err := box.Next()
		if err != nil && !errors.Is(err, io.EOF) {
			return contentError(file, asText(bare(err).Error()), i18n.Text{})
		}
		if err != nil && number > 1 {
			return nil
		}
		if err := r.message(message, spfcheck.Place{File: file, Message: number}); err != nil {
			return err
		}
		if err != nil { // an empty file
			return nil
		}
	}
}

// message shows one report of several. An error stops the run.
func (r *reportRun) message(message []byte, place spfcheck.Place) error {
	if r.context.Context.Err() != nil {
		return errInterrupted
	}
	d, err := r.read(bytes.NewReader(message))
	switch {
	case errors.Is(err, errInterrupted):
		return err
	case err != nil:
		problem, _, code := r.words(err)
		r.worsen(code)
		r.fail(contentError(place.String(), asText(problem), i18n.Text{}))
		return nil
	}
	d.Place = &place
	r.worsen(deliveryCode(d))
	return r.display(d)
}

// worsen keeps the worst of the exit codes: a failure that is known, then what
// wasn't read, then what isn't known.
func (r *reportRun) worsen(code int) {
	order := []int{exitDelivered, exitUnknown, exitUsage, exitNotDelivered}
	if slices.Index(order, code) > slices.Index(order, r.code) {
		r.code = code
	}
}

// filesIn lists the files of a folder and below it, in the order of their names,
// and their size in bytes; a file alone is the list. Names that begin with a dot
// are left out: mail programs keep their own there. The size is -1 where it isn't
// known.
func (r *reportRun) filesIn(path string) (files []string, size int64, err error) {
	if path == "-" {
		return []string{path}, -1, nil
	}
	err = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == path:
			return fileError(path, err)
		case err != nil:
			r.worsen(r.fail(fileError(name, err)))
			return nil
		case name != path && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := os.Stat(name) // a link counts for what it leads to
		if err == nil && info.Mode().IsRegular() || name == path && !entry.IsDir() {
			files = append(files, name)
			size += info.Size()
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = &usageError{
			problem: i18n.Text{EN: "there is no file in %q", JA: "%q にファイルがありません"}.Format(path),
			hint:    i18n.Text{EN: "give a folder with reports, or an mbox", JA: "通知の入ったフォルダー、または mbox を指定してください"},
		}
	}
	return files, size, err
}
