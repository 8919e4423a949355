package dsn

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// Mailbox reads the messages of an mbox (RFC 4155), one after another: it keeps
// no more than one, and of that one no more than MaxSize, however large the
// file is. What doesn't begin as an mbox is one message.
//
// go-mbox takes every line that begins with "From " for the beginning of a
// message. Dovecot and others quote no such line in a body; so a date is asked
// for, as they do themselves.
type Mailbox struct {
	r       *bufio.Reader
	started bool // the beginning was looked at
	single  bool // it is no mbox
	ended   bool
}

// NewMailbox gives a Mailbox that reads r.
func NewMailbox(r io.Reader) *Mailbox { return &Mailbox{r: bufio.NewReaderSize(r, 64<<10)} }

// Next gives the next message for Read, without its separator. After the last
// one, and for an empty input, the error is io.EOF; another error is that of the
// reader, wrapped.
func (m *Mailbox) Next() ([]byte, error) {
	if !m.started {
		if err := m.start(); err != nil {
			return nil, err
		}
	}
	if m.ended {
		return nil, io.EOF
	}
	return m.message()
}

// start goes to the first line that isn't empty, and over it if it is a separator.
func (m *Mailbox) start() error {
	m.started = true
	for {
		line, err := m.r.ReadSlice('\n')
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended && !errors.Is(err, bufio.ErrBufferFull) {
			return readingMailbox(err)
		}
		line = bytes.TrimPrefix(line, byteOrderMark)
		switch {
		case len(bytes.TrimSpace(line)) > 0 && bytes.HasPrefix(line, []byte("From ")):
			return nil
		case len(bytes.TrimSpace(line)) > 0:
			m.single = true
			m.r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(line)), m.r), 64<<10)
			return nil
		case ended:
			m.ended = true
			return io.EOF
		}
	}
}

// message collects lines up to the next separator.
func (m *Mailbox) message() ([]byte, error) {
	var out []byte
	atStart, afterBlank := true, false // of a line; after an empty one
	for {
		line, err := m.r.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			m.ended = true
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return nil, readingMailbox(err)
		}
		if !m.single && atStart {
			if afterBlank && separator.Match(line) {
				return out, nil
			}
			if quoted.Match(line) {
				line = line[1:]
			}
		}
		if room := MaxSize + 1 - len(out); room > 0 { // Read says that there was more
			out = append(out, line[:min(room, len(line))]...)
		}
		if m.ended {
			return out, nil
		}
		afterBlank = atStart && len(bytes.TrimRight(line, "\r\n")) == 0
		atStart = err == nil
	}
}

func readingMailbox(err error) error { return fmt.Errorf("reading the mailbox: %w", err) }

var (
	// separator begins a message in an mbox, after an empty line (RFC 4155,
	// appendix A): the sender, which may be empty, and the date.
	separator = lazy.MustCompile(`^From +(?:\S+ +)?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ ,].*\d\d:\d\d`)
	// quoted lines have one ">" more than the message had (mboxrd).
	quoted = lazy.MustCompile(`^>+From `)

	byteOrderMark = []byte("\uFEFF")
)
