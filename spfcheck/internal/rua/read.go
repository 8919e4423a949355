package rua

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Reader reads reports. It takes what comes from one file after another.
type Reader struct {
	// Row takes a row as it is read. Whether its report can be read to its end isn't
	// known yet.
	Row func(Row)
	// Done takes what a report says of itself, after its rows, or an error: why it can't
	// be read, an *Error, so that the rows since the last Done aren't to be trusted.
	// message is its number in the mailbox, from 1; 0: the file isn't one.
	Done func(message int, report *Report, err error)
}

// errTooLarge ends what is read of one file or message.
var errTooLarge = errors.New("larger than what is read")

// Read reads all reports of a file. An error is that of r, wrapped: what is wrong with
// what the file holds goes to Done.
func (rd *Reader) Read(r io.Reader) error {
	br := bufio.NewReaderSize(r, 64<<10)
	kind := kindOf(br)
	if kind == message {
		start, _ := br.Peek(5) // an error comes again with what is read
		return rd.mailbox(br, string(start) == "From ")
	}
	one := rd.one(br)
	one.data(one.bounded(one.source), kind, 0)
	return one.source.failure()
}

func (rd *Reader) one(r io.Reader) *one {
	return &one{Reader: rd, left: MaxSize, source: &sourceErr{r: r}}
}

// mailbox reads the messages of a mailbox, or a message alone.
func (rd *Reader) mailbox(r io.Reader, several bool) error {
	box := mail.NewMailbox(r)
	for number := 1; ; number++ {
		m, err := box.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		one := rd.one(m)
		if several {
			one.number = number
		}
		one.message(one.bounded(one.source), 0)
		if err := one.source.failure(); err != nil {
			return err
		}
	}
}

// sourceErr remembers the error of a reader.
type sourceErr struct {
	r   io.Reader
	err error
}

func (s *sourceErr) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil {
		s.err = err
	}
	return n, err
}

// failure is what went wrong; nil at the end.
func (s *sourceErr) failure() error {
	if s.err == nil || errors.Is(s.err, io.EOF) {
		return nil
	}
	return fmt.Errorf("reading reports: %w", s.err)
}

// one is a file, or a message, under way.
type one struct {
	*Reader
	number  int    // of the message
	inside  string // the file of an archive that is being read
	source  *sourceErr
	left    int64 // octets that may still be decompressed
	reports int   // so far, with those that can't be read
}

// done hands a report over, unless it is the file itself that can't be read.
func (o *one) done(report *Report, err error) {
	if o.source.failure() != nil {
		return
	}
	o.reports++
	if bad, ok := errors.AsType[*Error](err); ok && o.inside != "" {
		err = problem(inArchive, o.inside, bad.Problem)
	}
	o.Done(o.number, report, err)
}

// message reads the reports in a message.
func (o *one) message(r io.Reader, nesting int) {
	m, err := mail.Read(r)
	if err != nil {
		o.done(nil, problem(notXML))
		return
	}
	before := o.reports
	walk := mail.Walk{Visit: func(p mail.Part) {
		if o.reports > MaxReports {
			return
		}
		br := bufio.NewReader(p.Body)
		switch kind := kindOf(br); {
		case p.Type == "message/rfc822", p.Type == "application/octet-stream" && kind == message && isMessage(br): // as some programs attach one
			o.within(nesting, func() { o.message(br, nesting+1) })
		case kind == zipped, kind == gzipped, kind == document && isReport(br):
			o.data(br, kind, nesting)
		}
	}}
	walk.Message(m)
	switch {
	case o.left <= 0:
		o.done(nil, problem(tooLarge, MaxSize>>20))
	case o.reports == before:
		o.done(nil, problem(noReport))
	}
}

// within goes deeper, as far as that goes.
func (o *one) within(nesting int, read func()) {
	if nesting >= maxNesting {
		o.done(nil, problem(tooNested, maxNesting))
		return
	}
	read()
}

// data reads what is not a message.
func (o *one) data(r io.Reader, kind kind, nesting int) {
	if o.reports >= MaxReports {
		o.inside = ""
		o.done(nil, problem(tooMany, MaxReports))
		return
	}
	switch kind {
	case gzipped:
		o.within(nesting, func() { o.gzip(r, nesting+1) })
	case zipped:
		o.within(nesting, func() { o.zip(r, nesting+1) })
	case document:
		o.xml(r)
	case empty:
		o.done(nil, problem(emptyInput))
	default:
		o.done(nil, problem(notXML))
	}
}

func (o *one) gzip(r io.Reader, nesting int) {
	z, err := gzip.NewReader(r)
	if err != nil {
		o.done(nil, problem(badArchive, err))
		return
	}
	o.unpacked(z, nesting)
}

// unpacked reads what an archive held.
func (o *one) unpacked(r io.Reader, nesting int) {
	br := bufio.NewReaderSize(o.bounded(r), 32<<10)
	if kind := kindOf(br); kind == message {
		o.message(br, nesting)
	} else {
		o.data(br, kind, nesting)
	}
}

// zip reads the files of an archive. It writes none of them, so that their names may be
// what they are.
func (o *one) zip(r io.Reader, nesting int) {
	data, err := io.ReadAll(io.LimitReader(r, MaxPacked+1))
	if err != nil {
		o.done(nil, problem(badArchive, err))
		return
	}
	if len(data) > MaxPacked {
		o.done(nil, problem(packedLarge, MaxPacked>>20))
		return
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		o.done(nil, problem(badArchive, err))
		return
	}
	before := o.reports
	for _, f := range archive.File {
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || path.Base(f.Name) == ".DS_Store" { // macOS adds its own
			continue
		}
		if o.reports > MaxReports {
			return
		}
		o.inside = f.Name
		in, err := f.Open()
		if err != nil {
			o.done(nil, problem(badArchive, err))
			continue
		}
		o.unpacked(in, nesting)
		in.Close()
	}
	o.inside = ""
	if o.reports == before {
		o.done(nil, problem(emptyInput))
	}
}

// xml reads the reports of a document: one, or several that somebody put behind each other.
func (o *one) xml(r io.Reader) {
	br := bufio.NewReaderSize(readable(transform.NewReader(r, unicode.BOMOverride(transform.Nop))), 32<<10)
	for {
		report, err := parse(br, o.Row)
		_, isProblem := errors.AsType[*Error](err)
		switch {
		case errors.Is(err, errTooLarge):
			err = problem(tooLarge, MaxSize>>20)
		case err != nil && !isProblem:
			err = problem(badArchive, err)
		}
		o.done(report, err)
		if start, _ := br.Peek(512); err != nil || !nextRoot.Match(start) { // what else follows is no report's
			return
		}
		if o.reports >= MaxReports {
			o.done(nil, problem(tooMany, MaxReports))
			return
		}
	}
}

func (o *one) bounded(r io.Reader) io.Reader { return &bounded{r, &o.left} }

// bounded ends in errTooLarge where more is read than may be.
type bounded struct {
	r    io.Reader
	left *int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if *b.left <= 0 {
		return 0, errTooLarge
	}
	n, err := b.r.Read(p[:min(int64(len(p)), *b.left)])
	*b.left -= int64(n)
	return n, err
}
